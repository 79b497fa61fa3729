"""Whether a name stands in an English clause: of a person, a company, a street."""

from __future__ import annotations

import re
from functools import cache

from triage.airports import AIRPORTS

_KNOWN = frozenset(
    {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Mondays",
        "Fridays", "Saturdays", "Sundays", "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December", "Christmas", "Easter",
        "Ramadan", "Eid", "Diwali", "Wi-Fi", "WiFi", "TV", "ID", "PIN", "SIM", "USB", "AC", "ATM",
        "GPS", "I",
    }
)  # fmt: skip
_NUMBERED = re.compile(r"[A-Z]?\d+[A-Z]{0,2}")
#: Before the code of an airport.
_TO_A_PLACE = frozenset({"at", "from", "in", "to", "via", "for"})
#: A capital behind these is a place's.
_WHERE = frozenset({"at", "in", "near", "outside"})
#: "gate C".
_LETTERED = frozenset({"gate", "terminal", "platform", "seat", "row", "zone", "group", "coach"})


def has_name(clause: str) -> bool:
    """A capital within a sentence is one, unless it is a day, a month or a place."""
    before = ""
    for word in (w.strip(",.") for w in clause.split()):
        if not word.islower() and not _is_none(word, before):
            return True
        before = word
    return False


def _is_none(word: str, before: str) -> bool:
    if not any(c.isupper() for c in word):
        return True
    if word in _KNOWN or word in _cities() or _NUMBERED.fullmatch(word):
        return True
    if word in AIRPORTS:
        return before in _TO_A_PLACE
    if len(word) == 1:
        return before in _LETTERED
    return before in _WHERE and word.isalpha() and not word.isupper()


@cache
def _cities() -> frozenset[str]:
    return frozenset(word for a in AIRPORTS.values() for word in a.english.split())
