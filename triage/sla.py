"""When a reply is due, when to remind, and what counts as overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from triage.severity import TIME_DUE, Grade, Urgency

#: A reminder goes out when this share of the time due has passed.
REMIND_AT = 0.75


@dataclass(frozen=True)
class BusinessHours:
    """The hours in which people answer; the clock stands still outside them."""

    opens: time = time(0, 0)
    #: Midnight as closing time means the end of the day.
    closes: time = time(0, 0)
    #: Monday is 0.
    days: frozenset[int] = frozenset(range(7))
    zone: str = "UTC"

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("business days are numbers from 0 (Monday) to 6, at least one")

    def add(self, start: datetime, span: timedelta) -> datetime:
        """`start` plus `span` of open time."""
        moment = start.astimezone(ZoneInfo(self.zone))
        while True:
            opens, closes = self._window(moment)
            if opens is None or moment >= closes:
                moment = datetime.combine(moment.date() + timedelta(days=1), time(0), moment.tzinfo)
                continue
            moment = max(moment, opens)
            if moment + span <= closes:
                return (moment + span).astimezone(start.tzinfo)
            span -= closes - moment
            moment = closes

    def opening(self, after: datetime, days: int) -> datetime:
        """When people begin to answer, that many days later or on the first open day from there."""
        day = after.astimezone(ZoneInfo(self.zone)) + timedelta(days=days)
        midnight = datetime.combine(day.date(), time(0), ZoneInfo(self.zone))
        return self.add(midnight, timedelta(0)).astimezone(after.tzinfo)

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody answers at that moment."""
        opens, closes = self._window(moment.astimezone(ZoneInfo(self.zone)))
        return opens is not None and opens <= moment < closes

    def _window(self, moment: datetime) -> tuple[datetime | None, datetime]:
        day = moment.date()
        closing_day = day + timedelta(days=1) if self.closes <= self.opens else day
        closes = datetime.combine(closing_day, self.closes, moment.tzinfo)
        if day.weekday() not in self.days:
            return None, closes
        return datetime.combine(day, self.opens, moment.tzinfo), closes


def due_at(grade: Grade, received_at: datetime, hours: BusinessHours) -> datetime:
    """When the first reply is promised. What is urgent does not wait for the office to open."""
    span = TIME_DUE[grade.urgency]
    if grade.urgency is Urgency.HIGH:
        return received_at + span
    return hours.add(received_at, span)


def remind_at(grade: Grade, received_at: datetime, hours: BusinessHours) -> datetime:
    """When to remind: in hours in which somebody answers, unless it is urgent."""
    span = REMIND_AT * TIME_DUE[grade.urgency]
    if grade.urgency is Urgency.HIGH:
        return received_at + span
    return hours.add(received_at, span)


def is_overdue(due: datetime, now: datetime) -> bool:
    return now >= due
