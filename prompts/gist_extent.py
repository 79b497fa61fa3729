"""Where a passage begins that a reply quotes: not in what is praised before the text turns."""

from __future__ import annotations

from collections.abc import Sequence

from prompts.gist_telling import names_a_fault, says_it_is_wrong
from prompts.turning import opening_praise, turn_in
from triage.complaint import Span


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
