"""What Slack shows of our cases: planned before it is posted, claimed while it is being changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.database import upsert
from service.store.tables import cards, cases


@dataclass(frozen=True)
class Card:
    """One message in Slack."""

    case_id: str
    channel: str
    #: Slack's name for the message; None until it confirmed the post.
    ts: str | None
    #: The case's revision that it shows.
    revision: int
    #: A post was begun whose end nobody knows.
    in_doubt: bool
    #: When it was planned, or last shown.
    updated_at: datetime
    #: Why Slack refuses it.
    trouble: str | None = None


def plan(session: Session, case_id: str, channel: str, now: datetime) -> None:
    """Note that a card is wanted; does nothing if there is one."""
    session.execute(
        upsert(session, cards)
        .values(case_id=case_id, channel=channel, ts=None, revision=0, updated_at=now)
        .on_conflict_do_nothing()
    )


def load(session: Session, case_id: str) -> Card | None:
    row = session.execute(sa.select(cards).where(cards.c.case_id == case_id)).first()
    return _from_row(row) if row else None


def claim(
    session: Session, case_id: str, channel: str, now: datetime, lease: timedelta
) -> Card | None:
    """Take the card for one exchange with Slack; None while another process holds it.

    From here on an unposted card counts as in doubt, until it is released. What comes back is how
    it was before, but for the channel: that follows the settings as long as the card is certainly
    not posted, or was in a channel of which we only know the name.
    """
    row = session.execute(
        sa.select(cards).where(cards.c.case_id == case_id).with_for_update()
    ).first()
    if row is None or (row.claimed_at is not None and row.claimed_at > now - lease):
        return None
    card = _from_row(row)
    if card.ts is None and (not card.in_doubt or card.channel.startswith("#")):
        card = replace(card, channel=channel)
    _update(session, case_id, claimed_at=now, in_doubt=card.ts is None, channel=card.channel)
    return card


def next_in_line(session: Session, channel: str) -> str | None:
    """Whose card is to be posted next into that channel: of the case that has waited longest.

    What Slack refuses stands beside the line.
    """
    return session.execute(
        sa.select(cards.c.case_id)
        .join(cases, cases.c.id == cards.c.case_id)
        .where(*_in_line(channel))
        .order_by(cases.c.received_at, cases.c.id)
        .limit(1)
    ).scalar_one_or_none()


def length_of_line(session: Session, channel: str) -> int:
    return session.execute(
        sa.select(sa.func.count()).select_from(cards).where(*_in_line(channel))
    ).scalar_one()


def _in_line(channel: str) -> list[sa.ColumnElement[bool]]:
    return [cards.c.channel == channel, cards.c.ts.is_(None), cards.c.trouble.is_(None)]


def release(session: Session, card: Card, *, in_doubt: bool, trouble: str | None = None) -> None:
    """Give the claim back after an exchange that changed nothing."""
    _update(session, card.case_id, claimed_at=None, in_doubt=in_doubt, trouble=trouble)


def shown(
    session: Session, case_id: str, *, channel: str, ts: str, revision: int, now: datetime
) -> None:
    """Slack shows the case as of `revision`; the claim is given back. What was outdated meanwhile
    stays so."""
    outdated = cards.c.outdated_at > cards.c.claimed_at
    _update(
        session, case_id, channel=channel, ts=ts, updated_at=now,
        revision=sa.case((outdated, 0), else_=revision),
        claimed_at=None, in_doubt=False, trouble=None,
    )  # fmt: skip


def outdate(session: Session, case_id: str, now: datetime) -> None:
    """The card has to be shown anew though the case is as it was."""
    _update(session, case_id, revision=0, outdated_at=now)


def forget(session: Session, case_id: str) -> None:
    """There is no message in Slack (any more), and none is wanted."""
    session.execute(sa.delete(cards).where(cards.c.case_id == case_id))


def latest_trouble(session: Session) -> str | None:
    """Why Slack refuses a card, whichever process met with it."""
    return session.execute(
        sa.select(cards.c.trouble)
        .where(cards.c.trouble.is_not(None))
        .order_by(cards.c.updated_at.desc())
        .limit(1)
    ).scalar_one_or_none()


def _update(session: Session, case_id: str, **values: Any) -> None:
    session.execute(sa.update(cards).where(cards.c.case_id == case_id).values(**values))


def _from_row(row: sa.Row[Any]) -> Card:
    return Card(
        case_id=row.case_id,
        channel=row.channel,
        ts=row.ts,
        revision=row.revision,
        in_doubt=row.in_doubt,
        updated_at=row.updated_at,
        trouble=row.trouble,
    )
