"""How fast cases are worked off with the model, the words and the policy that ship."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from service.bootstrap import Kulanz, build, utc_now
from service.desk_building import build_desk
from service.receive import case_id_of
from service.store import mentions
from service.store.cases import counts_by_status, load as load_case
from service.store.tables import cases
from service.worker import working
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.load import load, loading_ended, start_load
from tests.benchmarks.programs import serving
from tests.benchmarks.worked_off import database_of, moments_worked_off, settings_of
from triage.case import Status
from triage.desk import Desk

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

MENTIONS = 600
AT_A_PACE = 150
ROUNDS = 3
#: As many as the workers put into one batch at most.
BATCH = 64


def test_cases_opened_a_second_on_sqlite(tmp_path: Path, figures: list[Figure]) -> None:
    opened, desk_alone = [], []
    for number in range(ROUNDS):
        folder = tmp_path / str(number)
        fill(folder)
        kulanz = build(settings_of(folder))
        try:
            desk_alone.append(MENTIONS / seconds_of_desk(kulanz))
            opened.append(MENTIONS / seconds_to_work_off(kulanz))
        finally:
            kulanz.close()
    figures.append(
        Figure(
            "cases opened a second, SQLite, one process", tuple(opened), "/s",
            "the desk alone, in batches", tuple(desk_alone), must=25, aim=60, more_is_better=True,
        )
    )  # fmt: skip


def test_webhook_to_decision_at_5_a_second(tmp_path: Path, figures: list[Figure]) -> None:
    """From the moment a delivery is sent until its case awaits a decision or is dismissed."""
    ids = [case_id_of("social", f"m-{number}") for number in range(AT_A_PACE)]
    with serving(tmp_path) as kulanz:
        load(kulanz.base, prefix="warm", count=20, rate=20)
        loading = start_load(kulanz.base, prefix="m", count=AT_A_PACE, rate=5)
        with database_of(tmp_path) as database:
            seen_at = moments_worked_off(database, ids)
        sent = loading_ended(loading).sent_at
    waits = [seen_at[id] - at for id, at in zip(ids, sent, strict=True)]
    figures.append(
        Figure(
            "webhook to case awaiting a decision, p95 at 5 a second",
            (1000 * percentile(waits, 95),), "ms", must=2000, aim=500,
        )
    )  # fmt: skip


def fill(folder: Path) -> None:
    """Mentions taken in over the webhook, and nobody at work."""
    folder.mkdir()
    with serving(folder, "--no-workers") as kulanz:
        seen = load(kulanz.base, prefix="m", count=MENTIONS)
    assert set(seen.statuses) == {202}


def seconds_to_work_off(kulanz: Kulanz) -> float:
    started = time.perf_counter()
    with working(kulanz):
        while (counts := _counts(kulanz)).get(Status.RECEIVED):
            time.sleep(0.1)
        seconds = time.perf_counter() - started
    assert sum(counts.values()) == MENTIONS
    return seconds


def seconds_of_desk(kulanz: Kulanz) -> float:
    """The same cases opened without engine and database."""
    with kulanz.database.read() as session:
        ids = session.execute(sa.select(cases.c.id)).scalars().all()
        waiting = [(load_case(session, id), mentions.conversation_of(session, id)) for id in ids]
    desk: Desk = build_desk(kulanz.settings)
    started = time.perf_counter()
    for at in range(0, len(waiting), BATCH):
        desk.open(waiting[at : at + BATCH], utc_now())
    return time.perf_counter() - started


def _counts(kulanz: Kulanz) -> dict[Status, int]:
    with kulanz.database.read() as session:
        return counts_by_status(session)
