"""Slack is allowed to fail: no second card, no lost card."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from service.slack.line import Patience
from service.store import cards
from tests.service.slack.counter import (
    PATIENCE,
    Counter,
    card_of,
    cases_shown,
    empty_the_line,
    free_channels,
    others,
    trouble_with,
    world_on,
)
from tests.slack_channels import BOT, CHANNEL
from tests.slack_stand_in import SlackStandIn
from tests.slack_wire import Fault
from tests.world import World
from triage.case import Case, Status
from triage.errors import NotDelivered


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with world_on(request.param, request, tmp_path_factory.mktemp("fails")) as world:
        yield world


@pytest.fixture
def counter(world: World, slack: SlackStandIn) -> Counter:
    return Counter(world, slack)


@pytest.fixture(autouse=True)
def _nobody_in_line(world: World) -> None:
    empty_the_line(world)


@pytest.fixture
def case(world: World) -> Case:
    return world.wait_for(world.mention("My bag is lost"), Status.AWAITING)


# -- posting ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["lost", "dropped", "500"])
def test_a_post_without_an_answer_is_looked_for_and_never_posted_twice(
    slack: SlackStandIn, counter: Counter, case: Case, fault: Fault
) -> None:
    slack.faults["chat.postMessage"] = [fault]
    assert counter.fails_to_show(case).retry_after == PATIENCE.look
    time.sleep(PATIENCE.settle)
    others(slack, 5)
    counter.show(case)
    card_of(slack, case)


def test_a_card_that_another_app_claims_to_be_is_not_taken_for_ours(
    slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    slack.faults["chat.postMessage"] = ["dropped"]
    counter.fails_to_show(case)
    time.sleep(PATIENCE.settle)
    forged = {"event_type": "kulanz_case", "event_payload": {"case_id": case.id, "revision": 9}}
    others(slack, 1, metadata=forged)
    counter.show(case)
    assert [m.bot_id for m in slack.messages if m.metadata == forged] == ["B0OTHER"]
    assert len([m for m in slack.messages if m.bot_id == BOT]) == 1


def test_nothing_is_posted_while_the_channel_cannot_be_searched(
    slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    slack.faults["chat.postMessage"] = ["lost"]
    slack.faults["conversations.history"] = ["500", "dropped", "429"]
    for _ in range(4):
        counter.fails_to_show(case)
    counter.show(case)
    card_of(slack, case)


def test_slack_is_left_alone_for_as_long_as_it_asks(
    world: World, slack: SlackStandIn, case: Case
) -> None:
    counter = Counter(world, slack, Patience(between_posts=0.01, stretch=0.0))
    free_channels(world)
    slack.asks_to_wait = 60
    slack.faults["chat.postMessage"] = ["429"]
    first = counter.fails_to_show(case)
    assert first.retry_after is not None
    assert 30 < first.retry_after <= 60
    posts = [name for name, _ in slack.calls].count("chat.postMessage")
    again = counter.fails_to_show(case)
    assert again.retry_after is not None
    assert 0 < again.retry_after <= first.retry_after
    assert [name for name, _ in slack.calls].count("chat.postMessage") == posts
    slack.asks_to_wait = 1
    free_channels(world)


def test_posts_keep_to_one_a_second_and_channel(world: World, slack: SlackStandIn) -> None:
    counter = Counter(world, slack, Patience())
    for _ in range(3):
        counter.show(world.wait_for(world.mention("My bag is lost"), Status.AWAITING))
    assert len(slack.messages) == 3


def test_two_workers_at_once_post_one_card(world: World, slack: SlackStandIn, case: Case) -> None:
    barrier, failed = threading.Barrier(4), []

    def work() -> None:
        counter = Counter(world, slack)
        barrier.wait()
        try:
            counter.show(case)
        except NotDelivered as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    Counter(world, slack).show(case)
    card_of(slack, case)


def test_a_worker_that_died_after_its_post_leaves_one_card(
    world: World, slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    counter.show(case)
    now = world.kulanz.clock()
    with world.kulanz.database.begin() as session:
        # As it stood before the answer was written down.
        cards.forget(session, case.id)
        cards.plan(session, case.id, CHANNEL, now - timedelta(minutes=2))
        cards.claim(session, case.id, now - timedelta(minutes=2), timedelta(seconds=30))
    counter.show(case)
    card_of(slack, case)


# -- in line ---------------------------------------------------------------------------------------


@pytest.fixture
def two(world: World) -> tuple[Case, Case]:
    """The one that came first, and another one."""
    first = world.wait_for(world.mention("My bag is lost"), Status.AWAITING)
    return first, world.wait_for(world.mention("My bag is lost"), Status.AWAITING)


@pytest.mark.parametrize("fault", ["429", "500", "lost", "dropped"])
def test_who_came_first_is_shown_first_whatever_fails(
    slack: SlackStandIn, counter: Counter, two: tuple[Case, Case], fault: Fault
) -> None:
    slack.seconds_between_posts = 0.0
    slack.faults["chat.postMessage"] = [fault]
    first, second = two
    wait = counter.fails_to_show(first).retry_after
    time.sleep(max(wait or 0.0, PATIENCE.settle))
    counter.show(second)
    assert cases_shown(slack) == [first.id, second.id]


def test_that_a_post_is_not_there_is_believed_only_when_slack_had_time_for_it(
    world: World, slack: SlackStandIn, case: Case
) -> None:
    counter = Counter(world, slack, Patience(look=0.01, settle=60.0, stretch=0.0))
    slack.faults["chat.postMessage"] = ["dropped"]
    counter.fails_to_show(case)
    wait = counter.fails_to_show(case).retry_after
    assert wait is not None
    assert 50 < wait <= 60
    assert slack.messages == []


def test_what_slack_refuses_holds_nobody_up(
    slack: SlackStandIn, counter: Counter, two: tuple[Case, Case]
) -> None:
    first, second = two
    slack.faults["chat.postMessage"] = ["refused"]
    assert "msg_too_long" in trouble_with(counter, first)
    counter.show(second)
    assert cases_shown(slack) == [second.id]
    counter.show(first)
    assert cases_shown(slack) == [second.id, first.id]
    assert counter.approvals.trouble is None


def test_while_somebody_posts_others_go_away_and_come_back_when_it_should_be_done(
    slack: SlackStandIn, counter: Counter, two: tuple[Case, Case]
) -> None:
    slack.faults["chat.postMessage"] = ["slow"]
    posting = threading.Thread(target=counter.show, args=[two[0]])
    posting.start()
    while not slack.messages:
        time.sleep(0.01)
    wait = counter.fails_to_show(two[1]).retry_after
    posting.join()
    assert wait is not None
    assert wait >= 2 * PATIENCE.between_posts, "two stand in line"
    assert two[1].id in cases_shown(slack), "whoever was at it went on"
