"""The ledger in the database: what was proposed, granted and taken back, case by case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.database import Database
from service.store.tables import Amount, ledger
from triage.errors import GrantedBefore
from triage.ledger import Budget, Grant, month_of
from triage.remedy import Money, Remedy


class Entry(StrEnum):
    PROPOSED = "proposed"
    GRANTED = "granted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Booking:
    """A remedy about to be booked."""

    case_id: str
    draft_version: int
    reply_key: str
    remedy: Remedy
    queue: str
    month: str
    policy: str
    at: datetime


def propose(session: Session, booking: Booking) -> int:
    """Note that a draft offers this; the row's id."""
    remedy = booking.remedy
    inserted = sa.insert(ledger).values(
        case_id=booking.case_id, draft_version=booking.draft_version,
        reply_key=booking.reply_key, state=Entry.PROPOSED, step=1, kind=remedy.kind,
        rule=remedy.rule, amount=remedy.money.amount if remedy.money else None,
        currency=remedy.money.currency if remedy.money else None, miles=remedy.miles,
        queue=booking.queue, month=booking.month, policy=booking.policy,
        proposed_at=booking.at, beyond_budget=False,
    )  # fmt: skip
    row: int = session.execute(inserted.returning(ledger.c.id)).scalar_one()
    return row


def grant(session: Session, booking: Booking, *, by: str, beyond_budget: bool) -> None:
    """Book a remedy as granted: the proposal of its draft if that is the same, else a new row.

    Whoever calls this holds the budget (`hold`). Raises GrantedBefore.
    """
    # All in one statement: whoever grants from the same budget waits meanwhile.
    steps = sa.alias(ledger)
    step = sa.select(sa.func.count() + 1).where(
        steps.c.case_id == booking.case_id, steps.c.state == Entry.GRANTED
    )
    granted = (
        sa.update(ledger)
        .where(ledger.c.state == Entry.PROPOSED)
        .values(
            state=Entry.GRANTED, step=step.scalar_subquery(), granted_at=booking.at,
            granted_by=by, queue=booking.queue, month=booking.month, policy=booking.policy,
            reply_key=booking.reply_key, beyond_budget=beyond_budget,
        )
        .returning(ledger.c.id)
    )  # fmt: skip
    try:
        proposed = granted.where(ledger.c.id == _proposal_of(booking))
        if session.execute(proposed).first() is None:
            session.execute(granted.where(ledger.c.id == propose(session, booking)))
    except sa.exc.IntegrityError as error:
        raise GrantedBefore from error


def _proposal_of(booking: Booking) -> sa.ScalarSelect[int]:
    remedy, proposals = booking.remedy, sa.alias(ledger)
    return (
        sa.select(proposals.c.id)
        .where(
            proposals.c.case_id == booking.case_id,
            proposals.c.draft_version == booking.draft_version,
            proposals.c.state == Entry.PROPOSED,
            proposals.c.rule == remedy.rule,
            proposals.c.amount.is_not_distinct_from(remedy.money.amount if remedy.money else None),
        )
        .limit(1)
        .scalar_subquery()
    )


def withdraw_proposals(session: Session, case_id: str, now: datetime) -> None:
    """What drafts offered and nobody granted."""
    _withdraw(session, now, ledger.c.case_id == case_id, ledger.c.state == Entry.PROPOSED)


def withdraw_unsent(session: Session, case_id: str, reply_key: str, now: datetime) -> None:
    """What was granted with a reply that does not go out: it is there to be granted again."""
    unsent = (ledger.c.state == Entry.GRANTED, ledger.c.reply_key == reply_key)
    _withdraw(session, now, ledger.c.case_id == case_id, *unsent)


def _withdraw(session: Session, now: datetime, *which: sa.ColumnElement[bool]) -> None:
    session.execute(sa.update(ledger).where(*which).values(state=Entry.WITHDRAWN, withdrawn_at=now))


def forget_cases(session: Session, case_ids: Sequence[str]) -> None:
    """Before cases are erased: what was granted stays as a sum, and leads to nobody."""
    of_them = ledger.c.case_id.in_([*case_ids])
    session.execute(sa.delete(ledger).where(of_them, ledger.c.state != Entry.GRANTED))
    session.execute(sa.update(ledger).where(of_them).values(case_id=None, reply_key=None))


def hold(session: Session, queue: str, month: str) -> None:
    """Let those who want to grant from one budget go one after the other, until the transaction
    ends. SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        key = sa.func.hashtextextended(f"budget\t{queue}\t{month}", 0)
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


def sums(session: Session, month: str, queues: Collection[str]) -> Mapping[Any, Decimal]:
    """(queue, state, currency) → the amounts of that month."""
    total = sa.func.sum(ledger.c.amount, type_=Amount())
    by = (ledger.c.queue, ledger.c.state, ledger.c.currency)
    rows = session.execute(
        sa.select(*by, total)
        .where(
            ledger.c.queue.in_([*queues]),
            ledger.c.amount.is_not(None),
            # A draft that waits since last month would be paid from this month's budget.
            sa.or_(ledger.c.month == month, ledger.c.state == Entry.PROPOSED),
        )
        .group_by(*by)
    )
    return defaultdict(Decimal, {(queue, state, cur): amount for queue, state, cur, amount in rows})


def budgets(session: Session, limits: Mapping[str, Money], month: str) -> dict[str, Budget]:
    """Each queue's budget for a month, with what became of it."""
    booked = sums(session, month, limits) if limits else {}
    return {
        queue: Budget(
            queue, month, limit,
            granted=booked[queue, Entry.GRANTED, limit.currency],
            proposed=booked[queue, Entry.PROPOSED, limit.currency],
        )
        for queue, limit in limits.items()
    }  # fmt: skip


def granted(session: Session, case_ids: Sequence[str]) -> dict[str, Grant]:
    """What each case was granted in all: the last remedy, with all that was paid for the case."""
    rows = session.execute(
        sa.select(ledger)
        .where(ledger.c.case_id.in_([*case_ids]), ledger.c.state == Entry.GRANTED)
        .order_by(ledger.c.case_id, ledger.c.step)
    )
    by_case: dict[str, list[sa.Row[Any]]] = defaultdict(list)
    for row in rows:
        by_case[row.case_id].append(row)
    return {case_id: _as_one(steps) for case_id, steps in by_case.items()}


def _as_one(steps: Sequence[sa.Row[Any]]) -> Grant:
    last = steps[-1]
    paid = [step for step in steps if step.amount is not None]
    money = Money(sum((p.amount for p in paid), Decimal()), paid[-1].currency) if paid else None
    miles = sum(step.miles or 0 for step in steps) or None
    return Grant(
        Remedy(last.kind, money, last.rule, miles=miles),
        by=last.granted_by,
        at=last.granted_at,
        beyond_budget=any(step.beyond_budget for step in steps),
    )


@dataclass(frozen=True)
class StoredLedger:
    """Implements triage.ports.Ledger."""

    database: Database
    limits: Mapping[str, Money]
    #: Whose midnight ends a month.
    zone: str

    def granted(self, case_ids: Sequence[str]) -> Mapping[str, Grant]:
        with self.database.read() as session:
            return granted(session, case_ids) if case_ids else {}

    def budgets(self, at: datetime) -> Mapping[str, Budget]:
        if not self.limits:
            return {}
        with self.database.read() as session:
            return budgets(session, self.limits, month_of(at, self.zone))
