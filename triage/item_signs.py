"""What the words around a thing say of whether a text is about it: points for and against."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from triage.complaint import Span
from triage.item_kinds import FIXTURE, kind_of_item
from triage.item_names import Thing, listed
from triage.wording_files import lines, wording
from triage.wording_needs import branches
from triage.wording_screen import lowered

#: From so many points on a text is about the thing.
ENOUGH = 6

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
_FIRST, _OPENS, _HEADS = 1, 3, 4
_LOCATED, _HANDLED, _FIXTURE = -3, -2, 2
#: File of triage/wordings/items/ → points for its words.
_KINDS = {"luggage_de": 3, "luggage_en": 3, "everyday_de": -2, "everyday_en": -2, "booked": -5}
_SHORT, _LONG = (160, 1), (600, -3)
#: So far away, and nearer, a word may stand that tells of something wrong.
_WRONG = ((60, 1), (25, 3), (10, 2))
_NEAR = 60
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
    points = _by_place(text, thing, sentence) + _FIRST * first
    points += _by_kind(text, thing) + _by_length(text) + _by_words(text, thing, sentence)
    # The search for what is wrong is the longest, and often can't change anything.
    if points >= ENOUGH or points + sum(n for _, n in _WRONG) < ENOUGH:
        return points >= ENOUGH
    distance = _distance(text, thing, sentence, lang)
    return points + sum(n for near, n in _WRONG if distance < near) >= ENOUGH


def _by_place(text: str, thing: Thing, sentence: Span) -> int:
    points = _OPENS * bool(_OPENING.fullmatch(text, sentence[0], thing.start))
    return points + _HEADS * bool(_HEAD.fullmatch(text, 0, thing.start))


def _by_words(text: str, thing: Thing, sentence: Span) -> int:
    start, last = max(sentence[0], thing.start - _WIDE), min(sentence[1], thing.end + _WIDE)
    before, after = text[max(start, thing.start - _REACH) : thing.start], text[thing.end : last]
    signs_before, signs_after, signs_beside = _possible(text)
    points = sum(n for n, sign in signs_before if sign.search(before))
    points += sum(n for n, sign in signs_after if sign.match(after))
    points += sum(n for n, sign in signs_beside if sign.search(text, start, last))
    points += _LOCATED * bool(wording("items/located").search(before[-30:]))
    return points + _HANDLED * bool(wording("items/handled").search(text, start, last))


def _by_kind(text: str, thing: Thing) -> int:
    told = sum(points for name, points in _KINDS.items() if thing.word in listed(name))
    return told + _FIXTURE * _is_fixture(text[thing.start : thing.end].lower())


@lru_cache(maxsize=4096)
def _is_fixture(word: str) -> bool:
    return kind_of_item(word) == FIXTURE


def _by_length(text: str) -> int:
    return sum((_SHORT[1] * (len(text) < _SHORT[0]), _LONG[1] * (len(text) > _LONG[0])))


def _distance(text: str, thing: Thing, sentence: Span, lang: str) -> int:
    """How far the nearest word is that tells of something wrong."""
    around = max(sentence[0], thing.start - _NEAR), min(sentence[1], thing.end + _NEAR)
    told = _apart_from(wording(f"items/wrong_{lang}"), text, thing, around)
    if _is_fixture(text[thing.start : thing.end].lower()):
        return told
    got = _apart_from(wording(f"items/got_{lang}"), text, thing, around)
    return min(told, got if got <= _AT_HAND else _NEAR)


def _apart_from(cue: re.Pattern[str], text: str, thing: Thing, around: Span) -> int:
    """How many letters the nearest of these words stands away, at most as many as count."""
    start, end = around
    before = [
        thing.start - start - match.end() for match in cue.finditer(text[start : thing.start])
    ]
    after = cue.search(text[thing.end : end])
    return min([*before[-1:], *([after.start()] if after else []), _NEAR])
