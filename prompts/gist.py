"""The words of a complaint that say what went wrong, and the passage of it that a reply quotes: the
model points at both; what a stranger may not repeat and what may be no complaint is not quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from prompts.gist_choice import Choice
from prompts.gist_doubt import IRONIC, is_doubtful
from prompts.gist_odds import Pointed
from prompts.gist_passages import Quoted, fit_passages
from prompts.gist_questions import asks
from prompts.gist_sentences import fit_questions, fit_sentences
from prompts.gist_telling import tells_of_a_death
from prompts.gist_told import Told
from prompts.matter_words import LANGUAGES
from prompts.quoted_sums import Bounds
from triage.channel_rules import is_public, limit
from triage.clauses import clauses_of
from triage.complaint import Span
from triage.draft import Brief
from triage.sentences import sentences_of
from triage.severity import Severity

#: In characters: how long one passage, and all of them together, may be where a reply has room.
_LONGEST, _TOGETHER = 200, 400
#: A channel that lets us say less than that leaves little room: for one passage …
_SHORT_REPLY, _LONGEST_IN_SHORT = 500, 150
#: … and for our own words, where it is grave, and where what is done now needs most of it: the
#: shortest tenth of our replies has so many characters beside the quotation.
_OURS = {"de": (130, 145, 160), "en": (120, 130, 145)}
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
    #: Whether it may be in two pieces.
    twice: bool = True
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
    ours = _OURS[said.lang][critical + (said.severity >= Severity.SERIOUS)]
    return Scope(
        Bounds(_LONGEST_IN_SHORT if has_little else _LONGEST, private=not is_public(channel)),
        room - ours if room and has_little else _TOGETHER,
        twice=not critical,
        jests=said.p_ironic >= IRONIC,
    )


# Asked for by the words, by the troubles and by how light it is.
@lru_cache(maxsize=128)
def gist_in(
    text: str, pointed: tuple[Span, ...], quotable: tuple[Span, ...], lang: str, scope: Scope
) -> Gist | None:
    """What is quoted of it; where nothing may be, what is pointed at, with the rest of its
    clauses."""
    fit = all_fit(text, pointed, quotable, lang, scope.bounds)
    if fit:
        told = Told(text, lang, scope.bounds, Pointed(pointed, quotable, fit), scope.jests)
        choice = Choice(told, scope.together, scope.twice)
        quoted = fit[0] if asks(fit[0].said) else choice.best() or fit[0]
        return Gist(_on_one_line(text, quoted.span), *quoted)
    if not pointed:
        return None
    span = _whole_clauses(text, pointed[0])
    return Gist(_on_one_line(text, span), span, "")


def all_fit(
    text: str, pointed: Sequence[Span], quotable: Sequence[Span], lang: str, bounds: Bounds
) -> list[Quoted]:
    """The passages that may be quoted, the best first; where there is none, a question or a whole
    sentence."""
    return (
        fit_passages(text, quotable, lang, bounds)
        or fit_questions(text, pointed, lang, bounds)
        or fit_sentences(text, (*quotable, *pointed), lang, bounds)
    )


def _is_of_grief(brief: Brief, gist: Gist) -> bool:
    """Whether the passage tells of a death, and not of what we did about it."""
    return is_in_grief(brief) and tells_of_a_death(gist.quote or gist.words)


def is_in_grief(brief: Brief) -> bool:
    """Whether somebody close to the author has died."""
    return any(fact.value == "death" for fact in brief.facts.all("circumstance"))


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
