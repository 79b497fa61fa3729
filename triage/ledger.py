"""What was granted, and what is left of the budgets; the books themselves are kept elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from triage.case import Case
from triage.decision import Granting
from triage.errors import NoSuchRemedy
from triage.remedy import Money, Policy, Remedy, covers, in_words


@dataclass(frozen=True)
class Budget:
    """A queue's budget for one month, and what became of it."""

    queue: str
    #: `2026-11`, by the company's clock.
    month: str
    limit: Money
    granted: Decimal = Decimal(0)
    #: Offered in drafts that wait for a decision; it binds nothing.
    proposed: Decimal = Decimal(0)

    @property
    def left(self) -> Money:
        return Money(max(Decimal(0), self.limit.amount - self.granted), self.limit.currency)

    def covers(self, remedy: Remedy | None) -> bool:
        return remedy is None or remedy.money is None or covers(self.left, remedy.money)


@dataclass(frozen=True)
class Grant:
    """All that a case was granted so far, as one."""

    remedy: Remedy
    #: The approver's id, and when.
    by: str
    at: datetime
    beyond_budget: bool = False


@dataclass(frozen=True)
class Offer:
    """What may be granted with a case's draft, and what the budget says to it."""

    #: What the draft offers.
    remedy: Remedy | None = None
    #: What can be granted in its place when the budget does not cover it.
    without_money: Remedy | None = None
    #: What the policy says for the case as it stands, where that is more than the draft offers.
    upgrade: Remedy | None = None
    granted: Grant | None = None
    #: None where the queue has no budget.
    budget: Budget | None = None

    @property
    def over_budget(self) -> bool:
        return self.exceeds(self.remedy)

    @property
    def in_words(self) -> str | None:
        """All that can be given with it, and was."""
        granted = self.granted.remedy if self.granted else None
        return in_words(self.remedy, self.upgrade, granted)

    def exceeds(self, remedy: Remedy | None) -> bool:
        """Whether the budget does not cover what this remedy adds to what was granted."""
        added = on_top(self.granted, remedy)
        return self.budget is not None and not self.budget.covers(added)

    def of(self, granting: Granting) -> Remedy | None:
        """Raises NoSuchRemedy."""
        if granting is Granting.OFFERED:
            return self.remedy
        if granting is Granting.WITHOUT_MONEY:
            return self.without_money
        if self.upgrade is None:
            raise NoSuchRemedy
        return self.upgrade


class EmptyLedger:
    """Books in which nothing stands: for drafts of which nothing comes."""

    def granted(self, case_ids: Sequence[str]) -> Mapping[str, Grant]:
        return {}

    def budgets(self, at: datetime) -> Mapping[str, Budget]:
        return {}


def offer_for(
    case: Case, policy: Policy, granted: Grant | None = None, budget: Budget | None = None
) -> Offer:
    """What may be granted in a case that has a draft."""
    draft, grade = case.draft, case.grade
    if draft is None or grade is None:
        return Offer(granted=granted, budget=budget)
    due = policy.offer(grade, draft.topic, draft.facts)
    offered = granted.remedy if granted else draft.remedy
    return Offer(
        remedy=draft.remedy,
        without_money=None if granted else policy.without_money(grade, draft.topic, draft.facts),
        upgrade=due if _is_more(due, offered) else None,
        granted=granted,
        budget=budget,
    )


def on_top(granted: Grant | None, remedy: Remedy | None) -> Remedy | None:
    """What a remedy adds to what was granted: of a voucher of 75 after one of 50, the 25."""
    before = granted.remedy.money if granted else None
    if remedy is None or remedy.money is None or before is None:
        return remedy
    miles = (remedy.miles or 0) - (granted.remedy.miles or 0 if granted else 0)
    added = Money(remedy.money.amount - before.amount, before.currency)
    return replace(remedy, money=added, miles=miles or None)


def month_of(at: datetime, zone: str) -> str:
    """
    >>> from datetime import UTC
    >>> month_of(datetime(2026, 11, 30, 23, 30, tzinfo=UTC), "Europe/Berlin")
    '2026-12'
    """
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m")


def _is_more(due: Remedy | None, offered: Remedy | None) -> bool:
    """More of the same, or money where none was offered; two kinds are not weighed."""
    if due is None or due.money is None:
        return False
    if offered is None or offered.money is None:
        return True
    same = (due.kind, due.money.currency) == (offered.kind, offered.money.currency)
    return same and due.money.amount > offered.money.amount
