"""A complaint that is told as a question: "Why is there no seat for a child you booked in?"."""

from __future__ import annotations

import re

from prompts.gist_words import repeatable
from prompts.quoted_sums import Bounds, is_fit
from prompts.quoting import wordings
from triage.complaint import Span
from triage.sentences import sentences_of

#: Fewer words ask nothing that a reader of the reply would understand: "why?", „Echt jetzt?“.
_FEWEST = 4
#: Whom it asks.
_ACCOUNTS = re.compile(r"(?:\.?@\w+[\s,:]*)+")
_LETTER = re.compile(r"\w")
#: Where a clause begins.
_BEGINS = re.compile(r"(?:^|[,.:]\s)(?:(?:so|but|and|nur|und|aber)\s)?", re.IGNORECASE)


def as_asked(text: str, span: Span, lang: str, bounds: Bounds, *, fewest: int = _FEWEST) -> str:
    """The question that a passage is, or ends with, and its mark; empty where it is none, asks a
    favour, or had better not be repeated."""
    asked = _question(text, span)
    if asked is None or _is_favour(text, asked):
        return ""
    words = repeatable(text, asked, lang, bounds)
    says_enough = len(words.split()) >= fewest and is_fit(words, bounds)
    favour = wordings("favour").match(words) or wordings("help").search(words)
    return f"{words}?" if says_enough and not favour else ""


def asks(words: str) -> bool:
    """Whether it wants to know something: "My seat is wet?" does not, nor „Zu spät, wie immer?“."""
    clauses = (match.end() for match in _BEGINS.finditer(words))
    long = (at for at in clauses if not at or len(words[at:].split()) >= _FEWEST)
    return words.endswith("?") and any(wordings("asks").match(words, at) for at in long)


def _question(text: str, span: Span) -> Span | None:
    """Where the last sentence of the passage stands, without its mark; None where it has none."""
    last = max(span[0], span[1] - 1)
    if "?" not in text[last : span[1] + 2]:
        return None
    begins = max(span[0], sentences_of(text).around(last)[0])
    told_to = _ACCOUNTS.match(text, begins)
    return (told_to.end() if told_to else begins), text.index("?", last)


def _is_favour(text: str, asked: Span) -> bool:
    """Whether the sentence begins so in which the question stands."""
    begins = _LETTER.search(text, *sentences_of(text).around(asked[0]))
    return begins is not None and wordings("favour").match(text, begins.start()) is not None
