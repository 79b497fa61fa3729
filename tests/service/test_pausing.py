"""Drafts paused in a crisis: shown to all, ended by a person or the clock, made good afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from service.bootstrap import Kulanz, build
from service.jobs import Jobs
from service.store import cases
from service.store.cases import ChangedMeanwhile
from service.store.pauses import StoredPauses
from tests.fakes import ANNA, BEN, CARA, fake_desk
from tests.receiver import Receiver
from tests.service.console_client import sign_in, words_of
from tests.service.goodwill import Office
from tests.service.test_console_sign_in import SetClock
from tests.world import World, running, settings
from triage.case import Case, Status
from triage.complaint import Topic
from triage.decision import DecisionKind
from triage.errors import ApproverMayNot, NotPaused, ReplyBlocked
from triage.pause import Pause
from triage.publishing import reply_to_publish


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def kulanz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: SetClock) -> Iterator[Kulanz]:
    built = build(settings(tmp_path, monkeypatch, None), desk=fake_desk(), clock=clock)
    yield built
    built.close()


@pytest.fixture
def office(kulanz: Kulanz) -> Office:
    return Office(kulanz)


def pause(kulanz: Kulanz, **hours: float) -> None:
    until = kulanz.clock() + timedelta(**hours) if hours else None
    kulanz.pausing.pause(Topic.DELAY, ANNA, until=until, reason="accident")


def test_what_comes_in_during_a_pause_has_no_draft_and_a_person_can_answer(
    kulanz: Kulanz, office: Office
) -> None:
    pause(kulanz)
    case_id = office.waiting("the train is late")
    case = office.case(case_id)
    assert case.draft is not None
    assert (case.status, case.draft.reply) == (Status.ESCALATED, "")
    with pytest.raises(ReplyBlocked, match="please write the reply"):
        office.send(case_id)
    sent = kulanz.decisions.decide(
        case_id, DecisionKind.EDIT, BEN, draft_version=1, reply="We are with you.", surface="slack"
    )
    assert reply_to_publish(sent) == "We are with you. ^BC"


def test_a_pause_ends_by_the_clock_and_what_waits_is_drafted(
    kulanz: Kulanz, office: Office, clock: SetClock
) -> None:
    pause(kulanz, hours=2)
    paused, answered = office.waiting("the train is late"), office.waiting("the bus is late")
    kulanz.decisions.decide(
        answered, DecisionKind.REJECT, BEN, draft_version=1, reason="x", surface="console"
    )
    assert kulanz.pausing.settle() == 0
    clock.pass_by(timedelta(hours=2))
    assert kulanz.pausing.current() == []
    assert kulanz.pausing.settle() == 1
    assert kulanz.pausing.settle() == 0
    assert office.case(paused).status is Status.RECEIVED
    assert office.case(answered).status is Status.REJECTED
    office.draft(paused)
    assert office.case(paused).status is Status.AWAITING
    with kulanz.database.read() as session:
        reasons = [e.details.get("reason") for e in cases.history(session, paused)]
    assert "drafts are resumed" in reasons


def test_a_person_ends_it_and_can_begin_anew(kulanz: Kulanz, office: Office) -> None:
    pause(kulanz)
    office.waiting("the train is late")
    kulanz.pausing.resume(Topic.DELAY, BEN)
    with pytest.raises(NotPaused):
        kulanz.pausing.resume(Topic.DELAY, BEN)
    # Again, before the first one was settled: its cases are drafted when this one is over.
    pause(kulanz, hours=1)
    assert [p.by for p in kulanz.pausing.current()] == ["anna"]
    assert kulanz.pausing.settle() == 0
    kulanz.pausing.resume(Topic.DELAY, ANNA)
    assert kulanz.pausing.settle() == 1


def test_who_was_at_a_case_when_it_was_to_go_back_does_not_keep_it_blank(
    kulanz: Kulanz, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause(kulanz)
    case_id = office.waiting("the train is late")
    kulanz.pausing.resume(Topic.DELAY, BEN)
    with monkeypatch.context() as patch:
        patch.setattr(Jobs, "save", changed_meanwhile)
        assert kulanz.pausing.settle() == 0
    assert kulanz.pausing.settle() == 1
    assert office.case(case_id).status is Status.RECEIVED


def changed_meanwhile(*_: object) -> None:
    raise ChangedMeanwhile


def test_a_pause_that_ends_while_a_case_is_looked_at_leaves_nobody_without_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Receiver() as receiver,
        running(settings(tmp_path, monkeypatch, receiver), desk=fake_desk()) as world,
    ):
        pausing = world.kulanz.pausing
        pausing.pause(Topic.DELAY, ANNA, until=None)
        looked = StoredPauses.current

        def looked_up_too_early(stored: StoredPauses, at: datetime) -> Mapping[Topic, Pause]:
            found = looked(stored, at)
            if Topic.DELAY in found:
                pausing.resume(Topic.DELAY, ANNA)
                # Finds nothing that waits, and is done with the pause.
                pausing.settle()
            return found

        monkeypatch.setattr(StoredPauses, "current", looked_up_too_early)
        case_id = world.mention("the train is late")
        case = world.until(lambda: drafted(world, case_id))
        assert case.draft.reply.startswith("We are sorry")


def drafted(world: World, case_id: str) -> Case | None:
    case = world.case(case_id)
    return case if case.draft and not case.draft.is_blank else None


def test_only_who_is_on_the_topics_queue_pauses_and_resumes(kulanz: Kulanz) -> None:
    with pytest.raises(ApproverMayNot, match="Anna Berg, Ben Croft"):
        kulanz.pausing.pause(Topic.DELAY, CARA, until=None)
    pause(kulanz)
    with pytest.raises(ApproverMayNot):
        kulanz.pausing.resume(Topic.DELAY, CARA)


def test_the_console_shows_who_paused_what_until_when_and_can_do_both(
    kulanz: Kulanz, office: Office
) -> None:
    anna, cara = sign_in(kulanz, ANNA), sign_in(kulanz, CARA)
    page = anna.send("/pauses", topic="delay", hours="4", reason="<b>accident</b>")
    said = "Delay: no drafts, paused by Anna Berg until 23 Nov 2026, 13:00 – <b>accident</b>"
    assert said in words_of(page)
    assert "<b>accident" not in page.text
    assert said in words_of(anna.get("/"))
    case_id = office.waiting("the train is late")
    assert "Please write the reply" in words_of(anna.get(f"/cases/{case_id}"))
    assert "There is no text to send" in words_of(anna.decide(case_id, "send", reply=""))
    assert cara.send("/pauses/end", topic="delay").status_code == 403
    assert "being drafted" in words_of(anna.send("/pauses/end", topic="delay"))
    assert "no drafts, paused" not in words_of(anna.get("/"))
    # Twice, or nonsense, does no harm.
    assert anna.send("/pauses/end", topic="delay").status_code == 200
    assert "choose a topic" in words_of(anna.send("/pauses", topic="none", hours="-1"))
    assert kulanz.pausing.current() == []


def test_a_form_of_another_page_pauses_nothing(kulanz: Kulanz) -> None:
    anna = sign_in(kulanz, ANNA)
    assert anna.send("/pauses", topic="delay", hours="0", csrf="0" * 64).status_code == 403
    assert kulanz.pausing.current() == []
