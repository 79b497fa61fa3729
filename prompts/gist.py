"""The words of a complaint that say what went wrong, and the passage of it that a reply quotes: the
model points at both; what a stranger may not repeat and what may be no complaint is not quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from prompts.gist_belonging import up_to_the_fault, with_its_question, with_the_fault_before
from prompts.gist_doubt import IRONIC, is_doubtful
from prompts.gist_passages import Quoted, fit_passages
from prompts.gist_questions import asks
from prompts.gist_sentences import fit_questions, fit_sentences, is_kind
from prompts.gist_telling import pleads, shows_signs, tells_of_a_death
from prompts.gist_window import MOST_SIGNS, Around
from prompts.matter_words import LANGUAGES
from prompts.quoted_sums import Bounds, signed
from prompts.quoting import SIGN
from triage.channel_rules import is_public, limit
from triage.clauses import clauses_of
from triage.complaint import Span
from triage.draft import Brief
from triage.quotation import LEFT_OUT
from triage.sentences import sentences_of
from triage.severity import Severity

#: In characters: how long one passage, and all of them together, may be where a reply has room.
_LONGEST, _TOGETHER = 200, 400
#: A channel that lets us say less than that leaves little room: for one passage …
_SHORT_REPLY, _LONGEST_IN_SHORT = 500, 150
#: … and for our own words, where it is grave, and where what is done now needs most of it.
_OURS = (130, 145, 160)
#: From so many characters on a text tells more than one passage says.
_TELLS_MORE = 90
#: From here on a second passage is mostly a jest: of 24 such pairs of the corpus seven read better
#: without it, and none worse; below it six read better with it, and three without.
_PLAIN = 0.1
#: From here on a passage is a jest more often than not.
IN_JEST = 0.6
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


class Scope(NamedTuple):
    """How much of a complaint is quoted."""

    bounds: Bounds
    #: In characters: how long all that is quoted may be.
    together: int
    #: Whether a second passage is, and the sentences around the first.
    twice: bool = True
    at_length: bool = False
    #: Whether it is in jest.
    jests: bool = False


def gist_of(brief: Brief) -> Gist | None:
    """What the model points at in this complaint; None where it points at nothing, or the
    language is one whose words for a fault we do not have."""
    mention, said = brief.conversation.mention, brief.assessment
    if said.lang not in LANGUAGES:
        return None
    gist = gist_in(mention.text, said.gist, said.quotable, said.lang, _scope_of(brief))
    if gist is None:
        return None
    doubtful = is_doubtful(mention.text, gist.quote, gist.span[0], said)
    unsaid = doubtful or _is_of_grief(brief, gist)
    return gist._replace(quote="") if unsaid else gist


def _scope_of(brief: Brief) -> Scope:
    channel, said = brief.conversation.mention.channel, brief.assessment
    room = limit(channel)
    has_little = bool(room and room < _SHORT_REPLY)
    # What is done now needs the room, where somebody is in danger.
    critical = has_little and said.severity == Severity.CRITICAL
    ours = _OURS[critical + (said.severity >= Severity.SERIOUS)]
    return Scope(
        Bounds(_LONGEST_IN_SHORT if has_little else _LONGEST, private=not is_public(channel)),
        room - ours if room and has_little else _TOGETHER,
        twice=said.p_ironic <= _PLAIN and not critical,
        at_length=said.p_ironic < IRONIC,
        jests=said.p_ironic >= IN_JEST,
    )


# Asked for by the words, by the troubles and by how light it is.
@lru_cache(maxsize=128)
def gist_in(
    text: str, pointed: tuple[Span, ...], quotable: tuple[Span, ...], lang: str, scope: Scope
) -> Gist | None:
    """The first passage that may be quoted, and what belongs to it; where none may, what is pointed
    at, with the rest of its clauses."""
    bounds = scope.bounds
    fit = (
        fit_passages(text, quotable, lang, bounds)
        or fit_questions(text, pointed, lang, bounds)
        or fit_sentences(text, (*quotable, *pointed), lang, bounds)
    )
    if fit:
        first, quote = _quotation(fit, Around(text, lang, bounds, quotable), scope)
        return Gist(_on_one_line(text, first.span), first.span, quote)
    if not pointed:
        return None
    span = _whole_clauses(text, pointed[0])
    return Gist(_on_one_line(text, span), span, "")


def _quotation(fit: Sequence[Quoted], around: Around, scope: Scope) -> tuple[Quoted, str]:
    """The passage that comes first, and all that is quoted with it."""
    lang = around.lang
    beside = [q for q in fit[1:] if not (is_kind(q.said, lang) or pleads(q.said))]
    if scope.twice and (both := _with_the_fault(fit[0], beside, around, scope)):
        return fit[0], both
    first = _with_what_belongs_to_it(fit[0], around, scope)
    quote = _with_another(first, beside, around, scope) if scope.twice else first.said
    if quote == first.said and scope.at_length:
        first = around.widened(first, scope.together, by_context=True)
        quote = first.said
    return first, quote


def _with_the_fault(first: Quoted, others: Sequence[Quoted], around: Around, scope: Scope) -> str:
    """What only leads up to what went wrong („Der Bus kommt um 7:10, sagt der Fahrplan“), and that;
    empty where it tells of it itself, or what stands around it does."""
    lang = around.lang
    if shows_signs(first.said, lang) or asks(first.said):
        return ""
    if shows_signs(_with_what_belongs_to_it(first, around, scope).said, lang):
        return ""
    both = _with_another(first, [q for q in others if shows_signs(q.said, lang)], around, scope)
    return both if both != first.said else ""


def _with_what_belongs_to_it(first: Quoted, around: Around, scope: Scope) -> Quoted:
    """With the question before it, the sentence in which the fault stands, and those around."""
    text, lang, bounds = around.text, around.lang, around.bounds
    first = with_its_question(text, first, lang, bounds)
    first = up_to_the_fault(text, first, lang, bounds, scope.jests)
    if not scope.jests:
        first = with_the_fault_before(text, first, lang, bounds)
    return around.widened(first, scope.together) if scope.at_length else first


def _is_of_grief(brief: Brief, gist: Gist) -> bool:
    """Whether the passage tells of a death, and not of what we did about it."""
    return is_in_grief(brief) and tells_of_a_death(gist.words)


def is_in_grief(brief: Brief) -> bool:
    """Whether somebody close to the author has died."""
    return any(fact.value == "death" for fact in brief.facts.all("circumstance"))


def _are_apart(one: Quoted, other: Quoted) -> bool:
    return other.span[1] <= one.span[0] or one.span[1] <= other.span[0]


def _with_another(first: Quoted, others: Sequence[Quoted], around: Around, scope: Scope) -> str:
    """One passage, and the next best beside it where it may not say it all and there is room."""
    said, text = first.said, around.text
    if len(text) < _TELLS_MORE or asks(said):
        return said
    left = scope.together - len(said) - len(_BETWEEN)
    for other in others:
        if _are_apart(first, other) and len(other.said) <= left and other.doubt <= 1:
            wide = around.widened(other, left) if scope.at_length else other
            other = wide if _are_apart(first, wide) else other
            joined = _joined(text, *sorted([first, other]))
            # A number is a sum where money is spoken of beside it.
            quote = signed(joined, around.lang, around.bounds)
            # What is left out between them may be what it speaks of.
            hangs = first < other and around.leans(other) and _BETWEEN in quote
            if quote and not hangs and len(SIGN.findall(quote)) <= MOST_SIGNS:
                return quote
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
