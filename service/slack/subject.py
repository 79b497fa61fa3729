"""What a card is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.console.words import Words
from service.slack.personal import topic_name, words_in
from triage.case import OPEN_FOR_DECISION, Case, Event
from triage.complaint import Topic
from triage.ledger import Offer
from triage.mention import Mention

#: Replies beyond this are not shown whole in a message, so they are not approved in one either.
LONGEST_REPLY = 8_000


@dataclass(frozen=True)
class Subject:
    """A case, the mention it answers, and what has happened so far."""

    case: Case
    mention: Mention
    history: tuple[Event, ...] = ()
    #: The case in the console; None where the console has no public address.
    case_url: str | None = None
    #: What may be granted, and what the budget had left when this was shown.
    offer: Offer = field(default_factory=Offer)
    #: The names of those who may decide it.
    who_may: tuple[str, ...] = ()
    #: The names of those who have its editor open.
    editing: tuple[str, ...] = ()
    #: What it is shown in: the channel's language, or that of the person who opened a window.
    words: Words = field(default_factory=lambda: words_in("en", "UTC"))

    @property
    def shown_whole(self) -> bool:
        return self.case.draft is not None and len(self.case.draft.reply) <= LONGEST_REPLY

    @property
    def is_open(self) -> bool:
        return self.case.status in OPEN_FOR_DECISION

    def latest(self, *kinds: str) -> Event | None:
        return next((event for event in reversed(self.history) if event.kind in kinds), None)


def topic_words(words: Words, case: Case) -> str:
    """The topic for people: `Lost baggage`."""
    topic = case.assessment.topic if case.assessment else Topic.OTHER
    return words("Complaint") if topic in (Topic.OTHER, Topic.NONE) else topic_name(words, topic)
