"""What the offers of a replay add up to, by month and queue, beside what may be granted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from triage.ledger import month_of
from triage.remedy import Money

#: Month, queue and currency; the month is empty without dates.
Key = tuple[str, str, str]


@dataclass
class Goodwill:
    _sums: dict[Key, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, case: Mapping[str, Any], zone: str) -> None:
        key = _key_of(case, zone)
        if key:
            self._sums[key] += Decimal(str(case["draft"]["remedy"]["amount"]))

    def amounts(self) -> dict[str, float]:
        """Currency → what it comes to in all."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for (_, _, currency), amount in self._sums.items():
            sums[currency] += amount
        return {currency: float(sums[currency]) for currency in sorted(sums)}

    def by_month(self, budgets: Mapping[str, Money]) -> list[dict[str, Any]]:
        """A row a month, queue and currency, with the budget where one is set."""
        return [
            {"month": month or None, "queue": queue, "amount": float(amount),
             "currency": currency, "budget": _budget(budgets.get(queue), currency)}
            for (month, queue, currency), amount in sorted(self._sums.items())
        ]  # fmt: skip


def goodwill_tag(month: str, queue: str, currency: str) -> str:
    return f"goodwill:{month or 'undated'}/{queue}/{currency}"


def goodwill_tags(case: Mapping[str, Any], zone: str) -> set[str]:
    """Under which sum a case is found again."""
    key = _key_of(case, zone)
    return {goodwill_tag(*key)} if key else set()


def _key_of(case: Mapping[str, Any], zone: str) -> Key | None:
    """By the company's clock."""
    remedy = case["draft"] and case["draft"]["remedy"]
    if remedy is None or remedy["amount"] is None:
        return None
    at = case["posted_at"]
    month = month_of(datetime.fromisoformat(at), zone) if at else ""
    return month, case["queue"] or "", remedy["currency"]


def _budget(budget: Money | None, currency: str) -> float | None:
    return float(budget.amount) if budget and budget.currency == currency else None
