"""What Slack shows of our cases: planned before it is posted, claimed while it is being changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store import slack_channels
from service.store.database import upsert
from service.store.tables import cards, cases
from triage.case import OPEN_FOR_DECISION, Status


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
    #: Why Slack refuses it, though it takes others there.
    trouble: str | None = None
    #: Since when a process talks to Slack about it.
    claimed_at: datetime | None = None


def plan(session: Session, case_id: str, channel: str, now: datetime) -> None:
    """Note that a card is wanted, which gives it its place in the channel's line.

    Of one that was planned before, the channel follows as long as it is certainly not posted, or
    is in doubt where we only know the channel's name.
    """
    movable = sa.or_(cards.c.in_doubt.is_(False), cards.c.channel.startswith("#"))
    session.execute(
        upsert(session, cards)
        .values(case_id=case_id, channel=channel, ts=None, revision=0, updated_at=now)
        .on_conflict_do_update(
            index_elements=["case_id"], set_={"channel": channel},
            where=sa.and_(cards.c.ts.is_(None), cards.c.channel != channel, movable),
        )
    )  # fmt: skip


def load(session: Session, case_id: str) -> Card | None:
    row = session.execute(sa.select(cards).where(cards.c.case_id == case_id)).first()
    return _from_row(row) if row else None


def claim(session: Session, case_id: str, now: datetime, lease: timedelta) -> Card | None:
    """Take the card for one exchange with Slack; None while another process holds it.

    From here on an unposted card counts as in doubt, until it is released. What comes back is how
    it was before, but for the claim.
    """
    row = session.execute(
        sa.select(cards).where(cards.c.case_id == case_id).with_for_update()
    ).first()
    if row is None or (row.claimed_at is not None and row.claimed_at > now - lease):
        return None
    card = replace(_from_row(row), claimed_at=now)
    _update(session, case_id, claimed_at=now, in_doubt=card.ts is None)
    return card


def next_in_line(session: Session, channel: str) -> Card | None:
    """The card that is to be posted next into that channel: of the case that has waited longest.

    Whose case was decided, or is drafted anew, has no place there, unless its card may be posted
    already; what Slack refuses stands beside the line.
    """
    row = session.execute(
        sa.select(cards)
        .join(cases, cases.c.id == cards.c.case_id)
        .where(*_in_line(channel))
        .order_by(cases.c.received_at, cases.c.id)
        .limit(1)
    ).first()
    return _from_row(row) if row else None


def gives_way(session: Session, case_id: str, since: datetime) -> bool:
    """Whether a mention that came in before this one's is being read and drafted, since then: its
    card may belong into the same line."""
    this = cases.alias()
    came_in = sa.select(this.c.received_at).where(this.c.id == case_id).scalar_subquery()
    posted = sa.exists().where(cards.c.case_id == cases.c.id, cards.c.ts.is_not(None))
    at_work = sa.and_(cases.c.status == Status.RECEIVED, cases.c.updated_at > since)
    older = sa.select(cases.c.id).where(at_work, cases.c.received_at < came_in, ~posted)
    return session.execute(older.limit(1)).first() is not None


def length_of_line(session: Session, channel: str) -> int:
    return session.execute(
        sa.select(sa.func.count())
        .select_from(cards)
        .join(cases, cases.c.id == cards.c.case_id)
        .where(*_in_line(channel))
    ).scalar_one()


def _in_line(channel: str) -> list[sa.ColumnElement[bool]]:
    wanted = sa.or_(cards.c.in_doubt, cases.c.status.in_([*OPEN_FOR_DECISION]))
    return [cards.c.channel == channel, cards.c.ts.is_(None), cards.c.trouble.is_(None), wanted]


def give_up_place(session: Session, case_id: str) -> None:
    """Nobody has to be asked (any more), unless the card may be posted already."""
    session.execute(
        sa.delete(cards).where(
            cards.c.case_id == case_id, cards.c.ts.is_(None), cards.c.in_doubt.is_(False)
        )
    )


def release(session: Session, card: Card, *, in_doubt: bool, trouble: str | None = None) -> None:
    """Give the claim back after an exchange that changed nothing, unless another process has taken
    it over."""
    session.execute(
        sa.update(cards)
        .where(cards.c.case_id == card.case_id, cards.c.claimed_at == card.claimed_at)
        .values(claimed_at=None, in_doubt=in_doubt, trouble=trouble)
    )


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
    """Why Slack refuses a card, or a channel's line, whichever process met with it."""
    of_a_card = session.execute(
        sa.select(cards.c.trouble)
        .where(cards.c.trouble.is_not(None))
        .order_by(cards.c.updated_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return of_a_card or slack_channels.latest_trouble(session)


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
        claimed_at=row.claimed_at,
    )
