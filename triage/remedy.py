"""What we offer beyond the apology, and who may grant it. Goodwill never replaces a claim."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from triage.complaint import Topic
from triage.facts import Facts
from triage.severity import Grade, Severity


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
    #: None where the kind has no price.
    money: Money | None
    #: The policy rule it comes from.
    rule: str
    basis: str = "goodwill"


@dataclass(frozen=True)
class RemedyRule:
    """When the policy offers what. The first rule of the file that fits counts."""

    name: str
    kind: str
    topics: frozenset[Topic]
    severities: frozenset[Severity]
    money: Money | None = None
    #: Only if the text states a delay of at least this many hours.
    min_delay_hours: float | None = None

    def fits(self, grade: Grade, topic: Topic, facts: Facts) -> bool:
        if topic not in self.topics or grade.severity not in self.severities:
            return False
        if self.min_delay_hours is None:
            return True
        stated = facts.get("delay_hours")
        return isinstance(stated, int | float) and stated >= self.min_delay_hours


@dataclass(frozen=True)
class Policy:
    """The versioned file that says which remedy fits which topic and severity."""

    version: str
    remedies: tuple[RemedyRule, ...]

    def offer(self, grade: Grade, topic: Topic, facts: Facts) -> Remedy | None:
        """The first remedy whose rule fits, None when an apology and help are the remedy."""
        for rule in self.remedies:
            if rule.fits(grade, topic, facts):
                return Remedy(kind=rule.kind, money=rule.money, rule=rule.name)
        return None


def within_ceiling(remedy: Remedy | None, ceiling: Money) -> bool:
    """Whether somebody with this ceiling may grant the remedy. Another currency never fits."""
    if remedy is None or remedy.money is None:
        return True
    return remedy.money.currency == ceiling.currency and remedy.money.amount <= ceiling.amount
