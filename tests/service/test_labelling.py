"""The labelling page: the most useful case first, one answer each, and it becomes an example."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from service.corrections import Labels
from service.learning.examples import examples_of
from service.receive import case_id_of
from service.store.labelling import count_labels
from tests.fakes import ANNA, BEN, CARA, FakeClassifier, fake_desk
from tests.service.console_client import Person, console, opened, sign_in, words_of
from tests.world import World, settings
from triage.case import Status
from triage.complaint import Assessment
from triage.routing import Approver


class Attentive(FakeClassifier):
    """To whom no two texts are alike."""

    def _assess(self, text: str) -> Assessment:
        drawn = np.random.default_rng(len(text)).normal(size=16)
        embedding = tuple((drawn / np.linalg.norm(drawn)).tolist())
        return replace(super()._assess(text), embedding=embedding)


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[World, Person]]:
    desk = replace(fake_desk(), classifier=Attentive())
    with console(settings(tmp_path, monkeypatch, None), desk) as both:
        yield both


def asked(page: str) -> str:
    found = re.search(r'name="case" value="(\w+)"', page)
    assert found
    return found[1]


def test_without_a_case_there_is_nothing_to_do(both: tuple[World, Person]) -> None:
    assert "Nothing left that would teach the model much." in words_of(both[1].get("/label"))


def test_what_people_rejected_comes_before_what_was_put_aside(both: tuple[World, Person]) -> None:
    world, anna = both
    opened(world, "what a lovely day")
    rejected = opened(world, "my bag is late")
    anna.decide(rejected, "reject", reason="not what they say")
    page = anna.get("/label")
    assert asked(page.text) == rejected
    assert "Somebody rejected the draft." in words_of(page)
    assert "my bag is late" in words_of(page)


def test_an_answer_is_kept_and_the_next_case_comes(both: tuple[World, Person]) -> None:
    world, anna = both
    dismissed = opened(world, "what a <b>lovely</b> day")
    rejected = opened(world, "my bag is late")
    anna.decide(rejected, "reject", reason="no")
    page = anna.send(
        "/label", case=rejected, complaint="yes", severity="3", topic="baggage_lost",
        asks_ironic="1",
    )  # fmt: skip
    assert asked(page.text) == dismissed
    assert "Labels so far: 1" in words_of(page)
    assert "<b>lovely" not in page.text
    page = anna.send("/label", case=dismissed, complaint="no", asks_ironic="1", ironic="1")
    assert "Nothing left" in words_of(page)

    labels = {
        e["conversation"]["id"]: e["labels"]
        for e in examples_of(world.kulanz.database)
        if "conversation" in e
    }
    assert labels[rejected] == {
        "complaint": True, "ironic": False, "severity": 3, "topic": "baggage_lost",
    }  # fmt: skip
    assert labels[dismissed] == {"complaint": False, "ironic": True}
    assert world.case(dismissed).status is Status.DISMISSED
    assert "Corrected: not a complaint, with irony" in words_of(anna.get(f"/cases/{dismissed}"))


def test_skipped_is_not_asked_again_and_does_not_get_lost(both: tuple[World, Person]) -> None:
    world, anna = both
    first = opened(world, "what a day")
    following = re.search(r'href="(/label\?skip=\w+)"', anna.get("/label").text)
    assert following
    assert first in following[1]
    assert "Nothing left" in words_of(anna.get(following[1]))
    assert asked(anna.get("/label").text) == first


def test_what_waits_for_a_decision_is_not_asked_about(both: tuple[World, Person]) -> None:
    world, anna = both
    opened(world, "my bag is late")
    assert "Nothing left" in words_of(anna.get("/label"))


def test_a_correction_on_the_page_of_a_case_makes_another_draft(both: tuple[World, Person]) -> None:
    world, anna = both
    case_id = opened(world, "my bag is late")
    page = anna.send(
        f"/cases/{case_id}/corrections", complaint="yes", topic="baggage_lost", severity="4",
        asks_ironic="1",
    )  # fmt: skip
    assert "Noted. A new draft is being written." in words_of(page)
    case = world.wait_for(case_id, Status.ESCALATED)
    assert (case.draft_version, case.assessment and case.assessment.topic) == (2, "baggage_lost")
    said = words_of(anna.get(f"/cases/{case_id}"))
    assert "Corrected: a complaint, said plainly, severity 4, Lost baggage" in said
    assert "Taken up again: the assessment was corrected" in said


def test_what_was_put_aside_is_taken_up_where_it_is_called_a_complaint(
    both: tuple[World, Person],
) -> None:
    world, anna = both
    on_its_page, on_the_other = opened(world, "what a day"), opened(world, "what a lovely day")
    page = words_of(anna.get(f"/cases/{on_its_page}"))
    assert "Is it a complaint after all?" in page
    assert "the case is taken up: a draft is written." in page
    said = {"complaint": "yes", "topic": "delivery", "severity": "2"}
    page = words_of(anna.send(f"/cases/{on_its_page}/corrections", **said))
    assert "Noted. A new draft is being written." in page
    assert "It was put aside. If it is a complaint, it is taken up" in words_of(anna.get("/label"))
    anna.send("/label", case=on_the_other, **said)
    for case_id in (on_its_page, on_the_other):
        case = world.wait_for(case_id, Status.AWAITING)
        assert case.assessment is not None
        assert case.assessment.topic == "delivery"


@pytest.mark.parametrize("second", [BEN, CARA])
def test_who_answers_after_somebody_has_taken_it_up_is_heard_as_a_label_alone(
    both: tuple[World, Person], second: Approver
) -> None:
    world, anna = both
    case_id, following = opened(world, "what a day"), opened(world, "what a lovely day")
    said = {"case": case_id, "complaint": "yes", "topic": "delay"}
    anna.send("/label", **said, severity="2")
    taken_up = world.wait_for(case_id, Status.AWAITING)
    page = sign_in(world.kulanz, second).send("/label", **said, severity="3")
    assert (page.status_code, asked(page.text)) == (200, following)
    assert "Labels so far: 2" in words_of(page)
    after = world.case(case_id)
    assert (after.status, after.revision) == (taken_up.status, taken_up.revision)
    [example] = [*examples_of(world.kulanz.database)]
    assert example["labels"]["severity"] == 3, "the last word"


def test_on_the_page_of_a_case_it_is_said_who_may_where_it_was_taken_up_meanwhile(
    both: tuple[World, Person],
) -> None:
    world, anna = both
    case_id = opened(world, "what a day")
    said = {"complaint": "yes", "topic": "delay"}
    anna.send(f"/cases/{case_id}/corrections", **said, severity="2")
    world.wait_for(case_id, Status.AWAITING)
    cara = sign_in(world.kulanz, CARA)
    page = cara.send(f"/cases/{case_id}/corrections", **said, severity="3")
    assert page.status_code == 403
    why = "This case is in another queue. Who may decide it: Anna Berg, Ben Croft."
    assert f"Nothing was done. {why}" in words_of(page)


def test_of_answers_in_the_same_moment_none_is_lost(both: tuple[World, Person]) -> None:
    world, _ = both
    case_id = opened(world, "what a day")

    def answer(severity: int) -> None:
        said = Labels(complaint=True, severity=severity)
        world.kulanz.corrections.label(case_id, ANNA, said, surface="console")

    with ThreadPoolExecutor(8) as people:
        list(people.map(answer, [1, 2, 3, 4] * 4))
    world.wait_for(case_id, Status.AWAITING, Status.ESCALATED)
    with world.kulanz.database.read() as session:
        assert count_labels(session) == 16


def test_of_what_is_deleted_no_draft_is_promised(both: tuple[World, Person]) -> None:
    world, anna = both
    gone = {"id": "gone", "text": "What a day"}
    world.deliver("mention.created", gone)
    world.wait_for(case_id_of("social", "gone"), Status.DISMISSED)
    assert "a draft is written" in words_of(anna.get("/label"))
    world.deliver("mention.deleted", gone)
    page = anna.get("/label")
    assert asked(page.text) == case_id_of("social", "gone")
    assert "a draft is written" not in words_of(page)


def test_answers_from_elsewhere_are_refused(both: tuple[World, Person]) -> None:
    world, anna = both
    case_id = opened(world, "what a day")
    answer = anna.client.post("/label", data={"case": case_id, "complaint": "yes"})
    assert answer.status_code == 403
    assert [*examples_of(world.kulanz.database)] == []
