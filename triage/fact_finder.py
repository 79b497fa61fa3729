"""Finds in a conversation what a good reply picks up, by rules: rather nothing than something
wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from triage.circumstances import find_circumstances
from triage.facts import Fact, Facts
from triage.mention import Conversation, Role
from triage.places import find_places
from triage.stated_amounts import find_amounts
from triage.stated_asks import find_asks, find_attempts
from triage.stated_clock import find_clock_times
from triage.stated_dates import find_dates
from triage.stated_days import find_days_counted
from triage.stated_events import find_events
from triage.stated_numbers import find_flights, find_personal_facts, find_seats, find_trains
from triage.stated_people import find_travellers
from triage.stated_things import find_items
from triage.stated_times import find_times


def find_facts(conversation: Conversation) -> Facts:
    """What the mention states, then what earlier messages of the same customer add to it.

    Our own earlier replies state nothing: what we wrote is no fact of the author's.
    """
    facts = list(_stated_in(conversation.mention.text))
    for index, turn in reversed(list(enumerate(conversation.earlier))):
        if turn.role is Role.CUSTOMER:
            known = {fact.name for fact in facts}
            older = (f for f in _stated_in(turn.text) if f.name not in known)
            facts += [replace(fact, turn=index) for fact in older]
    return Facts(tuple(facts))


# A mention that is answered is an earlier turn of the next one, and is opened again meanwhile.
@lru_cache(maxsize=256)
def _stated_in(text: str) -> tuple[Fact, ...]:
    facts = {(f.name, f.span): f for find in _FINDERS for f in find(text)}
    return tuple(sorted(facts.values(), key=lambda fact: fact.span))


_FINDERS: tuple[Callable[[str], Iterator[Fact]], ...] = (
    find_flights,
    find_trains,
    find_seats,
    find_dates,
    find_clock_times,
    find_amounts,
    find_personal_facts,
    find_times,
    find_days_counted,
    find_items,
    find_events,
    find_places,
    find_travellers,
    find_asks,
    find_attempts,
    find_circumstances,
)
