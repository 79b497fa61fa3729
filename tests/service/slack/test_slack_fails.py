"""Slack is allowed to fail: no second card, no lost card, and the operator is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from service.slack.approvals import SlackApprovals
from service.slack.client import SlackClient
from service.slack.line import Patience
from service.store import cards, mentions, tables
from tests.fakes import ANNA
from tests.postgres import PostgresServer
from tests.slack_person import words_of
from tests.slack_stand_in import BOT, CHANNEL, Message, SlackStandIn
from tests.slack_wire import Fault
from tests.world import World, running, settings
from triage.case import Case, Status
from triage.decision import DecisionKind
from triage.errors import NotDelivered
from triage.mention import Mention

PATIENCE = Patience(look=0.01, settle=0.02, refused=0.01, lease=30.0, stretch=0.0)


class Counter:
    """One worker's cards, asked for by hand instead of by the engine."""

    def __init__(
        self,
        world: World,
        slack: SlackStandIn,
        patience: Patience = PATIENCE,
        channel: str = CHANNEL,
    ) -> None:
        self.world = world
        self.approvals = SlackApprovals(
            SlackClient(slack.bot_token, slack.api_url),
            world.kulanz.database,
            world.kulanz.desk,
            world.kulanz.clock,
            channel=channel,
            console_url=None,
            patience=patience,
        )

    def show(self, case: Case) -> None:
        while self.approvals.request(self.world.case(case.id), self.mention(case)):
            pass

    def mention(self, case: Case) -> Mention:
        with self.world.kulanz.database.read() as session:
            return mentions.conversation_of(session, case.id).mention

    def fails_to_show(self, case: Case) -> NotDelivered:
        with pytest.raises(NotDelivered) as failed:
            self.show(case)
        return failed.value

    def decide(self, case: Case, kind: DecisionKind = DecisionKind.REJECT) -> None:
        self.world.kulanz.decisions.decide(
            case.id, kind, ANNA, draft_version=case.draft_version, surface="console"
        )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with ExitStack() as open_things:
        enter = open_things.enter_context
        given = {}
        if request.param == "postgresql":
            server: PostgresServer = request.getfixturevalue("postgresql_server")
            given["database_url"] = enter(server.fresh_database())
        monkeypatch = enter(pytest.MonkeyPatch.context())
        quick = settings(tmp_path_factory.mktemp("fails"), monkeypatch, None, **given)
        yield enter(running(quick))


@pytest.fixture
def counter(world: World, slack: SlackStandIn) -> Counter:
    return Counter(world, slack)


@pytest.fixture(autouse=True)
def _nobody_in_line(world: World) -> None:
    """No card of an earlier test is to be posted first."""
    with world.kulanz.database.begin() as session:
        session.execute(sa.delete(tables.cards))


@pytest.fixture
def case(world: World) -> Case:
    return world.wait_for(world.mention("My bag is lost"), Status.AWAITING)


def shown(slack: SlackStandIn, case: Case) -> Message:
    found = [m for m in slack.messages if m.bot_id == BOT and case.id in str(m.metadata)]
    assert len(found) == 1
    return found[0]


def others(slack: SlackStandIn, count: int, **fields: Any) -> None:
    """Messages of other people and apps in the same channel."""
    for n in range(count):
        message = Message(CHANNEL, f"{4_000_000_000 + n}.0", "hi", [], {}, bot_id="B0OTHER")
        for name, value in fields.items():
            setattr(message, name, value)
        slack.messages.append(message)


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
    shown(slack, case)


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
    shown(slack, case)


def test_slack_is_left_alone_for_as_long_as_it_asks(
    world: World, slack: SlackStandIn, case: Case
) -> None:
    counter = Counter(world, slack, Patience(between_posts=0.01, stretch=0.0))
    _free_channels(world)
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
    _free_channels(world)


def _free_channels(world: World) -> None:
    """As after a while: other tests post into them, too."""
    with world.kulanz.database.begin() as session:
        session.execute(sa.delete(tables.slack_channels))


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
    shown(slack, case)


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
    shown(slack, case)


# -- in line ---------------------------------------------------------------------------------------


@pytest.fixture
def two(world: World) -> tuple[Case, Case]:
    """The one that came first, and another one."""
    first = world.wait_for(world.mention("My bag is lost"), Status.AWAITING)
    return first, world.wait_for(world.mention("My bag is lost"), Status.AWAITING)


def cases_shown(slack: SlackStandIn) -> list[str]:
    return [m.metadata["event_payload"]["case_id"] for m in slack.messages]


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


# -- changing --------------------------------------------------------------------------------------


def test_an_update_that_failed_is_made_up_for(
    slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    counter.show(case)
    counter.decide(case)
    slack.faults["chat.update"] = ["dropped", "500", "lost", "429"]
    for _ in range(4):
        counter.fails_to_show(case)
    counter.show(case)
    assert "Rejected by Anna Berg" in words_of(shown(slack, case).blocks)


def test_an_older_state_never_overwrites_a_newer_one(
    slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    counter.show(case)
    before = counter.world.case(case.id)
    counter.decide(case)
    counter.show(case)
    counter.approvals.request(before, counter.mention(case))
    assert "Rejected by Anna Berg" in words_of(shown(slack, case).blocks)


def test_a_card_somebody_deleted_comes_back_only_while_it_is_needed(
    world: World, slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    counter.show(case)
    slack.messages.clear()
    counter.decide(case, DecisionKind.ESCALATE)
    counter.fails_to_show(case)
    counter.show(case)
    assert "Escalated by Anna Berg" in words_of(shown(slack, case).blocks)
    slack.messages.clear()
    counter.decide(case)
    counter.fails_to_show(case)
    counter.show(case)
    assert slack.messages == []


def test_a_case_that_was_over_before_slack_came_back_is_not_posted(
    slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    counter.decide(case)
    counter.show(case)
    assert slack.calls == []


def test_a_channel_given_by_its_name_is_known_by_its_id_from_then_on(
    world: World, slack: SlackStandIn, case: Case
) -> None:
    counter = Counter(world, slack, channel="#care")
    counter.show(case)
    counter.decide(case)
    counter.show(case)
    assert "Rejected by Anna Berg" in words_of(shown(slack, case).blocks)


def test_what_may_stand_in_a_channel_known_by_name_only_is_not_posted_again(
    world: World, slack: SlackStandIn, case: Case
) -> None:
    by_name = Counter(world, slack, channel="#care")
    slack.faults["chat.postMessage"] = ["lost"]
    by_name.fails_to_show(case)
    assert "the channel's id" in trouble_with(by_name, case)
    Counter(world, slack).show(case)
    assert Counter(world, slack).approvals.trouble is None
    shown(slack, case)


# -- what only a person can put right --------------------------------------------------------------


def trouble_with(counter: Counter, case: Case) -> str:
    assert counter.fails_to_show(case).retry_after == PATIENCE.refused
    return counter.approvals.trouble or ""


def test_what_slack_refuses_is_told_until_it_is_put_right(
    slack: SlackStandIn, counter: Counter, case: Case
) -> None:
    slack.channels[CHANNEL].remove(BOT)
    assert "invite" in trouble_with(counter, case)
    slack.revoked = True
    assert "KULANZ_SLACK_BOT_TOKEN" in trouble_with(counter, case)
    slack.revoked = False
    members = slack.channels.pop(CHANNEL)
    assert "KULANZ_SLACK_CHANNEL" in trouble_with(counter, case)
    slack.channels[CHANNEL] = {*members, BOT}
    counter.show(case)
    assert counter.approvals.trouble is None
    shown(slack, case)


def test_the_channel_of_a_card_not_yet_posted_follows_the_settings(
    world: World, slack: SlackStandIn, case: Case
) -> None:
    wrong = Counter(world, slack, channel="C0GONE")
    wrong.fails_to_show(case)
    Counter(world, slack).show(case)
    assert shown(slack, case).channel == CHANNEL
