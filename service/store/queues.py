"""The lists that people see: filtered, sorted, counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.case_rows import from_row
from service.store.tables import Moment, cases, mentions
from triage.case import Case, Status

Order = Literal["priority", "newest"]


#: Of a search; each one reads all mentions.
_MOST_WORDS = 8


@dataclass(frozen=True)
class Filter:
    """Empty fields filter nothing."""

    statuses: tuple[Status, ...] = ()
    queue: str | None = None
    topic: str | None = None
    lang: str | None = None
    channel: str | None = None
    severity: int | None = None
    #: An approver's id.
    assigned_to: str | None = None
    #: Whether what was put off is wanted alone, or not at all; None: both.
    snoozed: bool | None = None
    #: Promised a reply by then.
    due_by: datetime | None = None
    #: Words that are all found in mentions of the case, in whatever order, or in its author's name.
    words: str | None = None


def find(
    session: Session,
    wanted: Filter,
    *,
    now: datetime,
    order: Order = "priority",
    limit: int = 50,
    offset: int = 0,
) -> list[Case]:
    ordered = _order(session, order, now)
    # First which, then what: sorting a hundred thousand rows must not drag their documents along.
    chosen = (
        sa.select(cases.c.id)
        .where(*_conditions(wanted))
        .order_by(*ordered)
        .limit(limit)
        .offset(offset)
    )
    rows = session.execute(sa.select(cases).where(cases.c.id.in_(chosen)).order_by(*ordered))
    return [from_row(row) for row in rows]


def count(session: Session, wanted: Filter) -> int:
    return session.execute(
        sa.select(sa.func.count()).select_from(cases).where(*_conditions(wanted))
    ).scalar_one()


def snoozed_by_status(session: Session) -> dict[Status, int]:
    """How many cases of each status were put off."""
    rows = session.execute(
        sa.select(cases.c.status, sa.func.count())
        .where(cases.c.snoozed_until.is_not(None))
        .group_by(cases.c.status)
    )
    return {Status(status): count for status, count in rows}


def _order(session: Session, order: Order, now: datetime) -> list[sa.ColumnElement[Any]]:
    """Priority is severity × urgency × waiting time (triage.severity.priority), highest first."""
    if order == "newest":
        return [cases.c.updated_at.desc(), cases.c.id]
    moment = sa.bindparam(None, now, type_=Moment())
    if session.get_bind().dialect.name == "sqlite":
        hours = (sa.func.julianday(moment) - sa.func.julianday(cases.c.received_at)) * 24
    else:
        hours = sa.func.extract("epoch", moment - cases.c.received_at) / 3600
    return [(sa.func.coalesce(cases.c.weight, 1) * (1 + hours)).desc(), cases.c.id]


def _conditions(wanted: Filter) -> list[sa.ColumnElement[bool]]:
    exact = {
        cases.c.queue: wanted.queue,
        cases.c.topic: wanted.topic,
        cases.c.lang: wanted.lang,
        cases.c.channel: wanted.channel,
        cases.c.severity: wanted.severity,
        cases.c.assigned_to: wanted.assigned_to,
    }
    conditions: list[sa.ColumnElement[bool]] = [
        column == value for column, value in exact.items() if value is not None
    ]
    if wanted.statuses:
        conditions.append(cases.c.status.in_([*wanted.statuses]))
    if wanted.snoozed is not None:
        put_off = cases.c.snoozed_until.is_not(None)
        conditions.append(put_off if wanted.snoozed else sa.not_(put_off))
    if wanted.due_by is not None:
        conditions.append(cases.c.due_at <= wanted.due_by)
    conditions += map(_has_word, (wanted.words or "").split()[:_MOST_WORDS])
    return conditions


def _has_word(word: str) -> sa.ColumnElement[bool]:
    told = sa.select(mentions.c.case_id).where(mentions.c.text.icontains(word, autoescape=True))
    return cases.c.id.in_(told) | cases.c.author_name.icontains(word, autoescape=True)
