"""The words of a complaint that say what went wrong, made fit to be quoted back: the model points
at them, roughly; here they are brought to whole sentences or clauses that name the fault. Better
none than what is an insult, a jest, a question or half a sentence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from prompts.gist_passages import LONGEST, passages, whole_clauses
from prompts.gist_telling import (
    CLAUSE,
    FAULT,
    NOTHING,
    SIGN,
    counts,
    jests,
    names_a_fault,
    telling,
    tells_a_fact,
)
from prompts.gist_words import as_quoted
from prompts.quoting import is_fit_gist, wordings
from prompts.turning import turn_in, turned
from triage.channel_rules import limit
from triage.complaint import Assessment, Span
from triage.draft import Brief
from triage.sentences import sentences_of

#: From here on every second text is ironic; below it one in four is at most.
_IRONIC, _SURELY = 0.4, 0.6
#: In characters: a quotation where a reply has little room, and a reply that has.
_LONGEST_WHERE_SHORT, _SHORT_REPLY = 135, 500
#: In words: so much says something even where it is no clause that we know for one.
_ENOUGH = 5
#: So few say nothing if they name no fault.
_FEW = 4
#: Below this it may be none; below the second where its topic is a guess too.
_HARDLY_SURE, _SURE, _GUESSED = 0.6, 0.8, 0.4
#: From here on it is likely one, and likely irony.
_LIKELY, _PLAYS = 0.6, 0.45
#: From here on it is one, whatever else is said.
_CERTAIN = 0.95
#: Below this it is rather none, whatever the words are.
_RATHER_NONE = 0.5
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
    """What the model points at in this complaint; None where it points at nothing."""
    mention, said = brief.conversation.mention, brief.assessment
    room = limit(mention.channel)
    longest = _LONGEST_WHERE_SHORT if room and room < _SHORT_REPLY else LONGEST
    # Praise that turns is more often meant.
    turns = turn_in(mention.text, said.lang) is not None
    ironic = said.p_ironic >= _SURELY if turns else said.ironic or said.p_ironic >= _IRONIC
    gist = gist_in(mention.text, said.gist, said.lang, ironic=ironic, longest=longest)
    if gist is None:
        return None
    hardly = is_unsure(said) and not _is_plain(mention.text, gist, said)
    return gist._replace(quote="") if hardly or _is_content(mention.text, said) else gist


def is_unsure(said: Assessment) -> bool:
    """Whether two in five of such texts are no complaint at all: what praises is not quoted with an
    apology."""
    sure = _SURE if said.p_topic < _GUESSED else _HARDLY_SURE
    return said.p_complaint < sure


def _is_plain(text: str, gist: Gist, said: Assessment) -> bool:
    """Whether a fault is told all the same: by name, or likely one by a number, behind praise or
    where nothing is praised."""
    quote, turn = gist.quote, turn_in(text, said.lang)
    if not quote or said.p_complaint < _RATHER_NONE:
        return False
    if names_a_fault(quote, said.lang):
        return True
    if said.p_complaint < _LIKELY or "?" in text:
        return False
    if turn and gist.span[0] >= turn[0]:
        return telling(quote, said.lang) >= SIGN
    sentence = sentences_of(text).around(gist.span[0])
    played = said.p_ironic >= _PLAYS or not wordings("kind").search(text, *sentence)
    return counts(quote) and played and said.sentiment == "negative"


def _is_content(text: str, said: Assessment) -> bool:
    """Whether the author says in so many words that all is well, and means it."""
    meant = said.p_ironic < _IRONIC and said.p_complaint < _CERTAIN
    content = meant and wordings("content").search(text)
    return bool(content) and not turn_in(text, said.lang)


def holds(told: str, words: str) -> bool:
    """Whether what is told back says all that these words say."""
    said = set(_LONG_WORD.findall(words.lower()))
    return bool(said) and len(said - {*_LONG_WORD.findall(told.lower())}) <= _UNSAID * len(said)


# Asked for by the words, by the troubles and by how light it is.
@lru_cache(maxsize=128)
def gist_in(
    text: str, spans: tuple[Span, ...], lang: str, *, ironic: bool = False, longest: int = LONGEST
) -> Gist | None:
    """What it is surest of, in the words that tell it best; in irony only by a fact."""
    if not spans:
        return None
    turn = turned(text, lang, spans[0])
    begins = turn[0] if turn else 0
    if turn:
        spans = tuple(span for span in spans if span[0] >= begins) or (turn,)
    clauses = whole_clauses(text, spans[0])
    said = _quoted(text, spans, lang, ironic, longest, begins)
    return Gist(" ".join(text[slice(*clauses)].split()), clauses, said)


def _quoted(
    text: str, spans: tuple[Span, ...], lang: str, ironic: bool, longest: int, begins: int
) -> str:
    """The first passage that is fit and names a fault, or else what says most of the others; what
    the model is less sure of is nearly always something else."""
    best, most = "", NOTHING
    for passage in passages(text, spans, lang, ironic=ironic, begins=begins):
        said = as_quoted(text, passage, lang, longest)
        worth = _worth(said, lang, ironic) if said else NOTHING
        if worth > most and is_fit_gist(said):
            best, most = said, worth
        if most >= FAULT:
            break
    if best and most < FAULT and len(spans) > 1:
        other = _quoted(text, spans[1:], lang, ironic, longest, begins)
        return other if names_a_fault(other, lang) else best
    return best


def _worth(said: str, lang: str, ironic: bool) -> int:
    """How plainly it tells; irony is quoted by a fact only."""
    worth = telling(said, lang)
    words = len(said.split())
    if ironic:
        worth -= jests(said, lang)
        return worth if worth > CLAUSE and tells_a_fact(said, lang) else NOTHING
    playful = worth == NOTHING and wordings("played").search(said)
    if playful or (worth < FAULT and words < _FEW):
        return NOTHING
    return worth or int(words >= _ENOUGH)
