"""What somebody typed behind `/kulanz`, read: which topic, until when, and why. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from service.console import labels
from service.console.words import translations
from triage.complaint import Topic

_SPAN = re.compile(
    r"(?:for |für )?(?P<count>\d{1,4})\s?"
    r"(?P<unit>minutes?|minuten?|min|m|hours?|stunden?|std|h|days?|tagen?|tage?|d)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:until|till|bis)\s+(?P<hour>[01]?\d|2[0-3])(?::(?P<minute>[0-5]\d))?(?:\s?uhr)?\b",
    re.IGNORECASE,
)
_UNITS = {"m": "minutes", "h": "hours", "s": "hours", "d": "days", "t": "days"}
#: Nobody means a pause of a year; it would be forgotten.
LONGEST_PAUSE = timedelta(days=30)


@dataclass(frozen=True)
class Wanted:
    """A pause as somebody typed it."""

    topic: Topic
    #: None: until somebody resumes.
    until: datetime | None
    reason: str


def read_pause(typed: str, now: datetime, zone: str) -> Wanted | None:
    """None where no topic stands at its beginning, or the pause would be too long.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    >>> read_pause("baggage lost 2h strike", noon, "UTC")
    Wanted(topic=<Topic.BAGGAGE_LOST: 'baggage_lost'>, \
until=datetime.datetime(2026, 11, 25, 14, 0, tzinfo=datetime.timezone.utc), reason='strike')
    """
    topic, rest = read_topic(typed)
    if topic is None:
        return None
    until, reason = _read_until(rest, now, zone)
    if until is not None and until - now > LONGEST_PAUSE:
        return None
    return Wanted(topic, until, reason)


def read_topic(typed: str) -> tuple[Topic | None, str]:
    """The topic that the text begins with, by its name or by what it is called; and the rest."""
    words = " ".join(typed.split())
    for name, topic in _NAMES:
        if words.lower() == name or words.lower().startswith(f"{name} "):
            return topic, words[len(name) :].strip()
    return None, words


def _read_until(rest: str, now: datetime, zone: str) -> tuple[datetime | None, str]:
    if found := _UNTIL.match(rest):
        at = time(int(found["hour"]), int(found["minute"] or 0))
        return _next(at, now, zone), rest[found.end() :].strip()
    if found := _SPAN.match(rest):
        unit = _UNITS[found["unit"][0].lower()]
        span = timedelta(**{unit: int(found["count"])})
        return now + span, rest[found.end() :].strip()
    return None, rest


def _next(at: time, now: datetime, zone: str) -> datetime:
    """The next time that the company's clock shows this."""
    local = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(local.date(), at, local.tzinfo)
    return today if today > local else datetime.combine(
        local.date() + timedelta(days=1), at, local.tzinfo
    )  # fmt: skip


def _names() -> list[tuple[str, Topic]]:
    """Every way to call a topic, the longest first: `delay`, `Verspätung`, `baggage_lost`."""
    german = translations("de")
    found: dict[str, Topic] = {}
    for topic in Topic:
        if topic is not Topic.NONE:
            called = labels.TOPIC[topic]
            ways = (topic, topic.replace("_", " "), called, german.gettext(called))
            found.update({way.lower(): topic for way in ways})
    return sorted(found.items(), key=lambda pair: -len(pair[0]))


_NAMES = _names()
