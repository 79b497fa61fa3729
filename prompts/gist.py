"""The words of a complaint that say what went wrong, and the passage of it that a reply quotes: the
model points at both; what a stranger may not repeat and what may be no complaint is not quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from prompts.gist_extent import behind_praise, with_more_behind, with_one_before
from prompts.gist_questions import as_asked, asks
from prompts.gist_sums import whole_part
from prompts.gist_telling import names_a_fault, shows_signs, tells_of_one
from prompts.gist_words import as_quoted
from prompts.matter_words import LANGUAGES
from prompts.quoting import ELIDED, is_fit_gist, wordings
from prompts.turning import turn_in
from triage.channel_rules import limit
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
#: From here on every fourth text is ironic.
_IRONIC = 0.4
#: From here on it is one, whatever else is said.
_CERTAIN = 0.95
_BETWEEN = f" {LEFT_OUT} "
_BETWEEN_SENTENCES = re.compile(r"([.!])\s+")
_LONG_WORD = re.compile(r"[^\W_]{4,}")
#: In characters: what is shorter and names no fault hangs on what stands before it.
_SAYS_LITTLE = 45
#: In characters: what is shorter fits less often than the next best that is longer.
_FEW_WORDS = 25
#: In words: a question as long as that tells what it is about.
_SAYS_IT_ALL = 8
#: Endings and verbs change when a sentence is told back.
_UNSAID = 0.2


class _Quoted(NamedTuple):
    """Where a passage stands, and its words as they may be quoted."""

    span: Span
    said: str

    @property
    def doubt(self) -> int:
        """The higher the less it says without what stands around it: a few words, a question, a
        short one, what comes of it („Woher soll man das wissen?“, "Never again")."""
        is_question = self.said.endswith("?")
        if wordings("beside").match(self.said):
            return 3
        if is_question:
            return 2 if len(self.said.split()) >= _SAYS_IT_ALL else 3
        return int(len(self.said) < _FEW_WORDS)


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
    twice = not (has_little and said.severity == Severity.CRITICAL)
    gist = gist_in(mention.text, said.gist, said.quotable, said.lang, has_little, twice)
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
) -> Gist | None:
    """The first passage that may be quoted, and a second beside it; where none may, what is pointed
    at, with the rest of its clauses."""
    longest, together = _WHERE_SHORT if has_little_room else _LONGEST
    fit = _fit(text, quotable, lang, longest) or _asked(text, pointed, lang, longest)
    if fit:
        first, *others = fit
        first = _up_to_the_fault(text, first, lang, longest)
        quote = _with_another(text, first, others if twice else (), together)
        return Gist(_on_one_line(text, first.span), first.span, quote)
    if not pointed:
        return None
    span = _whole_clauses(text, pointed[0])
    return Gist(_on_one_line(text, span), span, "")


def _fit(text: str, quotable: Sequence[Span], lang: str, longest: int) -> list[_Quoted]:
    """The passages that may be quoted, and as what; the best first."""
    told = dict.fromkeys(behind_praise(text, quotable, lang))
    quoted = (_quoted(text, span, lang, longest) for span in told)
    return sorted((q for q in quoted if q.said), key=attrgetter("doubt"))


def _quoted(text: str, span: Span, lang: str, longest: int) -> _Quoted:
    """As it stands, or where something had to be left out of it a part that is whole."""

    def said(part: Span) -> str:
        return _said(text, part, lang, longest)

    words = said(span)
    whole = whole_part(text, span, lang, said) if ELIDED in words else None
    return _Quoted(*(whole or (span, words)))


def _up_to_the_fault(text: str, first: _Quoted, lang: str, longest: int) -> _Quoted:
    """With the sentence or two behind it, or the one before, where what went wrong stands only
    there: „Sie schreibt, ich sei nicht da. Ich saß vor der Tür.“"""
    if asks(first.said) or tells_of_one(first.said, lang):
        return first
    for span in with_more_behind(text, first.span):
        said = _said(text, span, lang, longest)
        if first.said in said and shows_signs(said, lang):
            return _Quoted(span, said)
    before = with_one_before(text, first.span, lang) if len(first.said) < _SAYS_LITTLE else None
    said = _said(text, before, lang, longest) if before else ""
    return _Quoted(before, said) if before and first.said in said else first


def _asked(text: str, pointed: Sequence[Span], lang: str, longest: int) -> list[_Quoted]:
    """The questions pointed at: the model knows few that are quoted."""
    asked = (_Quoted(span, as_asked(text, span, lang, longest)) for span in pointed)
    return [question for question in asked if asks(question.said)]


def _said(text: str, span: Span, lang: str, longest: int) -> str:
    told = as_quoted(text, span, lang, longest)
    return told if told and is_fit_gist(told) else as_asked(text, span, lang, longest)


def _with_another(text: str, first: _Quoted, others: Sequence[_Quoted], longest: int) -> str:
    """One passage, and the next best beside it where it may not say it all and there is room."""
    (start, end), said = first
    if len(text) < _TELLS_MORE or asks(said):
        return said
    for other in others:
        apart = other.span[1] <= start or end <= other.span[0]
        fits = len(said) + len(_BETWEEN) + len(other.said) <= longest
        if apart and fits and other.doubt <= 1 and ELIDED not in other.said:
            return _joined(text, *sorted([first, other]))
    return said


def _joined(text: str, one: _Quoted, other: _Quoted) -> str:
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
        return True
    if turn and gist.span[0] >= turn[0]:
        return tells_of_one(quote, said.lang)
    if said.p_ironic >= _IRONIC:
        return True
    if "?" in text or wordings("kind").search(text):
        return False
    is_sign = said.sentiment == "neutral" and shows_signs(quote, said.lang)
    return said.sentiment == "negative" or is_sign


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
