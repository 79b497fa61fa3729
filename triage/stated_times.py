"""What a stated span of time was: a delay, time on hold, or waiting for an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.durations import Duration, find_durations
from triage.facts import Fact
from triage.wording_files import wording

# What makes a stated time something else than a delay.
_OTHER_BEFORE = re.compile(
    r"\b(?:vor|in|within|innerhalb(?: von)?|nach nur|binnen|every|alle|only|nur|bis zu|up to)"
    r"(?: den| the)?(?: nur| just| only)?\s*$",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(
    r"^\s*(?:ago|before|early|zu früh|vorher|vor (?:dem )?abflug|flight\b|flug\b|flugzeit"
    r"|langstrecke|away|entfernt|window|notice|from now|direkt|fahrt\b|drive\b|of (?:hold|flying)"
    r"|without|ohne)",
    re.IGNORECASE,
)


def find_times(text: str) -> Iterator[Fact]:
    for duration in find_durations(text):
        name = _kind_of_time(text, duration)
        if name == "delay_hours":
            yield Fact(name, _plain(duration.hours), duration.span)
        elif name:
            yield Fact(name, text[slice(*duration.span)], duration.span)


def _kind_of_time(text: str, duration: Duration) -> str | None:
    """delay_hours, hold_time or waiting, by the words around; None if it is something else."""
    start, end = duration.span
    if _OTHER_BEFORE.search(text[max(0, start - 20) : start]) or _OTHER_AFTER.match(text[end:]):
        return None
    before, after = text[max(0, start - 70) : start], text[end : end + 70]
    if duration.unit not in {"hours", "minutes"}:
        working_days = re.match(r"\s*(?:working|business|werk)", after, re.IGNORECASE)
        cue = wording("times/waiting").search(before[-40:]) or wording("times/waiting").search(
            after[:40]
        )
        return "waiting" if cue and not working_days else None
    on_the_line = wording("times/hold").search(text[max(0, start - 120) : start])
    if (
        on_the_line
        or wording("times/phone").search(before[-50:])
        or wording("times/phone").search(after[:40])
    ):
        return "hold_time"
    cues = wording("times/delay").search(before) or wording("times/delay").search(after)
    nearby = duration.hours >= 1 and (
        wording("times/around").search(before) or wording("times/around").search(after)
    )
    return "delay_hours" if cues or nearby else None


def _plain(hours: float) -> float:
    return int(hours) if hours == int(hours) else round(hours, 2)
