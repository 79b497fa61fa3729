"""Cases that people decided on or corrected, with everything that an example is made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.case_rows import from_row
from service.store.documents import from_document
from service.store.publications import PublicationState
from service.store.tables import cases, decisions, drafts, events, mentions, outcomes, publications
from triage.case import KULANZ, Case, Event
from triage.decision import Decision
from triage.draft import Draft
from triage.mention import Role, Turn
from triage.outcome import Outcome

#: Cases read at once.
_AT_ONCE = 200


@dataclass(frozen=True)
class Said:
    """One message of the author, and how many they had written with it; its text may be gone."""

    text: str
    round: int
    at: datetime
    lang: str | None


@dataclass
class DecidedCase:
    case: Case
    said: list[Said] = field(default_factory=list)
    #: What the inbox sent along with the first message.
    context: tuple[Turn, ...] = ()
    #: Our replies, with the time they were out.
    replies: list[Turn] = field(default_factory=list)
    #: The draft versions they were approved from.
    sent: list[int] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    #: Version → when it was written and the draft; only what the program wrote.
    drafts: dict[int, tuple[datetime, Draft]] = field(default_factory=dict)
    corrections: list[Event] = field(default_factory=list)
    #: Draft version that went out → what became of that reply.
    outcomes: dict[int, Outcome] = field(default_factory=dict)


def decided_since(session: Session, since: datetime) -> Iterator[DecidedCase]:
    """Cases with a decision or a correction since then, the oldest first."""
    ids = iter(_ids(session, since))
    while batch := [*islice(ids, _AT_ONCE)]:
        yield from _loaded(session, batch)


def count_acts(session: Session, since: datetime) -> int:
    """Decisions and corrections after that moment."""
    decided = sa.select(sa.func.count()).where(decisions.c.decided_at > since)
    corrected = sa.select(sa.func.count()).where(events.c.kind == "corrected", events.c.at > since)
    return int(session.execute(decided).scalar_one() + session.execute(corrected).scalar_one())


def _ids(session: Session, since: datetime) -> Sequence[str]:
    touched = sa.union(
        sa.select(decisions.c.case_id).where(decisions.c.decided_at >= since),
        sa.select(events.c.case_id).where(events.c.kind == "corrected", events.c.at >= since),
    ).subquery()
    rows = session.execute(
        sa.select(cases.c.id)
        .where(cases.c.id.in_(sa.select(touched.c.case_id)))
        .order_by(cases.c.received_at, cases.c.id)
    )
    return rows.scalars().all()


def _loaded(session: Session, ids: Sequence[str]) -> Iterable[DecidedCase]:
    rows = session.execute(sa.select(cases).where(cases.c.id.in_(ids)))
    found = {row.id: DecidedCase(from_row(row)) for row in rows}
    _add_words(session, found)
    _add_acts(session, found)
    _add_outcomes(session, found)
    return [found[id] for id in ids]


def _add_words(session: Session, found: dict[str, DecidedCase]) -> None:
    for row in session.execute(
        sa.select(mentions).where(mentions.c.case_id.in_(found)).order_by(mentions.c.id)
    ):
        case = found[row.case_id]
        if not case.said:
            case.context = tuple(Turn(Role(t["role"]), t["text"]) for t in row.context)
        case.said.append(Said(row.text, row.round, row.received_at, row.lang))
    for row in session.execute(
        sa.select(publications)
        .where(
            publications.c.case_id.in_(found),
            publications.c.state == PublicationState.PUBLISHED,
        )
        .order_by(publications.c.updated_at)
    ):
        case = found[row.case_id]
        case.replies.append(Turn(Role.AGENT, row.reply, row.updated_at))
        case.sent.append(row.draft_version)


def _add_acts(session: Session, found: dict[str, DecidedCase]) -> None:
    ours: dict[str, set[int]] = defaultdict(set)
    for row in session.execute(
        sa.select(events)
        .where(events.c.case_id.in_(found), events.c.kind.in_(["drafted", "corrected"]))
        .order_by(events.c.id)
    ):
        if row.kind == "corrected":
            found[row.case_id].corrections.append(Event(row.at, row.kind, row.by, row.details))
        elif row.by == KULANZ:
            ours[row.case_id].add(row.details["version"])
    for row in session.execute(sa.select(drafts).where(drafts.c.case_id.in_(found))):
        draft = from_document(Draft, row.draft)
        if draft is not None and row.version in ours[row.case_id]:
            found[row.case_id].drafts[row.version] = (row.at, draft)
    for row in session.execute(
        sa.select(decisions).where(decisions.c.case_id.in_(found)).order_by(decisions.c.id)
    ):
        decision = from_document(Decision, row.decision)
        if decision is not None:
            found[row.case_id].decisions.append(decision)


def _add_outcomes(session: Session, found: dict[str, DecidedCase]) -> None:
    for row in session.execute(
        sa.select(outcomes).where(outcomes.c.case_id.in_(found), outcomes.c.outcome.is_not(None))
    ):
        case = found[row.case_id]
        if row.reply <= len(case.sent):
            case.outcomes[case.sent[row.reply - 1]] = Outcome(row.outcome)
