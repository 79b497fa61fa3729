"""Dates as people and programs write them. A date without a zone is taken as UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

#: Below these a number counts seconds, milliseconds, microseconds since 1970.
_UNITS = ((1e8, None), (1e11, 1.0), (1e14, 1e3), (1e17, 1e6))

#: 25.11.2026 14:05 · 11/25/2026, 2:05 PM · 25-11-2026 · 2026/11/25 14:05:00.5
_NUMBERS = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})"
    r"(?:,?[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([AaPp])\.?[Mm]\.?|Uhr)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)


class Dates:
    """Reads dates; learns on the way whether 3/4 is the third or the fourth month."""

    def __init__(self) -> None:
        self._month_first = False

    def learn(self, values: Iterable[Any]) -> None:
        """A day beyond the twelfth, or AM and PM, tell."""
        for value in values:
            found = _NUMBERS.fullmatch(value.strip()) if isinstance(value, str) else None
            if found and found[2] != "." and len(found[1]) < 3:
                if int(found[1]) > 12:
                    self._month_first = False
                    return
                if int(found[3]) > 12 or found[8]:
                    self._month_first = True
                    return

    def read(self, value: Any) -> datetime | None:
        """In UTC; None for what is no date."""
        if value is None:
            return None
        try:
            moment = self._read(value)
            return moment and _in_utc(moment)
        except (ValueError, OverflowError, OSError, TypeError, IndexError):
            return None

    def _read(self, value: Any) -> datetime | None:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _since_1970(float(value))
        text = str(value).strip()
        if re.fullmatch(r"\d{9,17}(\.\d+)?", text):
            return _since_1970(float(text))
        if found := _NUMBERS.fullmatch(text):
            return self._from_numbers(found)
        for read in (datetime.fromisoformat, parsedate_to_datetime):
            try:
                return read(text)
            except ValueError:
                continue
        # As the older X interface has it: Wed Nov 25 14:05:00 +0000 2026.
        return datetime.strptime(text, "%a %b %d %H:%M:%S %z %Y")

    def _from_numbers(self, found: re.Match[str]) -> datetime:
        first, point, second, third, hour, minute, seconds, half, zone = found.groups()
        if len(first) == 4:
            year, month, day = int(first), int(second), int(third)
        else:
            year = int(third) + (2000 if len(third) == 2 else 0)
            day, month = int(first), int(second)
            # Points are written where the day comes first.
            if self._month_first and point != ".":
                day, month = month, day
            if month > 12 and point != ".":
                day, month = month, day
        hours = int(hour or 0) % 12 + 12 * (half in ("p", "P")) if half else int(hour or 0)
        offset = _zone(zone)
        moment = datetime(year, month, day, hours, int(minute or 0), int(seconds or 0), tzinfo=UTC)
        return moment - offset


def _zone(zone: str | None) -> timedelta:
    if not zone or zone[0] not in "+-":
        return timedelta()
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


def _since_1970(number: float) -> datetime | None:
    unit = next((unit for below, unit in _UNITS if number < below), None)
    return datetime.fromtimestamp(number / unit, UTC) if unit else None


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
