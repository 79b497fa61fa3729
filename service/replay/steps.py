"""The steps in which a history is counted over time: days, weeks or months, as its length asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

#: The longest history, in days, that is counted in such steps. Of each of them some cases are
#: drawn; of a month they are anyway.
MOST_DAYS = {"day": 62, "week": 730}


def every_of(first: str, last: str) -> str:
    """What gives bars that can be told apart.

    >>> every_of("2026-01-01", "2026-01-31"), every_of("2020-01-01", "2026-01-01")
    ('day', 'month')
    """
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    return next((every for every, most in MOST_DAYS.items() if days <= most), "month")


def step_of(day: str, every: str) -> str:
    """A week is named after its Monday.

    >>> [step_of("2026-11-26", every) for every in ("day", "week", "month")]
    ['2026-11-26', '2026-11-23', '2026-11']
    """
    if every == "month":
        return day[:7]
    if every == "day":
        return day
    monday = date.fromisoformat(day)
    return (monday - timedelta(days=monday.weekday())).isoformat()


def in_steps(by_day: Mapping[str, int], every: str) -> dict[str, int]:
    """Without a gap from the first to the last."""
    if not by_day:
        return {}
    first, last = date.fromisoformat(min(by_day)), date.fromisoformat(max(by_day))
    days = (last - first).days + 1
    # Dates that are thousands of years apart are mistakes; they fill no page with empty bars.
    between = range(days) if days <= 36_600 else []
    steps = {step_of((first + timedelta(days=n)).isoformat(), every): 0 for n in between}
    for day, count in sorted(by_day.items()):
        step = step_of(day, every)
        steps[step] = steps.get(step, 0) + count
    return steps
