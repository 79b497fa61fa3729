"""When a reply is due."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, strategies as st

from triage.severity import TIME_DUE, Grade, Severity, Urgency
from triage.sla import BusinessHours, due_at, is_overdue, remind_at

#: Monday to Friday, nine to five, UTC.
OFFICE = BusinessHours(time(9), time(17), frozenset(range(5)))
FRIDAY_1630 = datetime(2026, 11, 27, 16, 30, tzinfo=UTC)
MONDAY_9 = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def reminded(urgency: Urgency, received: datetime, hours: BusinessHours = OFFICE) -> datetime:
    return remind_at(Grade(Severity.FAILURE, urgency), received, hours)


def due(urgency: Urgency, received: datetime, hours: BusinessHours = OFFICE) -> datetime:
    return due_at(Grade(Severity.FAILURE, urgency), received, hours)


def test_the_clock_stands_still_outside_office_hours() -> None:
    # half an hour on Friday, half an hour on Monday
    assert due(Urgency.NORMAL, FRIDAY_1630) == datetime(2026, 11, 30, 9, 30, tzinfo=UTC)


def test_what_is_urgent_does_not_wait_for_the_office() -> None:
    assert due(Urgency.HIGH, FRIDAY_1630 + timedelta(hours=5)) == datetime(
        2026, 11, 27, 21, 45, tzinfo=UTC
    )


def test_a_desk_that_is_always_open_just_adds() -> None:
    assert due(Urgency.LOW, FRIDAY_1630, BusinessHours()) == FRIDAY_1630 + timedelta(hours=4)


def test_office_hours_go_by_the_office_s_own_clock() -> None:
    berlin = BusinessHours(time(9), time(17), frozenset(range(5)), "Europe/Berlin")
    before_opening = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)  # eight in Berlin
    assert due(Urgency.NORMAL, before_opening, berlin) == datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def test_a_reminder_comes_at_three_quarters() -> None:
    assert reminded(Urgency.LOW, FRIDAY_1630, BusinessHours()) == FRIDAY_1630 + timedelta(hours=3)


def test_a_reminder_comes_when_somebody_is_there_to_answer() -> None:
    # Half an hour on Friday, a quarter on Monday.
    assert reminded(Urgency.NORMAL, FRIDAY_1630) == MONDAY_9 + timedelta(minutes=15)


def test_what_is_urgent_is_reminded_of_at_any_hour() -> None:
    saturday = FRIDAY_1630 + timedelta(days=1)
    assert saturday < reminded(Urgency.HIGH, saturday) < saturday + TIME_DUE[Urgency.HIGH]


def test_open_is_from_opening_to_closing() -> None:
    assert OFFICE.is_open(MONDAY_9)
    assert not OFFICE.is_open(MONDAY_9 - timedelta(seconds=1))
    assert not OFFICE.is_open(FRIDAY_1630 + timedelta(minutes=30))
    assert not OFFICE.is_open(FRIDAY_1630 + timedelta(days=1))


def test_overdue_from_the_very_minute() -> None:
    assert is_overdue(FRIDAY_1630, FRIDAY_1630)
    assert not is_overdue(FRIDAY_1630, FRIDAY_1630 - timedelta(seconds=1))


def test_a_week_without_open_days_is_refused() -> None:
    with pytest.raises(ValueError, match="business days"):
        BusinessHours(days=frozenset())


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.sampled_from(Urgency))  # noqa: DTZ001
def test_nothing_is_due_before_it_came(received: datetime, urgency: Urgency) -> None:
    aware = received.replace(tzinfo=UTC)
    assert due(urgency, aware) > aware
