"""The passages of a complaint that a reply may quote, each as it may be quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from prompts.gist_extent import behind_praise
from prompts.gist_questions import as_asked, asks
from prompts.gist_telling import says_what_came, shows_signs, tells_of_one
from prompts.gist_words import as_quoted
from prompts.quoted_sums import Bounds, is_fit
from prompts.quoting import SIGN, wordings
from triage.complaint import Span
from triage.sentences import sentences_of

#: In characters: what is shorter fits less often than the next best that is longer.
_FEW_WORDS = 25
#: In words: a question as long as that tells what it is about.
_SAYS_IT_ALL = 8
#: Lists of what goes beside the matter: thanks, threats, what is wanted, who somebody is.
_BESIDE_IT = ("beside", "threat", "wants", "preamble")
#: In characters: how far before a passage the aside may begin.
_ASIDE = 16
_AMID = re.compile(r"[^\W\d_],\s(?:however|though|of course|naturally),\s?$", re.IGNORECASE)
#: What nobody said, or what was asked, behind its comma.
_UNKNOWN = re.compile(
    r",\s(?:warum|wieso|weshalb|ob|wann|wohin|why|whether)\s[^,.;:!?…\n]+", re.IGNORECASE
)
#: What they were told stands in it: "turned up, 'that guide left in March'".
_ANSWERED = re.compile(r"(?<!\w)[‚']")
#: In words: who tells more, tells more than what was ordered.
_MOST_ORDERED = 14
_ORDERS = re.compile(
    r"\b(?:bestellt|gebucht|reserviert|gemietet|verschenkt|gekauft|gekündigt|ordered|booked|bought|rented|hired)\b",
    re.IGNORECASE,
)
_AT_A_STOP = re.compile(r"[.,:;!]\s+")
#: What begins so behind a comma is told of what stands before it. Case counts.
_LEANS_BACK = re.compile(
    r"(?:with|without|photos|booked|got|left|told|came|went|broke|fell|stopped|arrived|mit|ohne|lädt|geht|ging|kam|fiel"
    r"|läuft|lief|brach|funktioniert\w*|klemmt|tropft)\s"
)


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
        if any(wordings(name).match(self.said) for name in _BESIDE_IT):
            return 3
        if is_question:
            return 2 if len(self.said.split()) >= _SAYS_IT_ALL else 3
        return int(len(self.said) < _FEW_WORDS)


def shared(one: Span, other: Span) -> int:
    """How many characters stand in both."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def threatens(words: str) -> bool:
    """Whether it says what is to be done by when, or else."""
    return wordings("threat").match(words) is not None


def fit_passages(text: str, quotable: Sequence[Span], lang: str, bounds: Bounds) -> list[Quoted]:
    """The passages that may be quoted, and as what; the best first."""
    told = dict.fromkeys(behind_praise(text, quotable, lang))
    quoted = (passage_at(text, span, lang, bounds) for span in told)
    return sorted((q for q in quoted if q.said), key=lambda q: (q.doubt, only_orders(q.said, lang)))


def only_orders(said: str, lang: str) -> bool:
    """Whether it says what was ordered, and no more: then something else went wrong."""
    came = any(map(says_what_came, _AT_A_STOP.split(said)[1:]))
    brief = len(said.split()) <= _MOST_ORDERED and not _ANSWERED.search(said)
    return brief and orders(said) and not (came or shows_signs(said, lang))


def orders(said: str) -> bool:
    """Whether it says what was ordered."""
    return _ORDERS.search(said) is not None


def passage_at(text: str, span: Span, lang: str, bounds: Bounds) -> Quoted:
    """As it stands, but for a jest that is asked at its end."""
    span = _from_whom_it_is_told(text, _without_a_question(text, span, lang))
    span, said = _with_what_is_unknown(text, span, lang, bounds)
    if SIGN.match(said):
        span, said = _with_its_beginning(text, span, said, lang, bounds)
    elif _LEANS_BACK.match(said):
        span, said = _with_what_it_is_told_of(text, span, said, lang, bounds)
    return Quoted(span, said)


def _with_what_is_unknown(text: str, span: Span, lang: str, bounds: Bounds) -> Quoted:
    """„Keiner hat gesagt, warum wir stehen“: without its second half it says half."""
    if unknown := _UNKNOWN.match(text, span[1]):
        longer = span[0], unknown.end()
        if said := words_at(text, longer, lang, bounds):
            return Quoted(longer, said)
    return Quoted(span, words_at(text, span, lang, bounds))


def _from_whom_it_is_told(text: str, span: Span) -> Span:
    """ "The bunk, however, came off": who it was stands before the aside."""
    if _AMID.search(text, max(0, span[0] - _ASIDE), span[0]) is None:
        return span
    return sentences_of(text).around(span[0])[0], span[1]


def _with_its_beginning(
    text: str, span: Span, said: str, lang: str, bounds: Bounds
) -> tuple[Span, str]:
    """What would begin with a sum or a number, from the beginning of its sentence on; without it,
    only where it tells of a fault."""
    whole = sentences_of(text).around(span[0])[0], span[1]
    longer = words_at(text, whole, lang, bounds) if whole[0] < span[0] else ""
    if longer and not SIGN.match(longer):
        return whole, longer
    return span, said if shows_signs(said, lang) else ""


def _with_what_it_is_told_of(
    text: str, span: Span, said: str, lang: str, bounds: Bounds
) -> tuple[Span, str]:
    """ "The bench came in pieces, with the plate bent": the whole sentence, where there is room."""
    whole = sentences_of(text).around(span[0])[0], span[1]
    longer = words_at(text, whole, lang, bounds) if whole[0] < span[0] else ""
    return (whole, longer) if longer.endswith(said) else (span, said)


def _without_a_question(text: str, span: Span, lang: str) -> Span:
    """Without one at its end that wants to know nothing, where a fault is told before it:
    "Received one size 6 and one size 9. Am I a pirate?"."""
    begins = sentences_of(text).around(max(span[0], span[1] - 1))[0]
    question = text[begins : span[1] + 2].strip()
    told = text[span[0] : begins].rstrip()
    if begins <= span[0] or "?" not in question or asks(f"{question.rstrip('?! ')}?"):
        return span
    return (span[0], span[0] + len(told)) if tells_of_one(told, lang) else span


def words_at(text: str, span: Span, lang: str, bounds: Bounds) -> str:
    """What stands there as it may be quoted; empty where it may not."""
    told = as_quoted(text, span, lang, bounds)
    return told if told and is_fit(told, bounds) else as_asked(text, span, lang, bounds)
