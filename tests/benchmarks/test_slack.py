"""Slack as people feel it: how long a click and a card take, and what is left of 300 cards where
every tenth call fails."""

from __future__ import annotations

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from service.receive import case_id_of
from service.store.database import Database
from service.store.tables import cases, decisions, events
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.load import load, loading_ended, start_load
from tests.benchmarks.slack_office import APPROVERS, Office, clicks_at_once, office
from tests.benchmarks.worked_off import database_of, settings_of, until_worked_off
from tests.slack_channels import Message
from tests.slack_fuzz import malformed, status_of
from tests.slack_wire import Fault

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

CLICKS = 20 * len(APPROVERS)
#: Seconds between two clicks of one approver.
PAUSE = 1.0

SECONDS_AT_A_PACE = 60

CARDS = 300
#: Seconds between two posts into one channel.
A_TURN = 1.0
KINDS: tuple[Fault, ...] = ("429", "500", "lost", "dropped", "slow")
REQUESTS = 10_000

#: What of Slack fails; the others are not needed for a card.
FAILING = ("chat.postMessage", "chat.update", "conversations.history")


@pytest.mark.parametrize("where", ["SQLite", "PostgreSQL"])
def test_clicks_at_once_while_mentions_arrive(
    tmp_path: Path, where: str, request: pytest.FixtureRequest, figures: list[Figure]
) -> None:
    url = request.getfixturevalue("postgresql_url") if where == "PostgreSQL" else ""
    with office(tmp_path, url) as at_work:
        database = Database(url or settings_of(tmp_path).resolved_database_url)
        try:
            waits = _clicks(at_work, database)
            # The guard has a word on some of our own drafts, which is said to who clicked.
            assert _decided(database) + len(at_work.slack.private) == CLICKS
            assert _decided(database) > 0.9 * CLICKS
        finally:
            database.dispose()
    figures.append(
        Figure(
            f"click to stored and acknowledged, p99, ten at once, 50 mentions a second, {where}",
            (1000 * percentile(waits, 99),), "ms", must=500, aim=150,
        )
    )  # fmt: skip
    figures.append(Figure(f"the same, p50, {where}", (1000 * percentile(waits, 50),), "ms"))


def _clicks(at_work: Office, database: Database) -> list[float]:
    load(at_work.kulanz.base, prefix="k", count=CLICKS, rate=20, texts=at_work.texts)
    until_worked_off(database)
    loading = start_load(
        at_work.kulanz.base, prefix="m", count=int(50 * PAUSE * CLICKS / len(APPROVERS)), rate=50
    )
    waits = clicks_at_once(at_work, [f"k-{number}" for number in range(CLICKS)], PAUSE)
    assert set(loading_ended(loading).statuses) == {202}
    return waits


def _decided(database: Database) -> int:
    with database.read() as session:
        return session.execute(sa.select(sa.func.count()).select_from(decisions)).scalar_one()


def test_webhook_to_card_at_one_a_second_and_channel(tmp_path: Path, figures: list[Figure]) -> None:
    """Every mention becomes a card: as many as a channel takes."""
    with office(tmp_path) as at_work:
        load(at_work.kulanz.base, prefix="warm", count=9, rate=3, texts=at_work.texts)
        at_work.wait_for_cards(9, 30)
        count = 3 * SECONDS_AT_A_PACE
        seen = load(at_work.kulanz.base, prefix="m", count=count, rate=3, texts=at_work.texts)
        at_work.wait_for_cards(9 + count, 60)
        posted = _posted_at(at_work)
    waits = [
        posted[case_id_of("social", f"m-{number}")] - sent
        for number, sent in enumerate(seen.sent_at)
    ]
    figures.append(
        Figure(
            "webhook to card, p95 at one mention a second and channel, three channels",
            (1000 * percentile(waits, 95),), "ms", must=2000, aim=1000,
        )
    )  # fmt: skip


def test_cards_through_faults(tmp_path: Path, figures: list[Figure]) -> None:
    """All at once into three channels; every tenth call to Slack fails, in every way."""
    with office(tmp_path) as at_work:
        for number, method in enumerate(FAILING):
            at_work.slack.faults[method] = _faults(20 * CARDS, seed=number)
        load(at_work.kulanz.base, prefix="m", count=CARDS, rate=30, texts=at_work.texts)
        at_work.wait_for_cards(CARDS, 500)
        cards = at_work.cards()
        assert at_work.slack.complaints == []
        ready = _ready_at(at_work)
    posted = [card for channel in cards.values() for card in channel]
    ids = {case_id_of("social", f"m-{number}") for number in range(CARDS)}
    twice, lost = (
        len(posted) - len({_case(c) for c in posted}),
        len(ids - {_case(c) for c in posted}),
    )
    what = f"{CARDS} cards, every tenth call to Slack fails"
    figures.append(Figure(f"{what}: twice or not there", (twice + lost,), "cards", must=0, aim=0))
    late = sum(len(_overtaken(channel, ready)) for channel in cards.values())
    figures.append(Figure(f"{what}: out of order", (late,), "cards", must=0, aim=0))
    drained = max(
        (channel[-1].posted_at - channel[0].posted_at) / (len(channel) - 1)
        for channel in cards.values()
    )
    figures.append(
        Figure(f"{what}: drained, of what one a second and channel takes", (drained,), "×", aim=1.1)
    )


def _overtaken(channel: list[Message], ready: dict[str, Ready]) -> list[Message]:
    """Cards that were posted after one whose mention came in later, though they could have been
    posted a turn before that."""
    return [
        card
        for number, card in enumerate(channel)
        if any(
            ready[_case(other)].received_at > ready[_case(card)].received_at
            and other.posted_at > ready[_case(card)].waits_since + A_TURN
            for other in channel[:number]
        )
    ]


@dataclass(frozen=True)
class Ready:
    received_at: datetime
    #: By the clock of the cards.
    waits_since: float


def _ready_at(at_work: Office) -> dict[str, Ready]:
    """Case → since when its draft waits for a decision."""
    clocks = time.time() - time.monotonic()
    drafted = (
        sa.select(cases.c.id, cases.c.received_at, events.c.at)
        .join(events, events.c.case_id == cases.c.id)
        .where(events.c.kind == "drafted")
    )
    with database_of(at_work.folder) as database, database.read() as session:
        return {
            id: Ready(received_at, at.timestamp() - clocks)
            for id, received_at, at in session.execute(drafted)
        }


def test_malformed_requests(tmp_path: Path, figures: list[Figure]) -> None:
    """From several callers at once, none of which is Slack."""
    with office(tmp_path) as at_work, ThreadPoolExecutor(4) as callers:
        base = at_work.kulanz.base
        statuses = callers.map(lambda r: status_of(base, r), malformed(REQUESTS, seed=5))
        answered = Counter(status // 100 for status in statuses)
    assert answered[2] == 0, "nothing of this is from Slack"
    figures.append(
        Figure(
            f"of {REQUESTS:,} malformed requests answered 5xx", (answered[5],), "", must=0, aim=0
        )
    )


def _faults(calls: int, seed: int) -> list[Fault]:
    """Every tenth on average, by chance, but the same in each run."""
    chance = random.Random(seed)
    return [chance.choice(KINDS) if chance.random() < 0.1 else "none" for _ in range(calls)]


def _posted_at(at_work: Office) -> dict[str, float]:
    return {_case(c): c.posted_at for channel in at_work.cards().values() for c in channel}


def _case(card: Message) -> str:
    return str(card.metadata["event_payload"]["case_id"])
