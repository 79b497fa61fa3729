"""One mention all the way to the published reply, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from threading import Barrier, get_ident
from unittest.mock import Mock

import pytest
import sqlalchemy as sa

from service.store import cases, mentions
from tests.fakes import ANNA, BEN, CARA
from tests.postgres import PostgresServer
from tests.receiver import Receiver, fails_before
from tests.world import World, running, settings
from triage.case import Case, Status
from triage.decision import DecisionKind
from triage.errors import AlreadyDecided, ApproverMayNot, ReplyBlocked, StaleDraft, TriageError
from triage.outcome import Outcome


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
    with ExitStack() as stack:
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        url = ""
        if request.param == "postgresql":
            url = stack.enter_context(postgresql_server.fresh_database())
        chosen = settings(
            tmp_path_factory.mktemp("walk"), monkeypatch, kept_receiver, database_url=url
        )
        yield stack.enter_context(running(chosen))


def approve(world: World, case_id: str) -> None:
    case = world.wait_for(case_id, Status.AWAITING, Status.ESCALATED)
    world.kulanz.decisions.decide(
        case_id, DecisionKind.APPROVE, ANNA, draft_version=case.draft_version, surface="console"
    )


def events(world: World, case_id: str) -> list[str]:
    with world.kulanz.database.read() as session:
        return [event.kind for event in cases.history(session, case_id)]


def test_an_approved_reply_goes_out_once_signed_with_initials(
    world: World, receiver: Receiver
) -> None:
    case_id = world.mention("My bag is lost", channel="x")
    approve(world, case_id)
    case = world.wait_for(case_id, Status.PUBLISHED)
    assert receiver.effects == {case_id: "We are sorry (1). Please send us a message. ^AB"}
    assert [key for key, _ in receiver.deliveries] == [case_id]
    assert case.replies == 1
    assert events(world, case_id) == [
        "received", "assessed", "drafted", "decided", "publishing", "published",
    ]  # fmt: skip


def test_the_published_reply_carries_all_that_the_inbox_needs(
    world: World, receiver: Receiver, key: str
) -> None:
    case_id = world.mention("My bag is lost", id=key, channel="x", url="https://social.example/7")
    approve(world, case_id)
    world.wait_for(case_id, Status.PUBLISHED)
    (_, body), headers = receiver.deliveries[0], receiver.headers[0]
    assert body["type"] == "reply.approved"
    assert body["data"]["in_reply_to"] == key
    assert body["data"]["approved_by"] == "Anna Berg"
    assert headers["webhook-id"] == headers["idempotency-key"] == case_id


def test_what_is_no_complaint_is_dismissed_and_can_be_taken_up_after_all(world: World) -> None:
    case_id = world.mention("What a lovely flight")
    world.wait_for(case_id, Status.DISMISSED)
    world.kulanz.decisions.redraft(case_id, ANNA)
    world.until(lambda: events(world, case_id)[2:] == ["reopened", "assessed", "drafted"])
    # A person's word counts more than the model's: this one is answered.
    assert world.case(case_id).status is Status.AWAITING


def test_what_is_critical_goes_to_somebody_with_authority(world: World) -> None:
    case_id = world.mention("There was a fire and we are late")
    world.wait_for(case_id, Status.ESCALATED)


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


def test_the_author_writing_again_renews_the_draft_and_makes_the_old_one_stale(
    world: World, key: str
) -> None:
    case_id = world.mention("My bag is lost", conversation=key)
    due = world.wait_for(case_id, Status.AWAITING).due_at
    world.mention("Still lost!", conversation=key)
    world.until(lambda: world.case(case_id).draft_version == 2)
    # Who asks again waits no longer for it.
    assert world.case(case_id).due_at == due
    with pytest.raises(StaleDraft):
        world.kulanz.decisions.decide(
            case_id, DecisionKind.APPROVE, ANNA, draft_version=1, surface="console"
        )


def test_a_second_reply_in_a_conversation_has_a_key_of_its_own(
    world: World, receiver: Receiver, key: str
) -> None:
    case_id = world.mention("My bag is lost", conversation=key)
    approve(world, case_id)
    world.wait_for(case_id, Status.PUBLISHED)
    world.mention("And now my flight is late", conversation=key)
    world.until(lambda: world.case(case_id).draft_version == 2)
    approve(world, case_id)
    world.until(lambda: world.case(case_id).replies == 2)
    assert [*receiver.effects] == [case_id, f"{case_id}-2"]
    assert "(2)" in receiver.effects[f"{case_id}-2"], "no second identical apology"


def test_an_author_who_comes_round_closes_the_case(world: World, key: str) -> None:
    case_id = world.mention("My bag is lost", conversation=key)
    approve(world, case_id)
    world.wait_for(case_id, Status.PUBLISHED)
    world.mention("Thank you so much", conversation=key)
    case = world.wait_for(case_id, Status.CLOSED)
    assert case.outcome is Outcome.RECOVERED


def test_a_word_that_comes_while_the_reply_is_on_its_way_is_answered_next(
    world: World, receiver: Receiver, key: str
) -> None:
    receiver.behaviours[:] = [fails_before(503, Retry_After="1")]
    case_id = world.mention("My bag is lost", conversation=key)
    approve(world, case_id)
    world.until(lambda: receiver.deliveries)
    world.mention("It is late too", conversation=key)
    world.until(lambda: world.case(case_id).replies == 1)
    case = world.until(lambda: _awaiting(world, case_id))
    assert case.answers_round == 2
    assert len(receiver.effects) == 1


def _awaiting(world: World, case_id: str) -> Case | None:
    case = world.case(case_id)
    return case if case.status is Status.AWAITING else None


def test_an_edited_post_renews_the_draft_and_the_case_says_so(world: World, key: str) -> None:
    case_id = world.mention("My bag is lost", id=key)
    world.wait_for(case_id, Status.AWAITING)
    world.deliver("mention.updated", {"id": key, "text": "My bag is lost and I am late"})
    world.until(lambda: world.case(case_id).draft_version == 2)
    assert "edited" in events(world, case_id)


def test_a_deleted_post_withdraws_the_draft_and_forgets_the_words(world: World, key: str) -> None:
    case_id = world.mention("My bag is lost", id=key)
    world.wait_for(case_id, Status.AWAITING)
    world.deliver("mention.deleted", {"id": key})
    world.wait_for(case_id, Status.DISMISSED)
    with world.kulanz.database.read() as session:
        assert mentions.of_case(session, case_id)[0].mention.text == ""
    assert "deleted" in events(world, case_id)
