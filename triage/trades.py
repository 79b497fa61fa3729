"""Which trade a text tells of, where its inbox does not say so."""

from __future__ import annotations

from functools import cache

from triage.wording_files import names, possible

#: An airport's words are an airline's.
_AIR = frozenset({"airline", "airport"})


def trade_told(text: str, own: str | None) -> str | None:
    """The trade whose words stand in it; the company's `own` where some of its words do, where
    none do. Of several whose words do alike, the first that is told of.

    >>> trade_told("The 8.16 train was full again", "airline")
    'rail'
    >>> trade_told("The train to our flight was full again", "airline")
    'airline'
    >>> trade_told("Nobody answers", "airline")
    'airline'
    """
    told = {trade: _count(trade, text) for trade in _trades()}
    mine = "airline" if own in _AIR else own
    most = max(told.values())
    first = [trade for trade, count in told.items() if count == most]
    if not most or told.get(mine or "", 0):
        return own
    return min(first, key=lambda trade: _begins(trade, text))


def _count(trade: str, text: str) -> int:
    return sum(pattern.search(text) is not None for pattern in possible(f"trades/{trade}", text))


def _begins(trade: str, text: str) -> int:
    """Where the first of its words stands."""
    found = (pattern.search(text) for pattern in possible(f"trades/{trade}", text))
    return min((match.start() for match in found if match), default=len(text))


@cache
def _trades() -> tuple[str, ...]:
    return tuple(names("trades"))
