"""What we offer beyond the apology, and who may grant it. Goodwill never replaces a claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from triage.complaint import Topic
from triage.facts import Facts
from triage.item_kinds import kind_of_item
from triage.severity import Grade, Severity

#: The facts that a rule's circumstances go by: what happened, and who was travelling.
TOLD = ("circumstance", "travellers")


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str

    def __str__(self) -> str:
        return f"{self.amount.normalize():f} {self.currency}"


@dataclass(frozen=True)
class Remedy:
    """One offer of goodwill. The amount never stands in a public reply."""

    #: voucher, miles, refund, lounge, rebooking_help, personal_call …
    kind: str
    #: What it costs us, which ceilings and budgets count; None where it costs nothing.
    money: Money | None
    #: The policy rule it comes from.
    rule: str
    basis: str = "goodwill"
    #: How many, where the kind is miles.
    miles: int | None = None


@dataclass(frozen=True)
class RemedyRule:
    """When the policy offers what. The first rule of the file that fits counts.

    Neither language nor channel is a condition: the same harm gets the same remedy.
    """

    name: str
    kind: str
    topics: frozenset[Topic]
    severities: frozenset[Severity]
    money: Money | None = None
    #: Only if the text states a delay of at least this many hours.
    min_delay_hours: float | None = None
    miles: int | None = None
    #: Only if the text tells of one of these, or of one of these as travelling: overnight,
    #: children, elderly, wheelchair …
    circumstances: frozenset[str] = frozenset()
    #: Only if something of one of these kinds is concerned: mobility_aid, instrument …
    items: frozenset[str] = frozenset()
    #: Only if something was missed because of it.
    missed: bool = False

    def fits(self, grade: Grade, topic: Topic, facts: Facts) -> bool:
        return (
            topic in self.topics
            and grade.severity in self.severities
            and self._is_late_enough(facts)
            and (not self.missed or facts.first("missed") is not None)
            and _any_of(self.circumstances, _told_of(facts))
            and _any_of(self.items, (kind_of_item(str(f.value)) for f in facts.all("item")))
        )

    @property
    def remedy(self) -> Remedy:
        return Remedy(kind=self.kind, money=self.money, rule=self.name, miles=self.miles)

    def _is_late_enough(self, facts: Facts) -> bool:
        stated = facts.get("delay_hours")
        needed = self.min_delay_hours
        return needed is None or (isinstance(stated, int | float) and stated >= needed)


def _told_of(facts: Facts) -> Iterator[str]:
    return (str(f.value) for name in TOLD for f in facts.all(name))


def _any_of(wanted: frozenset[str], stated: Iterator[str]) -> bool:
    return not wanted or not wanted.isdisjoint(stated)


@dataclass(frozen=True)
class Policy:
    """The versioned file that says which remedy fits which topic and severity."""

    version: str
    remedies: tuple[RemedyRule, ...]
    #: Queue → the most it may grant in a calendar month; a queue that is missing has no limit.
    budgets: Mapping[str, Money] = field(default_factory=dict)
    #: The approvers who may grant more than the budget has left.
    beyond_budget: frozenset[str] = frozenset()

    def offer(
        self, grade: Grade, topic: Topic, facts: Facts, left: Money | None = None
    ) -> Remedy | None:
        """The first remedy whose rule fits, None when an apology and help are the remedy.

        `left` is what the queue's budget has left. One that it does not cover becomes the first
        fitting one without money.
        """
        first = next(self._fitting(grade, topic, facts), None)
        if first is None or first.money is None or left is None or covers(left, first.money):
            return first
        return self.without_money(grade, topic, facts)

    def without_money(self, grade: Grade, topic: Topic, facts: Facts) -> Remedy | None:
        """The first fitting remedy that costs nothing."""
        return next((r for r in self._fitting(grade, topic, facts) if r.money is None), None)

    def _fitting(self, grade: Grade, topic: Topic, facts: Facts) -> Iterator[Remedy]:
        return (rule.remedy for rule in self.remedies if rule.fits(grade, topic, facts))


def in_words(*remedies: Remedy | None) -> str | None:
    """What they give in money or miles, as the guard reads it; None where that is nothing."""
    given = [
        f"{remedy.kind} {f'{remedy.miles} miles' if remedy.miles else remedy.money}"
        for remedy in remedies
        if remedy and (remedy.money or remedy.miles)
    ]
    return ", ".join(given) or None


def covers(available: Money, needed: Money) -> bool:
    """Whether there is enough. Another currency never is: nothing is converted."""
    return available.currency == needed.currency and needed.amount <= available.amount


def within_ceiling(remedy: Remedy | None, ceiling: Money) -> bool:
    """Whether somebody with this ceiling may grant the remedy."""
    return remedy is None or remedy.money is None or covers(ceiling, remedy.money)
