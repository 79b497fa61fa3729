"""Spans of time as people write them: "5 Std.", "fünf Stunden", "an hour and a half", "3h20"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from triage.complaint import Span
from triage.number_words import NUMBERS, TENS, number
from triage.spans import apart
from triage.wording_screen import Sieve

#: Any word may stand before a unit; whether it is a number is looked up.
_WORD = rf"half\san?|(?:(?:{TENS})[ -])?['’]?[^\W\d_]{{1,20}}(?=[\s-])"
_NUMBER = rf"(?:\d{{1,2}}\s?)?½|\d{{1,2}}\s1/2|\d{{1,3}}(?:[.,]\d{{1,2}})?|{_WORD}"

#: Unit → (name, hours in one).
_UNITS: tuple[tuple[str, str, float], ...] = (
    (r"stund(?:en?|n)?|std[en]?\b\.?|stdn\b\.?|hours?|hrs?\b\.?|h\b", "hours", 1.0),
    (r"minut(?:en?|n|a)?|min\b\.?|mins\b\.?|minutes?", "minutes", 1 / 60),
    (r"tag(?:en?|n)?|täg|days?", "days", 24.0),
    (r"woch(?:en?|n)?|wochan|wuch[ne]|weeks?|wks?\b", "weeks", 168.0),
    (r"monat(?:en?|n)?|mona[dt]|months?", "months", 730.0),
)
_ANY_UNIT = "|".join(pattern for pattern, _, _ in _UNITS)
#: What may stand between the number and its unit.
_STRESSED = (
    r"voll[en]?|volle[nr]?|ganze[nr]?|geschlagene[n]?|lange[nr]?|verdammte[n]?|gute[nr]?|weitere[n]?"
    r"|whole|full|solid|long|bloody|entire|more|working|business|consecutive|straight|actual"
)

#: "seit 7.45h", "at 7:15h": by the clock.
_NO_CLOCK = (
    r"(?!(?:(?<=seit\s)|(?<=since\s)|(?<=\bum\s)|(?<=\bab\s)|(?<=\bat\s))\d{1,2}[.:]\d\d\s?h\b)"
)

_DURATION = re.compile(
    rf"(?<![\w.,:€£$/-]){_NO_CLOCK}(?P<n>{_NUMBER})(?P<half>\s+and\s+a\s+half)?(?:\s+(?:{_STRESSED}))?"
    rf"\s*-?\s*(?P<u>{_ANY_UNIT})(?!\w)"
    rf"(?P<tail>\s+and\s+a\s+half|\s+and\s+a\s+(?P<quarter>quarter)"
    r"|\s+(?:and|an['’d]?|und|ond|u)\s+(?P<and_word>five|ten|fifteen|twenty|twenty-five|thirty|forty|forty-five|fifty"
    r"|zehn|fünfzehn|zwanzig|dreißig|vierzig|fünfzig)(?=\s(?:at|in|on|late|delay|without|with|of|zu|später|ohne|verspätung)\b|[.,;!?]|$)"
    r"|(?<=h)\s(?P<h_rest>[0-5]\d)(?=\s[a-zäöü]|[.,;!?]|$)"
    r"|\s(?P<ten_word>five|ten|fifteen|twenty|twenty-five|thirty|forty|forty-five|fifty"
    r"|zehn|fünfzehn|zwanzig|dreißig|vierzig|fünfundvierzig|fünfzig)"
    r"(?=\s(?:from|to|at|in|on|late|for|auf|im|am|bei|zu|später|gewartet|warten|verspätung)\b|[.,;!?]|$)"
    rf"|\s*(?:,|und|and)?\s*(?:(?P<n2>\d{{1,2}})\s*|(?P<n2_word>{_WORD})\s)(?:minuten?|mins?|minutes?|m)\b"
    rf"|\s(?P<rest>[1-5]?[05]|[1-5]\d(?=\s(?:late|delay|standing|stuck|zu spät|verspät)))"
    r"(?=\s*(?:$|[.,;!?]\s|to\b|late|delay|wait|and\b|in\b|on\b|at\b|for\b|bei\b|im\b|am\b|auf\b|ohne\b|gewartet|gestanden"
    r"|standing|stuck|zu spät|verspät)))?",
    re.IGNORECASE,
)
#: A unit with something countable before it; only there a number is looked for.
_UNIT = Sieve(rf"(?<=[\s\d½-])(?:{_ANY_UNIT})(?!\w)", re.IGNORECASE)
#: Where the minutes after the hours may stand: "two hours 20 minutes", "two hours and ten".
_MINUTES = ("n2", "n2_word", "rest", "and_word", "ten_word", "h_rest")
_WORD_START = re.compile(r"(?<![\w.,:€£$/-])(?=[\w½'’])")
_ADJECTIVE = Sieve(
    r"(?<![\w.,:€£$-])(?P<n>\d{1,2}|[^\W\d_]{2,20}?)-?st[üu]ndige?[rnms]?\b", re.IGNORECASE
)
# "3h20", "1h45": no second unit needed when it is written together.
_TIGHT = Sieve(
    rf"(?<![\w.,:]){_NO_CLOCK}"
    r"(?:(?P<n>\d{1,2})\s?h\s?(?P<n2>[0-5]\d)(?:\s?m(?:in)?)?"
    r"(?!\s(?:in the (?:morning|evening)|uhr|am\b|pm\b))"
    r"|(?P<clock>\d{1,2}):(?P<clock2>[0-5]\d)\s?(?:h|std|stunden?|hrs|hours))\b",
    re.IGNORECASE,
)
#: "Security is a joke, hour and a half"
_BARE = Sieve(r"(?<!an )(?<!one )(?<!a )(?<!half )\bhour and a half\b", re.IGNORECASE)
_HALF_DAY = Sieve(
    r"\b(?:half (?:a|the|my|our) day|(?:ein(?:en)? |'?nen |den |an |meinen )?halben tag"
    r"|(?:ein )?halber tag)\b",
    re.IGNORECASE,
)
_QUARTERS = Sieve(
    r"\b(?:(?P<three>dreiviertel\s?stund(?:e|n)?|three[ -]quarters of an hour)"
    r"|(?P<five>fünfviertel\s?stund(?:e|n)?)"
    r"|viertel\s?stund(?:e|n)?|(?:a )?quarter of an hour)\b",
    re.IGNORECASE,
)
#: So far before its unit a number may begin: "two and a half long".
_REACH = 36


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
    >>> find_durations("Geschlossen seit 7.45h")
    []
    """
    return apart(_candidates(text), lambda duration: duration.span, len(text))


def _candidates(text: str) -> Iterator[Duration]:
    for match in _TIGHT.finditer(text):
        hours = int(match["n"] or match["clock"]) + int(match["n2"] or match["clock2"]) / 60
        yield Duration(hours, "hours", match.span())
    for match in _BARE.finditer(text):
        yield Duration(1.5, "hours", match.span())
    for match in _HALF_DAY.finditer(text):
        yield Duration(12.0, "hours", match.span())
    for match in _QUARTERS.finditer(text):
        hours = 0.75 if match["three"] else 1.25 if match["five"] else 0.25
        yield Duration(hours, "minutes", match.span())
    for match in _ADJECTIVE.finditer(text):
        if _is_number(match["n"]):
            yield Duration(number(match["n"]), "hours", match.span())
    for unit in _UNIT.finditer(text):
        counted = _counted(text, unit)
        if counted is not None:
            yield _from(counted)


def _counted(text: str, unit: re.Match[str]) -> re.Match[str] | None:
    """The number before a unit, from the farthest word that makes one."""
    for start in _WORD_START.finditer(text, max(0, unit.start() - _REACH), unit.start() + 1):
        match = _DURATION.match(text, start.start())
        if match and match.start("u") == unit.start() and _is_number(match["n"]):
            if match["n2_word"] and not _is_number(match["n2_word"]):
                continue
            return match
    return None


def _is_number(word: str) -> bool:
    return word[0].isdecimal() or word[0] == "½" or word.lower() in NUMBERS


def _from(match: re.Match[str]) -> Duration:
    unit, each = _unit(match["u"])
    count = number(match["n"])
    if match["half"] or (match["tail"] and "half" in match["tail"].lower()):
        count += 0.5
    if match["quarter"]:
        count += 0.25
    hours = count * each
    minutes = next((match[group] for group in _MINUTES if match[group]), None)
    # "50 mins. fifty": said twice.
    if minutes and unit == "hours":
        hours += number(minutes) / 60
    return Duration(hours, unit, match.span())


def _unit(word: str) -> tuple[str, float]:
    for pattern, name, hours in _UNITS:
        if re.fullmatch(pattern, word, re.IGNORECASE):
            return name, hours
    raise AssertionError(word)
