"""The line in front of a channel: who came in first is shown first, whoever works on it and
whatever fails, and nobody is shown twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from service.slack.line import Patience
from service.store import cards, tables
from service.store.cards import Card
from tests.fakes import ANNA
from tests.service.slack.counter import (
    QUICK,
    Counter,
    Elsewhere,
    cases_shown,
    drafted,
    empty_the_line,
    free_channels,
    ids,
    show_in_turn,
    world_on,
)
from tests.slack_channels import BOT, CHANNEL
from tests.slack_stand_in import SlackStandIn
from tests.slack_wire import Fault
from tests.world import World
from triage.case import Status
from triage.decision import DecisionKind

EVERY_KIND: tuple[Fault, ...] = ("429", "500", "lost", "dropped", "slow", "none", "none")

on_both = pytest.mark.parametrize("world", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="module")
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    database, folder = getattr(request, "param", "sqlite"), tmp_path_factory.mktemp("line")
    with world_on(database, request, folder, Elsewhere(), slack_channel=CHANNEL) as world:
        yield world


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(seconds_between_posts=0.0) as slack:
        yield slack
    assert slack.complaints == []


@pytest.fixture(autouse=True)
def _an_empty_line(world: World) -> None:
    empty_the_line(world)
    free_channels(world)


def first_in_line(world: World) -> Card | None:
    with world.kulanz.database.read() as session:
        return cards.next_in_line(session, CHANNEL)


# -- places ----------------------------------------------------------------------------------------


def test_a_card_has_its_place_as_soon_as_its_draft_waits(world: World, slack: SlackStandIn) -> None:
    """Not only when its own job comes to it: the youngest one's comes first here."""
    waiting = drafted(world, 4)
    show_in_turn(Counter(world, slack, QUICK), waiting[-1])
    assert cases_shown(slack) == ids(waiting)


def test_who_was_decided_before_gives_up_the_place(world: World, slack: SlackStandIn) -> None:
    first, second = drafted(world, 2)
    counter = Counter(world, slack, QUICK)
    counter.decide(first)
    show_in_turn(counter, second)
    show_in_turn(counter, first)
    assert cases_shown(slack) == [second.id]
    assert first_in_line(world) is None


def test_who_is_drafted_anew_before_keeps_the_place(world: World, slack: SlackStandIn) -> None:
    first, second = drafted(world, 2)
    world.mention("And my flight was late", conversation=first.conversation)
    world.until(lambda: world.case(first.id).draft_version == 2)
    show_in_turn(Counter(world, slack, QUICK), second)
    assert cases_shown(slack) == [first.id, second.id]


@on_both
def test_who_came_in_later_gives_way_to_who_is_being_drafted_for_a_while(
    world: World, slack: SlackStandIn
) -> None:
    first, second = drafted(world, 2)

    def becomes(status: Status) -> None:
        with world.kulanz.database.begin() as session:
            session.execute(
                sa.update(tables.cases)
                .where(tables.cases.c.id == first.id)
                .values(status=status, updated_at=world.kulanz.clock())
            )

    becomes(Status.RECEIVED)
    waits = Counter(world, slack, Patience(stretch=0.0))
    assert "older" in str(waits.fails_to_show(second))
    # Not by the case's own age: one that is long received, the sweep would take up.
    has_waited = Counter(world, slack, Patience(stretch=0.0, drafting=0.0))
    has_waited.show(second)
    becomes(first.status)
    assert cases_shown(slack) == [second.id]


@on_both
def test_a_place_moves_with_the_settings_unless_the_card_may_be_posted_already(
    world: World, slack: SlackStandIn
) -> None:
    slack.channels["C0NEW"] = {*slack.channels[CHANNEL]}
    (case,) = drafted(world, 1)
    slack.faults["chat.postMessage"] = ["lost"]
    in_doubt = Counter(world, slack, Patience(stretch=0.0, look=0.01))
    in_doubt.fails_to_show(case)
    show_in_turn(Counter(world, slack, QUICK, channel="C0NEW"), case)
    (other,) = drafted(world, 1)
    show_in_turn(Counter(world, slack, QUICK, channel="C0NEW"), other)
    assert [m.channel for m in slack.messages] == [CHANNEL, "C0NEW"]


# -- order -----------------------------------------------------------------------------------------


@on_both
def test_two_workers_post_all_once_and_in_order_whatever_fails(
    world: World, slack: SlackStandIn
) -> None:
    waiting = drafted(world, 8)
    slack.faults["chat.postMessage"] = [*EVERY_KIND]
    slack.faults["conversations.history"] = ["500", "dropped", "none", "429"]
    # As two processes do, each of them with what it knows alone.
    workers = [Counter(world, slack, QUICK), Counter(world, slack, QUICK)]
    jobs = [
        threading.Thread(target=show_in_turn, args=(workers[number % 2], case))
        for number, case in enumerate(reversed(waiting))
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert slack.faults["chat.postMessage"] == []
    assert cases_shown(slack) == ids(waiting)
    assert first_in_line(world) is None


@pytest.mark.parametrize("fault", ["429", "500", "lost", "dropped", "slow"])
def test_who_comes_after_a_fault_waits_for_it(
    world: World, slack: SlackStandIn, fault: Fault
) -> None:
    waiting = drafted(world, 2)
    slack.faults["chat.postMessage"] = [fault]
    show_in_turn(Counter(world, slack, QUICK), waiting[1])
    assert cases_shown(slack) == ids(waiting)


def test_the_line_goes_on_after_a_worker_that_died_at_its_front(
    world: World, slack: SlackStandIn
) -> None:
    waiting = drafted(world, 2)
    long_ago = world.kulanz.clock() - timedelta(minutes=1)
    with world.kulanz.database.begin() as session:
        assert cards.claim(session, waiting[0].id, long_ago, timedelta())
    show_in_turn(Counter(world, slack, QUICK), waiting[1])
    assert cases_shown(slack) == ids(waiting)


@on_both
def test_who_lost_a_claim_does_not_give_back_that_of_another(world: World) -> None:
    (case,) = drafted(world, 1)
    now = world.kulanz.clock()
    with world.kulanz.database.begin() as session:
        slow = cards.claim(session, case.id, now - timedelta(minutes=1), timedelta(seconds=30))
        other = cards.claim(session, case.id, now, timedelta(seconds=30))
        assert slow is not None
        assert other is not None
        cards.release(session, slow, in_doubt=False)
        assert cards.claim(session, case.id, now, timedelta(seconds=30)) is None
        cards.release(session, other, in_doubt=False)
        assert cards.claim(session, case.id, now, timedelta(seconds=30)) is not None


# -- a channel that takes nothing ------------------------------------------------------------------


@on_both
def test_a_channel_without_us_is_tried_by_one_alone_and_takes_all_in_order_in_the_end(
    world: World, slack: SlackStandIn
) -> None:
    waiting = drafted(world, 3)
    slack.channels[CHANNEL].remove(BOT)
    counter = Counter(world, slack, Patience(between_posts=0.01, refused=60.0))
    for case in reversed(waiting):
        assert (counter.fails_to_show(case).retry_after or 0.0) > 50
    assert [name for name, _ in slack.calls] == ["chat.postMessage"]
    assert "invite" in (counter.approvals.trouble or "")
    slack.channels[CHANNEL].add(BOT)
    # A minute later.
    with world.kulanz.database.begin() as session:
        now = datetime.now(UTC)
        session.execute(sa.update(tables.slack_channels).values(free_at=now, even_at=now))
    show_in_turn(counter, waiting[2])
    assert cases_shown(slack) == ids(waiting)
    assert counter.approvals.trouble is None


def test_where_nobody_waits_a_channel_is_no_trouble(world: World, slack: SlackStandIn) -> None:
    (case,) = drafted(world, 1)
    slack.channels[CHANNEL].remove(BOT)
    counter = Counter(world, slack, Patience(stretch=0.0))
    counter.fails_to_show(case)
    assert counter.approvals.trouble is not None
    world.kulanz.decisions.decide(
        case.id, DecisionKind.REJECT, ANNA, draft_version=1, surface="console"
    )
    counter.show(case)
    assert counter.approvals.trouble is None
