"""What people travel with, and what they had to be at in time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact
from triage.lexicon import EVENTS_DE, EVENTS_EN, ITEMS_DE, ITEMS_EN

_ITEM = re.compile(
    r"(?<![\w-])("
    + "|".join(sorted((re.escape(w) for w in (*ITEMS_DE, *ITEMS_EN)), key=len, reverse=True))
    + r")(?![\w-])",
    re.IGNORECASE,
)
# A `trolley` in an English text is the one the crew pushes.
_GERMAN_AROUND = re.compile(r"\b(?:der|die|das|und|mein\w*|nicht|ist|ich|wir)\b", re.IGNORECASE)
_NO_ITEM = re.compile(
    r"^\s*(?:tag|drop|belt|handler|claim|allowance|policy|fee|hall|desk|reclaim)s?\b", re.IGNORECASE
)
_RELATION_DE = r"(?:\s+(?:meine[rs]|unsere[rs]|eures|euerer)\s+(?:besten\s+)?[A-ZÄÖÜ]\w+)?"
_RELATION_EN = (
    r"(?:(?:my|our)\s+(?:best\s+|own\s+|late\s+)?(?:\w+['’]s\s+)?(?:\d{2}(?:st|nd|rd|th)\s+)?)?"
)
_EVENT = re.compile(
    r"(?<![\w-])(?:(?P<de>"
    + "|".join(sorted(EVENTS_DE, key=len, reverse=True))
    + rf")(?!\w){_RELATION_DE}"
    rf"|(?P<en>{_RELATION_EN}(?:" + "|".join(EVENTS_EN) + r"))(?!\w))",
    re.IGNORECASE,
)
_MISSED = re.compile(
    r"verpass|versäum|nicht (?:mehr )?(?:geschafft|erreicht|bekommen)|ohne mich"
    r"|\bmiss(?:ed|ing)?\b|didn['’]t make|couldn['’]t (?:make|get to|attend)"
    r"|too late for|zu spät (?:zu|für)|gone without",
    re.IGNORECASE,
)
_NOT_MISSED = re.compile(
    r"almost|nearly|fast\b|beinahe|not miss|nicht verpass|gerade noch|sorry (?:i|we) missed",
    re.IGNORECASE,
)


def find_items(text: str) -> Iterator[Fact]:
    for match in _ITEM.finditer(text):
        german = match[0].lower() in ITEMS_DE and match[0].lower() not in ITEMS_EN
        if german and match[0][0].islower() and not _GERMAN_AROUND.search(text):
            continue
        if not _NO_ITEM.match(text[match.end() :]):
            yield Fact("item", match[0], match.span())


def find_events(text: str) -> Iterator[Fact]:
    for match in _EVENT.finditer(text):
        sentence = _sentence_around(text, match.start())
        missed = _MISSED.search(sentence) and not _NOT_MISSED.search(sentence)
        yield Fact("missed" if missed else "event", match[0], match.span())


#: A sentence is looked at this far to either side.
_REACH = 250


def _sentence_around(text: str, position: int) -> str:
    before = re.split(r"[.!?\n]\s", text[max(0, position - _REACH) : position])[-1]
    after = re.split(r"[.!?](?:\s|$)|\n", text[position : position + _REACH])[0]
    return before + after
