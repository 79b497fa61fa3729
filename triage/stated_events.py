"""What people had to be at in time, and whether they missed it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact
from triage.lexicon import EVENTS_DE, EVENTS_EN
from triage.sentences import Sentences
from triage.spans import apart
from triage.wording_files import wording

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
_WORD = re.compile(r"[\w-]+")
#: A text with none of these words names no event.
_FIRST_WORDS = frozenset(EVENTS_DE) | {words.split()[0] for words in EVENTS_EN}
#: "missed the crew bus", "that I missed the waltz": whatever follows, up to the next small word.
_MISSED_THING_EN = re.compile(
    r"\b(?:missed|missing(?=\s(?:my|our|the)\s))\s(?P<thing>(?:(?:my|our)\s)?(?:(?:the|her|his"
    r"|their|a|an|half|all|most|of|first|last)\s){0,3}"
    r"(?P<head>[\w’'-]{3,20}(?:\s(?!(?:the|and|because|by|on|at|in|to|for|with|as|so|we|i|that"
    r"|this|it|he|she|they|my|of"
    r"|from|thanks|due|while|when|again|but|which|who|a|an|was|is|until|after|before|over|up"
    r"|sends?|today|yesterday"
    r")\b)[\w’'-]{3,20}){0,1}))",
    re.IGNORECASE,
)
_NO_THING = re.compile(
    r"^(?:call|calls|delivery|point|step|spot|turn|beat|trick|out|you|them|him|her|me|us|it|that"
    r"|this|what|one|two|three"
    r"|bits?|pieces?|letters?|word|part|by|from|the|bin|screws?|button|target|mark|boat on"
    r"|persons?|items?|and|in|on|for)\b",
    re.IGNORECASE,
)
_MISSED_THING_DE = re.compile(
    r"\b(?:den|die|das|der|meinen?|meine|unseren?|unsere|ihren?|ihre|seinen?|seine|zum"
    r"|zur)\s(?:[a-zäöüß]+\s){0,2}"
    r"(?P<head>[A-ZÄÖÜ][\wäöüß-]{2,30})(?:\s(?:\w+\s){0,3})(?:verpasst|versäumt)\b"
)
_MISSED_IT = re.compile(
    r"\b(?:flight|train|plane|bus|ferry)\b[^\n]{0,200}?\b(?P<it>missed it)\b", re.IGNORECASE
)
_BIRTHDAY_EN = re.compile(
    r"(?:['’]s|\bmums|\bdads|\bmy|\bher|\bhis|\bnans)\s(?P<day>[1-9]?\d(?:th|st|nd"
    r"|rd))\b(?!\s(?:floor|time|day|email|call|"
    r"attempt|of|century|seat|row|hour|week|month|letter))",
    re.IGNORECASE,
)
_ON_THE_WAY = re.compile(
    r"(?:ferry|fähre|cruise|kreuzfahrt|anschlu(?:ss|ß)|connection|meeting)", re.IGNORECASE
)
_TO_CATCH = re.compile(
    r"miss|verpass|versäum|erreich|schaff|\bcatch|\bmake\b|\bmy\b|\bour\b|\bmein|\bunser|\bweg\b"
    r"|ohne|without|\blegt\b|\bfor a\b",
    re.IGNORECASE,
)
_NO_EVENT_BEFORE = re.compile(r"\b(?:in|zur|nobody|am|was|are)\s(?:der\s)?[„\"]?$", re.IGNORECASE)
#: A sentence is looked at this far to either side.
_REACH = 250


def find_events(text: str) -> Iterator[Fact]:
    yield from apart(_candidates(text), lambda fact: fact.span, len(text))


def _candidates(text: str) -> Iterator[Fact]:
    sentences = Sentences(text)
    low = text.lower()
    named = not _FIRST_WORDS.isdisjoint(_WORD.findall(low))
    for match in _EVENT.finditer(text) if named else ():
        if _is_no_event(text, match, sentences):
            continue
        yield Fact(_missed_or_not(text, match.start(), sentences), match[0], match.span())
    spoken_of = "miss" in low or "verpasst" in low or "versäumt" in low
    for pattern in (_MISSED_THING_EN, _MISSED_THING_DE) if spoken_of else ():
        for match in pattern.finditer(text):
            if not _NO_THING.match(match["head"]) and _is_missed(text, match.start(), sentences):
                yield Fact("missed", match["head"], match.span("head"))
    for match in _MISSED_IT.finditer(text) if "missed it" in low else ():
        yield Fact("missed", match[0].split()[0].lower(), match.span("it"))
    for match in _BIRTHDAY_EN.finditer(text):
        name = _missed_or_not(text, match.start(), sentences)
        yield Fact(name, match["day"], match.span("day"))


def _is_no_event(text: str, match: re.Match[str], sentences: Sentences) -> bool:
    """A ferry is a means unless somebody had to catch it; "in Prüfung" is no exam."""
    before = text[max(0, match.start() - 12) : match.start()]
    if _NO_EVENT_BEFORE.search(before) and match[0].lower() in {"prüfung", "meeting"}:
        return True
    if not _ON_THE_WAY.fullmatch(match[0]):
        return False
    start, end = sentences.around(match.start())
    return not _TO_CATCH.search(text[max(start, match.start() - 80) : min(end, match.end() + 80)])


def _missed_or_not(text: str, position: int, sentences: Sentences) -> str:
    return "missed" if _is_missed(text, position, sentences) else "event"


def _is_missed(text: str, position: int, sentences: Sentences) -> bool:
    start, end = sentences.around(position)
    sentence = text[max(start, position - _REACH) : min(end, position + _REACH)]
    return bool(
        wording("things/missed").search(sentence)
        and not wording("things/not_missed").search(sentence)
    )
