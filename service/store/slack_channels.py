"""When each channel in Slack takes the next message, for all processes; and why it takes none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.database import upsert
from service.store.tables import cards, slack_channels

#: How many turns a channel that was held up may make up for.
_MOST_BEHIND = 5


@dataclass(frozen=True)
class Turn:
    """The right to send one message into a channel."""

    channel: str
    #: When it may be sent.
    at: datetime
    #: Otherwise somebody else may still be faster.
    taken: bool
    #: When the next one is, and when it would be if nothing had been held up.
    next_at: datetime
    even_at: datetime


def take(
    session: Session, channel: str, now: datetime, *, between: timedelta, ahead: timedelta
) -> Turn:
    """The channel's next turn; it is taken unless it is further away than `ahead`."""
    new = {"channel": channel, "free_at": now, "even_at": now}
    session.execute(upsert(session, slack_channels).values(new).on_conflict_do_nothing())
    this = slack_channels.c.channel == channel
    row = session.execute(sa.select(slack_channels).where(this).with_for_update()).one()
    at = max(now, row.free_at)
    even_at = max(row.even_at, at - _MOST_BEHIND * between) + between
    turn = Turn(channel, at, row.free_at - now <= ahead, at + between, even_at)
    if turn.taken:
        session.execute(
            sa.update(slack_channels).where(this).values(free_at=turn.next_at, even_at=even_at)
        )
    return turn


def move_next(session: Session, turn: Turn, at: datetime) -> None:
    """The turn after this one, unless somebody has taken it."""
    session.execute(
        sa.update(slack_channels)
        .where(
            slack_channels.c.channel == turn.channel, slack_channels.c.free_at == turn.next_at
        )
        .values(free_at=at)
    )  # fmt: skip


def when_free(session: Session, channel: str) -> datetime | None:
    """None where nothing was sent yet."""
    return session.execute(
        sa.select(slack_channels.c.free_at).where(slack_channels.c.channel == channel)
    ).scalar_one_or_none()


def put_off(session: Session, channel: str, until: datetime) -> None:
    """Nothing is sent into the channel before that, and nothing made up for."""
    values = {"free_at": until, "even_at": until}
    session.execute(
        upsert(session, slack_channels)
        .values(channel=channel, **values)
        .on_conflict_do_update(
            index_elements=["channel"], set_=values, where=slack_channels.c.free_at < until
        )
    )


def close(session: Session, channel: str, until: datetime, trouble: str) -> None:
    """Slack takes nothing there until somebody changes something; then it is tried again."""
    put_off(session, channel, until)
    _update(session, channel, trouble)


def opened(session: Session, channel: str) -> None:
    """Slack took something."""
    _update(session, channel, None)


def latest_trouble(session: Session) -> str | None:
    """Why Slack takes no cards in a channel where some wait."""
    return session.execute(
        sa.select(slack_channels.c.trouble)
        .join(cards, cards.c.channel == slack_channels.c.channel)
        .where(slack_channels.c.trouble.is_not(None), cards.c.ts.is_(None))
        .order_by(slack_channels.c.free_at.desc())
        .limit(1)
    ).scalar_one_or_none()


def _update(session: Session, channel: str, trouble: str | None) -> None:
    differs = slack_channels.c.trouble.is_distinct_from(trouble)
    session.execute(
        sa.update(slack_channels)
        .where(slack_channels.c.channel == channel, differs)
        .values(trouble=trouble)
    )
