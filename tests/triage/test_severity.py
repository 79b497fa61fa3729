"""How the rules grade an assessment, and in which order cases wait."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import assessment
from triage.severity import Grade, Severity, Urgency, grade, priority


@pytest.mark.parametrize(
    ("severity", "urgent", "urgency"),
    [
        (1, False, Urgency.LOW),
        (2, False, Urgency.NORMAL),
        (3, False, Urgency.NORMAL),
        (1, True, Urgency.HIGH),
        (4, False, Urgency.HIGH),
    ],
)
def test_urgency_follows_severity_and_what_the_text_says(
    severity: int, urgent: bool, urgency: Urgency
) -> None:
    assert grade(assessment(severity=severity, urgent=urgent)).urgency is urgency


def test_a_complaint_is_at_least_an_annoyance() -> None:
    assert grade(assessment(severity=0)).severity is Severity.ANNOYANCE
    assert grade(assessment(severity=0, complaint=False)).severity is Severity.NONE


def test_waiting_moves_a_case_up() -> None:
    failure = Grade(Severity.FAILURE, Urgency.NORMAL)
    assert priority(failure, timedelta(hours=2)) > priority(failure, timedelta(hours=1))


def test_the_graver_case_comes_first_after_the_same_wait() -> None:
    hour = timedelta(hours=1)
    order = [Grade(s, grade(assessment(severity=s)).urgency) for s in Severity if s]
    weights = [priority(g, hour) for g in order]
    assert weights == sorted(weights)
