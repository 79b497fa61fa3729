"""What Slack shows beside the cards: planned before it is posted, claimed while it is posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.database import upsert
from service.store.tables import events, notes
from triage.case import Event


class NoteKind(StrEnum):
    #: An answer in the card's thread.
    THREAD = "thread"
    #: A pointer to the card, in the channel for escalations.
    ESCALATION = "escalation"


@dataclass(frozen=True)
class Note:
    """One message, which tells of the events after `since`, up to and with `upto`."""

    id: int
    case_id: str
    kind: NoteKind
    since: int
    upto: int
    channel: str
    #: Slack's name for the message; None until it confirmed the post.
    ts: str | None
    #: A post was begun whose end nobody knows.
    in_doubt: bool
    #: When it was planned, or posted.
    updated_at: datetime


def news(session: Session, case_id: str, since: int) -> list[tuple[int, Event]]:
    """What happened to a case after that event, with the events' numbers, in order."""
    rows = session.execute(
        sa.select(events)
        .where(events.c.case_id == case_id, events.c.id > since)
        .order_by(events.c.id)
    )
    return [(r.id, Event(at=r.at, kind=r.kind, by=r.by, details=r.details)) for r in rows]


def latest(session: Session, case_id: str, kind: NoteKind) -> Note | None:
    row = session.execute(
        sa.select(notes)
        .where(notes.c.case_id == case_id, notes.c.kind == kind)
        .order_by(notes.c.since.desc())
        .limit(1)
    ).first()
    return _from_row(row) if row else None


def plan(
    session: Session,
    case_id: str,
    kind: NoteKind,
    *,
    since: int,
    upto: int,
    channel: str,
    now: datetime,
) -> None:
    """Note that a message is wanted; does nothing if another process was faster."""
    session.execute(
        upsert(session, notes)
        .values(
            case_id=case_id, kind=kind, since=since, upto=upto, channel=channel, ts=None,
            updated_at=now,
        )
        .on_conflict_do_nothing(index_elements=["case_id", "kind", "since"])
    )  # fmt: skip


def claim(session: Session, note: Note, now: datetime, lease: timedelta) -> Note | None:
    """Take it for one exchange with Slack; None while another process holds it or once it stands.

    From here on it counts as in doubt, until it is released; what comes back is how it was before.
    """
    row = session.execute(sa.select(notes).where(notes.c.id == note.id).with_for_update()).first()
    if row is None or row.ts is not None:
        return None
    if row.claimed_at is not None and row.claimed_at > now - lease:
        return None
    _update(session, note.id, claimed_at=now, in_doubt=True)
    return _from_row(row)


def release(session: Session, note: Note, *, in_doubt: bool) -> None:
    """Give the claim back after an exchange that posted nothing, or nobody knows."""
    _update(session, note.id, claimed_at=None, in_doubt=in_doubt)


def posted(session: Session, note: Note, channel: str, ts: str, now: datetime) -> None:
    _update(
        session, note.id, channel=channel, ts=ts, updated_at=now, claimed_at=None, in_doubt=False
    )


def _update(session: Session, note_id: int, **values: Any) -> None:
    session.execute(sa.update(notes).where(notes.c.id == note_id).values(**values))


def _from_row(row: sa.Row[Any]) -> Note:
    return Note(
        id=row.id,
        case_id=row.case_id,
        kind=NoteKind(row.kind),
        since=row.since,
        upto=row.upto,
        channel=row.channel,
        ts=row.ts,
        in_doubt=row.in_doubt,
        updated_at=row.updated_at,
    )
