"""Whether drafts take up what the complaint states: how a reply is held against the facts.

Of what a text states a public reply names how long it took, which flight, train or seat it was,
where, which thing, and what was missed. Sums and personal data it must not name; days, requests
and who was with the author it answers without naming them. So the first two stated facts of the
kinds in `NAMED` are asked for, in the order of the text, and

- a fact is *named* when the reply says it as stated: the same span of time in whatever words, or
  counted ("a seventh week"), the number of the flight, the place, the thing or the event by its
  noun;
- a reply is *mistaken* when it says something of these kinds that the text does not state: another
  span of time, another number, another place;
- both are *taken up correctly* when the reply names each, is not mistaken, and the guard has no
  blocking finding.

What is not named is no falsehood, so two figures belong together: how many drafts take both up,
and how many say nothing false. Where people labelled the facts, these are what is stated; elsewhere
it is what the finder finds, and a fact that it does not see is not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from triage.airports import AIRPORTS
from triage.draft import Draft
from triage.durations import find_durations
from triage.facts import Fact
from triage.places import find_places

_LASTING = frozenset({"delay_hours", "hold_time_hours", "since"})
_NUMBERED = frozenset({"flight", "train", "seat"})
_WORDED = frozenset({"place", "origin", "destination", "item", "missed", "event"})
#: What a public reply names.
NAMED = _LASTING | _NUMBERED | _WORDED
#: How many of the stated facts a reply has to take up.
ASKED = 2
#: Spans of time are the same if they differ by no more: "40 minutes" is 0.67 hours.
_CLOSE = 0.02
_DAYS = {"day": 1, "tag": 1, "week": 7, "woche": 7, "month": 30, "monat": 30}
_ORDINALS = (
    "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte",
)  # fmt: skip
_COUNTED = re.compile(
    rf"\b(?P<unit>{'|'.join(_DAYS)}) (?P<n>\d{{1,3}})\b"
    rf"|\b(?P<nth>{'|'.join(_ORDINALS)})[nr]? (?P<of>{'|'.join(_DAYS)})\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{2,}")
#: Whom to call in danger is no fact of the case.
_EMERGENCY = frozenset({"112"})
_WORD = re.compile(r"[^\W\d_]{4,}")
#: So much of a word stays when it is declined.
_STEM = 4


@dataclass(frozen=True)
class TakenUp:
    """How one draft deals with the first facts of its complaint."""

    asked: int
    named: int
    mistaken: bool
    blocked: bool

    @property
    def correctly(self) -> bool:
        return self.named == self.asked and self.says_nothing_false

    @property
    def says_nothing_false(self) -> bool:
        return not self.mistaken and not self.blocked


def taken_up(text: str, stated: Sequence[Fact], draft: Draft) -> TakenUp:
    """`stated` is what the text states, in any order; only what a reply names is asked for."""
    asked = first_facts(stated)
    return TakenUp(
        asked=len(asked),
        named=sum(is_named(fact, draft.reply) for fact in asked),
        mistaken=is_mistaken(text, draft.reply, asked),
        blocked=any(finding.blocking for finding in draft.findings),
    )


def first_facts(stated: Sequence[Fact]) -> list[Fact]:
    """What stands first in the text itself, each thing once: a place is one fact, whatever it is
    to the journey."""
    found: dict[tuple[int, int], Fact] = {}
    for fact in sorted(stated, key=lambda fact: fact.span):
        if fact.name in NAMED and fact.turn is None:
            found.setdefault(fact.span, fact)
    return list(found.values())[:ASKED]


def is_named(fact: Fact, reply: str) -> bool:
    if fact.name in _LASTING:
        hours = _hours(fact)
        spans = [span.hours for span in find_durations(reply)] + [*_counted(reply)]
        return any(_is_close(span, hours) for span in spans)
    low = reply.lower()
    if fact.name in _NUMBERED:
        digits = re.sub(r"\D", "", str(fact.value))
        return bool(digits) and re.search(rf"(?<!\d){digits}(?!\d)", low) is not None
    return any(_stem(word) in low for word in _words(fact))


def is_mistaken(text: str, reply: str, asked: Sequence[Fact]) -> bool:
    """Whether the reply says of these kinds what the text does not. A span of time counts only
    where one was asked for: "I will write by tomorrow" is no fact of the case."""
    low = text.lower()
    # What a span of time counts is held against the text's own, however that writes it.
    numbers = set(_NUMBER.findall(_without_times(reply))) - set(_NUMBER.findall(text)) - _EMERGENCY
    places = {str(f.value).lower() for f in find_places(reply)}
    strange = any(place not in low and not _is_of_a_code(place, text) for place in places)
    return bool(numbers) or strange or _tells_another_time(text, reply, asked)


def _tells_another_time(text: str, reply: str, asked: Sequence[Fact]) -> bool:
    if not any(fact.name in _LASTING for fact in asked):
        return False
    told = [span.hours for span in find_durations(text)]
    told += [_hours(fact) for fact in asked if fact.name in _LASTING]
    return not all(
        any(_is_close(span.hours, hours) for hours in told) for span in find_durations(reply)
    )


def _hours(fact: Fact) -> float:
    return float(fact.value) * (24 if fact.name == "since" else 1)


def _counted(reply: str) -> Iterator[float]:
    """ "Day 20", "for a seventh week", in hours."""
    for match in _COUNTED.finditer(reply):
        unit = match["unit"] or match["of"]
        count = int(match["n"]) if match["n"] else 2 + _ORDINALS.index(match["nth"].lower()) % 9
        yield 24.0 * count * _DAYS[unit.lower()]


def _without_times(reply: str) -> str:
    for span in reversed(find_durations(reply)):
        reply = reply[: span.span[0]] + reply[span.span[1] :]
    return reply


def _is_close(one: float, other: float) -> bool:
    return abs(one - other) <= max(_CLOSE, other * _CLOSE)


def _words(fact: Fact) -> Iterator[str]:
    value = str(fact.value)
    if value in AIRPORTS:
        yield from (AIRPORTS[value].german.lower(), AIRPORTS[value].english.lower())
    yield from _WORD.findall(value.lower()) or [value.lower()]


def _stem(word: str) -> str:
    return word[: max(_STEM, len(word) - 2)]


def _is_of_a_code(place: str, text: str) -> bool:
    """ "Las Palmas" where the text says LPA."""
    return any(
        place in (airport.german.lower(), airport.english.lower()) and code in text
        for code, airport in AIRPORTS.items()
    )
