"""What the law may owe beside compensation for time: the proven loss of baggage on a flight, and
money that is to be paid back within so many days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from triage.remedy import Money

#: What somebody may be due money back for.
Paid = Literal["flight", "train", "purchase"]

#: Montreal Convention, Art. 22(2), as revised: from this day on so many special drawing rights for
#: each passenger's baggage.
_BAGGAGE = (
    (date(2024, 12, 28), 1519),
    (date(2019, 12, 28), 1288),
    (date(2009, 12, 30), 1131),
)
#: EU261 and UK261, Art. 8; Regulation (EU) 2021/782; Directive 2011/83/EU, Art. 13.
DUE_WITHIN: dict[Paid, int] = {"flight": 7, "train": 30, "purchase": 14}


def baggage_limit(on: date) -> Money:
    """The most that is owed to each passenger for a flight on that day.

    >>> str(baggage_limit(date(2026, 5, 1)))
    '1519 XDR'
    """
    limit = next((most for since, most in _BAGGAGE if since <= on), _BAGGAGE[-1][1])
    return Money(Decimal(limit), "XDR")


def paid_for(trade: str | None, *, flight: bool, train: bool) -> Paid | None:
    """None where nothing is known of a day by which money has to be back."""
    if flight:
        return "flight"
    if train or trade == "rail":
        return "train"
    return "purchase" if trade == "retail" else None
