"""Days and times of day as the text states them: "am 3., 9. und 14.", "last week", "9 o'clock"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact
from triage.spans import apart

_MONTHS = (
    r"jan(?:uary|uar|ner)?|feb(?:ruary|ruar|er)?|mar(?:ch)?|märz|apr(?:il)?|mai|may|june?|juni"
    r"|july?|juli"
    r"|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?"
)
_MONTHS_EN = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?"
)
_LONG_MONTHS = (
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Januar|Jänner|Februar|Feber|März|Mai|Juni|Juli|Oktober|Dezember"
)
_DAYS = (
    r"(?:(?:oster|pfingst|rosen)?mon|diens|donners|(?:kar)?frei|sams|(?:oster|pfingst)?sonn)tags?"
    r"|mittwochs?|sonnabends?"
)
_PART_OF_DAY = r"(?:morgen|früh|vormittag|mittag|nachmittag|abend|nacht)"
_DAYS_EN = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_SHORT_DAYS = r"Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|Mo|Di|Mi|Do|Fr|Sa|So"

_DATE = re.compile(
    rf"\b\d{{1,2}}(?:\.|st|nd|rd|th)?(?:\sof)?\s?(?:{_MONTHS})\b\.?(?:\s\d{{4}})?"
    rf"|\b(?:{_MONTHS_EN})\s\d{{1,2}}(?:st|nd|rd|th)?\b(?![:.]\d|\s(?:euro|franken|people"
    rf"|min))(?:,?\s\d{{4}})?"
    r"|(?<![\d.,])\d{1,2}\.(?:0?[1-9]|1[0-2])\.(?:\d{2,4})?(?!\d)|\b\d{4}-\d{2}-\d{2}\b",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\b(?i:in|im|seit|since|until|till|bis|ab|by|from|vom|last|next|this|early|late|mid|anfang"
    r"|mitte"
    rf"|ende|for|of|vor)[\s-](?P<date>{_LONG_MONTHS})\b(?!\s\d)"
)
_DAY_OF_MONTH_DE = re.compile(
    r"\b(?:am|vom|zum|ab dem|bis zum|seit dem|der|des)\s(?P<first>(?:[1-9]|[12]\d|3[01])\.)"
    r"(?P<more>(?:,\s?(?:[1-9]|[12]\d|3[01])\.){0,4}(?:\s(?:und|oder)\s(?:am\s)?(?:[1-9]|[12]\d"
    r"|3[01])\.)?)"
    r"(?=\s*(?:$|[,;!?)\n]|(?:[a-zäöü]|des Monats|Das\b|Die\b|Der\b|Ich\b|Wir\b|Es\b|Seit|Und\b"
    r"|Dann\b"
    r"|Jetzt\b|Heute\b|Keine?\b|Nichts\b)))(?!\s(?:mal|tag|stock|etage|klasse|woche|reihe|og)\b)",
)
_NUMBERED = re.compile(r"\d{1,2}\.")
_DAY_OF_MONTH_EN = re.compile(
    r"\b(?:on|of|since|by|until|till|from|before|after|dated|to|the)\s(?:the\s)?"
    r"(?P<date>(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th))"
    r"(?=\s*(?:$|[.,;:!?)\n]|(?:with|and|to|at|as|in|for|but|i|we|you|they|it|my|our|no|still"
    r"|was|when"
    r"|because|so|until|from|@\w+)\b|@))",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?:{_DAYS}|(?:{_DAYS.replace('s?', '')}){_PART_OF_DAY}|{_DAYS_EN})\b(?!-)", re.IGNORECASE
)
_SHORT_DAY = re.compile(
    rf"\b(?:(?P<day>{_SHORT_DAYS})(?=\.?,?\s(?:\d{{1,2}}(?:[.:]\d\d|\sUhr|\s?[ap]m|\sto\b)"
    rf"|[01]\d{{3}}))"
    r"|(?:on|since|until|till|by|from|last|next|this|every)\s(?P<after>Mon|Tues?|Wed|Thurs?|Fri"
    r"|Sat|Sun|tues?|thurs?))\b",
)
_RELATIVE = re.compile(
    r"\b(?:(?:vor)?gestern|gestan|gestert|gesta|geschter|übermorgen|(?:day before )?yesterday"
    r"|(?:day after )?tomorrow|(?:(?:last|next)\s(?:week|weekend)|last\s(?:month|year|night"
    r"|summer|winter|spring|autumn))"
    r"|(?:letzte|vorige|nächste|vergangene|kommende)[nrs]?\s(?:Woche|Monat|Wochenende|Nacht)"
    r"|Monatsende|Jahresende|Ende des Monats|end of the month|(?:[A-Z]\w+\s)?bank holiday)\b",
    re.IGNORECASE,
)
_TOMORROW_DE = re.compile(
    r"(?<!guten )(?<!am )(?<!heute )(?<!heut )(?<!jeden )(?<!den )(?<!gestern )(?<!der )"
    r"(?<!diesen )\bmorgen\b(?!s)|\bmoang\b|\bmorgn\b"
)
_FEAST = re.compile(
    r"\b(?:since|at|on|over|before|after|seit|an|zu|über|vor|nach)\s"
    r"(?P<date>Easter|Christmas(?: Eve| Day)?|Xmas|New Year(?:['’]s(?: Eve| Day)?)?|Thanksgiving"
    r"|Boxing Day"
    r"|Weihnachten|Ostern|Pfingsten|Silvester|Neujahr|Heiligabend|Advent)\b"
)
_THIS_MORNING = re.compile(
    r"\b(?:seit|since)\s(?P<time>heute?\s(?:in (?:der|da)\s)?(?:früh|morgen|mittag|nachmittag"
    r"|vormittag|nacht)"
    r"|this (?:morning|afternoon))\b",
    re.IGNORECASE,
)

#: A pattern is tried only where one of these stands somewhere: most texts have none.
_RELATIVE_HINTS = (
    "gest",
    "gesch",
    "übermorgen",
    "yester",
    "tomor",
    "last ",
    "next ",
    "woche",
    "monat",
    "nacht",
    "ende",
    "end of",
    "bank hol",
)
_DAY_HINTS = ("tag", "day", "abend", "mittwoch")
_CLOCK_HINTS = (
    "uhr",
    "clock",
    "half",
    "halb",
    "viertel",
    "quarter",
    "night",
    "nacht",
    " past ",
    " to ",
    "um ",
)

_HOUR = r"(?:[01]?\d|2[0-4])"
_WORD_HOUR = (
    r"(?:eins?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|achte|neune|zehne|sechse)"
)
_WORD_HOUR_EN = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_PART = (
    r"(?:\s(?:früh|morgens|nachts|abends|nachmittags|mittags|in der (?:Früh|Nacht)"
    r"|in the morning|at night))?"
)
_TIME = re.compile(
    rf"(?<![\d.,:/-]){_HOUR}[:.][0-5]\d\s?(?:Uhr\b|a\.?m\b\.?|p\.?m\b\.?){_PART}"
    rf"|(?<![\d.,:/+-]){_HOUR}:[0-5]\d(?![\d:%]|\s?(?:min|std|stunden|h\b|hours|euro)){_PART}"
    rf"|(?<![\d.,:/-])(?:1[0-2]|0?[1-9])\s?(?:a\.m\.|p\.m\.|am\b|pm\b|a\.m\b|p\.m\b)"
    rf"|(?<![\d.,:/-])(?:{_HOUR}|\b(?:halb\s)?{_WORD_HOUR})\s?Uhr\b{_PART}"
    r"|\b(?:half(?:[ -]past)?|quarter (?:past|to)|twenty (?:past|to)|ten (?:past"
    rf"|to))\s(?:{_WORD_HOUR_EN}|\d{{1,2}})\b(?!\s(?:percent|dozen|hours))"
    rf"|(?<![\d.,:/-])(?:\d{{1,2}}|\b{_WORD_HOUR_EN})\so['’]clock\b"
    rf"|\b(?:halb|viertel (?:vor|nach)|dreiviertel)\s{_WORD_HOUR}\b"
    r"|\b(?:midnight|Mitternacht)\b(?!\s(?:blue|sun|snack|express|mass))",
    re.IGNORECASE,
)
_MILITARY = re.compile(
    r"(?<![\w.,:+/-])(?P<first>[01]\d[0-5]\d|2[0-3][0-5]\d)(?:\s?(?:hrs|hours"
    r"|to\s(?P<last>[0-2]\d[0-5]\d))\b)"
    r"|\b(?:at|from|since|until|till|the|by|located)\s(?P<zero>0\d[0-5]\d)\b(?![-/])"
)
_AT = re.compile(
    r"\bat\s(?:about\s|around\s)?(?P<time>(?:1[0-2]|[1-9])(?:[.:][0-5]\d)?)"
    r"(?=\s*(?:$|[,;!?\n]|\.(?!\d)|(?:on|in the|every|tomorrow|today|tonight|sharp|and|who|when"
    r"|but|because|so|with no|for the)\b))",
    re.IGNORECASE,
)
_UM = re.compile(
    rf"\b(?:[Uu]m|[Aa]b|[Vv]or|[Nn]ach|[Bb]is)\s(?P<time>halb\s{_WORD_HOUR})\b"
    rf"|\b[Uu]m\s(?P<hour>{_WORD_HOUR}|{_HOUR}(?:[.:][0-5]\d)?)"
    r"(?=\s*(?:$|[,;!?\n]|\.(?!\d)|(?:da|dort|los|ab|war|kam|kommt|und|in der|am|sollte|geht|ist"
    r"|früh|morgens|abends|nachts)\b))"
)
_CLOCKED = re.compile(
    r"\b(?:the|der|den|dem|um|at|about|ab|die)\s(?P<time>[0-2]?\d\.[0-5]\d)(?=\s(?:to|from|nach"
    r"|von|ab|train|bus|zug|flight|flug)|[,.;]|$)"
)


def find_dates(text: str) -> Iterator[Fact]:
    yield from apart(_dates(text), lambda fact: fact.span, len(text))


def find_clock_times(text: str) -> Iterator[Fact]:
    yield from apart(_clock_times(text), lambda fact: fact.span, len(text))


def _dates(text: str) -> Iterator[Fact]:
    low = text.lower()
    if any(c.isdigit() for c in text):
        yield from _stated("date", _DATE, text)
        yield from _days_of_month(text)
        yield from _stated("date", _DAY_OF_MONTH_EN, text)
    yield from _stated("date", _MONTH, text)
    yield from _stated("date", _FEAST, text)
    if any(hint in low for hint in _RELATIVE_HINTS):
        yield from _stated("date", _RELATIVE, text)
    if any(hint in low for hint in _DAY_HINTS):
        yield from _stated("date", _DAY, text)
    yield from _stated("date", _SHORT_DAY, text)
    yield from _stated("date", _TOMORROW_DE, text)


def _days_of_month(text: str) -> Iterator[Fact]:
    for match in _DAY_OF_MONTH_DE.finditer(text):
        for day in _NUMBERED.finditer(text, match.start("first"), match.end("more")):
            yield Fact("date", day[0], day.span())


def _clock_times(text: str) -> Iterator[Fact]:
    low = text.lower()
    if any(c.isdigit() for c in text) or any(hint in low for hint in _CLOCK_HINTS):
        for pattern in (_TIME, _MILITARY, _CLOCKED, _AT, _UM):
            yield from _stated("time", pattern, text)
    if any(hint in low for hint in ("seit heut", "since this")):
        yield from _stated("time", _THIS_MORNING, text)


def _stated(name: str, pattern: re.Pattern[str], text: str) -> Iterator[Fact]:
    """Each match as it stands, or the groups of it that the text filled."""
    for match in pattern.finditer(text):
        filled = [match.span(group) for group, value in match.groupdict().items() if value]
        for start, end in filled or [match.span()]:
            yield Fact(name, text[start:end], (start, end))
