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
