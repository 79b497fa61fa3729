"""Who knows the topic, and who may decide."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories import assessment
from triage.complaint import Topic
from triage.errors import ApproverMayNot
from triage.remedy import Money, Remedy
from triage.routing import Approver, Desks, Queue, route
from triage.severity import grade

LENA = Approver("lena", "Lena Voss", frozenset({"ground"}), slack_user="U1")
RUTH = Approver("ruth", "Ruth Maria Albers", ceiling=Money(Decimal(500), "EUR"))
DESKS = Desks(
    queues=(Queue("ground", frozenset({Topic.DELAY})), Queue("care")),
    approvers=(LENA, RUTH),
    default_ceiling=Money(Decimal(50), "EUR"),
)
VOUCHER = Remedy("voucher", Money(Decimal(100), "EUR"), "delay-3h")


def test_a_topic_goes_to_the_queue_that_knows_it_and_the_rest_to_the_open_one() -> None:
    assert DESKS.queue_for(Topic.DELAY).name == "ground"
    assert DESKS.queue_for(Topic.CLEANLINESS).name == "care"


def test_the_most_severe_is_escalated_with_its_reason() -> None:
    critical = grade(assessment(severity=4))
    assert route(critical, Topic.DELAY, DESKS).escalation_reason == "severity 4"
    assert route(grade(assessment(severity=3)), Topic.DELAY, DESKS).escalation_reason is None


def test_whoever_may_not_decide_is_told_who_may() -> None:
    DESKS.ensure_may(LENA, "ground", None)
    with pytest.raises(ApproverMayNot, match=r"above your ceiling.*Ruth Maria Albers"):
        DESKS.ensure_may(LENA, "ground", VOUCHER)
    with pytest.raises(ApproverMayNot, match="another queue"):
        DESKS.ensure_may(LENA, "care", None)


def test_who_may_is_by_queue_and_ceiling() -> None:
    assert DESKS.who_may("ground", None) == (LENA, RUTH)
    assert DESKS.who_may("ground", VOUCHER) == (RUTH,)


def test_approvers_are_found_by_id_and_by_slack_user() -> None:
    assert DESKS.approver("ruth") is RUTH
    assert DESKS.approver_in_slack("U1") is LENA
    assert DESKS.approver("nobody") is None


def test_the_sign_off_is_two_letters() -> None:
    assert [a.initials for a in (LENA, RUTH, Approver("x", "Cher"))] == ["LV", "RA", "C"]


#: In two groups: small sums on the ground, large ones in care.
DANA_GROUND = Approver("slack-U2", "Dana Ruhl", frozenset({"ground"}), slack_user="U2")
DANA_CARE = Approver(
    "slack-U2", "Dana Ruhl", frozenset({"care"}), Money(Decimal(300), "EUR"), slack_user="U2"
)
#: Lena by way of a group: named in the policy, and the group adds a queue.
LENA_CARE = Approver("lena", "Lena Voss", frozenset({"care"}), slack_user="U1")
WITH_GROUPS = replace(DESKS, members=lambda: (DANA_GROUND, DANA_CARE, LENA_CARE))


def test_whoever_is_in_several_groups_may_what_each_of_them_allows_and_no_more() -> None:
    dana = WITH_GROUPS.approver_in_slack("U2")
    assert dana is not None
    assert WITH_GROUPS.may(dana, "ground", None)
    assert not WITH_GROUPS.may(dana, "ground", VOUCHER)
    assert WITH_GROUPS.may(dana, "care", VOUCHER)
    assert [str(WITH_GROUPS.ceiling_in(dana, q)) for q in ("ground", "care")] == [
        "50 EUR", "300 EUR",
    ]  # fmt: skip
    assert [queue.name for queue in WITH_GROUPS.queues_of(dana)] == ["ground", "care"]


def test_a_group_adds_to_what_the_policy_gives_somebody() -> None:
    assert WITH_GROUPS.may(LENA, "care", None)
    assert not DESKS.may(LENA, "care", None)
    assert [a.name for a in WITH_GROUPS.who_may("care", None)] == [
        "Ruth Maria Albers", "Dana Ruhl", "Lena Voss",
    ]  # fmt: skip


def test_what_somebody_may_is_as_of_now_and_not_as_of_when_they_came() -> None:
    assert not DESKS.may(DANA_CARE, "ground", None)
    gone = replace(WITH_GROUPS, members=lambda: (DANA_GROUND,))
    assert not gone.may(DANA_CARE, "care", None)


def test_two_are_needed_above_the_sum_that_the_policy_names() -> None:
    two = replace(DESKS, second_above=Money(Decimal(99), "EUR"))
    assert two.needs_second(VOUCHER)
    assert not two.needs_second(None)
    assert not two.needs_second(Remedy("call", None, "call"))
    assert not replace(two, second_above=Money(Decimal(100), "EUR")).needs_second(VOUCHER)
    # Nobody knows what a sum in another currency is worth.
    assert replace(two, second_above=Money(Decimal(500), "USD")).needs_second(VOUCHER)
    assert not DESKS.needs_second(VOUCHER)
