"""What the precedent search goes by: one row a published reply, written with the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.documents import to_bytes
from service.store.tables import cases, mentions, precedents, publications
from triage.case import Case, Event
from triage.mention import Channel, Conversation, Mention, Role, Turn


def follow(session: Session, changed: Sequence[Case]) -> None:
    """A row for each reply that went out; whoever searches looks again when it turned out."""
    for case in changed:
        for event in case.events:
            if event.kind == "published":
                session.execute(_published(case, event))
            elif event.kind == "turned_out":
                _touch(session, case.id, event.details["reply"])


def forget_mention(session: Session, inbox: str, message_id: str) -> None:
    """Its author took the words back: what was made of them goes, too."""
    mention = sa.select(mentions.c.id).where(
        mentions.c.inbox == inbox, mentions.c.message_id == message_id
    )
    session.execute(sa.delete(precedents).where(precedents.c.mention_id.in_(mention)))


def read_by_another(session: Session, encoder: str, most: int) -> list[tuple[str, Conversation]]:
    """(key of the reply, what it answered) of those not read by this encoder, latest first."""
    stale = session.execute(
        sa.select(precedents.c.reply_key, precedents.c.case_id, precedents.c.mention_id)
        .where(precedents.c.encoder.is_distinct_from(encoder))
        .order_by(precedents.c.mention_id.desc())
        .limit(most)
    ).all()
    said = session.execute(
        sa.select(mentions)
        .where(mentions.c.case_id.in_([row.case_id for row in stale]))
        .order_by(mentions.c.id)
    ).all()
    return [(row.reply_key, _answered(said, row.case_id, row.mention_id)) for row in stale]


def read_again(
    session: Session, reply_key: str, embedding: tuple[float, ...], encoder: str
) -> None:
    session.execute(
        sa.update(precedents)
        .where(precedents.c.reply_key == reply_key, precedents.c.encoder.is_distinct_from(encoder))
        .values(embedding=to_bytes(embedding), encoder=encoder, changed_at=sa.func.now())
    )


def _answered(said: Sequence[sa.Row[Any]], case_id: str, mention_id: int) -> Conversation:
    """The mention, and what its author wrote before."""
    *earlier, last = [
        row
        for row in said
        if row.case_id == case_id
        and row.id <= mention_id
        and (row.id == mention_id or row.deleted_at is None)
    ]
    return Conversation(
        Mention(
            id=last.message_id, text=last.text, channel=Channel(last.channel), lang=last.lang,
            domain=last.domain,
        ),
        tuple(Turn(Role.CUSTOMER, row.text) for row in earlier),
    )  # fmt: skip


def _published(case: Case, event: Event) -> sa.Insert:
    """The embedding is that of the words which the draft answers, for as long as it is decided on
    and published; what is said later is read later."""
    reply = event.details["reply"]
    answered = (
        sa.select(sa.func.max(mentions.c.id))
        .where(
            mentions.c.case_id == case.id, mentions.c.round <= case.answers_round,
            mentions.c.deleted_at.is_(None),
        )
        .scalar_subquery()
    )  # fmt: skip
    columns = {
        "reply_key": publications.c.key,
        "case_id": cases.c.id,
        "reply": sa.literal(reply),
        "mention_id": mentions.c.id,
        "lang": cases.c.lang,
        "topic": cases.c.topic,
        "embedding": cases.c.embedding,
        "encoder": sa.literal(case.assessment.encoder if case.assessment else ""),
    }
    found = (
        sa.select(*columns.values())
        .select_from(cases)
        .join(publications, publications.c.key == replace(case, replies=reply - 1).reply_key)
        .join(mentions, mentions.c.id == answered)
        .where(cases.c.id == case.id, cases.c.embedding.is_not(None))
    )
    return sa.insert(precedents).from_select([*columns], found)


def _touch(session: Session, case_id: str, reply: int) -> None:
    session.execute(
        sa.update(precedents)
        .where(precedents.c.case_id == case_id, precedents.c.reply == reply)
        .values(changed_at=sa.func.now())
    )
