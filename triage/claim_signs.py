"""What a text says that a claim hangs on: that a flight was late or called off, and not by the
author, that it had the baggage, that money has not come back. What is not plain does not count. How
it is said stands in `wordings/claims/`."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from triage.complaint import Topic
from triage.facts import Fact, Facts
from triage.other_law import Paid
from triage.wording_files import any_of, wording

#: A sentence, and where another subject begins in it.
_SENTENCE = r"[.!?;\n]"
_CLAUSE = re.compile(rf"{_SENTENCE}|\b(?:and|but|because|und|aber|sondern|weil)\b", re.IGNORECASE)
_CONTRAST = re.compile(rf"{_SENTENCE}|\b(?:but|aber|sondern)\b", re.IGNORECASE)

_FLIGHT_NUMBER = r"\b(?-i:[A-Z]{2}) ?\d{2,4}\b"
_WORD = re.compile(r"[^\W\d_]")


def told_as_late(text: str, hours: Fact, *, bare: bool) -> bool:
    """Whether it was the flight that took those hours: not a bag, a meal or a broken screen.
    `bare`: also where the text opens with them and names nothing ("4 hours late, and …")."""
    if hours.turn is not None:
        return False
    told = _around(text, hours, _CLAUSE)
    if _says(told, "not_the_flight", "elsewhere"):
        return False
    if _says(told, "grounded"):
        return True
    opens = bare and _opening().fullmatch(text, 0, hours.span[0])
    return _says(told, "late") and bool(opens or _says(told, "flight", "travelled"))


def _says(text: str, *names: str) -> bool:
    return wording(*(f"claims/{name}" for name in names)).search(text) is not None


@cache
def _opening() -> re.Pattern[str]:
    """What may stand before hours that a text opens with."""
    return re.compile(rf"(?:@\w++|{any_of('claims/before_hours')}|\W)*+", re.IGNORECASE)


def told_of_baggage(text: str, *, by_code: bool) -> bool:
    """Whether a flight had it, where the inbox does not say that the trade is an airline's."""
    return (by_code or _says(text, "flight", "flown")) and not _says(text, "elsewhere")


def _around(text: str, fact: Fact, end: re.Pattern[str]) -> str:
    """The sentence or clause that the fact stands in."""
    start, stop = fact.span
    ends = [match.end() for match in end.finditer(text, 0, start)]
    last = end.search(text, stop)
    return text[ends[-1] if ends else 0 : last.start() if last else len(text)]


# -- money ---------------------------------------------------------------------------------------


def days_without_money(text: str, facts: Facts) -> float:
    """For how many days money has not come, by what is said in one breath with them."""
    since = (fact for fact in facts.all("since") if _is_of_money(text, fact))
    return max((float(f.value) for f in since if not isinstance(f.value, str)), default=0.0)


def _is_of_money(text: str, since: Fact) -> bool:
    """Not a lamp that has been dark for weeks, nor how long somebody has been a member."""
    if since.turn is not None:
        return False
    told = _around(text, since, _CONTRAST)
    start, end = since.span
    if not _WORD.search(told.replace(text[start:end], "")):
        # "11 weeks. Still no refund": of what, the next sentence says.
        told = _around(text, replace(since, span=(start, _next_word(text, end))), _CONTRAST)
    money = any(wording(name).search(told) for name in ("circumstances/refund", "asks/refund"))
    return money and _says(told, "not_yet")


def _next_word(text: str, after: int) -> int:
    found = _WORD.search(text, after)
    return found.start() if found else len(text)


def told_as_due(text: str, topic: Topic, paid: Paid) -> bool:
    """Whether the text tells of that by which the law has the price paid back."""
    if paid == "purchase":
        return _says(text, "sent_back") and not _says(text, "faulty")
    if _says(text, "own_doing") or _only_beside().search(text):
        return False
    return topic is Topic.CANCELLATION or bool(_called_off(paid).search(text))


@cache
def _called_off(paid: Paid) -> re.Pattern[str]:
    """That a flight or train was called off: before its name, behind it, or in one word."""
    number = f"|{_FLIGHT_NUMBER}" if paid == "flight" else ""
    thing = f"(?:{any_of(f'claims/{paid}')}{number})"
    after = rf"{thing}[^.!?\n]{{0,60}}?(?:{_said_behind()})"
    before = rf"(?:{any_of('claims/called_off')}) (?:\w+ ){{0,2}}{thing}"
    they = rf"\b(?:sie|ihr)\b[^.!?\n]{{0,40}}{thing}[^.!?\n]{{0,30}}\bstorniert\b"
    in_a_word = any_of(f"claims/{paid}_called_off")
    return re.compile("|".join((after, before, they, in_a_word)), re.IGNORECASE)


@cache
def _only_beside() -> re.Pattern[str]:
    """That a part of the journey was called off, or what was booked beside it."""
    beside = rf"(?:{any_of('claims/booked_beside')})\w*"
    before = rf"(?:{any_of('claims/called_off')}) (?:\w+ ){{0,2}}{beside}"
    return re.compile(rf"{before}|{beside} (?:\w+ ){{0,4}}(?:{_said_behind()})", re.IGNORECASE)


def _said_behind() -> str:
    return any_of("claims/called_off", "claims/called_off_behind")
