"""What the console counts and shows beside the cases themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.tables import cases, decisions, events, mentions

#: How much of a mention a list shows.
FIRST_WORDS = 240


@dataclass(frozen=True)
class Share:
    """One bar: how many of what."""

    key: Any
    count: int


@dataclass(frozen=True)
class Day:
    """One day's cases, by when they came in (UTC)."""

    date: str
    cases: int
    complaints: int


def first_words(session: Session, case_ids: Sequence[str]) -> dict[str, str]:
    """The words of each case that its draft answers: its last mention still there."""
    newest = (
        sa.select(sa.func.max(mentions.c.id))
        .where(mentions.c.case_id.in_([*case_ids]), mentions.c.deleted_at.is_(None))
        .group_by(mentions.c.case_id)
    )
    rows = session.execute(
        sa.select(mentions.c.case_id, sa.func.substr(mentions.c.text, 1, FIRST_WORDS)).where(
            mentions.c.id.in_(newest)
        )
    )
    return {case_id: text for case_id, text in rows}


def embedding_of(session: Session, case_id: str) -> tuple[float, ...]:
    """The complaint's embedding; empty where none was stored."""
    stored = session.execute(
        sa.select(cases.c.embedding).where(cases.c.id == case_id)
    ).scalar_one_or_none()
    return tuple(np.frombuffer(stored, dtype=np.float32).tolist()) if stored else ()


def languages(session: Session) -> list[str]:
    """Every language that any case is in."""
    rows = session.execute(
        sa.select(cases.c.lang).where(cases.c.lang.is_not(None)).distinct().order_by(cases.c.lang)
    )
    return [lang for lang in rows.scalars() if lang]


def volume(session: Session, since: datetime) -> list[Day]:
    date = _utc_date(session, cases.c.received_at)
    rows = session.execute(
        sa.select(
            date,
            sa.func.count(),
            sa.func.sum(sa.case((cases.c.complaint.is_(True), 1), else_=0)),
        )
        .where(cases.c.received_at >= since)
        .group_by(date)
        .order_by(date)
    )
    return [Day(str(day), count, int(complaints or 0)) for day, count, complaints in rows]


def complaints_by(session: Session, column: str, since: datetime) -> list[Share]:
    """Complaints by `topic`, `severity`, `lang` or `ironic`, the most frequent first."""
    counted = cases.c[column]
    rows = session.execute(
        sa.select(counted, sa.func.count())
        .where(cases.c.received_at >= since, cases.c.complaint.is_(True))
        .group_by(counted)
        .order_by(sa.func.count().desc(), counted)
    )
    return [Share(key, count) for key, count in rows]


def decisions_by_kind(session: Session, since: datetime) -> list[Share]:
    rows = session.execute(
        sa.select(decisions.c.kind, sa.func.count())
        .where(decisions.c.decided_at >= since)
        .group_by(decisions.c.kind)
        .order_by(sa.func.count().desc(), decisions.c.kind)
    )
    return [Share(key, count) for key, count in rows]


def seconds_to_first_reply(session: Session, since: datetime) -> list[float]:
    """For each case answered since then: from its receipt to the first published reply."""
    rows = session.execute(
        sa.select(cases.c.received_at, cases.c.first_reply_at).where(
            cases.c.first_reply_at.is_not(None), cases.c.first_reply_at >= since
        )
    )
    return [(replied - received).total_seconds() for received, replied in rows]


def events_of(session: Session, kinds: Sequence[str], since: datetime) -> dict[str, int]:
    """How often each of these happened."""
    rows = session.execute(
        sa.select(events.c.kind, sa.func.count())
        .where(events.c.kind.in_([*kinds]), events.c.at >= since)
        .group_by(events.c.kind)
    )
    counted = {kind: count for kind, count in rows}
    return {kind: counted.get(kind, 0) for kind in kinds}


def _utc_date(session: Session, moment: sa.Column[datetime]) -> sa.ColumnElement[Any]:
    if session.get_bind().dialect.name == "sqlite":
        return sa.func.date(moment, type_=sa.String)
    return sa.cast(sa.func.timezone(sa.literal_column("'UTC'"), moment), sa.Date)
