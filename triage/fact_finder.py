"""Finds in a conversation what a good reply picks up, by rules: rather nothing than something
wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from triage.circumstances import find_circumstances
from triage.facts import Fact, Facts
from triage.mention import Conversation, Role
from triage.personal_data import find_personal_data
from triage.places import find_places
from triage.stated_things import find_events, find_items
from triage.stated_times import find_times


def find_facts(conversation: Conversation) -> Facts:
    """What the mention states, then what earlier messages of the same customer add to it."""
    facts = list(_stated_in(conversation.mention.text))
    for index, turn in reversed(list(enumerate(conversation.earlier))):
        if turn.role is Role.CUSTOMER:
            known = {fact.name for fact in facts}
            older = (f for f in _stated_in(turn.text) if f.name not in known)
            facts += [replace(fact, turn=index) for fact in older]
    return Facts(tuple(facts))


def _stated_in(text: str) -> list[Fact]:
    facts = {(f.name, f.span): f for find in _FINDERS for f in find(text)}
    return sorted(facts.values(), key=lambda fact: fact.span)


# -- flights, trains, seats, dates, money, numbers ---------------------------------------------

# Two capitals before digits that are no airline.
_NO_AIRLINE = frozenset(
    [
        "EU",
        "UK",
        "US",
        "IC",
        "EC",
        "RE",
        "RB",
        "DM",
        "PM",
        "AM",
        "OK",
        "TV",
        "NR",
        "KM",
        "KW",
        "ID",
        "PS",
        "UM",
        "AB",
        "ZU",
        "AN",
        "IN",
        "IM",
        "AT",
        "CA",
        "BY",
        "TO",
        "OF",
        "ON",
        "SO",
        "MO",
        "DI",
        "MI",
        "DO",
        "FR",
        "SA",
        "KG",
        "MB",
        "GB",
        "TB",
        "PC",
        "AG",
        "ST",
        "WC",
        "XL",
        "XS",
        "HD",
        "QR",
        "COVID",
    ]
)
_FLIGHT = re.compile(r"(?<![\w@#-])([A-Z]{2}|[A-Z]\d|\d[A-Z])[ -]?(\d{2,4})(?![\w%€£$]|[.,:]\d)")
_FLIGHT_SAID = re.compile(
    r"\b(?:flug|flight|flt)(?:nummer|nr\.?| number)?[ :#]*"
    r"([a-z]{2}|[a-z]\d|\d[a-z])[ -]?(\d{2,4})\b",
    re.IGNORECASE,
)
_TRAIN = re.compile(r"\b(ICE|IC|EC|IRE|RE|RB|RJX|RJ|TGV|FLX|NJ)[ -]?(\d{1,5})\b")
_SEAT = re.compile(
    r"\b(?:platz|sitz|sitzplatz|seat)\s+(?P<seat>\d{1,2}[A-K])\b|\b(?:auf|in|on|over|at)\s+(?P<bare>\d{1,2}[A-K])\b",
    re.IGNORECASE,
)
_MONTHS = (
    r"jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|mai|may|june?|juni|july?|juli|aug(?:ust)?"
    r"|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:\.|st|nd|rd|th)?\s?(?:{_MONTHS})\b\.?(?:\s\d{{4}})?"
    rf"|\b(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?"
    r"|(?<![\d.,])\d{1,2}\.\d{1,2}\.(?:\d{2,4})?(?!\d)|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:[€£$]|\b(?:EUR|GBP|USD|CHF)\s)\s?\d+(?:[.,]\d{3})*(?:[.,]\d{1,2})?"
    r"|\b\d+(?:[.,]\d{3})*(?:[.,]\d{1,2})?\s?(?:€|£|\$|EUR\b|Euros?\b|GBP\b|pounds?\b|USD\b|dollars?\b|CHF\b|Franken\b)",
    re.IGNORECASE,
)


def _flights(text: str) -> Iterator[Fact]:
    seen: set[int] = set()
    for match in _FLIGHT_SAID.finditer(text):
        seen.add(match.end())
        yield Fact("flight", f"{match[1].upper()} {match[2]}", (match.start(1), match.end()))
    for match in _FLIGHT.finditer(text):
        letters_only = match[1].isalpha()
        known = match[1] not in _NO_AIRLINE and (letters_only or len(match[2]) > 2)
        if match.end() not in seen and known:
            yield Fact("flight", f"{match[1]} {match[2]}", match.span())


def _trains(text: str) -> Iterator[Fact]:
    for match in _TRAIN.finditer(text):
        yield Fact("train", f"{match[1]} {match[2]}", match.span())


def _seats(text: str) -> Iterator[Fact]:
    for match in _SEAT.finditer(text):
        group = "seat" if match["seat"] else "bare"
        yield Fact("seat", match[group].upper(), match.span(group))


def _dates(text: str) -> Iterator[Fact]:
    for match in _DATE.finditer(text):
        yield Fact("date", match[0], match.span())


def _amounts(text: str) -> Iterator[Fact]:
    for match in _AMOUNT.finditer(text):
        yield Fact("amount", match[0], match.span())


def _orders(text: str) -> Iterator[Fact]:
    for datum in find_personal_data(text):
        if datum.kind == "booking_code":
            yield Fact("order", datum.value, datum.span)


_FINDERS for f in find(text)}
    return sorted(facts.values(), key=lambda fact: fact.span)


# -- flights, trains, seats, dates, money, numbers ---------------------------------------------

# Two capitals before digits that are no airline.
_NO_AIRLINE = frozenset(
    [
        "EU",
        "UK",
        "US",
        "IC",
        "EC",
        "RE",
        "RB",
        "DM",
        "PM",
        "AM",
        "OK",
        "TV",
        "NR",
        "KM",
        "KW",
        "ID",
        "PS",
        "UM",
        "AB",
        "ZU",
        "AN",
        "IN",
        "IM",
        "AT",
        "CA",
        "BY",
        "TO",
        "OF",
        "ON",
        "SO",
        "MO",
        "DI",
        "MI",
        "DO",
        "FR",
        "SA",
        "KG",
        "MB",
        "GB",
        "TB",
        "PC",
        "AG",
        "ST",
        "WC",
        "XL",
        "XS",
        "HD",
        "QR",
        "COVID",
    ]
)
_FLIGHT = re.compile(r"(?<![\w@#-])([A-Z]{2}|[A-Z]\d|\d[A-Z])[ -]?(\d{2,4})(?![\w%€£$]|[.,:]\d)")
_FLIGHT_SAID = re.compile(
    r"\b(?:flug|flight|flt)(?:nummer|nr\.?| number)?[ :#]*"
    r"([a-z]{2}|[a-z]\d|\d[a-z])[ -]?(\d{2,4})\b",
    re.IGNORECASE,
)
_TRAIN = re.compile(r"\b(ICE|IC|EC|IRE|RE|RB|RJX|RJ|TGV|FLX|NJ)[ -]?(\d{1,5})\b")
_SEAT = re.compile(
    r"\b(?:platz|sitz|sitzplatz|seat)\s+(?P<seat>\d{1,2}[A-K])\b|\b(?:auf|in|on|over|at)\s+(?P<bare>\d{1,2}[A-K])\b",
    re.IGNORECASE,
)
_MONTHS = (
    r"jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|mai|may|june?|juni|july?|juli|aug(?:ust)?"
    r"|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:\.|st|nd|rd|th)?\s?(?:{_MONTHS})\b\.?(?:\s\d{{4}})?"
    rf"|\b(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?"
    r"|(?<![\d.,])\d{1,2}\.\d{1,2}\.(?:\d{2,4})?(?!\d)|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:[€£$]|\b(?:EUR|GBP|USD|CHF)\s)\s?\d+(?:[.,]\d{3})*(?:[.,]\d{1,2})?"
    r"|\b\d+(?:[.,]\d{3})*(?:[.,]\d{1,2})?\s?(?:€|£|\$|EUR\b|Euros?\b|GBP\b|pounds?\b|USD\b|dollars?\b|CHF\b|Franken\b)",
    re.IGNORECASE,
)


def _flights(text: str) -> Iterator[Fact]:
    seen: set[int] = set()
    for match in _FLIGHT_SAID.finditer(text):
        seen.add(match.end())
        yield Fact("flight", f"{match[1].upper()} {match[2]}", (match.start(1), match.end()))
    for match in _FLIGHT.finditer(text):
        letters_only = match[1].isalpha()
        known = match[1] not in _NO_AIRLINE and (letters_only or len(match[2]) > 2)
        if match.end() not in seen and known:
            yield Fact("flight", f"{match[1]} {match[2]}", match.span())


def _trains(text: str) -> Iterator[Fact]:
    for match in _TRAIN.finditer(text):
        yield Fact("train", f"{match[1]} {match[2]}", match.span())


def _seats(text: str) -> Iterator[Fact]:
    for match in _SEAT.finditer(text):
        group = "seat" if match["seat"] else "bare"
        yield Fact("seat", match[group].upper(), match.span(group))


def _dates(text: str) -> Iterator[Fact]:
    for match in _DATE.finditer(text):
        yield Fact("date", match[0], match.span())


def _amounts(text: str) -> Iterator[Fact]:
    for match in _AMOUNT.finditer(text):
        yield Fact("amount", match[0], match.span())


def _orders(text: str) -> Iterator[Fact]:
    for datum in find_personal_data(text):
        if datum.kind == "booking_code":
            yield Fact("order", datum.value, datum.span)


# -- time lost ---------------------------------------------------------------------------------

# What makes a stated time something else than a delay.
_OTHER_BEFORE = re.compile(
    r"\b(?:vor|in|within|innerhalb(?: von)?|nach nur|binnen|every|alle|only|nur|bis zu|up to)"
    r"(?: den| the)?(?: nur| just| only)?\s*$",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(
    r"^\s*(?:ago|before|early|zu früh|vorher|vor (?:dem )?abflug|flight\b|flug\b|flugzeit"
    r"|langstrecke|away|entfernt|window|notice|from now|direkt|fahrt\b|drive\b|of (?:hold|flying)"
    r"|without|ohne)",
    re.IGNORECASE,
)


def _times(text: str) -> Iterator[Fact]:
    for duration in find_durations(text):
        name = _kind_of_time(text, duration)
        if name == "delay_hours":
            yield Fact(name, _plain(duration.hours), duration.span)
        elif name:
            yield Fact(name, text[slice(*duration.span)], duration.span)


def _kind_of_time(text: str, duration: Duration) -> str | None:
    """delay_hours, hold_time or waiting, by the words around; None if it is something else."""
    start, end = duration.span
    if _OTHER_BEFORE.search(text[max(0, start - 20) : start]) or _OTHER_AFTER.match(text[end:]):
        return None
    before, after = text[max(0, start - 70) : start], text[end : end + 70]
    if duration.unit not in {"hours", "minutes"}:
        working_days = re.match(r"\s*(?:working|business|werk)", after, re.IGNORECASE)
        cue = wording("times/waiting").search(before[-40:]) or wording("times/waiting").search(
            after[:40]
        )
        return "waiting" if cue and not working_days else None
    on_the_line = wording("times/hold").search(text[max(0, start - 120) : start])
    if (
        on_the_line
        or wording("times/phone").search(before[-50:])
        or wording("times/phone").search(after[:40])
    ):
        return "hold_time"
    cues = wording("times/delay").search(before) or wording("times/delay").search(after)
    nearby = duration.hours >= 1 and (
        wording("times/around").search(before) or wording("times/around").search(after)
    )
    return "delay_hours" if cues or nearby else None


def _plain(hours: float) -> float:
    return int(hours) if hours == int(hours) else round(hours, 2)


# -- things and events -------------------------------------------------------------------------

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
    r"|\bmiss(?:ed|ing)?\b|didn['’]t make|couldn['’]t (?:make|get to|attend)|too late for|zu spät (?:zu|für)|gone without",
    re.IGNORECASE,
)
_NOT_MISSED = re.compile(
    r"almost|nearly|fast\b|beinahe|not miss|nicht verpass|gerade noch|sorry (?:i|we) missed",
    re.IGNORECASE,
)


def _items(text: str) -> Iterator[Fact]:
    for match in _ITEM.finditer(text):
        german = match[0].lower() in ITEMS_DE and match[0].lower() not in ITEMS_EN
        if german and match[0][0].islower() and not _GERMAN_AROUND.search(text):
            continue
        if not _NO_ITEM.match(text[match.end() :]):
            yield Fact("item", match[0], match.span())


def _events(text: str) -> Iterator[Fact]:
    for match in _EVENT.finditer(text):
        sentence = _sentence_around(text, match.start())
        missed = _MISSED.search(sentence) and not _NOT_MISSED.search(sentence)
        yield Fact("missed" if missed else "event", match[0], match.span())


def _sentence_around(text: str, position: int) -> str:
    start = max((m.end() for m in re.finditer(r"[.!?\n]\s", text[:position])), default=0)
    end = re.search(r"[.!?](?:\s|$)|\n", text[position:])
    return text[start : position + end.start() if end else len(text)]


def _places(text: str) -> Iterator[Fact]:
    yield from find_places(text)


_FINDERS: tuple[Callable[[str], Iterator[Fact]], ...] = (
    _flights,
    _trains,
    _seats,
    _dates,
    _amounts,
    _orders,
    find_times,
    find_items,
    find_events,
    find_places,
    find_circumstances,
)
