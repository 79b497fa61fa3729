"""Numbers that name something: flights, trains, seats, orders, and how to reach somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact
from triage.personal_data import find_personal_data
from triage.wording_screen import Sieve

# Two capitals before digits that are no airline.
_NO_AIRLINE = frozenset(
    {
        "EU", "UK", "US", "IC", "EC", "RE", "RB", "DM", "PM", "AM", "OK", "TV", "NR", "KM", "KW",
        "ID", "PS", "UM", "AB", "ZU", "AN", "IN", "IM", "AT", "CA", "BY", "TO", "OF", "ON", "SO",
        "MO", "DI", "MI", "DO", "FR", "SA", "KG", "MB", "GB", "TB", "PC", "AG", "ST", "WC", "XL",
        "XS", "HD", "QR", "TZ", "EN", "NJ", "RJ", "CHF", "OG", "UG", "EG", "BJ", "JG", "NO",
        "CM", "MM", "ML", "CL", "LT", "ÖP", "PO", "BR", "KV", "KL", "RM", "HZ", "GW", "VW", "IP",
        "AI", "IT", "HP", "FT", "LB", "OZ", "MPH", "CT", "SI", "IS", "IF", "MY", "WE", "HE", "ME",
        "OR", "UP", "NE", "JA", "DA", "DU", "ER", "ES", "OB", "WO", "WM", "EM", "VS", "ISO", "DIN",
    }
)  # fmt: skip
_FLIGHT = re.compile(
    r"(?<![\w@#-])([A-Z]{2}(?=[ \d]|-\d{3})|[A-Z]\d(?= )|\d[A-Z](?= ))[ -]?(\d{2,4})(?![\w%€£$°]"
    r"|[.,:/]\d| \d{3,})"
)
#: Days by two letters: before three digits and more they are an airline.
_DAYS = frozenset({"MO", "DI", "MI", "DO", "FR", "SA", "SO"})
_FLIGHT_SAID = Sieve(
    r"\b(?:flug|flight|flt|flieger)(?:nummer|nr\.?| number)?[ :#]*"
    r"([a-z]{2}|[a-z]\d|\d[a-z])[ -]?(\d{2,4})\b",
    re.IGNORECASE,
)
#: "3018 just went to cancelled", "is 212 out of Denver on time": who flies it is addressed anyway.
_FLIGHT_ALONE = re.compile(
    r"(?<![\w€£$#.,:/-])(?<!\d )(?P<number>[1-9]\d{2,3})(?!\s\w+ (?:people|passengers))"
    r"(?=\s(?:(?:just|has|is|was|now|again)\s){0,2}"
    r"(?:(?:went|changed|moved) (?:from|to)\s(?:delayed|cancell?ed|boarding|on time)|delayed"
    r"|cancell?ed|diverted|out of (?=[A-Z]))\b)"
)
_TRAIN = re.compile(
    r"(?<![\w-])(ICE|IC|EC|ECE|IRE|RE|RB|REX|CJX|MEX|RJX|RJ|TGV|FLX|NJ|EN|IR|Tz"
    r"|TZ)[ -]?(\d{1,5})(?![\w.,:]\d)\b"
    r"|(?<![\w-])(?P<line>S) ?(?P<of>[1-9]\d?)(?=\s(?:[A-ZÄÖÜ][a-zäöü]+\s?[-–]|fällt|fiel|kommt"
    r"|kam|steht|stand|fährt|fuhr|von|nach|Richtung|heute|gestern|schon|wieder)\b)"
)
_TRAIN_NUMBERED = Sieve(
    r"(?<!\b[Ee]very )(?<!\b[Bb]y )\b([Zz]ug|[Tt]rain|[Ii]nter[Cc]ity|[Ee]uro[Cc]ity)\s"
    r"([1-9]\d{1,4}|\d[A-Z]\d{2})\b"
    r"(?=\s*(?:[,;:!?]|\.(?!\d)|$)|\s(?:is|was|has|packed|cancelled|delayed|stopped|to|from|between|zwischen|von|nach"
    r"|fällt|fiel|kommt|kam|steht|stand|fährt|fuhr|ist|war|hatte|ausgefallen|gestrichen|überfüllt)\b)"
)
_TRAIN_SAID = Sieve(
    r"\b(?:S-Bahn|U-Bahn|[Ll]inien?|[Ll]ine|[Zz]ug|[Tt]rain|der|die|mit der|in der|im)\s(S|U|RE"
    r"|RB|ICE"
    r"|IC)[ -]?(\d{1,3})\b(?![%€]|:\d)"
)
#: "Order HC-6621", "Reference IE77-20931": what is named so flies nowhere.
_FILED = re.compile(
    r"\b(?:(?:orders?|ref|reference|invoice|account|auftrag(?:s(?:nummer|nr\.?))?|bestell\w+|vorgangsnummer|rechnung|kundennummer)\.?"
    r"|(?:claim|case|complaint|policy|vorgang|fall|schaden)(?=\s(?:number|nr|no\b)))"
    r"(?: (?:number|nr\.?|no\.?|is|ist))?[ :#]*$",
    re.IGNORECASE,
)
_FLIES = re.compile(r"\b(?:flug|flight|flieger)(?:nummer|nr\.?| number)?[ :#]*$", re.IGNORECASE)
_SEAT = re.compile(
    r"\b(?:platz|sitz|sitzplatz|seat)\s+(?P<seat>\d{1,2}[A-K])\b|\b(?:auf|in|on|over"
    r"|at)\s+(?P<bare>\d{1,2}[A-K])\b",
    re.IGNORECASE,
)
#: Six letters and digits are a booking; what is longer, or has a dash, is some order or case.
_BOOKING = re.compile(r"[A-Z0-9]{6}|\d{3}-\d{10}")
#: Fact by the kind of personal datum.
_REACHED_BY = {"phone": "phone", "email": "email", "iban": "iban"}


def find_flights(text: str) -> Iterator[Fact]:
    seen: set[int] = set()
    for match in _FLIGHT_SAID.finditer(text):
        # "Flug RJ418" says itself that it is none of the trains.
        if match[1].upper() in _NO_AIRLINE and not match[1].isupper():
            continue
        seen.add(match.end())
        yield Fact("flight", f"{match[1].upper()} {match[2]}", (match.start(1), match.end()))
    for match in _FLIGHT.finditer(text):
        letters_only = match[1].isalpha()
        no_airline = match[1] in _NO_AIRLINE and not (match[1] in _DAYS and len(match[2]) == 3)
        known = not no_airline and (letters_only or len(match[2]) > 2)
        known = known and not _FILED.search(text[max(0, match.start() - 25) : match.start()])
        if match.end() not in seen and known:
            yield Fact("flight", f"{match[1]} {match[2]}", match.span())

    for match in _FLIGHT_ALONE.finditer(text):
        yield Fact("flight", match["number"], match.span())


def find_trains(text: str) -> Iterator[Fact]:
    for pattern in (_TRAIN, _TRAIN_SAID, _TRAIN_NUMBERED):
        for match in pattern.finditer(text):
            if not _FLIES.search(text[max(0, match.start() - 14) : match.start()]):
                kind, number = (n for n, part in enumerate(match.groups(), 1) if part)
                value = f"{match[kind]} {match[number]}"
                yield Fact("train", value, (match.start(kind), match.end(number)))


def find_seats(text: str) -> Iterator[Fact]:
    for match in _SEAT.finditer(text):
        group = "seat" if match["seat"] else "bare"
        yield Fact("seat", match[group].upper(), match.span(group))


def find_personal_facts(text: str) -> Iterator[Fact]:
    """Orders and bookings, and how the author wants to be reached."""
    for datum in find_personal_data(text):
        if datum.kind == "booking_code":
            name = "booking_code" if _BOOKING.fullmatch(datum.value) else "order"
            yield Fact(name, datum.value, datum.span)
        elif datum.kind in _REACHED_BY:
            yield Fact(_REACHED_BY[datum.kind], datum.value, datum.span)
