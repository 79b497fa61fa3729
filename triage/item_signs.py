"""What the words around a thing say of whether a text is about it: points for and against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from triage.complaint import Span
from triage.item_kinds import FIXTURE, kind_of_item
from triage.item_names import Thing, listed
from triage.wording_files import lines, wording
from triage.wording_needs import branches
from triage.wording_screen import lowered

#: From so many points on a text is about the thing.
ENOUGH = 8

#: What a sentence may begin with before it names what it is about.
_OPENING = re.compile(
    r"\W*(?:@\w+[,:]?\s)?(?:(?:the|my|our|der|die|das|den|mein\w*|unser\w*|and|und|but|aber|nur|only|also"
    r"|both|alle|two|three|jede\w*|every|\d+|@\w+)\s){0,3}(?:[\w-]+\s)?",
    re.IGNORECASE,
)
#: What may stand before the first thing of a text.
_HEAD = re.compile(
    r"(?:@\w+[,:]?\s)*(?:(?:my|our|the|a|an|two|three|mein|meine|unser|unsere|der|die|das|ein|eine|zwei|drei)\s)?"
    r"(?:(?:size\s)?\d{1,3}\s)?",
    re.IGNORECASE,
)
#: What holds of a thing → points; rounded weights of a fit on labelled mentions, like those of the
#: signs in triage/wordings/items/.
_POINTS = {
    "first": -1, "opens": 3, "heads": 3, "early": 3, "late": -2, "very long": -2,
    "long sentence": 2, "fixture": 3, "several words": 5, "located": -3,
    "luggage_de": 4, "luggage_en": 4, "everyday_de": -2, "everyday_en": -2, "booked": -7,
    "wrong beside it": 2, "wrong around it": 2, "wrong after it": 4,
}  # fmt: skip
_KINDS = ("luggage_de", "luggage_en", "everyday_de", "everyday_en", "booked")
#: From so many letters on a text or a sentence tells of many things.
_VERY_LONG, _LONG_SENTENCE = 1000, 180
#: So far into a text it still says what it is about; from this part on it speaks of other things.
_EARLY, _LATE = 60, 0.66
#: So far away, and nearer, a word may stand that tells of something wrong.
_BESIDE, _AROUND = 10, 60
#: As near something bought or sent must stand to those words.
_AT_HAND = 25
_REACH = 60
#: A sentence is looked at this far to either side.
_WIDE = 250

Signs = tuple[tuple[int, re.Pattern[str]], ...]


@cache
def _signs(name: str) -> tuple[tuple[int, frozenset[str], re.Pattern[str]], ...]:
    """Points, letters of which one must stand in the text, and pattern of each line of a file of
    triage/wordings/items/; no letters where nothing can be said."""
    pairs = (line.split(" ", 1) for line in lines(f"items/{name}"))
    return tuple(
        (int(points), _needed(sign), re.compile(sign, re.IGNORECASE)) for points, sign in pairs
    )


def _needed(sign: str) -> frozenset[str]:
    needs = [need for _, need in branches(sign)]
    return frozenset().union(*(n for n in needs if n)) if all(needs) else frozenset()


@lru_cache(maxsize=1)
def _possible(text: str) -> tuple[Signs, Signs, Signs]:
    """Of the signs before, after and beside a thing those that the text has the letters for."""
    low = lowered(text)
    before, after, beside = (
        tuple(
            (points, sign)
            for points, needed, sign in _signs(name)
            if not needed or any(piece in low for piece in needed)
        )
        for name in ("signs_before", "signs_after", "signs_beside")
    )
    return before, after, beside


def is_about(text: str, thing: Thing, sentence: Span, lang: str, *, first: bool) -> bool:
    """Whether enough speaks for the thing; `first` of all that the text names."""
    points = sum(_POINTS[name] for name in _holds(text, thing, sentence, first=first))
    points += _by_words(text, thing, sentence)
    # The search for what is wrong is the longest, and often can't change anything.
    if points >= ENOUGH or points + _MOST < ENOUGH:
        return points >= ENOUGH
    return points + sum(_POINTS[n] for n in _wrong(text, thing, sentence, lang)) >= ENOUGH


_MOST = sum(points for name, points in _POINTS.items() if name.startswith("wrong"))


def _holds(text: str, thing: Thing, sentence: Span, *, first: bool) -> Iterator[str]:
    """What is so by where the thing stands, and which it is."""
    start, end = thing.start, thing.end
    told = {
        "first": first,
        "opens": _OPENING.fullmatch(text, sentence[0], start),
        "heads": _HEAD.fullmatch(text, 0, start),
        "early": start < _EARLY,
        "late": start > _LATE * len(text),
        "very long": len(text) > _VERY_LONG,
        "long sentence": sentence[1] - sentence[0] > _LONG_SENTENCE,
        "fixture": _is_fixture(text[start:end].lower()),
        "several words": " " in thing.word or "-" in text[start:end],
        "located": wording("items/located").search(text[max(sentence[0], start - 30) : start]),
    }
    yield from (name for name, so in told.items() if so)
    yield from (name for name in _KINDS if thing.word in listed(name))


def _around(thing: Thing, sentence: Span, reach: int) -> Span:
    return max(sentence[0], thing.start - reach), min(sentence[1], thing.end + reach)


def _by_words(text: str, thing: Thing, sentence: Span) -> int:
    start, last = _around(thing, sentence, _WIDE)
    before, after = text[max(start, thing.start - _REACH) : thing.start], text[thing.end : last]
    signs_before, signs_after, signs_beside = _possible(text)
    points = sum(n for n, sign in signs_before if sign.search(before))
    points += sum(n for n, sign in signs_after if sign.match(after))
    return points + sum(n for n, sign in signs_beside if sign.search(text, start, last))


@lru_cache(maxsize=4096)
def _is_fixture(word: str) -> bool:
    return kind_of_item(word) == FIXTURE


def _wrong(text: str, thing: Thing, sentence: Span, lang: str) -> Iterator[str]:
    """Where a word stands that tells of something wrong."""
    before, after = _apart_from(wording(f"items/wrong_{lang}"), text, thing, sentence)
    distance = min(before, after)
    if not _is_fixture(text[thing.start : thing.end].lower()):
        got = min(_apart_from(wording(f"items/got_{lang}"), text, thing, sentence))
        distance = min(distance, got if got <= _AT_HAND else _AROUND)
    told = {
        "wrong beside it": distance < _BESIDE,
        "wrong around it": distance < _AROUND,
        "wrong after it": after < _WIDE,
    }
    return (name for name, so in told.items() if so)


def _apart_from(cue: re.Pattern[str], text: str, thing: Thing, sentence: Span) -> Span:
    """How many letters the nearest of these words stands before the thing, and after it."""
    start, last = max(sentence[0], thing.start - _AROUND), min(sentence[1], thing.end + _WIDE)
    before = [
        thing.start - start - match.end() for match in cue.finditer(text[start : thing.start])
    ]
    after = cue.search(text, thing.end, last)
    return before[-1] if before else _WIDE, after.start() - thing.end if after else _WIDE
