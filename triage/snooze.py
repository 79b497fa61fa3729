"""Putting a case off: until when that can be, and the times that are offered for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from triage.case import Case
from triage.errors import SnoozeRefused
from triage.severity import Severity
from triage.sla import BusinessHours

#: A case is put off for a while, not for ever.
LONGEST_SNOOZE = timedelta(days=14)

#: What is offered beside a time of one's own: name → how far from now.
_SOON = {"an_hour": timedelta(hours=1), "three_hours": timedelta(hours=3)}
_DAYS_AHEAD = {"tomorrow": 1, "in_a_week": 7}


def snooze_times(now: datetime, hours: BusinessHours) -> dict[str, datetime]:
    """Name → time; days begin when people begin to answer.

    >>> from datetime import UTC
    >>> late = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    >>> snooze_times(late, BusinessHours())["tomorrow"].isoformat()
    '2026-11-24T00:00:00+00:00'
    """
    times = {name: now + span for name, span in _SOON.items()}
    return times | {name: hours.opening(now, days) for name, days in _DAYS_AHEAD.items()}


def ensure_may_wait(case: Case, until: datetime, now: datetime) -> None:
    """Raise SnoozeRefused for a case that can't wait, and for a time that makes no sense."""
    if case.grade is not None and case.grade.severity is Severity.CRITICAL:
        raise SnoozeRefused("A case of severity 4 can't be put off.")
    if until <= now:
        raise SnoozeRefused("That time has passed. Please choose a later one.")
    if until > now + LONGEST_SNOOZE:
        raise SnoozeRefused(
            "A case is put off for %(days)s days at most.", days=LONGEST_SNOOZE.days
        )
