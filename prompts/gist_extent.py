"""How far a passage goes that a reply quotes: not into what is praised before the text turns, and
on to the sentence in which the fault stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from prompts.gist_telling import names_a_fault, says_it_is_wrong
from prompts.quoting import wordings
from prompts.turning import opening_praise, turn_in
from triage.complaint import Span
from triage.sentences import sentences_of

_LETTER = re.compile(r"\w")
#: So many sentences are looked at for a fault behind what names none.
_SENTENCES_MORE = 2


def behind_praise(text: str, spans: Sequence[Span], lang: str) -> Sequence[Span]:
    """Without what is praised before the text turns: „Die Hilfe war super. Nur will jetzt …“, and
    without that with which a long one begins; where nothing is left, the sentence that turns, if it
    names a fault."""
    spans = _behind_the_opening(text, spans, lang)
    turn = turn_in(text, lang)
    if turn is None:
        return spans
    begins = turn[0]
    amid = (s for s in spans if s[0] < begins)
    praised = {s for s in amid if not says_it_is_wrong(text[s[0] : begins], lang)}
    cut = [(max(begins, s[0]), s[1]) if s in praised else s for s in spans if s[1] > begins]
    before = [s for s in spans if s[1] <= begins and s not in praised]
    return [*cut, *before] or ([turn] if names_a_fault(text[slice(*turn)], lang) else spans)


def _behind_the_opening(text: str, spans: Sequence[Span], lang: str) -> Sequence[Span]:
    """From the first fault on, where a long text praises before; the best passage, if it stands
    between praise and fault, may tell of one in words that we do not know. Where nothing is left,
    the model knows better."""
    opening = opening_praise(text, lang)
    if opening is None:
        return spans
    begins = opening.fault_begins
    behind = [(max(begins, s[0]), s[1]) for s in spans if s[1] > begins]
    best = [s for s in spans[:1] if opening.praise_ends <= s[0] and s[1] <= begins]
    return [*best, *behind] or spans


def with_more_behind(text: str, span: Span) -> Iterator[Span]:
    """With one sentence more behind it, and with two."""
    end = span[1]
    for _ in range(_SENTENCES_MORE):
        end = sentences_of(text).around(min(_next_letter(text, end), len(text) - 1))[1]
        yield span[0], end


def with_one_before(text: str, span: Span, lang: str) -> Span | None:
    """With the sentence before it; None where that praises, plays at thanks, or the text turns."""
    before = sentence_before(text, span)
    praises = wordings("kind").search(text, *before) or wordings("beside").match(text, *before)
    return None if praises or turn_in(text, lang) else (before[0], span[1])


def sentence_before(text: str, span: Span) -> Span:
    """The one before that in which it begins; that one where it is the first."""
    sentences = sentences_of(text)
    return sentences.around(max(0, sentences.around(span[0])[0] - 1))


def _next_letter(text: str, at: int) -> int:
    found = _LETTER.search(text, at)
    return found.start() if found else at
