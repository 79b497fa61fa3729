"""The day of a flight, as far as the text states it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from triage.facts import Facts
from triage.mention import Mention

#: The first three letters of a month, German or English → its number.
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "mär": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})")
_DOTTED = re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{2,4})?")
_NAME = re.compile(r"[A-Za-zäÄ]{3,}")
_DAY, _YEAR = re.compile(r"(?<!\d)\d{1,2}(?!\d)"), re.compile(r"(?<!\d)\d{4}(?!\d)")
#: How many days ago.
_AGO = {"vorgestern": 2, "day before yesterday": 2, "gestern": 1, "yesterday": 1, "last night": 1}
_TODAY = re.compile(r"\b(?:heute?|today|tonight|this (?:morning|evening|afternoon))\b", re.I)
_YESTERDAY = re.compile(r"\b(?:gestern|yesterday|last night)\b", re.I)
#: The first letters of a day of the week → its number.
_WEEKDAYS = {
    "mon": 0, "die": 1, "tue": 1, "mit": 2, "wed": 2, "don": 3, "thu": 3, "fre": 4, "fri": 4,
    "sam": 5, "sat": 5, "son": 6, "sun": 6,
}  # fmt: skip
#: A day without its year is the nearest one; half a year away it could be either.
_NEAR = timedelta(days=150)


def flight_date(mention: Mention, facts: Facts) -> date | None:
    """The first stated day; else today or yesterday, if the text says so."""
    posted = mention.posted_at.date() if mention.posted_at else None
    stated = (read_date(str(fact.value), posted) for fact in facts.all("date"))
    first = next((day for day in stated if day is not None), None)
    if first is not None or posted is None:
        return first
    if _YESTERDAY.search(mention.text):
        return posted - timedelta(days=1)
    return posted if _TODAY.search(mention.text) else None


def read_date(words: str, posted: date | None) -> date | None:
    """None for what is no date, and for a day without a year that can't be told.

    >>> read_date("12. November", date(2026, 11, 23)), read_date("12.11.25", None)
    (datetime.date(2026, 11, 12), datetime.date(2025, 11, 12))
    """
    day, month, year = _parts(words)
    if not day or not month:
        return _relative(words.lower(), posted)
    if year:
        return _date(year if year > 99 else 2000 + year, month, day)
    if posted is None:
        return None
    years = (posted.year, posted.year - 1, posted.year + 1)
    candidates = [found for y in years if (found := _date(y, month, day))]
    return next((found for found in candidates if abs(found - posted) <= _NEAR), None)


def _relative(words: str, posted: date | None) -> date | None:
    """`gestern`, or the last Friday there was."""
    if posted is None:
        return None
    if words in _AGO:
        return posted - timedelta(days=_AGO[words])
    weekday = _WEEKDAYS.get(words[:3]) if re.search(r"(?:tags?|woch|abend|day)", words) else None
    return None if weekday is None else posted - timedelta(days=(posted.weekday() - weekday) % 7)


def _parts(words: str) -> tuple[int, int, int]:
    """Day, month and year; 0 for what is not stated."""
    for pattern in (_ISO, _DOTTED):
        match = pattern.fullmatch(words)
        if match:
            return int(match["d"]), int(match["m"]), int(match["y"] or 0)
    named = (_MONTHS.get(name[0][:3].lower()) for name in _NAME.finditer(words))
    month = next((month for month in named if month), 0)
    day, year = _DAY.search(words), _YEAR.search(words)
    return int(day[0]) if day else 0, month, int(year[0]) if year else 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
