"""What a stated span of time was: a delay, time on hold or in a queue, waiting for an answer, or
how long something has lasted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.complaint import Span
from triage.durations import Duration, find_durations
from triage.facts import Fact
from triage.sentences import Sentences, sentences_of
from triage.wording_files import possible

#: Nobody states more; what a hostile text repeats beyond is not looked at.
_AT_MOST = 100
#: Days in a unit that is longer than hours.
_DAYS = {"days": 1, "weeks": 7, "months": 30}
#: On the phone or in a queue nobody says afterwards what the time was for.
_LONG_ENOUGH = 1 / 3

#: So far behind a time its own sentence may say what for: "waiting for somebody to pick up".
_TOLD_AFTER = 50

#: "nach vier Minuten" tells when something happened, unless somebody waited.
_UNTIL_THEN = re.compile(r"\b(?:nach|after)\s(?:\w+\s)?$", re.IGNORECASE)
_WAITED = re.compile(r"verspät|wart|delay|wait|\blate\b", re.IGNORECASE)
#: Whatever is said of a phone around it: "two hours late. Nobody rang".
_IS_LATE = re.compile(r"\s(?:late|of delay|delay|zu spät|verspätung)\b", re.IGNORECASE)
#: So far behind a time it may say that nothing came of it, in the next sentence as well.
_BEHIND = 70
#: "You answered five days later"
_ARRIVED = re.compile(
    r"\b(?:came|arrived|answered|replied|wrote back|delivered|got here|turned up|kam\w*|geliefert"
    r"|geantwortet)\b"
    r"[^.!?]{0,20}$",
    re.IGNORECASE,
)
_LATER = re.compile(r"\s(?:later|on\b|später)", re.IGNORECASE)
_VOR = re.compile(r"\bvor\s(?:\w+\s)?$", re.IGNORECASE)
_AGO = re.compile(r"\s(?:ago|back)\b", re.IGNORECASE)
#: "Eleven days, three of them with a lawyer": a sentence that begins so counts the trouble.
_BEGINS = re.compile(
    r"\s*,\s(?!(?:\d+|two|three|four|five|six|seven|zwei|drei|vier) (?:nights?|nächte))", re.I
)
#: "never worked once in seven days"
_NEVER_IN = re.compile(
    r"\b(?:never|not once|not one|no|nie|kein\w*|nicht (?:ein"
    r"|einmal))\b[^.!?]{0,35}\bin (?:all )?$",
    re.IGNORECASE,
)
#: "in neun Tagen niemanden erreicht"
_IN = re.compile(r"\bin (?:all |den )?$", re.IGNORECASE)
_NOBODY = re.compile(
    r"\s(?:niemand\w*|nichts|kein\w*|nobody|no one|not (?:one|a)|nothing|no (?:reply|answer"
    r"|word))\b",
    re.I,
)
#: "nach fünf Wochen kaputt" tells how long it held.
_BROKE = re.compile(
    r"\s(?:schon |already )?(?:kaputt|defekt|hin|broken|dead|gebrochen|gerissen)\b", re.I
)
#: "+8": how a timetable says it, if the text is about one.
_PLUS = re.compile(r"(?<![\w+])\+\s?(?P<n>\d{1,3})(?![\d\w%€.,:]|\s?(?:euro|eur|grad|°|%))")
_TIMETABLE = re.compile(
    r"verspät|anschlu|\bab\s$|\bab\s\+|\bzug\b|\bbahn|\bbus\b|gleis|delay|\btrain|connection|\bwir\b|abfahrt",
    re.IGNORECASE,
)


#: "Since a week", "came a week late": one of a unit is told of many things.
_SINCE_ONE = re.compile(r"\b(?:seit|for|since)\s$", re.IGNORECASE)
_IT_IS = re.compile(r"\bit['’]?s (?:now )?$|\bes (?:ist|sind) $", re.IGNORECASE)
_THAT = re.compile(r"\s(?:that|since|now|dass|seit|her)\b", re.IGNORECASE)
_LATE = re.compile(r"\s(?:too |zu )?(?:late|overdue|spät)\b", re.IGNORECASE)


def find_times(text: str) -> Iterator[Fact]:
    sentences = sentences_of(text)
    for duration in find_durations(text)[:_AT_MOST]:
        yield from _facts_of(text, duration, sentences)
    for match in _PLUS.finditer(text) if "+" in text else ():
        if _TIMETABLE.search(text[max(0, match.start() - 60) : match.end() + 40]):
            yield Fact("delay_hours", _plain(int(match["n"]) / 60), match.span())


def _facts_of(text: str, duration: Duration, sentences: Sentences) -> Iterator[Fact]:
    start, end = duration.span
    first, last = sentences.around(start)
    before, after = text[max(first, start - 90) : start], text[end : min(last, end + 70)]
    said = text[start:end]
    if duration.unit in _DAYS:
        if _is_waiting(text, duration):
            yield Fact("waiting", said, duration.span)
        if _lasts(text, before, duration.span, after):
            days = duration.count * _DAYS[duration.unit]
            yield Fact("since", _plain(days), duration.span)
        return
    name = _kind_of_time(text, duration, before, after)
    if name == "hold_time":
        yield Fact(name, said, duration.span)
    if name:
        number = "hold_time_hours" if name in {"hold_time", "queue"} else "delay_hours"
        yield Fact(number, _plain(duration.hours), duration.span)


def _kind_of_time(text: str, duration: Duration, before: str, after: str) -> str | None:
    """delay_hours, hold_time or queue, by the words around; None if it is something else."""
    start, end = duration.span
    if _is_other(text, duration):
        return None
    if _IS_LATE.match(text, end):
        return "delay_hours"
    if (
        _says("hold", text, text[max(0, start - 120) : start])
        or _says("phone", text, text[max(0, start - 50) : start])
        or _says("phone", text, text[end : end + 40])
        or _says("phone", text, after[:_TOLD_AFTER])
    ):
        return "hold_time"
    if _says("queue", text, before[-60:]) or _says("queue", text, after[:50]):
        return "queue"
    if _UNTIL_THEN.search(before) and not _WAITED.search(before + after):
        return None
    cues = _says("delay", text, before) or _says("delay", text, after)
    nearby = duration.hours >= 1 and (
        _says("around", text, before[-45:]) or _says("around", text, after[:45])
    )
    alone = duration.hours >= _LONG_ENOUGH and _stands_alone(before, after)
    return "delay_hours" if cues or nearby or alone else None


def _is_other(text: str, duration: Duration) -> bool:
    start, end = duration.span
    before = text[max(0, start - 30) : start]
    return _says("other_before", text, before) or _goes_on(
        "other_after", text, text[end : end + 40]
    )


#: After that time it broke; nobody waited.
_BROKE = re.compile(
    r"\s*(?:schon\s|wieder\s)?(?:kaputt|defekt|hin|gerissen|gebrochen|broken?|snapped|split|died)\b",
    re.IGNORECASE,
)


def _is_waiting(text: str, duration: Duration) -> bool:
    start, end = duration.span
    if _is_other(text, duration) or re.search(
        r"work|business|werk", text[start:end], re.IGNORECASE
    ):
        return False
    after = text[end : end + 40]
    if re.match(r"\s*(?:working|business|werk)", after, re.IGNORECASE) or _BROKE.match(after):
        return False
    return _says("waiting", text, text[max(0, start - 40) : start]) or _says("waiting", text, after)


def _says(name: str, text: str, stretch: str) -> bool:
    """Whether this stretch of the text says it."""
    return any(pattern.search(stretch) for pattern in possible(f"times/{name}", text))


def _goes_on(name: str, text: str, after: str) -> bool:
    """Whether the text goes on with it."""
    return any(pattern.match(after) for pattern in possible(f"times/{name}", text))


def _lasts(text: str, before: str, span: Span, after: str) -> bool:
    """Whether something has been so for this many days, by what stands next to it."""
    start, end = span
    said = text[start:end]
    if _UNTIL_THEN.search(before) and _BROKE.match(after):
        return False
    if _is_without_effect(text, before, end) or (_CASE_IS.search(before) and _OLD.match(after)):
        return True
    if _ARRIVED.search(before) and _LATER.match(after):
        return True
    if _NEVER_IN.search(before) or (_IN.search(before) and _NOBODY.match(after)):
        return True
    if _says("not_lasting_before", text, before) or _goes_on("not_lasting_after", text, after):
        return False
    if re.match(r"(?:an?|ein\w*|’?'?ne)\s", said, re.IGNORECASE):
        told = _SINCE_ONE.search(before) or _LATE.match(after)
        return bool(told or (_IT_IS.search(before) and _THAT.match(after)))
    return bool(
        _says("lasting_before", text, before[-60:])
        or _says("lasting_after", text, after[:45])
        or _stands_alone(before, after)
        or (not before.strip() and _BEGINS.match(after))
    )


#: "My claim is now five months old"
_CASE_IS = re.compile(
    r"\b(?:claim|case|complaint|ticket|request|order|antrag|fall|schadenfall|beschwerde|anfrage|bestellung)\s(?:is|ist)"
    r"(?:\s(?:now|already|almost|nearly|jetzt|schon|nun|bald))?\s$",
    re.IGNORECASE,
)
_OLD = re.compile(r"\s(?:old|alt)\b", re.IGNORECASE)


def _is_without_effect(text: str, before: str, end: int) -> bool:
    """ "Vor 6 Wochen gemeldet, keine Reaktion", "reported it three weeks ago. Nothing"."""
    after = text[end : end + _BEHIND]
    ago = _VOR.search(before) or _AGO.match(after)
    done = _says("done_then", text, after[:40]) or _says("done_then", text, before[-50:])
    return bool(ago and done and _says("no_effect", text, after))


_NOTHING_ELSE = re.compile(
    r"[\W_]*(?:(?:nur|schon|jetzt|bereits|genau|just|only|over|über)\s)?$", re.I
)


def _stands_alone(before: str, after: str) -> bool:
    return bool(_NOTHING_ELSE.match(before)) and not re.search(r"\w", after)


def _plain(number: float) -> float:
    return int(number) if number == int(number) else round(number, 2)
