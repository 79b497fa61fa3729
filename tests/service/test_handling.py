"""Taking a case, putting it off, and taking an approval back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from service.bootstrap import utc_now
from service.handling import Handling
from service.store import cases, queues
from tests.fakes import ANNA, BEN, CARA
from tests.receiver import Receiver
from tests.service.goodwill import euros
from tests.world import World, running, settings
from triage.case import Case, Event, Status
from triage.decision import DecisionKind
from triage.errors import (
    AlreadyDecided,
    ApproverMayNot,
    CaseNotOpenForDecision,
    SnoozeRefused,
    StaleDraft,
    StatusChangeNotAllowed,
)
from triage.remedy import Remedy

#: Longer than any test; and not at all.
LONG, NONE = 100.0, 0.0
DRAFT = "We are sorry (1). Please send us a message."
_parts = count(1)


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[World]:
    """One program at work for all stories on SQLite; each takes a case of its own."""
    with pytest.MonkeyPatch.context() as patch:
        chosen = settings(tmp_path_factory.mktemp("handling"), patch, receiver)
        with running(chosen) as world:
            yield world


def waiting(world: World, text: str = "the train is late", **fields: str) -> Case:
    case_id = world.mention(f"{text}, part {next(_parts)}", **fields)
    return world.wait_for(case_id, Status.AWAITING, Status.ESCALATED)


def approve(
    world: World, case: Case, seconds: float = LONG, version: int = 1, reply: str | None = None
) -> Case:
    kind = DecisionKind.APPROVE if reply is None else DecisionKind.EDIT
    return world.kulanz.decisions.decide(
        case.id, kind, ANNA, draft_version=version, reply=reply, surface="slack",
        undo_seconds=seconds,
    )  # fmt: skip


def take_back(world: World, case: Case, version: int = 1) -> Case:
    return world.kulanz.handling.take_back(case.id, BEN, draft_version=version, surface="slack")


def history(world: World, case: Case) -> list[Event]:
    with world.kulanz.database.read() as session:
        return cases.history(session, case.id)


# -- taking an approval back -----------------------------------------------------------------------


def test_what_is_taken_back_waits_again_and_goes_out_once(world: World, receiver: Receiver) -> None:
    case = waiting(world)
    approved = approve(world, case)
    assert approved.decision is not None
    assert approved.decision.leaves_at == approved.decision.decided_at + timedelta(seconds=LONG)
    back = take_back(world, case)
    assert (back.status, back.draft_version, back.decision) == (Status.AWAITING, 2, None)
    assert back.draft is not None
    assert back.draft.reply == DRAFT
    assert (back.due_at, back.remind_at) == (case.due_at, case.remind_at)
    approve(world, case, NONE, version=2)
    world.wait_for(case.id, Status.PUBLISHED)
    assert [key for key, _ in receiver.deliveries].count(case.id) == 1


def test_words_that_were_typed_are_there_again(world: World) -> None:
    case = waiting(world)
    approve(world, case, reply="Half an hour\n\nof my life")
    back = take_back(world, case)
    assert back.draft is not None
    assert back.draft.reply == "Half an hour\n\nof my life"
    with world.kulanz.database.read() as session:
        versions = cases.draft_versions(session, case.id)
    assert [draft.reply for _, draft in versions] == [DRAFT, "Half an hour\n\nof my life"]


def test_a_late_repetition_of_either_click_does_nothing(world: World) -> None:
    case = waiting(world)
    approve(world, case)
    take_back(world, case)
    with pytest.raises(StaleDraft):
        approve(world, case)
    with pytest.raises(StaleDraft, match="taken back already"):
        take_back(world, case)


def test_once_it_leaves_it_is_too_late(world: World) -> None:
    case = waiting(world)
    approve(world, case, NONE)
    world.wait_for(case.id, Status.PUBLISHED)
    with pytest.raises(StatusChangeNotAllowed, match="too late to undo this"):
        take_back(world, case)


def test_an_escalated_case_is_escalated_again(world: World) -> None:
    case = waiting(world, "the train is late and on fire")
    approve(world, case)
    assert take_back(world, case).status is Status.ESCALATED


def test_a_draft_that_the_author_overtook_is_written_anew(world: World) -> None:
    case = waiting(world, conversation="overtaken")
    approve(world, case)
    world.mention("and now it is lost as well", conversation="overtaken")
    assert world.case(case.id).status is Status.APPROVED
    assert take_back(world, case).status is Status.RECEIVED
    renewed = world.wait_for(case.id, Status.AWAITING)
    assert (renewed.draft_version, renewed.answers_round) == (3, 2)


def test_nobody_of_another_queue_takes_anything_back(world: World) -> None:
    case = waiting(world)
    approve(world, case)
    with pytest.raises(ApproverMayNot):
        world.kulanz.handling.take_back(case.id, CARA, draft_version=1, surface="slack")
    assert world.case(case.id).status is Status.APPROVED


def test_a_queue_says_for_itself_how_long(world: World) -> None:
    case = waiting(world)
    desk = world.kulanz.desk
    patient = replace(desk.desks, queues=(replace(desk.desks.queues[0], undo_seconds=7.0),))
    decisions = replace(world.kulanz.decisions, desk=replace(desk, desks=patient))
    approved = decisions.decide(
        case.id, DecisionKind.APPROVE, ANNA, draft_version=1, surface="console"
    )
    assert approved.decision is not None
    assert approved.decision.leaves_at == approved.decision.decided_at + timedelta(seconds=7)


# -- putting off -----------------------------------------------------------------------------------


def test_what_is_put_off_is_not_in_the_queue_until_the_author_speaks(world: World) -> None:
    case = waiting(world, conversation="put off")
    put_off(world, case)
    assert in_queue(world, case) == [True, False]
    world.mention("still late", conversation="put off")
    world.wait_for(case.id, Status.AWAITING)
    assert in_queue(world, case) == [False, True]
    put_off(world, case)
    world.kulanz.handling.wake(case.id, BEN, surface="slack")
    assert in_queue(world, case) == [False, True]
    assert [(e.kind, e.by) for e in history(world, case)][-2:] == [
        ("snoozed", "anna"), ("woken", "ben"),
    ]  # fmt: skip


def test_who_brings_back_what_was_decided_meanwhile_is_told_by_whom(world: World) -> None:
    case = waiting(world)
    put_off(world, case)
    world.kulanz.decisions.decide(
        case.id, DecisionKind.REJECT, ANNA, draft_version=1, surface="console"
    )
    with pytest.raises(AlreadyDecided, match="Anna Berg already decided"):
        world.kulanz.handling.wake(case.id, BEN, surface="slack")


def put_off(world: World, case: Case, **time: float) -> None:
    until = utc_now() + timedelta(**time or {"hours": 3})
    world.kulanz.handling.snooze(case.id, ANNA, until, surface="slack")


def in_queue(world: World, case: Case) -> list[bool]:
    """Whether it is among what was put off, and among the rest."""
    with world.kulanz.database.read() as session:
        return [
            case.id in {c.id for c in queues.find(session, wanted, now=utc_now(), limit=500)}
            for wanted in (queues.Filter(snoozed=True), queues.Filter(snoozed=False))
        ]


def test_a_decision_ends_it(world: World) -> None:
    case = waiting(world)
    put_off(world, case)
    assert approve(world, case, NONE).snoozed_until is None


def test_what_can_not_wait_is_not_put_off(world: World) -> None:
    with pytest.raises(SnoozeRefused, match="severity 4"):
        put_off(world, waiting(world, "late and on fire"), hours=1)
    case = waiting(world)
    for wrong in ({"hours": -1.0}, {"days": 15.0}):
        with pytest.raises(SnoozeRefused):
            put_off(world, case, **wrong)
    approve(world, case, NONE)
    with pytest.raises(CaseNotOpenForDecision):
        put_off(world, case, hours=1)


# -- taking and handing over -----------------------------------------------------------------------


def test_a_case_is_taken_handed_over_and_given_back(world: World) -> None:
    case, handling = waiting(world), world.kulanz.handling
    assert handling.assign(case.id, ANNA, ANNA, surface="slack").assigned_to == "anna"
    handling.assign(case.id, ANNA, ANNA, surface="slack")
    handed = handling.assign(case.id, ANNA, BEN, surface="console")
    assert (handed.assigned_to, handed.assigned_name) == ("ben", "Ben Croft")
    assert handling.assign(case.id, BEN, None, surface="slack").assigned_to is None
    told = [e.details["to"] for e in history(world, case) if e.kind == "assigned"]
    assert told == ["anna", "ben", None], "taken twice is taken once"


def test_only_somebody_who_may_decide_can_take_it(world: World) -> None:
    case, handling = waiting(world), world.kulanz.handling
    with pytest.raises(ApproverMayNot, match=r"Cara Dorn may not send this.* Who can take it: A"):
        handling.assign(case.id, ANNA, CARA, surface="slack")
    with pytest.raises(ApproverMayNot):
        handling.assign(case.id, CARA, CARA, surface="slack")
    with world.kulanz.database.read() as session:
        mine = queues.find(session, queues.Filter(assigned_to="cara"), now=utc_now())
    assert mine == []


def with_ceilings(world: World, anna: int, ben: int) -> Handling:
    desk = world.kulanz.desk
    people = (replace(ANNA, ceiling=euros(anna)), replace(BEN, ceiling=euros(ben)), CARA)
    desks = replace(desk.desks, approvers=people)
    return replace(world.kulanz.handling, desk=replace(desk, desks=desks))


def test_what_somebody_may_not_send_is_handed_to_nobody_but_who_may(world: World) -> None:
    case = waiting(world)
    assert case.draft is not None
    offered = replace(case, draft=replace(case.draft, remedy=Remedy("voucher", euros(75), "fire")))
    handling = with_ceilings(world, anna=100, ben=20)
    assert [a.name for a in handling.who_can_take(offered)] == ["Anna Berg"]
    assert [a.name for a in handling.who_can_take(case)] == ["Anna Berg", "Ben Croft"]
    small = with_ceilings(world, anna=20, ben=20)
    assert [a.name for a in small.who_can_take(offered)] == ["Anna Berg", "Ben Croft"]
