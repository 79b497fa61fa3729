"""Cuts a mention into passages the encoder can read whole, and passages into pieces.

A piece is a sentence or, in a long sentence, a clause; a passage is a run of pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.text import conversation_text, plain_text, reply_text
from triage.complaint import Span
from triage.guard import Utterance
from triage.mention import Conversation

#: A tweet is one passage; in German about 80 of the encoder's 128 tokens.
PASSAGE_LENGTH = 320
#: What is longer is read in shorter passages, in which two sentences of complaint are not drowned
#: by what stands around them. Measured on 99 posts, test ones among them: F1 0.87 against 0.83.
SHORT_PASSAGE = 180
#: Enough for 50,000 characters; of longer texts, that many passages spread evenly.
MOST_PASSAGES = 400
LONGEST_PIECE = 160
SHORTEST_PIECE = 20

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”“’»)\]]*(?=\s)|\n+")
_CLAUSE_END = re.compile(r"[,;:–—](?=\s)")


@dataclass(frozen=True)
class Passage:
    #: As the encoder reads it.
    text: str
    #: The pieces in the mention as it was written …
    spans: tuple[Span, ...]
    #: … and the same pieces in `text`.
    read_as: tuple[Span, ...]

    @property
    def span(self) -> Span:
        return self.spans[0][0], self.spans[-1][1]

    @property
    def own(self) -> str:
        """The mention's own words of `text`, without what was written before."""
        return self.text[: self.read_as[-1][1]]


@dataclass(frozen=True)
class ReplyPassage:
    #: As the encoder reads it: what is said, and what that answers.
    text: str
    #: The pieces in the reply …
    spans: tuple[Span, ...]
    #: … the same pieces in `text`, and what they answer there.
    read_as: tuple[Span, ...]
    answered: Span

    @property
    def span(self) -> Span:
        return self.spans[0][0], self.spans[-1][1]


def passages(conversation: Conversation, longest: int | None = None) -> list[Passage]:
    """The passages of a mention in order; a short mention is one, an empty one too.

    `longest` is how many characters one may have, if not as many as serve best.
    """
    spans = pieces(conversation.mention.text)
    runs = _spread(_runs(spans, longest or _fitting(spans)))
    return [_passage(conversation, run) for run in runs] or [_passage(conversation, [(0, 0)])]


def reply_passages(utterance: Utterance) -> list[ReplyPassage]:
    """The passages of a reply as they are judged: each beside the complaint it answers."""
    reply = utterance.reply
    runs = _spread(_runs(pieces(reply), PASSAGE_LENGTH)) or [[(0, len(reply))]]
    return [_reply_passage(utterance, run) for run in runs]


def pieces(text: str) -> list[Span]:
    """Sentences and clauses as spans of the text, blank edges cut off.

    >>> text = "Gate changed. Nobody told us, so we ran!"
    >>> [text[a:b] for a, b in pieces(text)]
    ['Gate changed. Nobody told us, so we ran!']
    >>> text = "Gate changed three times. Nobody told us, so we all ran!"
    >>> [text[a:b] for a, b in pieces(text)]
    ['Gate changed three times.', 'Nobody told us, so we all ran!']
    """
    found: list[Span] = []
    for sentence in _cut(text, (0, len(text)), _SENTENCE_END):
        for clause in _shortened(text, sentence, _CLAUSE_END):
            found.extend(_chopped(text, clause))
    return [span for span in (_trimmed(text, s) for s in found) if span[0] < span[1]]


def _fitting(spans: list[Span]) -> int:
    whole = spans[-1][1] - spans[0][0] if spans else 0
    return PASSAGE_LENGTH if whole <= PASSAGE_LENGTH else SHORT_PASSAGE


def _runs(spans: list[Span], longest: int) -> list[list[Span]]:
    runs: list[list[Span]] = []
    for span in spans:
        if runs and span[1] - runs[-1][0][0] <= longest:
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs


def _spread(runs: list[list[Span]]) -> list[list[Span]]:
    if len(runs) <= MOST_PASSAGES:
        return runs
    step = (len(runs) - 1) / (MOST_PASSAGES - 1)
    return [runs[round(i * step)] for i in range(MOST_PASSAGES)]


def _passage(conversation: Conversation, run: list[Span]) -> Passage:
    text = conversation.mention.text
    own = replace(conversation.mention, text=text[run[0][0] : run[-1][1]])
    form = conversation_text(replace(conversation, mention=own))
    return Passage(form, tuple(run), _read_as(text, run))


def _reply_passage(utterance: Utterance, run: list[Span]) -> ReplyPassage:
    said = utterance.reply[run[0][0] : run[-1][1]]
    text, read_as = reply_text(said, utterance.complaint), _read_as(utterance.reply, run)
    return ReplyPassage(text, tuple(run), read_as, (read_as[-1][1], len(text)))


def _read_as(text: str, run: list[Span]) -> tuple[Span, ...]:
    """Where these pieces stand in what is read of them."""
    found, at = list[Span](), 0
    for start, end in run:
        length = len(plain_text(text[start:end]))
        found.append((at, at + length))
        at += length + 1
    return tuple(found)


def _cut(text: str, span: Span, mark: re.Pattern[str]) -> Iterator[Span]:
    """Cut behind each mark, but never leave a piece too short to say anything."""
    start, end = span
    for found in mark.finditer(text, start, end):
        if found.end() - start >= SHORTEST_PIECE and end - found.end() >= SHORTEST_PIECE:
            yield start, found.end()
            start = found.end()
    yield start, end


def _shortened(text: str, span: Span, mark: re.Pattern[str]) -> Iterator[Span]:
    return _cut(text, span, mark) if span[1] - span[0] > LONGEST_PIECE else iter([span])


def _chopped(text: str, span: Span) -> Iterator[Span]:
    """Text without any marks is cut at a blank, and without blanks wherever the room ends."""
    start, end = span
    while end - start > PASSAGE_LENGTH:
        gap = text.rfind(" ", start + SHORTEST_PIECE, start + PASSAGE_LENGTH)
        cut = gap if gap > 0 else start + PASSAGE_LENGTH
        yield start, cut
        start = cut
    yield start, end


def _trimmed(text: str, span: Span) -> Span:
    part = text[span[0] : span[1]]
    left = len(part) - len(part.lstrip())
    return span[0] + left, max(span[0] + left, span[1] - (len(part) - len(part.rstrip())))
