"""What a stated span of time was: a delay, time on hold or in a queue, waiting for an answer, or
how long something has lasted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.durations import Duration, find_durations
from triage.facts import Fact
from triage.sentences import Sentences, sentences_of
from triage.stated_lasting import is_waiting, lasts
from triage.time_words import AGO, BEHIND, UNTIL_THEN, VOR, WAS_SAID, is_other, says, stands_alone

#: Nobody states more; what a hostile text repeats beyond is not looked at.
_AT_MOST = 100
#: Days in a unit that is longer than hours.
_DAYS = {"days": 1, "weeks": 7, "months": 30}
#: On the phone or in a queue nobody says afterwards what the time was for.
_LONG_ENOUGH = 1 / 3
#: So long nobody waits on board, but flies: "no film, nine hours".
_FLOWN = 4
#: So far behind a time its own sentence may say what for: "waiting for somebody to pick up".
_TOLD_AFTER = 50
_WAITED = re.compile(r"verspät|wart|delay|wait|\blate\b", re.IGNORECASE)
#: Whatever is said of a phone around it: "two hours late. Nobody rang", „elf Stunden ohne Strom“.
_IS_LATE = re.compile(
    r"\s(?:late|of delay|delay|behind (?:schedule|time)|zu spät|verspätung"
    r"|später (?:los|an|ab|raus|weg|gestartet|(?:ab)?geflogen|losgefahren|gelandet|angekommen)"
    r"|(?:später als|later than) (?:geplant|versprochen|angekündigt|angegeben|vereinbart|planned"
    r"|promised|scheduled|announced|advertised|booked)"
    r"|(?:ohne|without) (?:strom|heizung|wasser|internet|netz|power|heating|water|signal))\b",
    re.IGNORECASE,
)
#: "Ten minutes later he was back" goes on with a story; "it came two hours later" tells of a wait.
_STORY = re.compile(r"\s(?:später|later)\b(?! in \w+ als\b)(?P<on>\s\w)?", re.IGNORECASE)
_CLAUSE = re.compile(r"(?:^|[.!?:;,–\n]|\b(?:und|and|dann|then))\s*$", re.IGNORECASE)
_CAME = re.compile(
    r"\b(?:came|come|arriv\w+|land(?:ed|ing)|depart\w*|left|took off|turned up|showed up|got"
    r"|started|is|was|flight|train|bus|ferry|plane|next|hours|minutes)\b[^.!?]{0,25}$",
    re.IGNORECASE,
)
#: "+25 min"
_MORE = re.compile(r"(?<![\w+])\+\s?$")
#: Whoever says when somebody else left waits for nothing.
_LEFT = re.compile(
    r"\b(?:left|gone|departed|weg|abgefahren|abgeflogen|fort)\b[^.!?]{0,15}$", re.IGNORECASE
)
#: "+8": how a timetable says it, if the text is about one.
_PLUS = re.compile(
    r"(?<![\w+])\+\s?(?:(?P<hours>\d{1,2}):)?(?P<n>\d{1,3})"
    r"(?![\w%€]|[.,:]\d|\s?(?:euro|eur|grad|°|%|\(?\d))",
    re.IGNORECASE,
)
_TIMETABLE = re.compile(
    r"verspät|anschlu|\bab\s$|\bab\s\+|\bzug\b|\bbahn|\bbus\b|gleis|delay|\btrain|connection|\bwir\b|abfahrt",
    re.IGNORECASE,
)


def find_times(text: str) -> Iterator[Fact]:
    sentences = sentences_of(text)
    for duration in find_durations(text)[:_AT_MOST]:
        yield from _facts_of(text, duration, sentences)
    for match in _PLUS.finditer(text) if "+" in text else ():
        if _TIMETABLE.search(text[max(0, match.start() - 60) : match.end() + 40]):
            hours = int(match["hours"] or 0) + int(match["n"]) / 60
            yield Fact("delay_hours", _plain(hours), match.span())


def _facts_of(text: str, duration: Duration, sentences: Sentences) -> Iterator[Fact]:
    start, end = duration.span
    first, last = sentences.around(start)
    before, after = text[max(first, start - 90) : start], text[end : min(last, end + 70)]
    said = text[start:end]
    if duration.unit in _DAYS:
        if is_waiting(text, duration):
            yield Fact("waiting", said, duration.span)
        if lasts(text, before, duration.span, after):
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
    if _IS_LATE.match(text, end) or _MORE.search(before) or _is_still_so(text, before, end):
        return "delay_hours"
    if is_other(text, duration) or _is_story(text, before, end):
        return None
    if (
        says("hold", text, text[max(0, start - 120) : start])
        or says("phone", text, text[max(0, start - 50) : start])
        or says("phone", text, text[end : end + 40])
        or says("phone", text, after[:_TOLD_AFTER])
    ):
        return "hold_time"
    if says("queue", text, before[-60:]) or says("queue", text, after[:50]):
        return "queue"
    if UNTIL_THEN.search(before) and not _WAITED.search(before + after):
        return None
    cues = says("delay", text, before) or says("delay", text, after)
    nearby = duration.hours >= 1 and (
        says("around", text, before[-45:]) or says("around", text, after[:45])
    )
    alone = duration.hours >= _LONG_ENOUGH and stands_alone(before, after)
    flown = duration.hours >= _FLOWN and says("on_board", text, text[max(0, start - 90) : end + 60])
    return "delay_hours" if cues or ((nearby or alone) and not flown) else None


def _is_still_so(text: str, before: str, end: int) -> bool:
    """ "Landed 40 minutes ago, still no bags", "that was three hours ago"."""
    after = text[end : end + BEHIND]
    if not (VOR.search(before) or AGO.match(after)) or _LEFT.search(before):
        return False
    return bool(WAS_SAID.search(before) or says("no_effect", text, after))


def _is_story(text: str, before: str, end: int) -> bool:
    """Whether it only tells what came next, and nobody still waits."""
    story = _STORY.match(text, end)
    if not story or says("no_effect", text, text[end : end + BEHIND]):
        return False
    if _CLAUSE.search(before):
        return bool(story["on"])
    return "later" in story[0].lower() and not _CAME.search(before)


def _plain(number: float) -> float:
    return int(number) if number == int(number) else round(number, 2)
