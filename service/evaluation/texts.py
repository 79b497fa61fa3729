"""Texts that others wrote, made fit to be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.judged import Judged
from triage.complaint import Span
from triage.mention import clean_text
from triage.spans import apart

#: Joins emoji; harmless, and frequent.
_JOINER = "\u200d"
#: So far into a text its evidence may begin and still be seen on one line.
_BEGINS = 40


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool


def visible(text: str) -> str:
    """One line in which nothing steers the terminal, hides, or runs backwards.

    >>> visible("late\\n again \\x1b[2J \\u202e!")
    'late again \\\\x1b[2J \\\\u202e!'
    """
    return "".join(map(_visible, " ".join(text.split())))


def _visible(character: str) -> str:
    if character.isprintable() or character == _JOINER:
        return character
    return character.encode("unicode_escape").decode()


def worth_seeing(j: Judged) -> tuple[Span, ...]:
    """The evidence shown; where none is shown, what the label says it should have been."""
    labelled = j.labelled_span
    return j.assessment.evidence or ((labelled,) if labelled else ())


def excerpt(text: str, spans: Sequence[Span]) -> str:
    """The text, from its first evidence on if that stands far behind.

    >>> excerpt("We stayed for a week. " * 4 + "The bed broke.", [(88, 102)])
    '… The bed broke.'
    """
    start = min((span[0] for span in spans), default=0)
    return text if start <= _BEGINS else f"… {text[start:]}"


def pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The whole text, cut where evidence begins and ends.

    >>> [(p.text, p.marked) for p in pieces("All well. Bag lost.", [(10, 18)])]
    [('All well. ', False), ('Bag lost', True), ('.', False)]
    """
    cut = [Piece(clean_text(text[start:end]), marked) for start, end, marked in _cut(text, spans)]
    return [piece for piece in cut if piece.text]


def _cut(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    end = 0
    for span in apart(spans, lambda span: span, len(text)):
        yield end, span[0], False
        yield *span, True
        end = span[1]
    yield end, len(text), False
