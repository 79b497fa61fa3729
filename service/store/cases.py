"""Cases in the database: load, compare-and-set, history, and the lists that people see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store import outcomes, precedent_rows, rows
from service.store.case_rows import columns_of, from_row
from service.store.documents import from_document, to_document
from service.store.tables import Moment, cases, decisions, drafts, events
from triage.case import Case, Event, Status
from triage.decision import Decision
from triage.draft import Draft
from triage.errors import CaseNotFound, CaseNotOpenForDecision


class ChangedMeanwhile(CaseNotOpenForDecision):
    """Somebody else changed this case at the same moment. Please look at it again."""


def insert_new(session: Session, new: Sequence[Case]) -> list[Case]:
    """Store cases that nobody has seen yet; those whose conversation had none, as stored."""
    # In one order everywhere, so that two processes do not wait for each other.
    stored = [replace(case, revision=1) for case in sorted(new, key=attrgetter("id"))]
    ids = rows.insert_new(session, cases, [{"id": case.id, **columns_of(case)} for case in stored])
    opened = [case for case in stored if case.id in ids]
    _append(session, opened)
    return [replace(case, events=()) for case in opened]


def load(session: Session, case_id: str, *, to_change: bool = False) -> Case:
    """Raises CaseNotFound.

    `to_change`: others who want to change it wait until this transaction ends. For those who can't
    come back later, such as a webhook or a reply that has just gone out.
    """
    query = sa.select(cases).where(cases.c.id == case_id)
    # No database stores control characters in an id, and PostgreSQL refuses to compare them.
    known = case_id.isprintable()
    row = (
        session.execute(query.with_for_update() if to_change else query).first() if known else None
    )
    if row is None:
        raise CaseNotFound("There is no case %(case)s.", case=case_id)
    return from_row(row)


def save(session: Session, case: Case) -> Case:
    """Store a changed case, if nobody changed it since it was loaded.

    Raises ChangedMeanwhile; nothing is written then.
    """
    stored = replace(case, revision=case.revision + 1)
    changed = session.execute(
        sa.update(cases)
        .where(cases.c.id == case.id, cases.c.revision == case.revision)
        .values(**columns_of(stored))
        .returning(cases.c.id)
    ).first()
    if changed is None:
        raise ChangedMeanwhile
    _append(session, [case])
    return replace(stored, events=())


def history(session: Session, case_id: str) -> list[Event]:
    rows = session.execute(
        sa.select(events).where(events.c.case_id == case_id).order_by(events.c.id)
    )
    return [Event(at=r.at, kind=r.kind, by=r.by, details=r.details) for r in rows]


def draft_versions(session: Session, case_id: str) -> list[tuple[int, Draft]]:
    rows = session.execute(
        sa.select(drafts).where(drafts.c.case_id == case_id).order_by(drafts.c.version)
    )
    versions = ((row.version, from_document(Draft, row.draft)) for row in rows)
    return [(version, draft) for version, draft in versions if draft is not None]


def add_decision(session: Session, case_id: str, decision: Decision) -> None:
    session.execute(
        sa.insert(decisions).values(
            case_id=case_id,
            draft_version=decision.draft_version,
            kind=decision.kind,
            approver=decision.approver,
            decided_at=decision.decided_at,
            decision=to_document(decision),
        )
    )


def to_watch(session: Session, now: datetime, limit: int = 200) -> list[str]:
    """Cases whose reminder or time-out is due, or the end of the time they were put off for."""
    due = sa.and_(
        cases.c.status == Status.AWAITING,
        cases.c.snoozed_until.is_(None),
        sa.or_(cases.c.remind_at <= now, cases.c.due_at <= now),
    )
    rows = session.execute(
        sa.select(cases.c.id).where(sa.or_(due, cases.c.snoozed_until <= now)).limit(limit)
    )
    return list(rows.scalars())


def stuck(
    session: Session, statuses: Iterable[Status], before: datetime, limit: int = 200
) -> list[Case]:
    """Cases that should have moved on by themselves long ago."""
    rows = session.execute(
        sa.select(cases)
        .where(cases.c.status.in_([*statuses]), cases.c.updated_at < before)
        .order_by(cases.c.updated_at)
        .limit(limit)
    )
    return [from_row(row) for row in rows]


def counts_by_status(session: Session) -> dict[Status, int]:
    rows = session.execute(sa.select(cases.c.status, sa.func.count()).group_by(cases.c.status))
    return {Status(status): count for status, count in rows}


def add_event(session: Session, case_id: str, event: Event) -> None:
    """Note what changes nothing about the case, such as that somebody looked at it."""
    happened = {"at": event.at, "kind": event.kind, "by": event.by, "details": event.details}
    rows.insert(session, events, [{"case_id": case_id, **happened}])


def _append(session: Session, changed: Sequence[Case]) -> None:
    """Add what happened to the cases to their history, and their new drafts to the versions."""
    happened = [
        {"case_id": case.id, "at": e.at, "kind": e.kind, "by": e.by, "details": e.details}
        for case in changed
        for e in case.events
    ]
    rows.insert(session, events, happened)
    drafted = [
        {
            "case_id": case.id,
            "version": case.draft_version,
            "at": case.updated_at,
            "draft": to_document(case.draft),
        }
        for case in changed
        if case.draft is not None and any(e.kind == "drafted" for e in case.events)
    ]
    rows.insert(session, drafts, drafted)
    outcomes.follow(session, changed)
    precedent_rows.follow(session, changed)


def oldest_by_status(session: Session) -> dict[Status, datetime]:
    """When the case of each status that waited longest last changed."""
    rows = session.execute(
        sa.select(cases.c.status, sa.func.min(cases.c.updated_at, type_=Moment())).group_by(
            cases.c.status
        )
    )
    return {Status(status): moment for status, moment in rows}
