"""Words around a stated span of time that say what it was: the files of triage/wordings/times/, and
what stands right before it or behind."""

from __future__ import annotations

import re

from triage.durations import Duration
from triage.wording_files import possible

#: So far behind a time it may say that nothing came of it, in the next sentence as well.
BEHIND = 70
VOR = re.compile(r"\bvor\s(?:\w+\s)?$", re.IGNORECASE)
AGO = re.compile(r"\s(?:ago|back)\b", re.IGNORECASE)
#: "nach vier Minuten" tells when something happened, unless somebody waited.
UNTIL_THEN = re.compile(r"\b(?:nach|after)\s(?:\w+\s)?$", re.IGNORECASE)
#: "We'll ring back." That was nine days ago.
WAS_SAID = re.compile(
    r"(?:[\"”“’'«»]|\b(?:that|das)) (?:was|war)(?: now)? (?:vor )?(?:[\w ]{4,12} )?$", re.IGNORECASE
)
_NOTHING_ELSE = re.compile(
    r"[\W_]*(?:(?:nur|schon|jetzt|bereits|genau|just|only|over|über)\s)?$", re.I
)


def says(name: str, text: str, stretch: str) -> bool:
    """Whether this stretch of the text says it."""
    return any(pattern.search(stretch) for pattern in possible(f"times/{name}", text))


def goes_on(name: str, text: str, after: str) -> bool:
    """Whether the text goes on with it."""
    return any(pattern.match(after) for pattern in possible(f"times/{name}", text))


def is_other(text: str, duration: Duration) -> bool:
    """Whether the words right beside it say that nobody waited: "open 24 hours"."""
    start, end = duration.span
    before = text[max(0, start - 30) : start]
    return says("other_before", text, before) or goes_on("other_after", text, text[end : end + 40])


def stands_alone(before: str, after: str) -> bool:
    return bool(_NOTHING_ELSE.match(before)) and not re.search(r"\w", after)
