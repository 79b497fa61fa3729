"""The line in front of a channel: who came in first is shown first, whoever works on it and
whatever fails, and nobody is shown twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from service.slack.blocks import Message
from service.slack.elements import rich, section, text
from service.slack.line import Patience
from service.slack.telling import Telling
from service.slack.turns import Turns
from service.store import cards, slack_channels, tables
from service.store.cards import Card
from service.store.slack_channels import Turn
from tests.fakes import ANNA
from tests.postgres import PostgresServer
from tests.service.slack.test_slack_fails import Counter
from tests.slack_stand_in import BOT, CHANNEL, SlackStandIn
from tests.slack_wire import Fault
from tests.world import World, running, settings
from triage.case import Case, Status
from triage.decision import DecisionKind
from triage.errors import NotDelivered
from triage.mention import Mention

QUICK = Patience(between_posts=0.05, look=0.05, settle=0.1, refused=0.05, lease=1.0, stretch=0.5)
EVERY_KIND: tuple[Fault, ...] = ("429", "500", "lost", "dropped", "slow", "none", "none")


class Elsewhere:
    """Cases are shown in Slack, but by others: by whoever the test lets work."""

    trouble = None

    def request(self, case: Case, mention: Mention) -> bool:
        return False

    def tell(self, case: Case) -> bool:
        return False


on_both = pytest.mark.parametrize("world", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="module")
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with ExitStack() as open_things:
        enter = open_things.enter_context
        given = {"slack_channel": CHANNEL}
        if getattr(request, "param", "sqlite") == "postgresql":
            server: PostgresServer = request.getfixturevalue("postgresql_server")
            given["database_url"] = enter(server.fresh_database())
        monkeypatch = enter(pytest.MonkeyPatch.context())
        quick = settings(tmp_path_factory.mktemp("line"), monkeypatch, None, **given)
        yield enter(running(quick, approvals=Elsewhere()))


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(seconds_between_posts=0.0) as slack:
        yield slack
    assert slack.complaints == []


@pytest.fixture(autouse=True)
def _an_empty_line(world: World) -> None:
    with world.kulanz.database.begin() as session:
        session.execute(sa.delete(tables.cards))
        session.execute(sa.delete(tables.slack_channels))


def drafted(world: World, count: int) -> list[Case]:
    """Cases that wait for somebody, in the order in which their mentions came in."""
    ids = [world.mention("My bag is lost") for _ in range(count)]
    return [world.wait_for(id, Status.AWAITING) for id in ids]


def first_in_line(world: World) -> Card | None:
    with world.kulanz.database.read() as session:
        return cards.next_in_line(session, CHANNEL)


def shown(slack: SlackStandIn) -> list[str]:
    return [m.metadata["event_payload"]["case_id"] for m in slack.messages if m.bot_id == BOT]


def ids(cases: Sequence[Case]) -> list[str]:
    return [case.id for case in cases]


def show(counter: Counter, case: Case) -> None:
    """As the case's job does: it comes back for as long as it is told to."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if not counter.approvals.request(counter.world.case(case.id), counter.mention(case)):
                return
        except NotDelivered as error:
            time.sleep(min(error.retry_after or 0.0, 0.2))
    raise AssertionError("it is not shown")


# -- places ----------------------------------------------------------------------------------------


def test_a_card_has_its_place_as_soon_as_its_draft_waits(world: World, slack: SlackStandIn) -> None:
    """Not only when its own job comes to it: the youngest one's comes first here."""
    waiting = drafted(world, 4)
    show(Counter(world, slack, QUICK), waiting[-1])
    assert shown(slack) == ids(waiting)


def test_who_was_decided_before_gives_up_the_place(world: World, slack: SlackStandIn) -> None:
    first, second = drafted(world, 2)
    counter = Counter(world, slack, QUICK)
    counter.decide(first)
    show(counter, second)
    show(counter, first)
    assert shown(slack) == [second.id]
    assert first_in_line(world) is None


def test_who_is_drafted_anew_before_keeps_the_place(world: World, slack: SlackStandIn) -> None:
    first, second = drafted(world, 2)
    world.mention("And my flight was late", conversation=first.conversation)
    world.until(lambda: world.case(first.id).draft_version == 2)
    show(Counter(world, slack, QUICK), second)
    assert shown(slack) == [first.id, second.id]


@on_both
def test_who_came_in_later_gives_way_to_who_is_being_drafted_for_a_while(
    world: World, slack: SlackStandIn
) -> None:
    first, second = drafted(world, 2)
    counter = Counter(world, slack, Patience(stretch=0.0))

    def drafting_since(moment: datetime) -> None:
        with world.kulanz.database.begin() as session:
            session.execute(
                sa.update(tables.cases)
                .where(tables.cases.c.id == first.id)
                .values(status=Status.RECEIVED, updated_at=moment)
            )

    drafting_since(world.kulanz.clock())
    assert "older" in str(counter.fails_to_show(second))
    drafting_since(world.kulanz.clock() - timedelta(minutes=1))
    counter.show(second)
    assert shown(slack) == [second.id]


@on_both
def test_a_place_moves_with_the_settings_unless_the_card_may_be_posted_already(
    world: World, slack: SlackStandIn
) -> None:
    slack.channels["C0NEW"] = {*slack.channels[CHANNEL]}
    (case,) = drafted(world, 1)
    slack.faults["chat.postMessage"] = ["lost"]
    in_doubt = Counter(world, slack, Patience(stretch=0.0, look=0.01))
    in_doubt.fails_to_show(case)
    show(Counter(world, slack, QUICK, channel="C0NEW"), case)
    (other,) = drafted(world, 1)
    show(Counter(world, slack, QUICK, channel="C0NEW"), other)
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
        threading.Thread(target=show, args=(workers[number % 2], case))
        for number, case in enumerate(reversed(waiting))
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert slack.faults["chat.postMessage"] == []
    assert shown(slack) == ids(waiting)
    assert first_in_line(world) is None


@pytest.mark.parametrize("fault", ["429", "500", "lost", "dropped", "slow"])
def test_who_comes_after_a_fault_waits_for_it(
    world: World, slack: SlackStandIn, fault: Fault
) -> None:
    waiting = drafted(world, 2)
    slack.faults["chat.postMessage"] = [fault]
    show(Counter(world, slack, QUICK), waiting[1])
    assert shown(slack) == ids(waiting)


def test_the_line_goes_on_after_a_worker_that_died_at_its_front(
    world: World, slack: SlackStandIn
) -> None:
    waiting = drafted(world, 2)
    long_ago = world.kulanz.clock() - timedelta(minutes=1)
    with world.kulanz.database.begin() as session:
        assert cards.claim(session, waiting[0].id, long_ago, timedelta())
    show(Counter(world, slack, QUICK), waiting[1])
    assert shown(slack) == ids(waiting)


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
    show(counter, waiting[2])
    assert shown(slack) == ids(waiting)
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


# -- turns -----------------------------------------------------------------------------------------


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
