"""One message a second and channel, whoever sends it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from service.slack.blocks import Message
from service.slack.elements import rich, section, text
from service.slack.telling import Telling
from service.slack.turns import Turns
from service.store import slack_channels, tables
from service.store.slack_channels import Turn
from tests.service.slack.counter import (
    QUICK,
    Counter,
    Elsewhere,
    drafted,
    empty_the_line,
    free_channels,
    world_on,
)
from tests.slack_channels import CHANNEL
from tests.slack_stand_in import SlackStandIn
from tests.world import World

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


@on_both
def test_a_channel_has_one_turn_a_second_for_all_processes(world: World) -> None:
    now, second, ahead = datetime.now(UTC), timedelta(seconds=1), timedelta(seconds=0.1)

    def take(moment: datetime) -> Turn:
        with world.kulanz.database.begin() as session:
            return slack_channels.take(session, CHANNEL, moment, between=second, ahead=ahead)

    def when(moment: datetime) -> tuple[timedelta, bool]:
        turn = take(moment)
        return turn.at - now, turn.taken

    assert when(now) == (timedelta(), True)
    assert when(now) == (second, False)
    assert when(now + 0.95 * second) == (second, True)
    late = take(now + 5 * second)
    assert (late.at, late.next_at, late.even_at) == (
        now + 5 * second, now + 6 * second, now + 3 * second,
    )  # fmt: skip
    with world.kulanz.database.begin() as session:
        slack_channels.move_next(session, late, now + 5.9 * second)
    assert when(now + 5.9 * second) == (5.9 * second, True)
    with world.kulanz.database.begin() as session:
        slack_channels.move_next(session, late, now + 5.9 * second)
        slack_channels.put_off(session, CHANNEL, now + 9 * second)
        slack_channels.put_off(session, CHANNEL, now + 8 * second)
    assert when(now + 6 * second) == (9 * second, False)


def test_after_a_hold_up_turns_come_sooner_but_never_sooner_than_slack_takes_them(
    world: World,
) -> None:
    turns = Turns(world.kulanz.database, between=1.0)
    with world.kulanz.database.begin() as session:
        long_ago = datetime.now(UTC) - timedelta(minutes=1)
        session.execute(
            sa.insert(tables.slack_channels).values(
                channel=CHANNEL, free_at=long_ago, even_at=long_ago
            )
        )
    with turns.sending(turns.next(CHANNEL)):
        time.sleep(0.01)
        answered = datetime.now(UTC)
    with world.kulanz.database.read() as session:
        next_at = slack_channels.when_free(session, CHANNEL)
    assert next_at is not None
    assert timedelta(seconds=0.9) < next_at - answered


def test_whatever_is_sent_into_a_channel_takes_its_turn(world: World, slack: SlackStandIn) -> None:
    (case,) = drafted(world, 1)
    counter, kulanz = Counter(world, slack, QUICK), world.kulanz
    slowly = Turns(kulanz.database, between=60.0)
    telling = Telling(counter.approvals.client, kulanz.database, kulanz.clock, slowly)
    message = Message("The digest", [rich("words", section(text("The digest")))])
    assert telling.once("digest", CHANNEL, message)
    assert (counter.fails_to_show(case).retry_after or 0.0) > 30
    assert telling.once("digest of Anna", "U0ANNA", message), "a person is another channel"
    assert len(slack.messages) == 2
