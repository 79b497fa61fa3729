"""What the law may owe beside goodwill: EU261 and UK261, the Montreal Convention for baggage, money
that is to be paid back in time, as far as the text states the facts.

A claim is a hint to the approver, who checks it. It is never netted with goodwill, its amount never
stands in public, and whether circumstances were extraordinary is never said here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from triage.air_law import COMPENSATED_FROM, LAWS, Law, applies
from triage.airports import Airport, airport
from triage.claim_signs import days_without_money, told_as_due, told_as_late, told_of_baggage
from triage.complaint import Topic
from triage.distances import kilometres
from triage.facts import Facts
from triage.flight_dates import flight_date
from triage.mention import Mention
from triage.other_law import DUE_WITHIN, Paid, baggage_limit, paid_for
from triage.remedy import Money
from triage.wording_files import wording

#: What a claim hangs on and the text may leave open.
Missing = Literal["route", "date", "delay", "notice"]
Ground = Literal["delay", "cancellation", "baggage", "refund"]

_BAGGAGE = frozenset({Topic.BAGGAGE_LOST, Topic.BAGGAGE_DAMAGED})
_REFUNDED = frozenset({Topic.REFUND_BILLING, Topic.CANCELLATION})
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

    ground: Ground
    #: For lost time. Empty for baggage, and for money that is to be paid back.
    entitlements: tuple[Entitlement, ...]
    #: As stated; what counts is the delay at arrival.
    hours: float | None = None
    kilometres: int | None = None
    #: Meals, and at night a hotel, are owed whatever the cause.
    care: bool = False
    #: To be asked, in private only.
    missing: tuple[Missing, ...] = ()
    #: The most that is owed to each person for baggage, which may come on top.
    baggage: Money | None = None
    #: What was paid for, and for how many days the text says that the money is owed.
    paid_for: Paid | None = None
    days: float | None = None


def claim_of(mention: Mention, topic: Topic, facts: Facts) -> Claim | None:
    """None where the text tells of nothing that these laws know."""
    claim = _for_time(mention, topic, facts)
    limit = _for_baggage(mention, topic, facts)
    if limit is not None:
        claim = replace(claim or Claim("baggage", ()), baggage=limit)
    due = _due_back(mention, topic, facts)
    if due is None:
        return claim
    paid, days = due
    return replace(claim or Claim("refund", ()), paid_for=paid, days=days)


def _for_baggage(mention: Mention, topic: Topic, facts: Facts) -> Money | None:
    if topic not in _BAGGAGE or facts.get("train") is not None:
        return None
    by_code = facts.get("flight") is not None
    unsaid = mention.domain is None and told_of_baggage(mention.text, by_code=by_code)
    if mention.domain != "airline" and not unsaid:
        return None
    return baggage_limit(flight_date(mention, facts) or _posted(mention))


def _due_back(mention: Mention, topic: Topic, facts: Facts) -> tuple[Paid, float] | None:
    """What money is to come back for, and for how many days the text says that it has not."""
    told = {str(f.value) for name in ("ask", "circumstance") for f in facts.all(name)}
    if topic not in _REFUNDED or "refund" not in told:
        return None
    flight = is_about_a_flight(mention, facts)
    paid = paid_for(mention.domain, flight=flight, train=facts.get("train") is not None)
    days = days_without_money(mention.text, facts)
    if paid is None or days <= DUE_WITHIN[paid] or not told_as_due(mention.text, topic, paid):
        return None
    on = flight_date(mention, facts) or _posted(mention)
    applied = paid != "flight" or any(_entitlements(on, *_ends(facts), None))
    return (paid, days) if applied else None


def _for_time(mention: Mention, topic: Topic, facts: Facts) -> Claim | None:
    ground = _ground(mention, topic, facts) if is_about_a_flight(mention, facts) else None
    if ground is None:
        return None
    on = flight_date(mention, facts)
    origin, destination = _ends(facts)
    far = kilometres(origin, destination) if origin and destination else None
    hours = _hours(facts)
    posted = _posted(mention)
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


def _posted(mention: Mention) -> date:
    return mention.posted_at.date() if mention.posted_at else date.max


def is_about_a_flight(mention: Mention, facts: Facts) -> bool:
    """By what the inbox says the trade is, else by the text; a stated train says no, and so does a
    ferry that nobody flies to."""
    if facts.get("flight") is not None:
        return True
    flies = wording("claims/about_a_flight").search(mention.text) is not None
    if mention.domain == "airline":
        # "The cabin, the crew" are of a ship, too, and so is the trade guessed by them.
        return flies or wording("claims/afloat").search(mention.text) is None
    return flies and mention.domain is None and facts.get("train") is None


def _ground(
    mention: Mention, topic: Topic, facts: Facts
) -> Literal["delay", "cancellation"] | None:
    if topic is Topic.CANCELLATION:
        return "cancellation"
    hours = _hours(facts)
    if hours is None:
        return "delay" if topic is Topic.DELAY else None
    late = topic is Topic.DELAY or _is_of_the_flight(mention, topic, facts)
    return "delay" if late and hours >= COMPENSATED_FROM else None


def _is_of_the_flight(mention: Mention, topic: Topic, facts: Facts) -> bool:
    stated = facts.first("delay_hours")
    return stated is not None and told_as_late(mention.text, stated, bare=topic not in _BAGGAGE)


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
    # A day without its year is one, too.
    if on is None and facts.get("date") is None:
        yield "date"
    if ground == "cancellation":
        yield "notice"
    elif _hours(facts) is None:
        yield "delay"
