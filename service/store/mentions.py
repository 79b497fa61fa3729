"""Mentions in the database, and the conversation they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store import precedent_rows, rows
from service.store.tables import cases, mentions, publications
from triage.case import Case
from triage.mention import Author, Channel, Conversation, Mention, Role, Turn

#: What a message is known by: its inbox, and its id there.
Key = tuple[str, str]

# Every webhook asks these: built once.
_KEYS = sa.func.unnest(sa.bindparam("keys", type_=sa.ARRAY(sa.Text))).column_valued("key")
_TAKE_TURNS = sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(_KEYS, 0)))
_KNOWN = sa.select(mentions).where(
    mentions.c.inbox.in_(sa.bindparam("inboxes", expanding=True)),
    mentions.c.message_id.in_(sa.bindparam("message_ids", expanding=True)),
)
_LIKE_A_REPLY = (
    sa.select(
        cases.c.inbox, publications.c.case_id, publications.c.external_id, publications.c.reply
    )
    .join(cases)
    .where(
        sa.or_(
            publications.c.external_id.in_(sa.bindparam("message_ids", expanding=True)),
            publications.c.case_id.in_(sa.bindparam("case_ids", expanding=True)),
        )
    )
)


@dataclass(frozen=True)
class StoredMention:
    """A mention as we keep it."""

    inbox: str
    mention: Mention
    case_id: str
    delivery_id: str
    round: int
    received_at: datetime
    context: tuple[Turn, ...]
    extra: Mapping[str, Any]
    edited_at: datetime | None = None
    deleted_at: datetime | None = None


def insert_new(session: Session, new: Sequence[StoredMention]) -> None:
    """Store mentions that are not known; in this order they are said."""
    rows.insert(session, mentions, [_columns(stored) for stored in new])


def take_turns(session: Session, keys: Iterable[Key]) -> None:
    """Let deliveries of the same messages go one after the other, until the transaction ends.

    SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        # In one order everywhere, so that two processes do not wait for each other.
        session.execute(_TAKE_TURNS, {"keys": sorted("\t".join(key) for key in keys)})


def find(session: Session, inbox: str, message_id: str) -> StoredMention | None:
    return known(session, [(inbox, message_id)]).get((inbox, message_id))


def known(session: Session, keys: Sequence[Key]) -> dict[Key, StoredMention]:
    """Those of these messages that we have."""
    asked = {
        "inboxes": [*{inbox for inbox, _ in keys}],
        "message_ids": [message_id for _, message_id in keys],
    }
    found = {(row.inbox, row.message_id): row for row in session.execute(_KNOWN, asked)}
    return {key: _from_row(found[key]) for key in keys if key in found}


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
    precedent_rows.forget_mention(session, inbox, message_id)


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


def our_echoes(session: Session, said: Mapping[Key, tuple[str, str]]) -> set[Key]:
    """Which of these messages, each with its case and its text, are replies of ours coming back.

    Known by their id in that inbox, or by their words: an echo may be faster than the inbox's
    answer.
    """
    asked = {
        "message_ids": [message_id for _, message_id in said],
        "case_ids": [*{case_id for case_id, _ in said.values()}],
    }
    replies = session.execute(_LIKE_A_REPLY, asked).all()
    return {
        (inbox, message_id)
        for (inbox, message_id), words in said.items()
        for reply in replies
        if reply.inbox == inbox
        and (reply.external_id == message_id or (reply.case_id, reply.reply) == words)
    }


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


def _columns(stored: StoredMention) -> dict[str, Any]:
    mention = stored.mention
    return {
        "inbox": stored.inbox,
        "message_id": mention.id,
        "conversation": mention.conversation,
        "delivery_id": stored.delivery_id,
        "case_id": stored.case_id,
        "round": stored.round,
        "text": mention.text,
        "channel": mention.channel,
        "lang": mention.lang,
        "domain": mention.domain,
        "author_id": mention.author.id,
        "author_name": mention.author.name,
        "url": mention.url,
        "posted_at": mention.posted_at,
        "received_at": stored.received_at,
        "edited_at": stored.edited_at,
        "deleted_at": stored.deleted_at,
        "context": [{"role": t.role, "text": t.text} for t in stored.context],
        "extra": dict(stored.extra),
    }


def _from_row(row: sa.Row[Any]) -> StoredMention:
    return StoredMention(
        inbox=row.inbox,
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
