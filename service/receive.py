"""Taking a mention in: stored once, together with the job to work on it, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from service.batching import Batcher
from service.crash_points import crash_point
from service.inboxes.base import Incoming, Kind
from service.jobs import Jobs
from service.store import cases, mentions
from service.store.database import Database
from triage.case import OPEN_FOR_DECISION, Case, Status

#: The author has written again: these states go back to the start of the walk. A reply that a
#: person approved is on its way and goes out first; the engine comes back to the new mention then.
_RENEWABLE = OPEN_FOR_DECISION | {
    Status.RECEIVED,
    Status.DISMISSED,
    Status.REJECTED,
    Status.PUBLISHED,
    Status.PUBLISH_FAILED,
    Status.CLOSED,
}


class Received(StrEnum):
    STORED = "stored"
    ALREADY_STORED = "already_stored"
    IGNORED = "ignored"


def case_id_of(inbox: str, conversation: str) -> str:
    """The same conversation always gets the same id, so that no two cases can arise from it."""
    return "c" + hashlib.sha256(f"{inbox}\0{conversation}".encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Arrival:
    """One message at the door of an inbox."""

    inbox: str
    incoming: Incoming
    at: datetime


class Intake:
    """Stores what arrives, durably: those who come while a transaction runs share the next one.

    A commit waits for the disk, so one for each message would be most of the work. Each caller
    is answered only after the commit; if a shared transaction fails, each message gets its own.
    """

    #: Beyond this many nothing is gained, and those behind wait longer.
    MOST_AT_ONCE = 32

    def __init__(self, database: Database, reception: Reception) -> None:
        self._database = database
        self._reception = reception
        self._batcher = Batcher(self._take_all, most=self.MOST_AT_ONCE)

    def take(self, inbox: str, incoming: Incoming, now: datetime) -> Received:
        return self._batcher(Arrival(inbox, incoming, now))

    def _take_all(self, arrivals: Sequence[Arrival]) -> list[Received]:
        # In one order everywhere, so that two processes do not wait for each other.
        order = sorted(
            range(len(arrivals)), key=lambda i: (arrivals[i].inbox, arrivals[i].incoming.mention.id)
        )
        received: dict[int, Received] = {}
        with self._database.begin() as session:
            for i in order:
                a = arrivals[i]
                received[i] = self._reception.take(session, a.inbox, a.incoming, a.at)
            crash_point("before commit of received")
        return [received[i] for i in range(len(arrivals))]


class Reception:
    """Stores what the inboxes bring and enqueues the work on it."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def take(self, session: Session, inbox: str, incoming: Incoming, now: datetime) -> Received:
        """Take one message in, as part of the caller's transaction."""
        if incoming.kind is Kind.IGNORED:
            return Received.IGNORED
        mention = incoming.mention
        mentions.take_turns(session, inbox, mention.id)
        case_id = case_id_of(inbox, mention.conversation or mention.id)
        if mentions.is_our_echo(session, inbox, case_id, mention):
            return Received.IGNORED
        known = mentions.find(session, inbox, mention.id)
        if known is not None:
            return self._take_known(session, inbox, incoming, known, now)
        if incoming.kind is Kind.DELETED:
            return Received.IGNORED
        self._take_new(session, inbox, incoming, now)
        return Received.STORED

    # -- a mention we have not seen ------------------------------------------------------------

    def _take_new(self, session: Session, inbox: str, incoming: Incoming, now: datetime) -> None:
        mention = incoming.mention
        conversation = mention.conversation or mention.id
        case = Case(
            id=case_id_of(inbox, conversation),
            inbox=inbox,
            conversation=conversation,
            channel=mention.channel,
            author=mention.author,
            received_at=now,
            updated_at=now,
        ).noted(now, "received", mention=mention.id)
        if cases.insert_new(session, case):
            case = replace(case, revision=1, events=())
            self._jobs.follow(session, case)
        else:
            case = self._take_follow_up(session, case.id, mention.id, now)
        mentions.insert_new(
            session, mention, inbox=inbox, case_id=case.id, delivery_id=incoming.delivery_id,
            round=case.round, received_at=now, context=incoming.context, extra=incoming.extra,
        )  # fmt: skip

    def _take_follow_up(
        self, session: Session, case_id: str, message_id: str, now: datetime
    ) -> Case:
        case = cases.load(session, case_id, to_change=True)
        case = replace(case, round=case.round + 1).noted(now, "received", mention=message_id)
        if case.status in _RENEWABLE:
            case = case.renewed(now, by="author", reason="the author wrote again")
        return self._jobs.save(session, case)

    # -- a mention we know ---------------------------------------------------------------------

    def _take_known(
        self,
        session: Session,
        inbox: str,
        incoming: Incoming,
        known: mentions.StoredMention,
        now: datetime,
    ) -> Received:
        case = cases.load(session, known.case_id, to_change=True)
        if self._is_replay(session, incoming, known):
            return Received.ALREADY_STORED
        if incoming.kind is Kind.DELETED:
            return self._take_deletion(session, case, known, now)
        if incoming.mention.text != known.mention.text and known.deleted_at is None:
            mentions.edit(session, inbox, known.mention.id, incoming.mention.text, now)
            case = case.noted(
                now, "edited", by="author", mention=known.mention.id, delivery=incoming.delivery_id
            )
            self._renew(session, case, now, "the author edited the post")
        return Received.ALREADY_STORED

    def _is_replay(
        self, session: Session, incoming: Incoming, known: mentions.StoredMention
    ) -> bool:
        """Whether that delivery came before, as the mention or as one of its edits.

        An older edit that is sent again must not undo a newer one.
        """
        if incoming.delivery_id == known.delivery_id:
            return True
        return known.edited_at is not None and any(
            event.details.get("delivery") == incoming.delivery_id
            for event in cases.history(session, known.case_id)
            if event.kind == "edited"
        )

    def _take_deletion(
        self, session: Session, case: Case, known: mentions.StoredMention, now: datetime
    ) -> Received:
        if known.deleted_at is not None:
            return Received.ALREADY_STORED
        mentions.delete(session, case.inbox, known.mention.id, now)
        case = case.noted(now, "deleted", by="author", mention=known.mention.id)
        if any(m.deleted_at is None for m in mentions.of_case(session, case.id)):
            self._renew(session, case, now, "the author deleted a post")
            return Received.STORED
        if case.status in {*OPEN_FOR_DECISION, Status.RECEIVED, Status.APPROVED}:
            # The draft is withdrawn: what nobody can see any more needs no public answer.
            case = case.dismissed(now, by="author", reason="the author deleted the post")
        self._jobs.save(session, case)
        return Received.STORED

    def _renew(self, session: Session, case: Case, now: datetime, reason: str) -> None:
        if case.status in {*OPEN_FOR_DECISION, Status.RECEIVED, Status.DISMISSED}:
            case = case.renewed(now, by="author", reason=reason)
        self._jobs.save(session, case)
