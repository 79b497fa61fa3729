"""Decisions, corrections and outcomes come out as examples that training reads, and nobody in them
can be told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from models.labelled_files import read_examples
from service.corrections import Labels
from service.learning.examples import examples_of
from service.privacy import erase_author
from service.receive import case_id_of
from tests.command import kulanz as run_kulanz
from tests.fakes import ANNA, CARA
from tests.receiver import Receiver
from tests.world import World, running, settings
from triage.case import Status
from triage.complaint import Topic
from triage.decision import DecisionKind

MARA = {"id": "u7", "name": "Mara Wald"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Iterator[World]:
    with (
        Receiver() as receiver,
        running(settings(tmp_path_factory.mktemp("examples"), patch, receiver)) as opened,
    ):
        yield opened


def waiting(world: World, text: str, key: str, **more: Any) -> str:
    case_id = world.mention(text, conversation=key, **more)
    world.wait_for(case_id, Status.AWAITING, Status.DISMISSED)
    return case_id


def decided(world: World, text: str, key: str, kind: DecisionKind, **more: Any) -> str:
    case_id = waiting(world, text, key, **more.pop("fields", {}))
    version = world.case(case_id).draft_version
    world.kulanz.decisions.decide(
        case_id, kind, ANNA, draft_version=version, surface="console", **more
    )
    if kind in (DecisionKind.APPROVE, DecisionKind.EDIT):
        world.until(lambda: world.case(case_id).replies == 1)
    return case_id


def lines(world: World, case_id: str) -> list[dict[str, Any]]:
    found = [*examples_of(world.kulanz.database)]
    return [e for e in found if case_id in (e.get("writer"), e.get("conversation", {}).get("id"))]


def test_an_approved_draft_says_complaint_topic_and_a_good_reply(world: World, key: str) -> None:
    case_id = decided(world, "My train is late", key, DecisionKind.APPROVE)
    mention, reply = lines(world, case_id)
    assert mention["labels"] == {"complaint": True, "needs_reply": True, "topic": "delay"}
    assert set(mention["labelled_by"].values()) == {"person"}
    assert mention["decision"]["kind"] == "approve"
    assert mention["decision"]["change"] == {"kinds": [], "replaced": []}
    assert (reply["publishable"], reply["rules"]) == (True, [])
    assert not reply["reply"].endswith("^AB"), "who approved it is nobody's business"


def test_an_edited_draft_comes_with_the_difference(world: World, key: str) -> None:
    said = "We are sorry (1). Please write to us."
    case_id = decided(world, "My train is late", key, DecisionKind.EDIT, reply=said)
    mention, reply = lines(world, case_id)
    change = mention["decision"]["change"]
    assert change["replaced"] == [["send us a message.", "write to us."]]
    assert change["kinds"] == ["wording"]
    assert reply["reply"] == said


def test_a_rejected_draft_keeps_its_reason_and_says_nothing_of_the_mention(
    world: World, key: str
) -> None:
    reason = "wrong flight, call +49 171 2345678"
    case_id = decided(world, "My train is late", key, DecisionKind.REJECT, reason=reason)
    [mention] = lines(world, case_id)
    assert mention["labels"] == {}
    assert mention["decision"]["reason"].startswith("wrong flight, call +••")


def test_not_a_complaint_is_one_for_the_other_side(world: World, key: str) -> None:
    case_id = decided(world, "Never too late for cake", key, DecisionKind.NOT_A_COMPLAINT)
    [mention] = lines(world, case_id)
    assert mention["labels"] == {"complaint": False}


def test_a_correction_outdoes_the_decision_and_renews_the_draft(world: World, key: str) -> None:
    case_id = waiting(world, "My bag is late", key)
    said = Labels(complaint=True, topic=Topic.BAGGAGE_LOST, severity=3)
    world.kulanz.corrections.correct(case_id, ANNA, said, surface="console")
    case = world.until(
        lambda: (c := world.case(case_id)).draft_version == 2 and c.status is Status.AWAITING and c
    )
    assert (case.assessment.topic, int(case.grade.severity)) == ("baggage_lost", 3)

    world.kulanz.decisions.decide(
        case_id, DecisionKind.APPROVE, ANNA, draft_version=2, surface="console"
    )
    world.until(lambda: world.case(case_id).replies == 1)
    mention, _ = lines(world, case_id)
    assert mention["labels"]["topic"] == "baggage_lost"
    assert mention["labels"]["severity"] == 3


def test_what_was_put_aside_is_taken_up_once_it_is_called_a_complaint(
    world: World, key: str
) -> None:
    case_id = waiting(world, "What a day", key)
    assert world.case(case_id).status is Status.DISMISSED
    said = Labels(complaint=True, severity=2, ironic=True, topic=Topic.DELIVERY)
    world.kulanz.corrections.correct(case_id, CARA, said, surface="console")
    case = world.wait_for(case_id, Status.AWAITING)
    assert case.assessment is not None
    assert (case.assessment.topic, case.assessment.severity) == ("delivery", 2)
    [mention] = lines(world, case_id)
    assert mention["labels"]["complaint"]


def test_a_case_at_rest_is_labelled_and_stays_as_it_is(world: World, key: str) -> None:
    case_id = waiting(world, "What a day", key)
    for said in (Labels(complaint=False), Labels(ironic=True)):
        world.kulanz.corrections.correct(case_id, ANNA, said, surface="console")
        assert world.case(case_id).status is Status.DISMISSED
    gone = {"id": "gone", "text": "What a day"}
    world.deliver("mention.created", gone)
    deleted = case_id_of("social", "gone")
    world.wait_for(deleted, Status.DISMISSED)
    world.deliver("mention.deleted", gone)
    world.kulanz.corrections.correct(deleted, ANNA, Labels(complaint=True), surface="console")
    assert world.case(deleted).status is Status.DISMISSED, "there is nothing to answer"


def test_each_round_is_an_example_of_its_own_and_knows_no_later_word(
    world: World, key: str
) -> None:
    case_id = decided(world, "My train is late", key, DecisionKind.APPROVE)
    world.mention("And now it is lost", conversation=key)
    world.until(lambda: world.case(case_id).draft_version == 2)
    world.kulanz.decisions.decide(
        case_id, DecisionKind.APPROVE, ANNA, draft_version=2, surface="console"
    )
    world.until(lambda: world.case(case_id).replies == 2)
    first, second = (e for e in lines(world, case_id) if "conversation" in e)
    assert [t["role"] for t in first["conversation"]["turns"]] == ["customer"]
    assert [t["role"] for t in second["conversation"]["turns"]] == ["customer", "agent", "customer"]
    assert first["decision"]["outcome"] == "unchanged"


def test_nobody_can_be_told_from_an_example(world: World, key: str) -> None:
    text = "@nordair Mara Wald here, late again, code X7K9QP, mail mara@post.example"
    case_id = decided(world, text, key, DecisionKind.APPROVE, fields={"author": MARA})
    written = json.dumps(lines(world, case_id), ensure_ascii=False)
    for told in ("nordair", "Mara", "Wald", "X7K9QP", "post.example", "u7", "anna"):
        assert told not in written
    assert "late again" in written


def test_whoever_is_erased_is_in_no_example_any_more(world: World, key: str) -> None:
    gone = {"id": "u99", "name": "Jonas"}
    case_id = decided(world, "late and lost", key, DecisionKind.APPROVE, fields={"author": gone})
    assert lines(world, case_id)
    erase_author(world.kulanz.database, world.kulanz.engine, "u99")
    assert lines(world, case_id) == []


def test_the_command_writes_what_training_reads(world: World, key: str) -> None:
    decided(world, "My tram is late", key, DecisionKind.APPROVE)
    folder = world.kulanz.settings.data_dir.parent
    assert run_kulanz(folder, "examples", "--out", "examples.jsonl").returncode == 0
    read = read_examples([folder / "examples.jsonl"])
    assert {e.source for e in read.mentions} == {"decisions"}
    assert all(e.at is not None for e in read.mentions)
    assert read.replies

    tomorrow = (world.kulanz.clock() + timedelta(days=1)).date().isoformat()
    assert run_kulanz(folder, "examples", "--since", tomorrow).stdout == b""
    assert run_kulanz(folder, "examples", "--since", "yesterday").returncode == 2
