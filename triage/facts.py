"""What the text states that a good reply picks up. Nothing is inferred that it does not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from triage.complaint import Span


@dataclass(frozen=True)
class Fact:
    """One stated thing: `flight`, `delay_hours`, `place`, `item`, `date`, `amount` …"""

    name: str
    value: str | int | float
    span: Span
    #: Which earlier message states it; None for the mention itself. The span goes by that text.
    turn: int | None = None


@dataclass(frozen=True)
class Facts:
    items: tuple[Fact, ...] = ()

    def get(self, name: str) -> str | float | None:
        """The first stated value of that name."""
        first = self.first(name)
        return first.value if first else None

    def first(self, name: str) -> Fact | None:
        return next((fact for fact in self.items if fact.name == name), None)

    def all(self, name: str) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.items if fact.name == name)

    def as_dict(self) -> Mapping[str, str | float]:
        """First value per name, in the order the text states them."""
        first: dict[str, str | float] = {}
        for fact in self.items:
            first.setdefault(fact.name, fact.value)
        return first
