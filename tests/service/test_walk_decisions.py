"""What people decide on the way, alone and several at once, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, get_ident
from unittest.mock import Mock

import pytest
import sqlalchemy as sa

from tests.fakes import ANNA, BEN, CARA
from tests.postgres import PostgresServer
from tests.receiver import Receiver
from tests.service.walking import world_on
from tests.world import World
from triage.case import Case, Status
from triage.decision import DecisionKind
from triage.errors import AlreadyDecided, ApproverMayNot, ReplyBlocked, TriageError


@pytest.fixture(scope="module")
def kept_receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def receiver(kept_receiver: Receiver) -> Receiver:
    kept_receiver.forget()
    return kept_receiver


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    kept_receiver: Receiver,
    postgresql_server: PostgresServer,
) -> Iterator[World]:
    """One program for all stories of this file, each with conversations of its own."""
    folder = tmp_path_factory.mktemp("walk")
    with world_on(request.param, postgresql_server, folder, kept_receiver) as opened:
        yield opened


def test_an_edited_reply_goes_out_as_edited(world: World, receiver: Receiver) -> None:
    case_id = world.mention("My bag is lost")
    world.wait_for(case_id, Status.AWAITING)
    world.kulanz.decisions.decide(
        case_id, DecisionKind.EDIT, BEN, draft_version=1, reply="Wir suchen ihn.", surface="api"
    )
    world.wait_for(case_id, Status.PUBLISHED)
    assert receiver.effects == {case_id: "Wir suchen ihn. ^BC"}


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (DecisionKind.REJECT, Status.REJECTED),
        (DecisionKind.ESCALATE, Status.ESCALATED),
        (DecisionKind.NOT_A_COMPLAINT, Status.DISMISSED),
    ],
)
def test_other_decisions_publish_nothing(
    world: World, receiver: Receiver, kind: DecisionKind, status: Status
) -> None:
    case_id = world.mention("My bag is lost")
    world.wait_for(case_id, Status.AWAITING)
    case = world.kulanz.decisions.decide(
        case_id, kind, ANNA, draft_version=1, reason="because", surface="console"
    )
    assert case.status is status
    assert receiver.deliveries == []


def test_an_edit_that_jokes_is_stopped_and_nothing_is_decided(world: World) -> None:
    case_id = world.mention("My bag is lost")
    world.wait_for(case_id, Status.AWAITING)
    with pytest.raises(ReplyBlocked) as stopped:
        world.kulanz.decisions.decide(
            case_id, DecisionKind.EDIT, ANNA, draft_version=1, reply="haha", surface="console"
        )
    assert stopped.value.findings[0].why.startswith("Don't joke")
    assert world.case(case_id).status is Status.AWAITING


def test_an_empty_edit_is_stopped(world: World) -> None:
    case_id = world.mention("My bag is lost")
    world.wait_for(case_id, Status.AWAITING)
    with pytest.raises(ReplyBlocked, match="empty"):
        world.kulanz.decisions.decide(
            case_id, DecisionKind.EDIT, ANNA, draft_version=1, reply=" \n", surface="console"
        )


def test_the_first_of_many_clicks_wins_and_the_others_are_told_who(
    world: World, receiver: Receiver
) -> None:
    case_id = world.mention("My bag is lost")
    world.wait_for(case_id, Status.AWAITING)

    def click(_: int) -> Case | TriageError:
        try:
            return world.kulanz.decisions.decide(
                case_id, DecisionKind.APPROVE, ANNA, draft_version=1, surface="slack"
            )
        except TriageError as error:
            return error

    with ThreadPoolExecutor(8) as people:
        ends = [*people.map(click, range(8))]
    world.wait_for(case_id, Status.PUBLISHED)
    assert sum(isinstance(end, Case) for end in ends) == 1
    losers = [end for end in ends if not isinstance(end, Case)]
    assert all(isinstance(end, AlreadyDecided) and "Anna Berg" in str(end) for end in losers)
    assert len(receiver.deliveries) == 1


def test_of_many_who_decide_together_only_who_was_too_late_loses(world: World) -> None:
    """Two at each case: those who share a transaction with a loser lose nothing."""
    ids = [world.mention(f"My bag {number} is lost") for number in range(6)]
    for case_id in ids:
        world.wait_for(case_id, Status.AWAITING)
    begun = Barrier(2 * len(ids))

    def click(case_id: str) -> Case | TriageError:
        begun.wait()
        try:
            return world.kulanz.decisions.decide(
                case_id, DecisionKind.REJECT, ANNA, draft_version=1, surface="slack", reason="no"
            )
        except TriageError as error:
            return error

    with ThreadPoolExecutor(2 * len(ids)) as people:
        ends = [*people.map(click, [*ids, *ids])]
    decided = [end.id for end in ends if isinstance(end, Case)]
    assert sorted(decided) == sorted(ids)
    assert sum(isinstance(end, AlreadyDecided) for end in ends) == len(ids)
    assert {world.case(case_id).status for case_id in ids} == {Status.REJECTED}


def test_approving_a_draft_as_it_stands_takes_one_look_at_the_case(world: World) -> None:
    """What the guard found stands with the draft; nobody who clicks waits for the model."""
    case_id = world.mention("My bag is lost")
    case = world.wait_for(case_id, Status.AWAITING)
    asked: list[str] = []

    def note(_c: object, _cursor: object, said: str, _p: object, _x: object, _m: object) -> None:
        if get_ident() == me:
            asked.append(said.split(maxsplit=1)[0])

    me, guard = get_ident(), Mock(wraps=world.kulanz.desk.guard)
    decisions = replace(world.kulanz.decisions, desk=replace(world.kulanz.desk, guard=guard))
    sa.event.listen(world.kulanz.database.engine, "before_cursor_execute", note)
    try:
        decisions.decide(case, DecisionKind.APPROVE, ANNA, draft_version=1, surface="slack")
    finally:
        sa.event.remove(world.kulanz.database.engine, "before_cursor_execute", note)
    assert "SELECT" not in asked[: asked.index("UPDATE") if "UPDATE" in asked else None]
    assert guard.mock_calls == []
    world.wait_for(case_id, Status.PUBLISHED)


def test_who_is_in_another_queue_may_not_decide_and_learns_who_may(world: World) -> None:
    case_id = world.mention("My bag is lost")
    world.wait_for(case_id, Status.AWAITING)
    with pytest.raises(ApproverMayNot, match="Anna Berg, Ben Croft"):
        world.kulanz.decisions.decide(
            case_id, DecisionKind.APPROVE, CARA, draft_version=1, surface="console"
        )
