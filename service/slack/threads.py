"""The threads under the cards as an outbox: each message is planned, claimed, posted, and looked
for where nobody knows whether it is there; the events it tells of say which one it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from service.console.words import Words
from service.crash_points import crash_point
from service.slack.blocks import Message
from service.slack.elements import Element, escape, inline, rich, section, text
from service.slack.endings import because, escalation
from service.slack.personal import named_link
from service.slack.posting import NOTE, Posting
from service.slack.subject import topic_words
from service.slack.thread_opening import Background
from service.slack.thread_words import lines
from service.slack.turns import Turns
from service.store import cards, cases, insights, mentions, notes
from service.store.cards import Card
from service.store.database import Database
from service.store.notes import Note, NoteKind
from triage.case import Case, Event
from triage.desk import Desk
from triage.errors import DeliveryInDoubt, NotDelivered
from triage.outcome import Precedent
from triage.ports import Clock

News = Sequence[tuple[int, Event]]


@dataclass(frozen=True)
class Threads:
    """Raises what Posting raises."""

    database: Database
    desk: Desk
    clock: Clock
    posting: Posting
    turns: Turns
    #: The address of a message of ours; None until Slack has told its own.
    permalink: Callable[[str, str], str | None]
    #: What the channel of a case is written in.
    words: Callable[[Case], Words]

    def tell(self, case: Case, lease: float) -> bool:
        """Post the next note, if there is one; whether there may be more."""
        with self.database.read() as session:
            card = cards.load(session, case.id)
        if card is None:
            # Nobody was asked in Slack, or the card is gone.
            return False
        if card.ts is None:
            raise NotDelivered("The card is not there yet.", retry_after=2.0)
        for kind in NoteKind:
            note = self._planned(case, card, kind)
            if note is not None:
                self._deliver(note, case, card, timedelta(seconds=lease))
                return True
        return False

    # -- planning ------------------------------------------------------------------------------

    def _planned(self, case: Case, card: Card, kind: NoteKind) -> Note | None:
        """The note that is not posted yet; None when there is nothing to tell."""
        with self.database.read() as session:
            last = notes.latest(session, case.id, kind)
            since = last.upto if last else 0
            news = notes.news(session, case.id, since)
        if last is not None and last.ts is None:
            return last
        upto = self._upto(case, kind, since, news)
        channel = card.channel if kind is NoteKind.THREAD else self._escalations(case)
        if upto is None or not channel:
            return None
        with self.database.begin() as session:
            notes.plan(
                session, case.id, kind, since=since, upto=upto, channel=channel, now=self.clock()
            )
            planned = notes.latest(session, case.id, kind)
        crash_point("after note plan")
        return planned

    def _upto(self, case: Case, kind: NoteKind, since: int, news: News) -> int | None:
        """The last event that the next note tells of; None where there is nothing to tell."""
        if not news:
            return None
        if kind is NoteKind.ESCALATION:
            return next((number for number, event in reversed(news) if _escalates(event)), None)
        blocks, last = self._lines(case, since, news)
        return last if blocks else None

    def _lines(self, case: Case, since: int, news: News) -> tuple[list[Element], int]:
        named = [(number, self._named(event)) for number, event in news]
        return lines(named, self._background(case), first=since == 0)

    def _escalations(self, case: Case) -> str | None:
        queue = self.desk.desks.queue(self.desk.queue_of(case))
        return queue.slack_escalation_channel if queue else None

    # -- posting -------------------------------------------------------------------------------

    def _deliver(self, note: Note, case: Case, card: Card, lease: timedelta) -> None:
        message = self._message(note, case, card)
        with self.database.begin() as session:
            claimed = notes.claim(session, note, self.clock(), lease)
        if claimed is None:
            raise NotDelivered("Another process is posting this.", retry_after=1.0)
        in_thread = note.kind is NoteKind.THREAD
        channel, thread_ts = (card.channel, card.ts) if in_thread else (note.channel, None)
        try:
            place = None
            if claimed.in_doubt:
                place = self.posting.find_note(
                    channel, thread_ts, case.id, note.upto, claimed.updated_at
                )
            if place is None:
                with self.turns.sending(self.turns.next(channel)):
                    crash_point("before note post")
                    place = self.posting.post(
                        channel, message, case.id, note.upto, kind=NOTE, thread_ts=thread_ts
                    )
                crash_point("after note post")
        except DeliveryInDoubt:
            self._release(claimed, in_doubt=True)
            raise
        except Exception:
            # Certainly not posted now; whether it was before is as unknown as it was.
            self._release(claimed, in_doubt=claimed.in_doubt)
            raise
        with self.database.begin() as session:
            notes.posted(session, note, place.channel, place.ts, self.clock())
            crash_point("before commit of note")

    def _release(self, note: Note, *, in_doubt: bool) -> None:
        with self.database.begin() as session:
            notes.release(session, note, in_doubt=in_doubt)

    # -- words ---------------------------------------------------------------------------------

    def _message(self, note: Note, case: Case, card: Card) -> Message:
        with self.database.read() as session:
            news = [n for n in notes.news(session, case.id, note.since) if n[0] <= note.upto]
        if note.kind is NoteKind.ESCALATION:
            return self._pointer(case, card, news)
        blocks, _ = self._lines(case, note.since, news)
        words = self.words(case)
        return Message(escape(words("News on: %(topic)s.", topic=topic_words(words, case))), blocks)

    def _pointer(self, case: Case, card: Card, news: News) -> Message:
        words = self.words(case)
        event = self._named(next(e for _, e in reversed(news) if _escalates(e)))
        said = f"{escalation(words, event)}{because(words, event)}"
        where = named_link(self.permalink(card.channel, card.ts or ""), words("The card"))
        about = [text(topic_words(words, case), bold=True)]
        if case.grade:
            about.append(text(" · " + words("severity %(severity)s",
                                            severity=int(case.grade.severity))))  # fmt: skip
        line = section(*about, text(f" · {said} "), *where)
        told = words("Escalated: %(topic)s.", topic=topic_words(words, case))
        return Message(escape(told), [rich("escalated", line)])

    def _background(self, case: Case) -> Background:
        with self.database.read() as session:
            conversation = mentions.conversation_of(session, case.id)
            stored = mentions.of_case(session, case.id)
            drafts = dict(cases.draft_versions(session, case.id))
        people = {a.id: a.slack_user for a in self.desk.desks.everybody if a.slack_user}
        return Background(
            words=self.words(case),
            earlier=conversation.earlier,
            precedents=self._precedents(case),
            drafts=drafts,
            mentions={m.mention.id: m.mention.text for m in stored},
            slack_users=people,
        )

    def _precedents(self, case: Case) -> tuple[Precedent, ...]:
        """Approved cases like this one."""
        if case.assessment is None:
            return ()
        with self.database.read() as session:
            embedding = insights.embedding_of(session, case.id)
        asked = replace(case.assessment, embedding=embedding)
        return tuple(self.desk.precedents.nearest(asked, besides=case.id))

    def _named(self, event: Event) -> Event:
        """With the name of whoever did it, where the event holds an id only."""
        approver = None if event.details.get("name") else self.desk.desks.approver(event.by)
        if approver is None:
            return event
        return replace(event, details={**event.details, "name": inline(approver.name, 80)})


def _escalates(event: Event) -> bool:
    return event.kind == "escalated" or event.details.get("decision") == "escalate"
