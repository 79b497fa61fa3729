"""Spans of time in words: „einer Stunde und zwölf Minuten“, "two and a half hours"."""

from __future__ import annotations

from triage.durations import Duration

_NUMBERS = {
    "de": (
        "", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn",
        "elf", "zwölf",
    ),
    "en": (
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ),
}  # fmt: skip
#: Unit → singular, plural, dative plural.
_UNITS_DE = {
    "hours": ("Stunde", "Stunden", "Stunden"),
    "minutes": ("Minute", "Minuten", "Minuten"),
    "days": ("Tag", "Tage", "Tagen"),
    "weeks": ("Woche", "Wochen", "Wochen"),
    "months": ("Monat", "Monate", "Monaten"),
}
_MASCULINE_UNITS = frozenset({"days", "months"})


def in_german(duration: Duration, *, dative: bool = False) -> str:
    """
    >>> in_german(Duration(1.2, "hours", (0, 0)), dative=True)
    'einer Stunde und zwölf Minuten'
    """
    singular, plural, dative_plural = _UNITS_DE[duration.unit]
    count = duration.count
    if duration.unit == "hours" and count == 12 and duration.span[1] - duration.span[0] > 9:
        return "einem halben Tag" if dative else "einen halben Tag"
    if count == 0.5:
        return "einer halben Stunde" if dative else "eine halbe Stunde"
    whole, half = int(count), count % 1 == 0.5
    if half:
        halves = "anderthalb" if whole == 1 else f"{_number(whole, 'de')}einhalb"
        return f"{halves} {dative_plural if dative else plural}"
    rest = round((count % 1) * 60)
    tail = f" und {_number(rest, 'de')} Minuten" if rest and duration.unit == "hours" else ""
    if whole == 1:
        return f"{_one_german(duration.unit, dative)} {singular}{tail}"
    return f"{_number(whole, 'de')} {dative_plural if dative else plural}{tail}"


def _one_german(unit: str, dative: bool) -> str:
    if unit in _MASCULINE_UNITS:
        return "einem" if dative else "einen"
    return "einer" if dative else "eine"


def in_english(duration: Duration) -> str:
    """
    >>> in_english(Duration(2.5, "hours", (0, 0)))
    'two and a half hours'
    """
    unit, count = duration.unit.removesuffix("s"), duration.count
    whole, half = int(count), count % 1 == 0.5
    if duration.unit == "hours" and count == 12 and duration.span[1] - duration.span[0] > 9:
        return "half a day"
    if count == 0.5:
        return "half an hour"
    one = "an" if unit == "hour" else "a"
    if half:
        return (
            f"{one} {unit} and a half"
            if whole == 1
            else f"{_number(whole, 'en')} and a half {unit}s"
        )
    rest = round((count % 1) * 60)
    tail = f" and {_number(rest, 'en')} minutes" if rest and unit == "hour" else ""
    return f"{one} {unit}{tail}" if whole == 1 else f"{_number(whole, 'en')} {unit}s{tail}"


def _number(number: int, lang: str) -> str:
    return _NUMBERS[lang][number] if 0 < number < len(_NUMBERS[lang]) else str(number)
