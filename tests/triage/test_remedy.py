"""Which goodwill is offered, and who may grant it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.factories import assessment
from triage.complaint import Topic
from triage.facts import Fact, Facts
from triage.remedy import Money, Policy, Remedy, RemedyRule, within_ceiling
from triage.severity import Severity, grade

EUR_50 = Money(Decimal(50), "EUR")
DELAY = frozenset({Topic.DELAY})
POLICY = Policy(
    "1",
    (
        RemedyRule(
            "delay-3h", "voucher", DELAY, frozenset({Severity.FAILURE}), EUR_50, 3
        ),
        RemedyRule(
            "delay-call", "personal_call", frozenset({Topic.DELAY}), frozenset({Severity.SERIOUS})
        ),
        RemedyRule(
            "delay-any", "lounge", frozenset({Topic.DELAY}), frozenset({Severity.FAILURE})
        ),
    ),
)  # fmt: skip


def offered(severity: int, *facts: Fact, topic: Topic = Topic.DELAY) -> str | None:
    remedy = POLICY.offer(grade(assessment(severity=severity)), topic, Facts(facts))
    return remedy.rule if remedy else None


def delay(hours: float) -> Fact:
    return Fact("delay_hours", hours, (0, 7))


def test_the_first_rule_that_fits_counts() -> None:
    assert offered(2, delay(5)) == "delay-3h"


def test_a_delay_that_is_not_stated_is_not_assumed() -> None:
    assert offered(2) == "delay-any"
    assert offered(2, delay(2.9)) == "delay-any"


def test_topic_and_severity_must_both_fit() -> None:
    assert offered(3) == "delay-call"
    assert offered(1) is None
    assert offered(2, topic=Topic.CANCELLATION) is None


@pytest.mark.parametrize(
    ("remedy", "may"),
    [
        (None, True),
        (Remedy("personal_call", None, "r"), True),
        (Remedy("voucher", EUR_50, "r"), True),
        (Remedy("voucher", Money(Decimal("50.01"), "EUR"), "r"), False),
        (Remedy("voucher", Money(Decimal(1), "GBP"), "r"), False),
    ],
)
def test_a_ceiling_is_never_passed_nor_converted(remedy: Remedy | None, may: bool) -> None:
    assert within_ceiling(remedy, EUR_50) is may


def test_money_reads_as_people_write_it() -> None:
    assert [str(Money(Decimal(a), "EUR")) for a in ("50", "50.00", "2.5", "100")] == [
        "50 EUR", "50 EUR", "2.5 EUR", "100 EUR",
    ]  # fmt: skip


def test_a_rule_heeds_who_travels_what_was_missed_and_what_it_is_about() -> None:
    anything = (DELAY, frozenset({Severity.FAILURE}))
    policy = Policy(
        "1",
        (
            RemedyRule("missed", "voucher", *anything, EUR_50, missed=True),
            RemedyRule("kids", "voucher", *anything, EUR_50, circumstances=frozenset({"children"})),
            RemedyRule("aid", "voucher", *anything, EUR_50, items=frozenset({"mobility_aid"})),
        ),
    )

    def rule(*facts: Fact) -> str | None:
        offer = policy.offer(grade(assessment()), Topic.DELAY, Facts(facts))
        return offer.rule if offer else None

    assert rule(Fact("missed", "wedding", (0, 1))) == "missed"
    assert rule(Fact("event", "wedding", (0, 1))) is None
    assert rule(Fact("circumstance", "children", (0, 1))) == "kids"
    assert rule(Fact("travellers", "children", (0, 1))) == "kids"
    assert rule(Fact("circumstance", "overnight", (0, 1))) is None
    assert rule(Fact("item", "Rollstuhl", (0, 1))) == "aid"
    assert rule(Fact("item", "Koffer", (0, 1))) is None
