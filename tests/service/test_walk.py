"""One mention all the way to the published reply, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.store import cases, mentions
from tests.fakes import ANNA
from tests.postgres import PostgresServer
from tests.receiver import Receiver, fails_before
from tests.service.walking import world_on
from tests.world import World
from triage.case import Case, Status
from triage.decision import DecisionKind
from triage.errors import StaleDraft
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
    folder = tmp_path_factory.mktemp("walk")
    with world_on(request.param, postgresql_server, folder, kept_receiver) as opened:
        yield opened


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
