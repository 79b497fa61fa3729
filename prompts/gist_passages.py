"""The passages of a complaint that a reply may quote, each as it may be quoted, and what goes with
the first: the question before it, the sentence in which the fault stands."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from prompts.gist_extent import (
    behind_praise,
    sentence_before,
    with_more_behind,
    with_one_before,
)
from prompts.gist_questions import as_asked, asks
from prompts.gist_sums import whole_part
from prompts.gist_telling import names_a_fault, shows_signs, tells_of_one
from prompts.gist_words import as_quoted
from prompts.quoted_sums import Bounds, is_fit
from prompts.quoting import ELIDED, wordings
from triage.complaint import Span

#: In characters: what is shorter and names no fault hangs on what stands before it.
_SAYS_LITTLE = 45
#: In characters: what is shorter fits less often than the next best that is longer.
_FEW_WORDS = 25
#: In words: a question that is no quotation without what is told behind it.
_FEWEST_BEFORE = 3
#: In words: a question as long as that tells what it is about.
_SAYS_IT_ALL = 8


class Quoted(NamedTuple):
    """Where a passage stands, and its words as they may be quoted."""

    span: Span
    said: str

    @property
    def doubt(self) -> int:
        """The higher the less it says without what stands around it: a few words, a question, a
        short one, what comes of it („Woher soll man das wissen?“, "Never again", "You have until
        May")."""
        is_question = self.said.endswith("?")
        if wordings("beside").match(self.said) or threatens(self.said):
            return 3
        if is_question:
            return 2 if len(self.said.split()) >= _SAYS_IT_ALL else 3
        return int(len(self.said) < _FEW_WORDS)


def threatens(words: str) -> bool:
    """Whether it says what is to be done by when, or else."""
    return wordings("threat").match(words) is not None


def fit_passages(text: str, quotable: Sequence[Span], lang: str, bounds: Bounds) -> list[Quoted]:
    """The passages that may be quoted, and as what; the best first."""
    told = dict.fromkeys(behind_praise(text, quotable, lang))
    quoted = (_quoted(text, span, lang, bounds) for span in told)
    return sorted((q for q in quoted if q.said), key=attrgetter("doubt"))


def _quoted(text: str, span: Span, lang: str, bounds: Bounds) -> Quoted:
    """As it stands, or where something had to be left out of it a part that is whole; empty where
    its beginning would be left out."""

    def said(part: Span) -> str:
        return _said(text, part, lang, bounds)

    words = said(span)
    whole = whole_part(text, span, lang, said) if ELIDED in words else None
    return Quoted(*(whole or (span, "" if words.startswith(ELIDED) else words)))


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
    if asks(first.said) or tells_of_one(first.said, lang):
        return first
    for span in () if jests else with_more_behind(text, first.span):
        said = _said(text, span, lang, bounds)
        whole = ELIDED in first.said or ELIDED not in said
        if first.said in said and whole and shows_signs(said, lang):
            return Quoted(span, said)
    before = with_one_before(text, first.span, lang) if len(first.said) < _SAYS_LITTLE else None
    said = _said(text, before, lang, bounds) if before else ""
    whole = first.said in said and not said.startswith(ELIDED)
    return Quoted(before, said) if before and whole else first


def fit_questions(text: str, pointed: Sequence[Span], lang: str, bounds: Bounds) -> list[Quoted]:
    """The questions pointed at: the model knows few that are quoted."""
    asked = (Quoted(span, as_asked(text, span, lang, bounds)) for span in pointed)
    return [q for q in asked if asks(q.said) and not q.said.startswith(ELIDED)]


def _said(text: str, span: Span, lang: str, bounds: Bounds) -> str:
    told = as_quoted(text, span, lang, bounds)
    return told if told and is_fit(told, bounds) else as_asked(text, span, lang, bounds)
