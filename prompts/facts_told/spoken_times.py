"""A stated span of time in words: how long it went on, since when it goes on, after what time it
came to it, or how late somebody was."""

from __future__ import annotations

import re

from prompts.facts_told.spoken import Spoken
from prompts.wording import in_english, in_german
from triage.durations import Duration, find_durations
from triage.facts import Fact

_AFTER = re.compile(r"\b(?:nach|after)\s(?:\w+\s)?$", re.IGNORECASE)
#: "the seventh week", „dritter Tag“.
_ORDINAL = re.compile(
    r"(?P<n>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|zweite|dritte|vierte|fünfte"
    r"|sechste|siebte|achte|neunte|zehnte)[rn]?\s(?:straight |consecutive )?"
    r"(?P<unit>day|tag|week|woche|month|monat)\b",
    re.IGNORECASE,
)
#: What tells that it goes on.
_STILL_DE = re.compile(r"\b(?:seit|schon|jetzt|bereits|nun|noch|inzwischen|mittlerweile)\b", re.I)
_STILL_EN = re.compile(r"\b(?:now|already|been|still|since|so far|and counting|on)\b", re.I)
_LATE = re.compile(r"\s(?:too |zu )?(?:late|overdue|spät|verspät)", re.IGNORECASE)
_BEFORE, _BEHIND = 30, 20


def spoken_time(fact: Fact, text: str, lang: str) -> Spoken:
    start, end = fact.span
    counted = _ORDINAL.search(text[start:end])
    if counted:
        return _counted(counted, lang)
    length = _length(fact, text)
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _BEHIND]
    if lang == "de":
        said, dative = in_german(length), in_german(length, dative=True)
        words = _time_de(fact, said, dative, before, after)
    else:
        said = dative = in_english(length)
        words = _time_en(fact, said, before, after)
    return Spoken(frozenset({said.lower(), dative.lower(), text[start:end].lower()}), words)


def _length(fact: Fact, text: str) -> Duration:
    """What the author says, or in days or minutes what is told otherwise: "Day 12", "+20"."""
    said = find_durations(text[slice(*fact.span)])
    if said:
        return said[0]
    value = float(fact.value)
    if fact.name == "since":
        return Duration(24 * value, "days", fact.span)
    return Duration(value, "hours" if value >= 1 else "minutes", fact.span)


def _counted(match: re.Match[str], lang: str) -> Spoken:
    """ "for a seventh week", „schon die siebte Woche“."""
    ordinal, unit = match["n"].lower(), match["unit"].lower()
    signs = frozenset({f"{ordinal}{ending} {unit}" for ending in ("", "r", "n")})
    if lang == "en":
        said = f"for {'an' if ordinal == 'eighth' else 'a'} {ordinal} {unit}"
    elif unit == "woche":
        said = f"schon die {ordinal} Woche"
    else:
        said = f"schon den {ordinal}n {unit.capitalize()}"
    return Spoken(signs, {"since_when": said})


def _time_de(fact: Fact, said: str, dative: str, before: str, after: str) -> dict[str, str]:
    if _LATE.match(after):
        return {"late": f"mit {dative} Verspätung"}
    if fact.name == "since" and _AFTER.search(before):
        return {"after": f"nach {dative}"}
    if fact.name == "since" and _STILL_DE.search(f"{before}|{after}"):
        return {"since_when": f"seit {dative}"}
    return {"how_long": f"{said} lang"}


def _time_en(fact: Fact, said: str, before: str, after: str) -> dict[str, str]:
    if _LATE.match(after):
        return {"late": f"{said} late"}
    if fact.name == "since" and _AFTER.search(before):
        return {"after": f"after {said}"}
    still = fact.name == "since" and _STILL_EN.search(f"{before}|{after}")
    return {"since_when" if still else "how_long": f"for {said}"}
