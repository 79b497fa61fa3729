"""Taking a mention in: stored once, together with the job to work on it, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from operator import itemgetter

from sqlalchemy.orm import Session

from service.inboxes.base import Incoming, Kind
from service.jobs import Jobs
from service.store import cases, mentions
from service.store.mentions import Key, StoredMention
from triage.case import AUTHOR, OPEN_FOR_DECISION, Case, Status

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

    @property
    def key(self) -> Key:
        return self.inbox, self.incoming.mention.id

    @property
    def conversation(self) -> str:
        """A mention that stands alone is one of its own."""
        return self.incoming.mention.conversation or self.incoming.mention.id

    @cached_property
    def case_id(self) -> str:
        return case_id_of(self.inbox, self.conversation)


class Reception:
    """Stores what the inboxes bring and enqueues the work on it."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def take(self, session: Session, arrivals: Sequence[Arrival]) -> list[Received]:
        """Take messages in, as they came, as part of the caller's transaction."""
        mentions.take_turns(session, [arrival.key for arrival in arrivals])
        parts = _without_repetition(arrivals)
        return [received for part in parts for received in self._take_part(session, part)]

    def _take_part(self, session: Session, arrivals: Sequence[Arrival]) -> list[Received]:
        """What opens a case all at once; then what belongs to one that is there, in turn."""
        known = mentions.known(session, [a.key for a in arrivals])
        received = {a.key: Received.IGNORED for a in arrivals}
        wanted = self._wanted(session, arrivals, known)
        opened = self._open_cases(session, [a for a in wanted if a.key not in known])
        received |= dict.fromkeys(opened, Received.STORED)
        # By case, so that two processes lock them in one order; as they came within each.
        for case_id, a in sorted(
            ((_case_id(a, known), a) for a in wanted if a.key not in opened), key=itemgetter(0)
        ):
            received[a.key] = self._take_one(session, case_id, a, known.get(a.key))
        return [received[a.key] for a in arrivals]

    def _wanted(
        self, session: Session, arrivals: Sequence[Arrival], known: Mapping[Key, StoredMention]
    ) -> list[Arrival]:
        """Without our own words coming back, and without deletions of what we never saw."""
        others = [a for a in arrivals if a.incoming.kind is not Kind.IGNORED]
        said = {a.key: (a.case_id, a.incoming.mention.text) for a in others}
        echoes = mentions.our_echoes(session, said)
        return [
            a
            for a in others
            if a.key not in echoes and (a.key in known or a.incoming.kind is not Kind.DELETED)
        ]

    def _open_cases(self, session: Session, new: Sequence[Arrival]) -> set[Key]:
        """Open a case for each conversation that has none; the messages that did."""
        first: dict[str, Arrival] = {}
        for arrival in new:
            first.setdefault(arrival.case_id, arrival)
        opened = cases.insert_new(session, [_new_case(a) for a in first.values()])
        self._jobs.follow(session, opened)
        mentions.insert_new(session, [_stored(first[case.id], case) for case in opened])
        return {first[case.id].key for case in opened}

    def _take_one(
        self, session: Session, case_id: str, arrival: Arrival, known: StoredMention | None
    ) -> Received:
        case = cases.load(session, case_id, to_change=True)
        if known is None:
            return self._take_follow_up(session, case, arrival)
        return self._take_known(session, case, arrival, known)

    def _take_follow_up(self, session: Session, case: Case, arrival: Arrival) -> Received:
        now = arrival.at
        case = replace(case, round=case.round + 1).noted(
            now, "received", mention=arrival.incoming.mention.id
        )
        if case.status in _RENEWABLE:
            case = case.renewed(now, by=AUTHOR, reason="the author wrote again")
        case = self._jobs.save(session, case)
        mentions.insert_new(session, [_stored(arrival, case)])
        return Received.STORED

    # -- a mention we know ---------------------------------------------------------------------

    def _take_known(
        self, session: Session, case: Case, arrival: Arrival, known: StoredMention
    ) -> Received:
        incoming, now = arrival.incoming, arrival.at
        if self._is_replay(session, incoming, known):
            return Received.ALREADY_STORED
        if incoming.kind is Kind.DELETED:
            return self._take_deletion(session, case, known, now)
        if incoming.mention.text != known.mention.text and known.deleted_at is None:
            mentions.edit(session, arrival.inbox, known.mention.id, incoming.mention.text, now)
            case = case.noted(
                now, "edited", by=AUTHOR, mention=known.mention.id, delivery=incoming.delivery_id
            )
            self._renew(session, case, now, "the author edited the post")
        return Received.ALREADY_STORED

    def _is_replay(self, session: Session, incoming: Incoming, known: StoredMention) -> bool:
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
        self, session: Session, case: Case, known: StoredMention, now: datetime
    ) -> Received:
        if known.deleted_at is not None:
            return Received.ALREADY_STORED
        mentions.delete(session, case.inbox, known.mention.id, now)
        case = case.noted(now, "deleted", by=AUTHOR, mention=known.mention.id)
        if any(m.deleted_at is None for m in mentions.of_case(session, case.id)):
            self._renew(session, case, now, "the author deleted a post")
            return Received.STORED
        if case.status in {*OPEN_FOR_DECISION, Status.RECEIVED, Status.APPROVED}:
            # The draft is withdrawn: what nobody can see any more needs no public answer.
            case = case.dismissed(now, by=AUTHOR, reason="the author deleted the post")
        self._jobs.save(session, case)
        return Received.STORED

    def _renew(self, session: Session, case: Case, now: datetime, reason: str) -> None:
        if case.status in {*OPEN_FOR_DECISION, Status.RECEIVED, Status.DISMISSED}:
            case = case.renewed(now, by=AUTHOR, reason=reason)
        self._jobs.save(session, case)


def _case_id(arrival: Arrival, known: Mapping[Key, StoredMention]) -> str:
    """A message that we know stays where it is, whatever its conversation is called now."""
    return known[arrival.key].case_id if arrival.key in known else arrival.case_id


def _new_case(arrival: Arrival) -> Case:
    mention = arrival.incoming.mention
    return Case(
        id=arrival.case_id,
        inbox=arrival.inbox,
        conversation=arrival.conversation,
        channel=mention.channel,
        author=mention.author,
        received_at=arrival.at,
        updated_at=arrival.at,
    ).noted(arrival.at, "received", mention=mention.id)


def _stored(arrival: Arrival, case: Case) -> StoredMention:
    incoming = arrival.incoming
    return StoredMention(
        inbox=arrival.inbox,
        mention=incoming.mention,
        case_id=case.id,
        delivery_id=incoming.delivery_id,
        round=case.round,
        received_at=arrival.at,
        context=incoming.context,
        extra=incoming.extra,
    )


def _without_repetition(arrivals: Sequence[Arrival]) -> list[list[Arrival]]:
    """Cut where a message comes again: the second one meets what became of the first."""
    parts: list[list[Arrival]] = []
    seen: set[Key] = set()
    for arrival in arrivals:
        if not parts or arrival.key in seen:
            parts.append([])
            seen = set()
        parts[-1].append(arrival)
        seen.add(arrival.key)
    return parts
