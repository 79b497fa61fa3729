"""One-time links and sessions of the console: only hashes are stored, never a token."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.tables import sign_ins


class SignInKind(StrEnum):
    #: Opens one session, once.
    LINK = "link"
    SESSION = "session"


def add(
    session: Session, token_hash: str, kind: SignInKind, approver: str, expires_at: datetime
) -> None:
    session.execute(
        sa.insert(sign_ins).values(
            token_hash=token_hash, kind=kind, approver=approver, expires_at=expires_at
        )
    )


def use_link(session: Session, token_hash: str, now: datetime) -> str | None:
    """The approver whom the link lets in; None if it is unknown, used or too old."""
    return session.execute(
        sa.update(sign_ins)
        .where(
            sign_ins.c.token_hash == token_hash,
            sign_ins.c.kind == SignInKind.LINK,
            sign_ins.c.used_at.is_(None),
            sign_ins.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(sign_ins.c.approver)
    ).scalar_one_or_none()


def approver_of_session(session: Session, token_hash: str, now: datetime) -> str | None:
    return session.execute(
        sa.select(sign_ins.c.approver).where(
            sign_ins.c.token_hash == token_hash,
            sign_ins.c.kind == SignInKind.SESSION,
            sign_ins.c.expires_at > now,
        )
    ).scalar_one_or_none()


def end_session(session: Session, token_hash: str) -> None:
    session.execute(
        sa.delete(sign_ins).where(
            sign_ins.c.token_hash == token_hash, sign_ins.c.kind == SignInKind.SESSION
        )
    )


def forget_expired(session: Session, now: datetime) -> None:
    session.execute(sa.delete(sign_ins).where(sign_ins.c.expires_at <= now))
