"""A stated span of time in words: how long it went on, since when it goes on, after what time it
came to it, or how late somebody was. A term, an age or somebody else's time is none of these."""

from __future__ import annotations

import re

from prompts.facts_told.spoken import Spoken
from prompts.facts_told.tied_times import goes_on
from prompts.spoken_durations import in_english, in_german
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
#: What tells that it goes on; days that are counted do: "Day 3".
_STILL_DE = re.compile(r"\b(?:seit|schon|jetzt|bereits|nun|noch|inzwischen|mittlerweile)\b", re.I)
_STILL_EN = re.compile(r"\b(?:now|already|been|still|since|so far|and counting|on)\b", re.I)
_COUNTED = re.compile(r"(?:day|tag|(?P<week>week|woche)) ", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:seit|since)\s(?:\w+\s)?$", re.IGNORECASE)
_LATE = re.compile(r"\s(?:too |zu )?(?:(?:late|overdue|spät)\b|verspät)", re.IGNORECASE)
_LATE_BY = re.compile(
    r"\b(?:verspätung von|verspätet um|delay of|delayed by|late by)\s(?:\w+\s)?$", re.IGNORECASE
)
#: "Forty minutes later", "five months old", „zwei Stunden Fahrt“.
_NOT_LONG = re.compile(
    r"[\s-](?:later|old|early|from now|before(?:hand)?|until|till|away|drive|walk|notice|später"
    r"|alt\w*|zu früh|vor|vorher|davor|zuvor|entfernt|fahrt|flug|fußweg|bis|frist)\b",
    re.IGNORECASE,
)
#: "within two days", „noch drei Wochen“, „alle vier Wochen“.
_TO_COME = re.compile(
    r"\b(?:within|in (?:the )?next|in under|next|another|up to|every|itself for|binnen|innerhalb"
    r"(?: von| der)?|in den nächsten|nächsten?|noch|weitere|bis zu|alle|höchstens|maximal"
    r"|frist von|giving|gave (?:me|us)|given)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_WORKING = re.compile(
    r"\b(?:working|business|werktag|arbeitstag)(?!\w* ?(?:days? )?(?:since|seit))", re.IGNORECASE
)
#: „Da wartet eine Kollegin seit zehn Stunden“: she does not complain.
_SOMEBODY = re.compile(
    r"\b(?:eine?|a|my|meine?|ihre?|der|die|the|unsere?) (?:kolleg|colleague|freund|friend|nachbar"
    r"|neighbour|chef|boss|betreuer|kunde|customer|frau mit|woman with)\w*\b[^.!?]*$",
    re.IGNORECASE,
)
_BEFORE, _BEHIND, _NEAR = 45, 20, 30
#: "Been in the field three weeks": not what is wrong.
_AWAY = re.compile(
    r"\b(?:in the field|away|abroad|on holiday|on leave|unterwegs|verreist|im urlaub)"
    r"(?: for)?[ ,]*$",
    re.IGNORECASE,
)
#: "It died day 31": when it ended, not how long that goes on.
_ENDED = re.compile(
    r"\b(?:died|broke|failed|quit|stopped(?: working)?|gave (?:up|out)|kaputt|defekt)"
    r"(?: on| am| an)? $",
    re.IGNORECASE,
)
#: Of so few minutes nobody says that they are hard; in hours.
_TOO_SHORT = 0.2


def spoken_time(fact: Fact, text: str, lang: str) -> Spoken:
    start, end = fact.span
    stated = text[start:end]
    counted = _ORDINAL.search(stated)
    if counted:
        return _counted(counted, lang)
    length = _length(fact, text)
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _BEHIND]
    signs = _signs(length, stated, lang)
    kind = _kind(fact, stated, before, after, lang)
    if kind == "how_long" and fact.name == "since" and goes_on(text, fact.span):
        kind = "since_when"
    short = length.hours < _TOO_SHORT and kind != "late"
    if short or _ENDED.search(before) or _did_not_last(stated, before, after):
        return Spoken(signs)
    return Spoken(signs, {kind: _said(length, kind, lang)})


def _length(fact: Fact, text: str) -> Duration:
    """What the author says, or in days or minutes what is told otherwise: "Week 4", "+20"."""
    stated = text[slice(*fact.span)]
    said = find_durations(stated)
    if said:
        return said[0]
    value = float(fact.value)
    if fact.name == "since":
        counted = _COUNTED.match(stated)
        return Duration(24 * value, "weeks" if counted and counted["week"] else "days", fact.span)
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


def _signs(length: Duration, stated: str, lang: str) -> frozenset[str]:
    if lang == "en":
        return frozenset({in_english(length).lower(), stated.lower()})
    spoken = (in_german(length), in_german(length, dative=True), stated)
    return frozenset(word.lower() for word in spoken)


def _did_not_last(stated: str, before: str, after: str) -> bool:
    """A term, an age, a distance, or somebody else's time."""
    other = _NOT_LONG.match(after) or _WORKING.search(stated + after)
    return bool(other) or any(s.search(before) for s in (_TO_COME, _SOMEBODY, _AWAY))


def _kind(fact: Fact, stated: str, before: str, after: str, lang: str) -> str:
    if _LATE.match(after) or _LATE_BY.search(before):
        return "late"
    if fact.name != "since":
        return "since_when" if _SINCE.search(before) else "how_long"
    if _AFTER.search(before):
        return "after"
    still = _STILL_DE if lang == "de" else _STILL_EN
    counted = _COUNTED.match(stated) or still.search(f"{before[-_NEAR:]}|{after}")
    return "since_when" if counted else "how_long"


def _said(length: Duration, kind: str, lang: str) -> str:
    if lang == "en":
        said = in_english(length)
        return {"late": f"{said} late", "after": f"after {said}"}.get(kind, f"for {said}")
    dative = in_german(length, dative=True)
    return {
        "late": f"bei {dative} Verspätung",
        "after": f"nach {dative}",
        "since_when": f"seit {dative}",
        "how_long": f"{in_german(length)} lang",
    }[kind]
