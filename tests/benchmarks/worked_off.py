"""Looks into a running program's SQLite file: which cases have been worked off, and since when."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from service.settings import Settings
from service.store.database import Database
from service.store.tables import cases
from triage.case import Status

#: Seconds; whoever takes longer will not get there.
PATIENCE = 600


def settings_of(folder: Path) -> Settings:
    """The same database as the program that was started in this folder."""
    return Settings(data_dir=folder / "data")


@contextmanager
def database_of(folder: Path) -> Iterator[Database]:
    database = Database(settings_of(folder).resolved_database_url)
    try:
        yield database
    finally:
        database.dispose()


def moments_worked_off(database: Database, ids: list[str]) -> dict[str, float]:
    """When each case was first seen out of `received`, by the clock that all processes share."""
    seen: dict[str, float] = {}
    done = sa.select(cases.c.id).where(cases.c.status != Status.RECEIVED)
    end = time.monotonic() + PATIENCE
    while len(seen) < len(ids):
        assert time.monotonic() < end, "not all cases were worked off"
        # The deliveries come in this order, and few are open at a time.
        next_ones = [id for id in ids if id not in seen][:100]
        with database.read() as session:
            found = session.execute(done.where(cases.c.id.in_(next_ones))).scalars().all()
        seen |= dict.fromkeys(found, time.monotonic())
        time.sleep(0.02)
    return seen


def until_worked_off(database: Database) -> None:
    """Wait until nobody waits for the desk."""
    waiting = sa.select(cases.c.id).where(cases.c.status == Status.RECEIVED).limit(1)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with database.read() as session:
            if session.execute(waiting).first() is None:
                return
        time.sleep(0.1)
    raise AssertionError("not all cases were worked off")
