"""Dates as people and programs write them. Without a zone they are meant by the company's clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
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

#: 25. November 2026 · Nov 25, 2026, 2:05 PM · Wed, 25-Nov-26 14:05 · Mi., 25. Nov. 2026 um 9:05
_NAMED = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)??"
    r"(?:(\d{1,2})(?:\.|st|nd|rd|th)?[\s-]*([^\W\d]{3,9})|([^\W\d]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?)"
    r"[.,]?[\s-]+(\d{4}|\d{2})\b(?:,?\s+(?:at|um)\s)?(.*)"
)
#: By their first three letters, English and German.
_MONTHS = {
    "jan": 1, "jän": 1, "feb": 2, "mar": 3, "mär": 3, "mrz": 3, "apr": 4, "may": 5, "mai": 5,
    "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
_HALF_OF_A_DAY = re.compile(r"\d\s*[AaPp]\.?[Mm]\b")


class Dates:
    """Reads dates; learns on the way whether 3/4 is the third or the fourth month."""

    def __init__(self, zone: tzinfo = UTC) -> None:
        self._zone = zone
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
        """By the company's clock, so that its day is the company's; None for what is no date."""
        if value is None:
            return None
        try:
            moment = self._read(value)
            if moment is not None and moment.tzinfo is None:
                moment = moment.replace(tzinfo=self._zone)
            return moment and moment.astimezone(self._zone)
        except (ValueError, OverflowError, OSError, TypeError, IndexError):
            return None

    def _read(self, value: Any) -> datetime | None:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _since_1970(float(value))
        text = str(value).strip()
        if re.fullmatch(r"\d{9,17}(\.\d+)?", text):
            return _since_1970(float(text))
        if found := _NUMBERS.fullmatch(_in_numbers(text)):
            return self._from_numbers(found)
        if _HALF_OF_A_DAY.search(text):
            # What reads mails' dates passes over that, and would be wrong by twelve hours.
            return None
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
        whose = _zone(zone) if zone else self._zone
        return datetime(year, month, day, hours, int(minute or 0), int(seconds or 0), tzinfo=whose)


def _in_numbers(text: str) -> str:
    """
    >>> _in_numbers("Nov 25, 2026 at 2:05 PM"), _in_numbers("25. November 2026")
    ('25.11.2026 2:05 PM', '25.11.2026')
    """
    found = _NAMED.fullmatch(text)
    month = _MONTHS.get((found[2] or found[3])[:3].lower()) if found else None
    if found is None or month is None:
        return text
    rest = found[6].lstrip(" ,")
    return f"{found[1] or found[4]}.{month}.{found[5]} {rest}".rstrip()


def _zone(zone: str) -> tzinfo:
    if zone[0] not in "+-":
        return UTC
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if zone[0] == "-" else offset)


def _since_1970(number: float) -> datetime | None:
    unit = next((unit for below, unit in _UNITS if number < below), None)
    return datetime.fromtimestamp(number / unit, UTC) if unit else None
