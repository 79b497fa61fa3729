"""Publishing when the other side fails: out once, retried, looked up, or handed to a person."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from service.store import cases
from service.store.publications import PublicationState
from tests.fakes import ANNA, BEN
from tests.postgres import PostgresServer
from tests.receiver import (
    Behaviour,
    Receiver,
    fails_after,
    fails_before,
    hangs_up_after,
    hangs_up_before,
)
from tests.service.delivering import Story, story_over
from triage.case import Status
from triage.decision import DecisionKind
from triage.errors import StatusChangeNotAllowed


@pytest.fixture(
    scope="module",
    params=[("sqlite", False), ("postgresql", True)],
    ids=lambda given: f"{given[0]}, {'with' if given[1] else 'no'} look-up",
)
def story(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgresql_server: PostgresServer,
) -> Iterator[Story]:
    database, looks_up = request.param
    filled = postgresql_server.filled_database()
    with (
        filled if database == "postgresql" else nullcontext("") as url,
        story_over(url, tmp_path_factory.mktemp("delivery"), looks_up=looks_up) as opened,
    ):
        yield opened


def takes_too_long_after(receiver: Receiver, key: str, body: bytes) -> None:
    receiver.accept(key, body)
    time.sleep(2.0)


def takes_too_long_before(receiver: Receiver, key: str, body: bytes) -> None:
    time.sleep(2.0)


#: Certainly not taken: tried again, wherever.
NOT_TAKEN = [
    fails_before(503),
    fails_before(503, Retry_After="1"),
    fails_before(429, Retry_After="1"),
    fails_before(
        429, Retry_After=format_datetime(datetime.now(UTC) - timedelta(minutes=5), usegmt=True)
    ),
    fails_before(429, Retry_After="soon"),
]

#: The inbox answered with an error of its own: it knows a repeat by its key.
BROKEN = [fails_before(500), fails_after(500), fails_after(502)]

#: Nobody answered.
SILENT = [hangs_up_before, hangs_up_after, takes_too_long_before, takes_too_long_after]


@pytest.mark.parametrize("number", range(len(NOT_TAKEN)))
def test_what_was_certainly_not_taken_goes_again(story: Story, number: int) -> None:
    case_id = story.approved("again", NOT_TAKEN[number])
    assert story.ended(case_id).status is Status.PUBLISHED
    assert story.sent == 2
    assert [*story.receiver.effects] == [case_id]


@pytest.mark.parametrize("number", range(len(BROKEN)))
def test_a_broken_inbox_is_asked_or_gets_the_same_key_again(story: Story, number: int) -> None:
    case_id = story.approved("broken", BROKEN[number])
    assert story.ended(case_id).status is Status.PUBLISHED
    assert [*story.receiver.effects] == [case_id]
    assert {key for key, _ in story.receiver.deliveries} == {case_id}
    took_it_at_once = number > 0
    assert story.sent == (1 if story.looks_up and took_it_at_once else 2)


@pytest.mark.parametrize("number", range(len(SILENT)))
def test_silence_is_looked_up_or_handed_to_a_person_and_never_sent_blindly(
    story: Story, number: int
) -> None:
    case_id = story.approved("silent", SILENT[number])
    case = story.ended(case_id)
    took_it = number in (1, 3)
    if story.looks_up:
        assert case.status is Status.PUBLISHED
        assert story.sent == (1 if took_it else 2)
    else:
        assert case.status is Status.PUBLISH_IN_DOUBT
        assert story.sent == 1
    assert len(story.receiver.effects) == (1 if story.looks_up or took_it else 0)


@pytest.mark.parametrize(
    "refused",
    [fails_before(404), fails_before(422), fails_before(302, Location="http://10.0.0.1/")],
)
def test_a_refusal_is_shown_at_once_and_never_retried(story: Story, refused: Behaviour) -> None:
    case_id = story.approved("refused", refused)
    case = story.ended(case_id)
    assert case.status is Status.PUBLISH_FAILED
    assert story.sent == 1
    assert story.publication(case_id).state is PublicationState.REFUSED


def test_after_the_last_try_the_program_gives_up_and_says_why(story: Story) -> None:
    case_id = story.approved("given up", *[fails_before(503)] * 9)
    assert story.ended(case_id).status is Status.PUBLISH_FAILED
    assert story.sent == 4
    assert story.publication(case_id).error == "The inbox answered 503."
    with story.world.kulanz.database.read() as session:
        kinds = [event.kind for event in cases.history(session, case_id)]
    assert kinds.count("publish_delayed") == 3
    assert kinds[-1] == "publish_failed"


def test_an_inbox_that_stays_broken_leaves_the_reply_in_doubt_in_the_end(story: Story) -> None:
    case_id = story.approved("broken for good", *[fails_before(500)] * 9)
    assert story.ended(case_id).status is Status.PUBLISH_IN_DOUBT
    assert story.sent == 4


@pytest.mark.parametrize("later", [fails_before(503), fails_before(409)])
def test_that_a_repeat_is_refused_does_not_clear_an_earlier_doubt(
    story: Story, later: Behaviour
) -> None:
    """It went out, then the inbox broke, then it refused: who says `failed` has it sent twice."""
    case_id = story.approved("doubt stays", fails_after(500), *[later] * 9, lookups=(500, 500))
    case = story.ended(case_id)
    expected = Status.PUBLISHED if story.looks_up else Status.PUBLISH_IN_DOUBT
    assert case.status is expected
    assert [*story.receiver.effects] == [case_id]


def test_a_look_up_that_fails_is_tried_again_and_nothing_is_sent_meanwhile(story: Story) -> None:
    case_id = story.approved("blind", hangs_up_after, lookups=(500, 429))
    asked = Status.PUBLISHED if story.looks_up else Status.PUBLISH_IN_DOUBT
    assert story.ended(case_id).status is asked
    assert story.sent == 1


def test_a_look_up_that_never_answers_hands_the_reply_to_a_person(story: Story) -> None:
    case_id = story.approved("blind for good", hangs_up_after, lookups=(500,) * 9)
    assert story.ended(case_id).status is Status.PUBLISH_IN_DOUBT
    assert story.sent == 1


# -- by hand ---------------------------------------------------------------------------------------


def test_a_person_may_send_again_what_failed(story: Story) -> None:
    case_id = story.approved("by hand", fails_before(404))
    story.ended(case_id)
    story.sends_again(case_id)
    story.world.wait_for(case_id, Status.PUBLISHED)
    assert [*story.receiver.effects] == [case_id]
    assert story.sent == 2


def test_by_hand_all_tries_are_there_again(story: Story) -> None:
    case_id = story.approved("by hand twice", *[fails_before(503)] * 6)
    story.ended(case_id)
    story.sends_again(case_id)
    story.world.wait_for(case_id, Status.PUBLISHED)
    assert story.sent == 7


def test_a_person_may_confirm_what_is_in_doubt_and_nothing_is_sent(story: Story) -> None:
    case_id = story.approved("confirmed", hangs_up_after, lookups=(500,) * 9)
    assert story.ended(case_id).status is Status.PUBLISH_IN_DOUBT
    case = story.world.kulanz.decisions.confirm_published(
        case_id, BEN, revision=story.revision(case_id), url="https://social.example/1"
    )
    assert (case.status, case.replies) == (Status.PUBLISHED, 1)
    assert story.publication(case_id).state is PublicationState.PUBLISHED
    assert story.sent == 1


def test_what_is_out_or_on_its_way_can_be_neither_sent_again_nor_confirmed(story: Story) -> None:
    decisions = story.world.kulanz.decisions
    case_id = story.approved("out", fails_before(503, Retry_After="60"))
    story.world.wait_for(case_id, Status.PUBLISHING)
    for _ in range(2):
        seen = story.revision(case_id)
        with pytest.raises(StatusChangeNotAllowed):
            decisions.publish_again(case_id, BEN, revision=seen)
        with pytest.raises(StatusChangeNotAllowed):
            decisions.confirm_published(case_id, BEN, revision=seen, url=None)
        other = story.approved("out too")
        case_id = story.ended(other).id


def test_a_new_draft_after_a_failure_goes_out_in_place_of_the_old_one(story: Story) -> None:
    decisions = story.world.kulanz.decisions
    for refusal in (fails_before(404), fails_before(503)):
        case_id = story.approved("anew", *[refusal] * 4)
        assert story.ended(case_id).status is Status.PUBLISH_FAILED
        story.receiver.behaviours.clear()
        decisions.redraft(case_id, BEN)
        case = story.world.wait_for(case_id, Status.AWAITING)
        decisions.decide(
            case_id, DecisionKind.EDIT, ANNA, draft_version=case.draft_version,
            reply="We found your bag.", surface="console",
        )  # fmt: skip
        assert story.ended(case_id).status is Status.PUBLISHED
        assert story.receiver.effects == {case_id: "We found your bag. ^AB"}
        assert story.publication(case_id).reply == "We found your bag. ^AB"


def test_a_reply_without_an_address_fails_visibly(story: Story) -> None:
    case_id = story.approved("nowhere", inbox="mute")
    assert story.ended(case_id).status is Status.PUBLISH_FAILED
    assert story.publication(case_id).error == "This inbox has no address for replies."
