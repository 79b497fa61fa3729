"""Spans of time as people write them: "5 Std.", "fünf Stunden", "an hour and a half", "3h20"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from triage.complaint import Span
from triage.lexicon import NUMBERS_DE, NUMBERS_EN
from triage.spans import apart

_NUMBERS = NUMBERS_DE | NUMBERS_EN
_WORDS = "|".join(sorted((re.escape(w) for w in _NUMBERS), key=len, reverse=True))
_NUMBER = rf"\d{{1,3}}(?:[.,]\d)?|(?:{_WORDS})(?=[\s-]|st[üu]ndig)"

#: Unit → (name, hours in one).
_UNITS: tuple[tuple[str, str, float], ...] = (
    (r"stunden?|std\b\.?|hours?|hrs?\b\.?|h\b", "hours", 1.0),
    (r"minuten?|min\b\.?|mins\b\.?|minutes?", "minutes", 1 / 60),
    (r"tagen?|tage|days?", "days", 24.0),
    (r"wochen?|weeks?|wks?\b", "weeks", 168.0),
    (r"monaten?|monate|months?", "months", 730.0),
)
_ANY_UNIT = "|".join(pattern for pattern, _, _ in _UNITS)

_DURATION = re.compile(
    rf"(?<![\w.,:€£$-])(?P<n>{_NUMBER})(?:(?P<half>\s+and\s+a\s+half)|(?P<adj>-?st[üu]ndige[rnms]?\b))?"
    rf"\s*-?\s*(?P<u>(?(adj)|(?:{_ANY_UNIT})(?!\w)))"
    rf"(?P<tail>\s+and\s+a\s+half"
    rf"|\s*(?:,|und|and)?\s*(?P<n2>\d{{1,2}}|(?:{_WORDS})(?=\s))\s*(?:minuten?|mins?|minutes?|m)\b)?",
    re.IGNORECASE,
)
# "3h20", "1h45": no second unit needed when it is written together.
_TIGHT = re.compile(
    r"(?<![\w.,:])(?P<n>\d{1,2})\s?h\s?(?P<n2>[0-5]\d)(?:\s?m(?:in)?)?\b", re.IGNORECASE
)
_HALF_DAY = re.compile(
    r"\b(?:half a day|(?:einen |den )?halben tag|ein halber tag)\b", re.IGNORECASE
)
_QUARTERS = re.compile(r"\b(?P<q>dreiviertel|viertel)\s?stunde\b", re.IGNORECASE)


@dataclass(frozen=True)
class Duration:
    """A stated span of time: hours in all, and the unit that the author chose."""

    hours: float
    unit: str
    span: Span

    @property
    def count(self) -> float:
        """How many of the unit: 11 for eleven weeks."""
        each = next(hours for _, unit, hours in _UNITS if unit == self.unit)
        return round(self.hours / each, 3)


def find_durations(text: str) -> list[Duration]:
    """Every span of time in the text, in order, none inside another.

    >>> [(d.hours, d.unit) for d in find_durations("5 Std. am Gate, dann 90 Minuten im Bus")]
    [(5.0, 'hours'), (1.5, 'minutes')]
    """
    return apart(_candidates(text), lambda duration: duration.span, len(text))


def _candidates(text: str) -> Iterator[Duration]:
    for match in _TIGHT.finditer(text):
        hours = int(match["n"]) + int(match["n2"]) / 60
        yield Duration(hours, "hours", match.span())
    for match in _HALF_DAY.finditer(text):
        yield Duration(12.0, "hours", match.span())
    for match in _QUARTERS.finditer(text):
        yield Duration(
            0.75 if match["q"].lower() == "dreiviertel" else 0.25, "minutes", match.span()
        )
    for match in _DURATION.finditer(text):
        yield _from(match)


def _from(match: re.Match[str]) -> Duration:
    unit, each = _unit(match["u"]) if match["u"] else ("hours", 1.0)
    count = _number(match["n"])
    if match["half"] or (match["tail"] and "half" in match["tail"].lower()):
        count += 0.5
    hours = count * each
    if match["n2"]:
        hours += _number(match["n2"]) / 60
    return Duration(hours, unit, match.span())


def _unit(word: str) -> tuple[str, float]:
    for pattern, name, hours in _UNITS:
        if re.fullmatch(pattern, word, re.IGNORECASE):
            return name, hours
    raise AssertionError(word)


def _number(word: str) -> float:
    word = re.sub(r"\s+", " ", word.lower())
    return float(_NUMBERS[word]) if word in _NUMBERS else float(word.replace(",", "."))
