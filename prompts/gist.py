"""The words of a complaint that say what went wrong, made fit to be quoted back: the model points
at them, roughly; here they are brought to where a clause begins and ends. Better none than what is
an insult, a jest, a question or half a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from prompts.clause_edges import HEADLESS, together, ways_to_cut
from prompts.quoting import is_fit_gist, wordings
from triage.complaint import Span
from triage.draft import Brief
from triage.sentences import sentences_of

_ENDS = " \n\t\r.!…,;:–—*~-"
#: Pictures, whom it is told to, under what sign.
_BESIDE = re.compile(r"^\.?@\w+|\s[@#]\w+$|[\U0001F000-\U0001FFFF\u2600-\u27BF\uFE0F\u200d]+$")
_JOINING = re.compile(
    r"(?:(?:und|aber|doch|sondern|denn|and|but|so|then|plus|because)\s+)+", re.IGNORECASE
)
#: Before a clause that is no whole sentence with what follows.
_SUBORDINATE = re.compile(r"[Dd]ass\s+(?!.*,\s)|that\s+(?!(?:is|was|are|has)\b)")
#: A reason says nothing without what it is one for.
_REASON = re.compile(r"\W*(?:weil|because)\s", re.IGNORECASE)
#: What was asked for it is left out where the rest stands without: "a $75 fee".
_MONEY = r"(?:[€£$]\s?\d(?:[\d.,]*\d)?k?|\d(?:[\d.,]*\d)?\s?(?:€|euro|franken|dollars?|pounds?))"
_AMOUNT = re.compile(
    rf"(?:^|(?<=\ba\s)|(?<=\bthe\s)|(?<=\bmy\s)|(?<=\byour\s)){_MONEY}\s"
    r"(?!(?:for|of|in|on|to|and|or|per|from|instead|an|im|zu|mehr|more|each|fürs?|statt|und|von|pro)\b)"
    rf"(?=[^\W\d]|['\"„])|,\s{_MONEY}$",
    re.IGNORECASE,
)
_CURRENCIES = ("$", "€", "£")
#: Fewer words than that say nothing without the amount that stood before them.
_LEFT_OF_A_PRICE = 3
_PRICED = re.compile(_MONEY, re.IGNORECASE)
#: What comes behind a comma and begins so says something of what stands before it.
_RELATIVE = re.compile(
    r"(?:(?:von|mit|in|an|auf|für|bei|zu|nach) (?:dem|der|den|die) (?:ich|wir|man|es|er|sie)"
    r"|(?:der|die|das|dem|den) (?:mir|uns|ich|wir|man|er|es|sie|ihr|dann|vorige\w*|laut))\b"
)
#: What comes behind it belongs to it.
_UNFINISHED = re.compile(r",?\s*(?:dass|ob|that)\b")
#: What begins so is a question, with or without its mark.
_ASKS = re.compile(
    r"(?:why|whose|where (?:is|are|tf|do)|how (?:is|are|can|do|long)|what (?:is|are|do)"
    r"|warum|wieso|weshalb|woher|wann)\b", re.IGNORECASE,
)  # fmt: skip
#: How a message begins, not what it is about.
_GREETS = re.compile(
    r"(?:hello|hi|dear|good (?:morning|day|evening)|update|hallo|guten (?:tag|morgen|abend)"
    r"|sehr geehrte\w*|griaß eich|servus|moin|nachtrag)\b", re.IGNORECASE,
)  # fmt: skip
#: Where it was says nothing by itself.
_ONLY_WHERE = re.compile(
    r"(?:in|on|at|from|with|for|of|to|by|im|am|an|auf|bei|beim|mit|von|vor|nach|aus)\s"
    r"(?:[^\s,:]+\s?){1,4}", re.IGNORECASE,
)  # fmt: skip
_QUOTED = re.compile(r"[„“”«»\"]([^„“”«»\"]*)[“”«»\"]")
_LONG_WORD = re.compile(r"[^\W_]{4,}")
#: Endings and verbs change when a sentence is told back.
_UNSAID = 0.2
_MARKS = re.compile(r"[„“”«»\"]")
_SINGLE = {"de": r"‚\1‘", "en": r"'\1'"}


class Gist(NamedTuple):
    """What went wrong in the author's own words, and where they stand; as it is quoted, with the
    sentences they stand in where those are fit for it too."""

    words: str
    span: Span
    quote: str


def gist_of(brief: Brief) -> Gist | None:
    """What the model points at in this complaint; None where it is not fit to be quoted."""
    mention, said = brief.conversation.mention, brief.assessment
    return gist_in(mention.text, said.gist, said.lang)


def holds(told: str, words: str) -> bool:
    """Whether what is told back says all that these words say."""
    said = set(_LONG_WORD.findall(words.lower()))
    return bool(said) and len(said - {*_LONG_WORD.findall(told.lower())}) <= _UNSAID * len(said)


# Asked for by the words and by the troubles.
@lru_cache(maxsize=128)
def gist_in(text: str, spans: tuple[Span, ...], lang: str) -> Gist | None:
    """The first that is fit to be quoted, without an amount."""
    for span in _ways(text, spans, lang):
        words = _fit(text, span, lang)
        if words:
            wider = (w for w in _wider(text, spans, span) if not _PRICED.search(text, *w))
            quotes = (_fit(text, w, lang) for w in wider)
            return Gist(words, span, next(filter(None, quotes), words))
    return None


def _fit(text: str, span: Span, lang: str) -> str:
    """The words of this passage as they are quoted; empty where they may not be."""
    if _REASON.match(text, *span):
        return ""
    whole = _as_quoted(text[slice(*span)], lang)
    words = _AMOUNT.sub("", whole)
    if not whole.startswith(words) and len(words.split()) < _LEFT_OF_A_PRICE:
        return ""
    return words if _stands_alone(words, text, span) and is_fit_gist(words) else ""


def _wider(text: str, spans: Sequence[Span], gist: Span) -> Iterator[Span]:
    """The sentence of the gist, with the next one where the model points there too, and alone:
    what a reader would choose is often cut short. What stands before it is more often praise."""
    sentences = sentences_of(text)
    start, end = sentences.around(gist[0])[0], sentences.around(gist[1] - 1)[1]
    follows = sentences.around(end) if end < len(text) else (end, end)
    if any(follows[0] <= span[0] < follows[1] for span in spans):
        yield start, follows[1]
    yield start, end


def _ways(text: str, spans: Sequence[Span], lang: str) -> Iterator[Span]:
    """What the model is less sure of is not the matter where it stands in praise."""
    if len(spans) > 1:
        yield from together(text, spans, lang)
    for n, span in enumerate(spans):
        sentence = sentences_of(text).around(span[0])
        if not (n and wordings("jest").search(text, *sentence)):
            yield from ways_to_cut(text, span, lang)


def _as_quoted(passage: str, lang: str) -> str:
    """Without what joins it to the text, on one line, what it quotes in single quotation marks."""
    words = " ".join(_BESIDE.sub("", passage.strip(_ENDS)).strip(_ENDS).split())
    for joining in (_JOINING, _SUBORDINATE):
        lead = joining.match(words)
        words = words[lead.end() :] if lead else words
    if not _MARKS.search(words):
        return words
    whole = _QUOTED.fullmatch(words)
    return whole[1].strip(_ENDS) if whole else _QUOTED.sub(_SINGLE.get(lang, r"'\1'"), words)


def _stands_alone(words: str, text: str, span: Span) -> bool:
    """Whether it is no question, no quotation is left open, and no word wants another one: a
    clause whose verb is last needs all of it."""
    start, end = span
    before, after = text[max(0, start - 2) : start].strip(), text[end : end + 3].strip()
    if after[:1] == "?" or _MARKS.search(words) or _is_inside_a_quotation(text, span):
        return False
    if any(begins.match(words) for begins in (_ASKS, _GREETS)) or _ONLY_WHERE.fullmatch(words):
        return False
    if before[-1:].isalnum() and HEADLESS.match(words):
        return False
    if (before[-1:] == "," and _RELATIVE.match(words)) or _UNFINISHED.match(text, end):
        return False
    last = words.rsplit(" ", 1)[-1]
    if after[:1] == ":" and wordings("told_by").search(last):
        return False
    goes_on = after[:1].isalnum() or after[:1] in _CURRENCIES
    if not (goes_on and text[end - 1].isalnum()):
        return True
    open_end = wordings("goes_on").search(last)
    return not open_end and not _SUBORDINATE.match(text[slice(*span)])


def _is_inside_a_quotation(text: str, span: Span) -> bool:
    """Whether it only begins or only ends where one does."""
    start, end = span
    around = text[max(0, start - 1) : start], text[end : end + 1]
    opens, closes = (_MARKS.match(mark) is not None for mark in around)
    return opens != closes
