"""What may be granted: once for a case, within the budget, more only by choice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.factories import NOON, assessment, brief, case
from tests.fakes import FakeDrafter
from triage.case import Case, Status
from triage.complaint import Topic
from triage.decision import Granting
from triage.errors import NoSuchRemedy
from triage.facts import Facts
from triage.ledger import Budget, Grant, Offer, month_of, offer_for, on_top
from triage.remedy import Money, Policy, Remedy, RemedyRule
from triage.severity import Severity, grade

DELAY = frozenset({Topic.DELAY})


def euros(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


def rule(name: str, severity: int, amount: int | None, kind: str = "voucher") -> RemedyRule:
    money = euros(amount) if amount else None
    return RemedyRule(name, kind, DELAY, frozenset({Severity(severity)}), money)


POLICY = Policy(
    "1",
    (rule("delay", 2, 50), rule("severe", 3, 75), rule("call", 2, None, "personal_call")),
    budgets={"care": euros(100)},
)


def waiting(severity: int, remedy: Remedy | None) -> Case:
    judged = assessment(severity=severity)
    (draft,) = FakeDrafter().draft([brief(severity=severity, remedy=remedy)])
    return case(status=Status.AWAITING, draft=draft, grade=grade(judged), assessment=judged)


def voucher(amount: int, rule: str = "delay") -> Remedy:
    return Remedy("voucher", euros(amount), rule)


def granted(remedy: Remedy) -> Grant:
    return Grant(remedy, by="anna", at=NOON)


def budget(spent: int) -> Budget:
    return Budget("care", "2026-11", euros(100), granted=Decimal(spent))


def test_what_the_budget_covers_is_offered_as_drafted() -> None:
    offer = offer_for(waiting(2, voucher(50)), POLICY, budget=budget(50))
    assert not offer.over_budget
    assert offer.upgrade is None
    assert offer.of(Granting.OFFERED) == voucher(50)


def test_a_budget_that_ran_out_leaves_the_draft_and_a_remedy_without_money() -> None:
    offer = offer_for(waiting(2, voucher(50)), POLICY, budget=budget(51))
    assert offer.over_budget
    assert offer.of(Granting.WITHOUT_MONEY) == Remedy("personal_call", None, "call")
    assert offer.of(Granting.OFFERED) == voucher(50)


def test_after_a_grant_there_is_no_offer_but_an_upgrade_if_it_got_worse() -> None:
    same = offer_for(waiting(2, None), POLICY, granted(voucher(50)))
    assert (same.remedy, same.without_money, same.upgrade) == (None, None, None)
    worse = offer_for(waiting(3, None), POLICY, granted(voucher(50)), budget(80))
    assert worse.of(Granting.UPGRADE) == voucher(75, "severe")
    # Of the 75 the case has 50: it is 25 that the budget has to have.
    assert worse.exceeds(worse.upgrade)
    assert not offer_for(waiting(3, None), POLICY, granted(voucher(50)), budget(75)).exceeds(
        worse.upgrade
    )


@pytest.mark.parametrize(
    ("before", "more"),
    [
        (Remedy("personal_call", None, "call"), True),
        (voucher(75), False),
        (voucher(100), False),
        # Two kinds, or two currencies, are not weighed against each other.
        (Remedy("miles", euros(20), "miles", miles=2000), False),
        (Remedy("voucher", Money(Decimal(10), "GBP"), "uk"), False),
    ],
)
def test_an_upgrade_is_more_of_the_same_or_money_where_there_was_none(
    before: Remedy, more: bool
) -> None:
    offer = offer_for(waiting(3, None), POLICY, granted(before))
    assert (offer.upgrade is not None) == more
    if not more:
        with pytest.raises(NoSuchRemedy):
            offer.of(Granting.UPGRADE)


def test_a_draft_written_when_the_budget_was_used_up_can_still_be_upgraded() -> None:
    call = POLICY.offer(grade(assessment()), Topic.DELAY, Facts(), left=euros(49))
    assert call == Remedy("personal_call", None, "call")
    offer = offer_for(waiting(2, call), POLICY, budget=budget(60))
    assert offer.upgrade == voucher(50)
    assert offer.exceeds(offer.upgrade)


def test_without_a_rule_that_costs_nothing_a_used_up_budget_offers_nothing() -> None:
    assert POLICY.offer(grade(assessment(severity=3)), Topic.DELAY, Facts(), euros(0)) is None


def test_another_currency_is_never_covered() -> None:
    assert not budget(0).covers(Remedy("voucher", Money(Decimal(1), "GBP"), "uk"))
    assert budget(0).covers(None)


def test_a_budget_never_has_less_than_nothing_left() -> None:
    assert budget(140).left == euros(0)


def test_miles_are_topped_up_as_well() -> None:
    before = granted(Remedy("miles", euros(20), "a", miles=2000))
    added = on_top(before, Remedy("miles", euros(50), "b", miles=5000))
    assert added == Remedy("miles", euros(30), "b", miles=3000)


def test_a_month_ends_at_the_companys_midnight() -> None:
    late = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    assert (month_of(late, "Europe/Berlin"), month_of(late, "UTC")) == ("2026-12", "2026-11")


def test_a_case_without_a_draft_has_no_offer() -> None:
    assert offer_for(replace(waiting(2, None), draft=None), POLICY) == Offer()
