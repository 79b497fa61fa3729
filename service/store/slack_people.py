"""Whom Slack knows: people, the members of user groups, and who wants no reminders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.database import upsert
from service.store.tables import (
    notices,
    reminders_off,
    slack_groups,
    slack_members,
    slack_people,
)


class Standing(StrEnum):
    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"
    #: Deactivated.
    GONE = "gone"
    #: Of another workspace.
    STRANGER = "stranger"


@dataclass(frozen=True)
class Person:
    """Somebody in Slack, as Slack last said."""

    slack_user: str
    name: str
    #: As in `de-DE`.
    lang: str
    standing: Standing
    checked_at: datetime


def load(session: Session, slack_user: str) -> Person | None:
    row = session.execute(
        sa.select(slack_people).where(slack_people.c.slack_user == slack_user)
    ).first()
    return _from_row(row) if row else None


def keep(session: Session, person: Person) -> None:
    values = {
        "name": person.name, "lang": person.lang, "standing": person.standing,
        "checked_at": person.checked_at,
    }  # fmt: skip
    session.execute(
        upsert(session, slack_people)
        .values(slack_user=person.slack_user, **values)
        .on_conflict_do_update(index_elements=["slack_user"], set_=values)
    )


def members(session: Session, groups: Iterable[str]) -> list[tuple[str, Person]]:
    """(group, person) of all whom Slack last named, in a fixed order."""
    rows = session.execute(
        sa.select(slack_members.c.slack_group, slack_people)
        .join(slack_people, slack_people.c.slack_user == slack_members.c.slack_user)
        .where(slack_members.c.slack_group.in_([*groups]))
        .order_by(slack_members.c.slack_group, slack_people.c.name, slack_people.c.slack_user)
    )
    return [(row.slack_group, _from_row(row)) for row in rows]


def replace_members(session: Session, group: str, users: Sequence[str], now: datetime) -> None:
    """What Slack says now takes the place of what it said before."""
    session.execute(sa.delete(slack_members).where(slack_members.c.slack_group == group))
    rows = [{"slack_group": group, "slack_user": user} for user in dict.fromkeys(users)]
    if rows:
        session.execute(sa.insert(slack_members), rows)
    _note(session, group, refreshed_at=now, trouble=None)


def note_trouble(session: Session, group: str, trouble: str) -> None:
    """Who was in the group before still is, as far as we know."""
    _note(session, group, trouble=trouble)


def group_trouble(session: Session, groups: Iterable[str]) -> str | None:
    """Why one of these groups can't be read; None when all can."""
    return session.execute(
        sa.select(slack_groups.c.trouble)
        .where(slack_groups.c.slack_group.in_([*groups]), slack_groups.c.trouble.is_not(None))
        .limit(1)
    ).scalar_one_or_none()


def wants_reminders(session: Session, approver: str) -> bool:
    query = sa.select(reminders_off.c.approver).where(reminders_off.c.approver == approver)
    return session.execute(query).first() is None


def switch_reminders(session: Session, approver: str, *, on: bool, now: datetime) -> None:
    if on:
        session.execute(sa.delete(reminders_off).where(reminders_off.c.approver == approver))
    else:
        session.execute(
            upsert(session, reminders_off)
            .values(approver=approver, since=now)
            .on_conflict_do_nothing()
        )


def begin_notice(session: Session, key: str, now: datetime) -> bool:
    """Whether this message may be sent: it was not begun before."""
    begun = session.execute(
        upsert(session, notices)
        .values(key=key, begun_at=now)
        .on_conflict_do_nothing()
        .returning(notices.c.key)
    ).first()
    return begun is not None


def take_back_notice(session: Session, key: str) -> None:
    """It was certainly not sent, and may be tried again."""
    session.execute(sa.delete(notices).where(notices.c.key == key))


def forget_notices(session: Session, now: datetime, keep: timedelta) -> None:
    session.execute(sa.delete(notices).where(notices.c.begun_at < now - keep))


def _note(session: Session, group: str, **values: Any) -> None:
    session.execute(
        upsert(session, slack_groups)
        .values(slack_group=group, **values)
        .on_conflict_do_update(index_elements=["slack_group"], set_=values)
    )


def _from_row(row: sa.Row[Any]) -> Person:
    return Person(
        slack_user=row.slack_user,
        name=row.name,
        lang=row.lang,
        standing=Standing(row.standing),
        checked_at=row.checked_at,
    )
