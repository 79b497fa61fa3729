"""Mentions in the database, and the conversation they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.tables import cases, mentions, publications
from triage.case import Case
from triage.mention import Author, Channel, Conversation, Mention, Role, Turn

# Every webhook asks these two: built once.
_FIND = sa.select(mentions).where(
    mentions.c.inbox == sa.bindparam("inbox"), mentions.c.message_id == sa.bindparam("message_id")
)
_LIKE_A_REPLY = sa.select(publications.c.case_id).where(
    sa.or_(
        publications.c.external_id == sa.bindparam("message_id"),
        sa.and_(
            publications.c.case_id == sa.bindparam("case_id"),
            publications.c.reply == sa.bindparam("text"),
        ),
    )
)


@dataclass(frozen=True)
class StoredMention:
    """A mention as we keep it."""

    mention: Mention
    case_id: str
    delivery_id: str
    round: int
    received_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    context: tuple[Turn, ...]
    extra: Mapping[str, Any]


def insert_new(
    session: Session,
    mention: Mention,
    *,
    inbox: str,
    case_id: str,
    delivery_id: str,
    round: int,
    received_at: datetime,
    context: tuple[Turn, ...],
    extra: Mapping[str, Any],
) -> None:
    # As parameters, not `values`: the statement stays the same, and nothing is built each time.
    session.execute(
        sa.insert(mentions),
        {
            "inbox": inbox,
            "message_id": mention.id,
            "conversation": mention.conversation,
            "delivery_id": delivery_id,
            "case_id": case_id,
            "round": round,
            "text": mention.text,
            "channel": mention.channel,
            "lang": mention.lang,
            "domain": mention.domain,
            "author_id": mention.author.id,
            "author_name": mention.author.name,
            "url": mention.url,
            "posted_at": mention.posted_at,
            "received_at": received_at,
            "context": [{"role": t.role, "text": t.text} for t in context],
            "extra": dict(extra),
        },
    )


def take_turns(session: Session, inbox: str, message_id: str) -> None:
    """Let deliveries of the same message go one after the other, until the transaction ends.

    SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = sa.func.hashtextextended(f"{inbox}\t{message_id}", 0)
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))


def find(session: Session, inbox: str, message_id: str) -> StoredMention | None:
    row = session.execute(_FIND, {"inbox": inbox, "message_id": message_id}).first()
    return _from_row(row) if row else None


def of_case(session: Session, case_id: str) -> list[StoredMention]:
    """Oldest first."""
    rows = session.execute(
        sa.select(mentions).where(mentions.c.case_id == case_id).order_by(mentions.c.id)
    )
    return [_from_row(row) for row in rows]


def edit(session: Session, inbox: str, message_id: str, text: str, now: datetime) -> None:
    _update(session, inbox, message_id, text=text, edited_at=now)


def delete(session: Session, inbox: str, message_id: str, now: datetime) -> None:
    """Keep the row, so that the case can say so; drop the words its author took back."""
    _update(session, inbox, message_id, text="", deleted_at=now)


def conversation_of(session: Session, case_id: str) -> Conversation:
    """What is to be answered: the last mention still there, with everything said before it."""
    stored = of_case(session, case_id)
    present = [m for m in stored if m.deleted_at is None] or stored
    last = present[-1]
    said = [Turn(Role.CUSTOMER, m.mention.text, m.received_at) for m in present[:-1]]
    merged = sorted([*said, *_our_replies(session, case_id)], key=_moment)
    return Conversation(mention=last.mention, earlier=(*present[0].context, *merged))


def answered_by(session: Session, case: Case) -> Mention:
    """The mention that the case's draft answers: where the reply is to stand."""
    stored = [m for m in of_case(session, case.id) if m.round <= case.answers_round]
    present = [m for m in stored if m.deleted_at is None] or stored
    return present[-1].mention


def is_our_echo(session: Session, inbox: str, case_id: str, mention: Mention) -> bool:
    """Whether that message is a reply of ours, coming back from the inbox.

    Known by its id in that inbox, or by its words: an echo may be faster than the inbox's answer.
    """
    known = [
        *session.execute(
            _LIKE_A_REPLY,
            {"message_id": mention.id, "case_id": case_id, "text": mention.text},
        ).scalars()
    ]
    # Two queries, the second one seldom needed: of one, SQLite makes a walk over the whole inbox.
    ours = sa.select(cases.c.id).where(cases.c.id.in_(known), cases.c.inbox == inbox)
    return bool(known) and session.execute(ours).first() is not None


def _our_replies(session: Session, case_id: str) -> list[Turn]:
    rows = session.execute(
        sa.select(publications).where(
            publications.c.case_id == case_id, publications.c.state == "published"
        )
    )
    return [Turn(Role.AGENT, row.reply, row.updated_at) for row in rows]


def _moment(turn: Turn) -> datetime:
    assert turn.at is not None
    return turn.at


def _update(session: Session, inbox: str, message_id: str, **values: Any) -> None:
    session.execute(
        sa.update(mentions)
        .where(mentions.c.inbox == inbox, mentions.c.message_id == message_id)
        .values(**values)
    )


def _from_row(row: sa.Row[Any]) -> StoredMention:
    return StoredMention(
        mention=Mention(
            id=row.message_id,
            text=row.text,
            channel=Channel(row.channel),
            lang=row.lang,
            domain=row.domain,
            author=Author(id=row.author_id, name=row.author_name),
            url=row.url,
            posted_at=row.posted_at,
            conversation=row.conversation,
        ),
        case_id=row.case_id,
        delivery_id=row.delivery_id,
        round=row.round,
        received_at=row.received_at,
        edited_at=row.edited_at,
        deleted_at=row.deleted_at,
        context=tuple(Turn(Role(t["role"]), t["text"]) for t in row.context),
        extra=row.extra,
    )
