"""Pauses of drafting in the database: one running pause a topic, and those that have ended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.case_rows import from_row
from service.store.database import Database, upsert
from service.store.tables import cases, pauses
from triage.case import OPEN_FOR_DECISION, Case
from triage.complaint import Topic
from triage.pause import Pause


class StoredPauses:
    """Implements triage.ports.Pauses."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self, at: datetime) -> Mapping[Topic, Pause]:
        with self._database.read() as session:
            return current(session, at)


def current(session: Session, at: datetime) -> dict[Topic, Pause]:
    return {pause.topic: pause for pause in _open(session) if pause.holds(at)}


def is_running(session: Session, topic: Topic, at: datetime) -> bool:
    """Whether the topic is paused then; nobody ends the pause before this transaction has."""
    row = session.execute(
        sa.select(pauses.c.until)
        .where(pauses.c.topic == topic, pauses.c.ended_at.is_(None))
        .with_for_update(read=True)
    ).first()
    return row is not None and (row.until is None or at < row.until)


def over(session: Session, at: datetime) -> list[Pause]:
    """Pauses whose time has come, and whose cases have not gone back to be drafted yet."""
    return [pause for pause in _open(session) if not pause.holds(at)]


def begin(session: Session, pause: Pause) -> None:
    """Note the pause; one that runs on the same topic is replaced by it."""
    values = {
        "paused_by": pause.by, "paused_by_name": pause.by_name, "paused_at": pause.at,
        "until": pause.until, "reason": pause.reason, "ended_by": None,
    }  # fmt: skip
    session.execute(
        upsert(session, pauses)
        .values(topic=pause.topic, **values)
        .on_conflict_do_update(
            index_elements=["topic"], index_where=pauses.c.ended_at.is_(None), set_=values
        )
    )


def resume(session: Session, topic: Topic, by: str, at: datetime) -> bool:
    """Let a running pause be over from now on; whether there was one."""
    return bool(
        session.execute(
            sa.update(pauses)
            .where(
                pauses.c.topic == topic,
                pauses.c.ended_at.is_(None),
                sa.or_(pauses.c.until.is_(None), pauses.c.until > at),
            )
            .values(until=at, ended_by=by)
            .returning(pauses.c.id)
        ).first()
    )


def close(session: Session, pause: Pause, at: datetime) -> None:
    """Nothing is left to be done after a pause that is over."""
    session.execute(
        sa.update(pauses)
        .where(pauses.c.topic == pause.topic, pauses.c.ended_at.is_(None), pauses.c.until <= at)
        .values(ended_at=at)
    )


def waiting_without_draft(session: Session, topic: Topic, limit: int) -> list[Case]:
    """Cases on that topic of which nothing was drafted, and that nobody has decided."""
    blank = cases.c.draft["reply"].as_string() == ""
    rows = session.execute(
        sa.select(cases)
        .where(cases.c.status.in_([*OPEN_FOR_DECISION]), cases.c.topic == topic, blank)
        .order_by(cases.c.received_at)
        .limit(limit)
    )
    return [from_row(row) for row in rows]


def _open(session: Session) -> list[Pause]:
    rows = session.execute(
        sa.select(pauses).where(pauses.c.ended_at.is_(None)).order_by(pauses.c.paused_at)
    )
    return [_from_row(row) for row in rows]


def _from_row(row: sa.Row[Any]) -> Pause:
    return Pause(
        topic=Topic(row.topic),
        by=row.paused_by,
        by_name=row.paused_by_name,
        at=row.paused_at,
        until=row.until,
        reason=row.reason,
    )
