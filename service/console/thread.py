"""The conversation as a case's page shows it, with the model's evidence marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.store.mentions import StoredMention
from service.store.publications import Publication, PublicationState
from triage.case import Case
from triage.complaint import Span
from triage.mention import Role


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is evidence."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Message:
    """One contribution to the conversation, oldest first."""

    role: Role
    pieces: tuple[Piece, ...]
    at: datetime | None = None
    stored: StoredMention | None = None
    #: Where our own reply stands.
    url: str | None = None
    #: The one to be answered.
    answered: bool = False


def thread(
    case: Case,
    stored: Sequence[StoredMention],
    sent: Sequence[Publication],
    shown: Callable[[str], str],
) -> list[Message]:
    """What was said, by the author and by us; texts of the author's as they are to be `shown`."""
    answered = next((m for m in reversed(stored) if m.deleted_at is None), None)
    messages = [
        Message(turn.role, marked(shown(turn.text), ()), turn.at)
        for turn in (stored[0].context if stored else ())
    ]
    said = [_message(case, m, m is answered, shown) for m in stored]
    said += [
        Message(Role.AGENT, marked(p.reply, ()), p.updated_at, url=p.url)
        for p in sent
        if p.state is PublicationState.PUBLISHED
    ]
    return messages + sorted(said, key=lambda message: message.at or case.received_at)


def _message(
    case: Case, stored: StoredMention, answered: bool, shown: Callable[[str], str]
) -> Message:
    evidence = case.assessment.evidence if answered and case.assessment else ()
    # As long as before, so that the evidence stays where it is.
    pieces = marked(shown(stored.mention.text), evidence)
    return Message(Role.CUSTOMER, pieces, stored.received_at, stored=stored, answered=answered)


def marked(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """Cut the text along the spans; what lies outside of it is left out, overlaps merge.

    >>> [p.text for p in marked("late again", [(0, 4)]) if p.marked]
    ['late']
    """
    pieces: list[Piece] = []
    at = 0
    for start, end in sorted(spans):
        start, end = max(at, start), min(end, len(text))
        if start < end:
            pieces += [Piece(text[at:start], False), Piece(text[start:end], True)]
            at = end
    pieces.append(Piece(text[at:], False))
    return tuple(piece for piece in pieces if piece.text)
