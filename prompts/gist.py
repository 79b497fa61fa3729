"""The words of a complaint that say what went wrong, and the passage of it that a reply quotes: the
model points at both; what a stranger may not repeat and what may be no complaint is not quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from prompts.gist_passages import (
    Quoted,
    fit_passages,
    fit_questions,
    threatens,
    up_to_the_fault,
    with_its_question,
    with_the_fault_before,
)
from prompts.gist_praise import only_praises
from prompts.gist_questions import asks
from prompts.gist_telling import names_a_fault, shows_signs, tells_of_one
from prompts.matter_words import LANGUAGES
from prompts.quoted_sums import Bounds
from prompts.quoting import wordings
from prompts.turning import turn_in
from triage.channel_rules import is_public, limit
from triage.clauses import clauses_of
from triage.complaint import Assessment, Span
from triage.draft import Brief
from triage.quotation import LEFT_OUT
from triage.sentences import sentences_of
from triage.severity import Severity

#: In characters: how long one passage, and two together, may be where a reply has room, and where
#: it has little.
_LONGEST, _WHERE_SHORT = (170, 300), (150, 150)
#: A channel that lets us say less than that leaves little room.
_SHORT_REPLY = 500
#: From so many characters on a text tells more than one passage says.
_TELLS_MORE = 90
#: Below this it may be none; below the second where its topic is a guess too.
_HARDLY_SURE, _SURE, _GUESSED = 0.55, 0.6, 0.4
#: Below this only a fault that is named, or told behind praise, makes it one.
_HARDLY_ONE = 0.3
#: From here on a second passage is mostly a jest: of 24 such pairs of the corpus seven read better
#: without it, and none worse; below it six read better with it, and three without.
_PLAIN = 0.1
#: From here on every fourth text is ironic.
_IRONIC = 0.4
#: From here on a passage is a jest more often than not.
IN_JEST = 0.6
#: From here on it is one, whatever else is said.
_CERTAIN = 0.95
_BETWEEN = f" {LEFT_OUT} "
_BETWEEN_SENTENCES = re.compile(r"([.!])\s+")
_LONG_WORD = re.compile(r"[^\W_]{4,}")
#: Endings and verbs change when a sentence is told back.
_UNSAID = 0.2


class Gist(NamedTuple):
    """What went wrong in the author's own words, and where they stand; as it may be quoted, empty
    where it may not."""

    words: str
    span: Span
    quote: str


def gist_of(brief: Brief) -> Gist | None:
    """What the model points at in this complaint; None where it points at nothing, or the
    language is one whose words for a fault we do not have."""
    mention, said = brief.conversation.mention, brief.assessment
    if said.lang not in LANGUAGES:
        return None
    room = limit(mention.channel)
    has_little = bool(room and room < _SHORT_REPLY)
    # What is done now needs the room, where somebody is in danger.
    twice = not (has_little and said.severity == Severity.CRITICAL) and said.p_ironic <= _PLAIN
    jests = said.p_ironic >= IN_JEST
    gist = gist_in(
        mention.text, said.gist, said.quotable, said.lang, has_little, twice, jests,
        private=not is_public(mention.channel),
    )  # fmt: skip
    if gist is None:
        return None
    hardly = is_unsure(said) and not _is_plain(mention.text, gist, said)
    return gist._replace(quote="") if hardly or _is_content(mention.text, said) else gist


# Asked for by the words, by the troubles and by how light it is.
@lru_cache(maxsize=128)
def gist_in(
    text: str,
    pointed: tuple[Span, ...],
    quotable: tuple[Span, ...],
    lang: str,
    has_little_room: bool = False,
    twice: bool = True,
    jests: bool = False,
    private: bool = False,
) -> Gist | None:
    """The first passage that may be quoted, and a second beside it; where none may, what is pointed
    at, with the rest of its clauses."""
    longest, together = _WHERE_SHORT if has_little_room else _LONGEST
    bounds = Bounds(longest, private)
    fit = fit_passages(text, quotable, lang, bounds) or fit_questions(text, pointed, lang, bounds)
    if fit:
        first, *others = fit
        beside = (q for q in others if not (only_praises(q.said, lang) or threatens(q.said)))
        first = with_its_question(text, first, lang, bounds)
        first = up_to_the_fault(text, first, lang, bounds, jests)
        first = first if jests else with_the_fault_before(text, first, lang, bounds)
        quote = _with_another(text, first, [*beside] if twice else (), together)
        return Gist(_on_one_line(text, first.span), first.span, quote)
    if not pointed:
        return None
    span = _whole_clauses(text, pointed[0])
    return Gist(_on_one_line(text, span), span, "")


def _with_another(text: str, first: Quoted, others: Sequence[Quoted], longest: int) -> str:
    """One passage, and the next best beside it where it may not say it all and there is room."""
    (start, end), said = first
    if len(text) < _TELLS_MORE or asks(said):
        return said
    for other in others:
        apart = other.span[1] <= start or end <= other.span[0]
        fits = len(said) + len(_BETWEEN) + len(other.said) <= longest
        if apart and fits and other.doubt <= 1:
            return _joined(text, *sorted([first, other]))
    return said


def _joined(text: str, one: Quoted, other: Quoted) -> str:
    """Two sentences side by side stay sentences; what stands between others is left out."""
    between = text[one.span[1] : other.span[0]]
    whole = text.startswith(other.said[:1], other.span[0])
    side_by_side = _BETWEEN_SENTENCES.fullmatch(between) if whole else None
    return (
        f"{one.said}{side_by_side[1]} {other.said}"
        if side_by_side
        else _BETWEEN.join((one.said, other.said))
    )


def is_unsure(said: Assessment) -> bool:
    """Whether every other one of such texts is no complaint at all: what praises is not quoted with
    an apology."""
    sure = _SURE if said.p_topic < _GUESSED else _HARDLY_SURE
    return said.p_complaint < sure


def _is_plain(text: str, gist: Gist, said: Assessment) -> bool:
    """Whether a fault is told all the same: by name, behind praise, in irony, or where the author
    is not content, praises nothing and asks nothing. Of 76 such texts of the corpus 46 are
    complaints; of 29 that are as likely ironic, 21."""
    quote, turn = gist.quote, turn_in(text, said.lang)
    if not quote:
        return False
    if names_a_fault(quote, said.lang):
        return said.complaint or said.sentiment != "positive"
    if turn and gist.span[0] >= turn[0]:
        return tells_of_one(quote, said.lang)
    if said.complaint and said.p_ironic >= _IRONIC:
        return True
    if said.p_complaint < _HARDLY_ONE or "?" in text or wordings("kind").search(text):
        return False
    is_sign = said.sentiment == "neutral" and shows_signs(quote, said.lang)
    return said.sentiment == "negative" or (said.complaint and is_sign)


def _is_content(text: str, said: Assessment) -> bool:
    """Whether the author says in so many words that all is well, and means it."""
    meant = said.p_ironic < _IRONIC and said.p_complaint < _CERTAIN
    content = meant and wordings("content").search(text)
    return bool(content) and not turn_in(text, said.lang)


def holds(told: str, words: str) -> bool:
    """Whether what is told back says all that these words say."""
    said = set(_LONG_WORD.findall(words.lower()))
    return bool(said) and len(said - {*_LONG_WORD.findall(told.lower())}) <= _UNSAID * len(said)


def _whole_clauses(text: str, span: Span) -> Span:
    """What is marked with the rest of the clauses it stands in."""
    sentences = sentences_of(text)
    around = sentences.around(span[0])[0], sentences.around(max(span[0], span[1] - 1))[1]
    marked = [c for c in clauses_of(text, around) if c[0] < span[1] and span[0] < c[1]]
    return (marked[0][0], marked[-1][1]) if marked else span


def _on_one_line(text: str, span: Span) -> str:
    return " ".join(text[slice(*span)].split())
