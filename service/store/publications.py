"""One row a reply, written before the first call and changed before and after each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.database import upsert
from service.store.tables import publications


class PublicationState(StrEnum):
    #: Written, not yet sent.
    INTENT = "intent"
    #: Being sent; found so after a restart, it is in doubt.
    SENDING = "sending"
    PUBLISHED = "published"
    #: Certainly not out; another attempt may follow.
    NOT_DELIVERED = "not_delivered"
    IN_DOUBT = "in_doubt"
    REFUSED = "refused"


_NEVER_OUT = {
    PublicationState.INTENT,
    PublicationState.NOT_DELIVERED,
    PublicationState.REFUSED,
}


@dataclass(frozen=True)
class Publication:
    key: str
    case_id: str
    draft_version: int
    reply: str
    state: PublicationState
    attempts: int
    next_at: datetime | None
    error: str | None
    url: str | None
    updated_at: datetime


def plan(
    session: Session, key: str, case_id: str, draft_version: int, reply: str, now: datetime
) -> None:
    """Write the intent; a second time it changes nothing.

    A newer draft takes the place of one that certainly never went out, and starts afresh.
    """
    intent = {
        "draft_version": draft_version, "reply": reply, "state": PublicationState.INTENT,
        "attempts": 0, "updated_at": now,
    }  # fmt: skip
    session.execute(
        upsert(session, publications)
        .values(key=key, case_id=case_id, **intent)
        .on_conflict_do_update(
            index_elements=["key"],
            set_={**intent, "next_at": None, "error": None},
            where=sa.and_(
                publications.c.draft_version < draft_version,
                publications.c.state.in_([*_NEVER_OUT]),
            ),
        )
    )


def load(session: Session, key: str) -> Publication | None:
    row = session.execute(sa.select(publications).where(publications.c.key == key)).first()
    return _from_row(row) if row else None


def of_case(session: Session, case_id: str) -> list[Publication]:
    rows = session.execute(
        sa.select(publications)
        .where(publications.c.case_id == case_id)
        .order_by(publications.c.updated_at)
    )
    return [_from_row(row) for row in rows]


def move(
    session: Session,
    key: str,
    *,
    from_states: set[PublicationState],
    to: PublicationState,
    now: datetime,
    **values: Any,
) -> bool:
    """Compare-and-set the state; False if it was in none of `from_states`."""
    moved = session.execute(
        sa.update(publications)
        .where(publications.c.key == key, publications.c.state.in_([*from_states]))
        .values(state=to, updated_at=now, **values)
        .returning(publications.c.key)
    ).first()
    return moved is not None


def _from_row(row: sa.Row[Any]) -> Publication:
    return Publication(
        key=row.key,
        case_id=row.case_id,
        draft_version=row.draft_version,
        reply=row.reply,
        state=PublicationState(row.state),
        attempts=row.attempts,
        next_at=row.next_at,
        error=row.error,
        url=row.url,
        updated_at=row.updated_at,
    )
