"""What the law may owe beside goodwill: EU261 and UK261, as far as the text states the facts.

A claim is a hint to the approver, who checks it. It is never netted with goodwill, its amount never
stands in public, and whether circumstances were extraordinary is never said here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from triage.air_law import COMPENSATED_FROM, LAWS, Law, applies
from triage.airports import Airport, airport
from triage.complaint import Topic
from triage.distances import kilometres
from triage.facts import Facts
from triage.flight_dates import flight_date
from triage.mention import Mention
from triage.remedy import Money

#: What a claim hangs on and the text may leave open.
Missing = Literal["route", "date", "delay", "notice"]

_FLIGHT_WORDS = re.compile(
    r"\bflug|flieg|geflogen|\bgate\b|airport|flughafen|\bflight|\bfly|\bflew|boarding|\bplane\b"
    r"|maschine",
    re.IGNORECASE,
)
#: Meals and drinks are owed from two, three or four hours on, by the distance; inside the EU from
#: three, however far.
_CARE_FROM = ((1500, 2), (3500, 3))
_CARE_FROM_INSIDE = 3
_CARE_FROM_ANYWHERE = 4
#: A night makes the hotel owed.
_NIGHT = frozenset({"overnight", "no_hotel"})


@dataclass(frozen=True)
class Entitlement:
    """What one law may owe to each person."""

    law: str
    #: More than one where the text leaves open which it is, the smallest first.
    amounts: tuple[Money, ...]
    #: Only if the airline is one of the law's own area.
    own_airline_only: bool = False


@dataclass(frozen=True)
class Claim:
    """That a person may have a claim, what for, and what is not known yet."""

    ground: Literal["delay", "cancellation"]
    entitlements: tuple[Entitlement, ...]
    #: As stated; what counts is the delay at arrival.
    hours: float | None = None
    kilometres: int | None = None
    #: Meals, and at night a hotel, are owed whatever the cause.
    care: bool = False
    #: To be asked, in private only.
    missing: tuple[Missing, ...] = ()


def claim_of(mention: Mention, topic: Topic, facts: Facts) -> Claim | None:
    """None where the text tells of nothing that these laws compensate."""
    ground = _ground(topic, facts) if is_about_a_flight(mention, facts) else None
    if ground is None:
        return None
    on = flight_date(mention, facts)
    origin, destination = _ends(facts)
    far = kilometres(origin, destination) if origin and destination else None
    hours = _hours(facts)
    posted = mention.posted_at.date() if mention.posted_at else date.max
    entitlements = tuple(
        _entitlements(on or posted, origin, destination, hours if ground == "delay" else None)
    )
    if not entitlements:
        return None
    return Claim(
        ground=ground,
        entitlements=entitlements,
        hours=hours,
        kilometres=None if far is None else round(far),
        care=_care(ground, facts, hours, far, _is_inside(on or posted, origin, destination)),
        missing=tuple(_missing(ground, facts, on, far)),
    )


def is_about_a_flight(mention: Mention, facts: Facts) -> bool:
    """By what the inbox says the trade is, else by the text; a stated train says no."""
    if facts.get("flight") is not None or mention.domain == "airline":
        return True
    if mention.domain is not None or facts.get("train") is not None:
        return False
    return bool(_FLIGHT_WORDS.search(mention.text))


def _ground(topic: Topic, facts: Facts) -> Literal["delay", "cancellation"] | None:
    if topic is Topic.CANCELLATION:
        return "cancellation"
    hours = _hours(facts)
    if hours is None:
        return "delay" if topic is Topic.DELAY else None
    return "delay" if hours >= COMPENSATED_FROM else None


def _hours(facts: Facts) -> float | None:
    stated = facts.get("delay_hours")
    return stated if isinstance(stated, int | float) else None


def _ends(facts: Facts) -> tuple[Airport | None, Airport | None]:
    origin, destination = facts.get("origin"), facts.get("destination")
    return (
        airport(str(origin)) if origin else None,
        airport(str(destination)) if destination else None,
    )


def _entitlements(
    on: date, origin: Airport | None, destination: Airport | None, hours: float | None
) -> Iterator[Entitlement]:
    for law in LAWS:
        scope = applies(law, origin, destination) if law.in_force(on) else None
        if scope is not None:
            amounts = _amounts(law, origin, destination, hours)
            yield Entitlement(law.name, amounts, own_airline_only=scope == "carrier")


def _amounts(
    law: Law, origin: Airport | None, destination: Airport | None, hours: float | None
) -> tuple[Money, ...]:
    far, inside = None, False
    if origin and destination:
        far = kilometres(origin, destination)
        inside = {origin.country, destination.country} <= law.area
    owed = law.amounts(far, inside, hours)
    return tuple(sorted(owed, key=lambda money: money.amount))


def _is_inside(on: date, origin: Airport | None, destination: Airport | None) -> bool:
    """Whether a law counts the whole way as its own, so that no flight on it is a long one."""
    if origin is None or destination is None:
        return False
    ends = {origin.country, destination.country}
    return any(law.in_force(on) and law.long_only_abroad and ends <= law.area for law in LAWS)


def _care(ground: str, facts: Facts, hours: float | None, far: float | None, inside: bool) -> bool:
    if ground == "cancellation":
        return True
    if any(fact.value in _NIGHT for fact in facts.all("circumstance")):
        return True
    limits = (from_ for upto, from_ in _CARE_FROM if far is not None and far <= upto)
    last = _CARE_FROM_INSIDE if inside else _CARE_FROM_ANYWHERE
    return hours is not None and hours >= next(limits, last)


def _missing(ground: str, facts: Facts, on: date | None, far: float | None) -> Iterator[Missing]:
    # Whoever names the flight and its day has named the route.
    if far is None and facts.get("flight") is None:
        yield "route"
    if on is None:
        yield "date"
    if ground == "cancellation":
        yield "notice"
    elif _hours(facts) is None:
        yield "delay"
