"""Who has the editor of a case open in Slack, and until when that counts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.database import upsert
from service.store.tables import editing


def begin(session: Session, case_id: str, approver: str, name: str, *, until: datetime) -> None:
    """Note it, or that it goes on."""
    session.execute(
        upsert(session, editing)
        .values(case_id=case_id, approver=approver, name=name, until=until)
        .on_conflict_do_update(
            index_elements=["case_id", "approver"], set_={"name": name, "until": until}
        )
    )


def end(session: Session, case_id: str, approver: str) -> bool:
    """Whether there was anything to end."""
    mine = (editing.c.case_id == case_id) & (editing.c.approver == approver)
    found = session.execute(sa.delete(editing).where(mine).returning(editing.c.approver))
    return found.first() is not None


def is_over(session: Session, case_id: str, now: datetime) -> bool:
    """Whether there is anybody whose time is over."""
    return session.execute(sa.select(editing.c.name).where(_over(case_id, now))).first() is not None


def forget(session: Session, case_id: str, now: datetime) -> None:
    """Everybody whose time is over."""
    session.execute(sa.delete(editing).where(_over(case_id, now)))


def _over(case_id: str, now: datetime) -> sa.ColumnElement[bool]:
    return (editing.c.case_id == case_id) & (editing.c.until <= now)


def names(session: Session, case_id: str, now: datetime) -> tuple[str, ...]:
    """Of those who have it open, in the order of their names."""
    found = session.execute(
        sa.select(editing.c.name)
        .where(editing.c.case_id == case_id, editing.c.until > now)
        .order_by(editing.c.name)
    )
    return tuple(found.scalars())
