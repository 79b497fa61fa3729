"""The rules' word on an assessment: how bad, how pressing, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum, StrEnum

from triage.complaint import Assessment


class Severity(IntEnum):
    NONE = 0
    ANNOYANCE = 1
    FAILURE = 2
    SERIOUS = 3
    CRITICAL = 4


class Urgency(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


#: How much faster a case moves up the queue by urgency.
URGENCY_WEIGHT = {Urgency.LOW: 1, Urgency.NORMAL: 2, Urgency.HIGH: 4}

#: Time to the first reply. An hour is what most complainers expect (42 % in 2012, 53 % later);
#: the most severe are due after a quarter of that.
TIME_DUE = {
    Urgency.LOW: timedelta(hours=4),
    Urgency.NORMAL: timedelta(hours=1),
    Urgency.HIGH: timedelta(minutes=15),
}


@dataclass(frozen=True)
class Grade:
    """Severity and urgency as fixed by rules. Reach is no input."""

    severity: Severity
    urgency: Urgency

    @property
    def weight(self) -> int:
        """Severity × urgency; the queue multiplies it by the waiting time."""
        return max(1, self.severity) * URGENCY_WEIGHT[self.urgency]


def grade(assessment: Assessment) -> Grade:
    """Fix severity and urgency.

    A complaint is at least an annoyance; whatever is critical is also pressing.
    """
    severity = Severity(assessment.severity)
    if assessment.complaint:
        severity = max(severity, Severity.ANNOYANCE)
    return Grade(severity=severity, urgency=_urgency(severity, assessment.urgent))


def _urgency(severity: Severity, urgent: bool) -> Urgency:
    if urgent or severity is Severity.CRITICAL:
        return Urgency.HIGH
    return Urgency.LOW if severity <= Severity.ANNOYANCE else Urgency.NORMAL


def priority(grade: Grade, waiting: timedelta) -> float:
    """Severity × urgency × waiting time in hours: the order of the queue, highest first.

    >>> from datetime import timedelta
    >>> priority(Grade(Severity.SERIOUS, Urgency.NORMAL), timedelta(hours=1))
    12.0
    """
    return grade.weight * (1 + waiting / timedelta(hours=1))
