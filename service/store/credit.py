"""What replies did: for a day's digest, and for whoever decided on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.ledger import Entry
from service.store.tables import Amount, cases, decisions, events, ledger
from triage.case import OPEN_FOR_DECISION, Status
from triage.complaint import Topic
from triage.decision import DecisionKind
from triage.outcome import Outcome
from triage.remedy import Money

_SENDS = (DecisionKind.APPROVE, DecisionKind.EDIT)


@dataclass(frozen=True)
class Figures:
    """A stretch of time in some queues."""

    waiting: int
    overdue: int
    sent: int
    recovered: int
    granted: tuple[Money, ...]


@dataclass(frozen=True)
class Credit:
    """What one person's replies did in a stretch of time."""

    sent: int
    recovered: int
    granted: tuple[Money, ...]


@dataclass(frozen=True)
class Decided:
    """One decision of one person, and what became of the case."""

    case_id: str
    kind: DecisionKind
    at: datetime
    topic: Topic
    status: Status
    #: None as long as the customer has not answered.
    outcome: Outcome | None


def figures(session: Session, queues: Sequence[str], since: datetime, now: datetime) -> Figures:
    ours = cases.c.queue.in_([*queues])
    open_ones = (ours, cases.c.status.in_([*OPEN_FOR_DECISION]))
    return Figures(
        waiting=_count(session, *open_ones),
        overdue=_count(session, *open_ones, cases.c.due_at <= now),
        sent=_happened(session, "published", since, ours),
        recovered=_happened(
            session, "closed", since, ours, cases.c.outcome == Outcome.RECOVERED
        ),
        granted=_granted(session, since, ledger.c.queue.in_([*queues])),
    )  # fmt: skip


def credit(session: Session, approver: str, since: datetime) -> Credit:
    """The first of two approvals counts as much as the second."""
    theirs = cases.c.id.in_(_answered_by(approver))
    return Credit(
        sent=_happened(session, "published", since, theirs),
        recovered=_happened(
            session, "closed", since, theirs, cases.c.outcome == Outcome.RECOVERED
        ),
        granted=_granted(session, since, ledger.c.granted_by == approver),
    )  # fmt: skip


def recent(session: Session, approver: str, limit: int) -> list[Decided]:
    """The newest decisions of that person first."""
    rows = session.execute(
        sa.select(
            decisions.c.case_id, decisions.c.kind, decisions.c.decided_at, cases.c.topic,
            cases.c.status, cases.c.outcome,
        )
        .join(cases, cases.c.id == decisions.c.case_id)
        .where(decisions.c.approver == approver)
        .order_by(decisions.c.decided_at.desc(), decisions.c.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [
        Decided(
            case_id=row.case_id,
            kind=DecisionKind(row.kind),
            at=row.decided_at,
            topic=Topic(row.topic or Topic.OTHER),
            status=Status(row.status),
            outcome=Outcome(row.outcome) if row.outcome else None,
        )
        for row in rows
    ]


def _answered_by(approver: str) -> sa.CompoundSelect[tuple[str]]:
    decided = sa.select(decisions.c.case_id).where(
        decisions.c.approver == approver, decisions.c.kind.in_([*_SENDS])
    )
    first = sa.select(events.c.case_id).where(
        events.c.kind == "approved_once", events.c.by == approver
    )
    return decided.union(first)


def _count(session: Session, *which: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(cases).where(*which)
    return session.execute(query).scalar_one()


def _happened(session: Session, kind: str, since: datetime, *which: sa.ColumnElement[bool]) -> int:
    """How many cases this happened to since then."""
    return session.execute(
        sa.select(sa.func.count(events.c.case_id.distinct()))
        .join(cases, cases.c.id == events.c.case_id)
        .where(events.c.kind == kind, events.c.at >= since, *which)
    ).scalar_one()


def _granted(session: Session, since: datetime, which: sa.ColumnElement[bool]) -> tuple[Money, ...]:
    """Goodwill by currency; what was taken back again is not in it."""
    total = sa.func.sum(ledger.c.amount, type_=Amount())
    rows = session.execute(
        sa.select(ledger.c.currency, total)
        .where(
            ledger.c.state == Entry.GRANTED,
            ledger.c.granted_at >= since,
            ledger.c.amount.is_not(None),
            which,
        )
        .group_by(ledger.c.currency)
        .order_by(ledger.c.currency)
    )
    return tuple(Money(amount, currency) for currency, amount in rows)
