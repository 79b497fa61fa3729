"""Who knows the topic, and who may decide."""

from __future__ import annotations

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
