"""The rules of EU261 and UK261, by the date of the flight: where they apply, and what they set.

A law that changes gets another version here; the old one stays for the flights under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from triage.airports import Airport
from triage.remedy import Money

#: The EU, and the states that took Regulation 261/2004 over.
_EU = frozenset(
    {
        "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT",
        "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
        "IS", "LI", "NO", "CH",
    }
)  # fmt: skip
_UK = frozenset({"GB"})

#: Hours late at arrival from which compensation is owed.
COMPENSATED_FROM = 3
#: Hours late from which a long flight is compensated in full.
_IN_FULL_FROM = 4
_SHORT, _LONG = 1500, 3500
#: A city stands for one of its airports, and others that carry its name lie up to so far from it
#: (London, Milan, Istanbul, Tokyo): so near to a limit both sides of it are possible.
_MARGIN = 80


@dataclass(frozen=True)
class Law:
    """One version of a law."""

    name: str
    #: Flights from this day on, and before that one.
    since: date
    until: date | None
    area: frozenset[str]
    currency: str
    #: Up to 1500 km, up to 3500 km, beyond, and beyond when less than four hours late.
    short: int
    medium: int
    long: int
    long_reduced: int
    #: Within the area no flight counts as long.
    long_only_abroad: bool

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def amounts(self, kilometres: float | None, inside: bool, hours: float | None) -> set[Money]:
        """What may be owed to each person; more than one where it is not clear."""
        long = {self.long}
        if hours is not None and hours < _IN_FULL_FROM:
            # Without the distance a long flight can't be told from others, and this is its amount.
            long = {self.long_reduced}
        if inside and self.long_only_abroad:
            long = {self.medium}
        if kilometres is None:
            owed = {self.short, self.medium} | long
        else:
            owed = set()
            if kilometres <= _SHORT + _MARGIN:
                owed |= {self.short}
            if _SHORT - _MARGIN < kilometres <= _LONG + _MARGIN:
                owed |= {self.medium}
            if kilometres > _LONG - _MARGIN:
                owed |= long
        return {Money(Decimal(amount), self.currency) for amount in owed}


#: The reform of the EU's (provisional agreement of June 2026) is not adopted: when it is in the
#: Official Journal with its first day, the version in force ends there and a new one begins.
LAWS = (
    # The United Kingdom was under it until the end of 2020.
    Law(
        "EU261", date(2005, 2, 17), date(2021, 1, 1), _EU | _UK, "EUR", 250, 400, 600, 300,
        long_only_abroad=True,
    ),
    Law(
        "EU261", date(2021, 1, 1), None, _EU, "EUR", 250, 400, 600, 300, long_only_abroad=True
    ),
    Law(
        "UK261", date(2021, 1, 1), None, _UK, "GBP", 220, 350, 520, 260, long_only_abroad=False
    ),
)  # fmt: skip


def applies(law: Law, origin: Airport | None, destination: Airport | None) -> str | None:
    """`yes`, `carrier` (only for an airline of the area), `open` (the route is not known), or None.

    From the area with any airline, to the area with one of its own. (To the United Kingdom an
    airline of the EU counts as well.)
    """
    starts = None if origin is None else origin.country in law.area
    ends = None if destination is None else destination.country in law.area
    if starts:
        return "yes"
    if starts is None or ends is None:
        return "open"
    return "carrier" if ends else None
