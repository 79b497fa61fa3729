"""What belongs to the first passage that a reply quotes: the question before it, the sentence in
which the fault stands."""

from __future__ import annotations

import re

from prompts.gist_extent import sentence_before, with_more_behind, with_one_before
from prompts.gist_passages import Quoted, words_at
from prompts.gist_questions import as_asked, asks
from prompts.gist_telling import is_call, names_a_fault, says_what_came, shows_signs, tells_of_one
from prompts.quoted_sums import Bounds

#: In characters: what is shorter and names no fault hangs on what stands before it.
_SAYS_LITTLE = 45
#: In characters, with the blank behind it: a fault in so few words is what the next ones tell of.
_SAYS_IT_SHORT = 30
#: In words: a question that is no quotation without what is told behind it.
_FEWEST_BEFORE = 3
#: When it was is no sign of a fault.
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?(?:am|pm|uhr)\b", re.IGNORECASE)
#: What was ordered is no fault: what came in its place stands in the next sentence.
_ORDERED = re.compile(
    r"(?:bestellt|gebucht|reserviert|gemietet|ordered|booked|reserved|asked for|paid for)\b",
    re.IGNORECASE,
)


def with_its_question(text: str, first: Quoted, lang: str, bounds: Bounds) -> Quoted:
    """Behind the question that names its matter: "Where is my refund? It's been 11 weeks"."""
    if len(first.said) >= _SAYS_LITTLE or names_a_fault(first.said, lang) or asks(first.said):
        return first
    begins, ends = sentence_before(text, first.span)
    asked = begins, len(text[:ends].rstrip())
    question = as_asked(text, asked, lang, bounds, fewest=_FEWEST_BEFORE)
    if not asks(question) or len(question) + 1 + len(first.said) > bounds.longest:
        return first
    return Quoted((begins, first.span[1]), f"{question} {first.said}")


def up_to_the_fault(text: str, first: Quoted, lang: str, bounds: Bounds, jests: bool) -> Quoted:
    """With the sentence or two behind it, or the one before, where what went wrong stands only
    there: „Sie schreibt, ich sei nicht da. Ich saß vor der Tür.“ Behind a jest mostly stands
    another: of 21 such quotations of the corpus 17 became worse by it."""
    if _ORDERED.match(first.said) and not names_a_fault(first.said, lang):
        return _with_what_came(text, first, lang, bounds)
    if asks(first.said) or tells_of_one(_CLOCK.sub("", first.said), lang):
        return first
    for span in () if jests else with_more_behind(text, first.span):
        said = words_at(text, span, lang, bounds)
        added = said.removeprefix(first.said).strip(" .!")
        if first.said in said and shows_signs(said, lang) and not is_call(added):
            return Quoted(span, said)
    before = with_one_before(text, first.span, lang) if len(first.said) < _SAYS_LITTLE else None
    said = words_at(text, before, lang, bounds) if before else ""
    return Quoted(before, said) if before and first.said in said else first


def _with_what_came(text: str, first: Quoted, lang: str, bounds: Bounds) -> Quoted:
    """„Bestellt: weiße Rosen. Geliefert: bunte Ballone“."""
    span = next(with_more_behind(text, first.span))
    said = words_at(text, span, lang, bounds)
    came = says_what_came(text[first.span[1] + 1 :]) and first.said in said
    return Quoted(span, said) if came else first


def with_the_fault_before(text: str, first: Quoted, lang: str, bounds: Bounds) -> Quoted:
    """Behind a sentence of a few words that names a fault by itself: "Found bedbugs. My daughter is
    covered in bites"."""
    before = sentence_before(text, first.span)
    if before[1] > first.span[0] or before[1] - before[0] > _SAYS_IT_SHORT:
        return first
    span = (before[0], first.span[1])
    said = words_at(text, span, lang, bounds) if names_a_fault(text[slice(*before)], lang) else ""
    return Quoted(span, said) if first.said in said and not said.startswith(first.said) else first
