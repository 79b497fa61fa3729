"""Once a working day, at a time of the company's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from triage.sla import BusinessHours

#: What could not be done in this time is left out for the day.
LASTS = timedelta(hours=4)


@dataclass(frozen=True)
class Daily:
    #: None: never.
    at: time | None
    hours: BusinessHours

    def due(self, now: datetime) -> str | None:
        """The day for which it is time, as `2026-11-25`; None at any other time."""
        local = now.astimezone(ZoneInfo(self.hours.zone))
        if self.at is None or local.weekday() not in self.hours.days:
            return None
        due = self._on(local.date(), self.at)
        return local.date().isoformat() if due <= local < due + LASTS else None

    def previous(self, now: datetime) -> datetime:
        """When it was time on the working day before."""
        day = now.astimezone(ZoneInfo(self.hours.zone)).date() - timedelta(days=1)
        while day.weekday() not in self.hours.days:
            day -= timedelta(days=1)
        return self._on(day, self.at or time(0))

    def _on(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(self.hours.zone))
