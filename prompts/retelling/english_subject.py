"""The subject of an English clause and the verb behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from prompts.retelling.english_forms import forms, is_noun, is_thing, is_verb, may_be_done
from prompts.retelling.english_headline import with_verb

#: Where one of these stands, another clause begins.
OTHERS = frozenset(
    {
        "i", "we", "you", "they", "i'm", "i've", "we're", "we've", "you've", "he", "she", "it",
        "that", "which", "who", "because", "if", "when", "but",
    }
)  # fmt: skip
#: What is told after these is somebody's word.
_SAYS = frozenset({"says", "said", "thinks"})
#: What follows an active verb: "the driver left my parcel", not "the bag left in Leeds" …
_OBJECT = frozenset(
    {
        "me", "my", "us", "our", "you", "your", "the", "a", "an", "his", "her", "him", "them", "it",
        "no", "two", "three", "four", "that", "both",
    }
)  # fmt: skip
#: … and not "the flight cancelled the night before".
_WHEN = frozenset(
    {
        "entire", "whole", "night", "day", "morning", "moment", "minute", "second", "week",
    }
)  # fmt: skip
_CONTRACTED = re.compile(r"(?:i|we|you)'(?:m|re|ve|d)")
_PLURAL = re.compile(r"(?!gas|bus|news|plus)\w+[^su']s")
_OF_ONE = frozenset(
    {
        "is", "was", "has", "isn't", "wasn't", "hasn't", "doesn't", "does",
    }
)  # fmt: skip
_LONGEST, _MOST_ADVERBS, _LONGEST_PAIR = 8, 3, 2


class Clause(NamedTuple):
    """Its words, and where among them the verb stands."""

    words: list[str]
    verb: int


def from_subject(words: list[str]) -> Clause | None:
    known, first = forms(), words[0].lower()
    if _CONTRACTED.fullmatch(first):
        return Clause(words, 0)
    if first in ("i", "we", "you") and words[1].lower() != "and":
        return _after_pronoun(words)
    if first == "there":
        return Clause(words, 1) if is_verb(words[1]) else None
    if first in known.alone or (first == "no" and words[1].lower() == "one"):
        at = 1 + (first == "no")
        return Clause(words, at) if is_verb(words[at]) or may_be_done(words[at]) else None
    if first in ("i", *known.articles, *known.numbers):
        return _after_noun(words)
    if is_thing(first) or (first in known.before_bare and is_noun(words[1])):
        noun = words[0] if words[0].isupper() else first
        numbered = any(c.isdigit() for c in words[1])
        return _after_noun([noun, *words[1:]] if numbered else ["the", noun, *words[1:]])
    return None


def is_ours(words: Sequence[str]) -> bool:
    """Whether that is what a company does to an author."""
    return forms().ours.match(" ".join(words[:4])) is not None


def _after_pronoun(words: list[str]) -> Clause | None:
    known = forms()
    behind = enumerate((word.lower() for word in words[1 : 2 + _MOST_ADVERBS]), start=1)
    at, verb = next(((n, word) for n, word in behind if word not in known.adverbs), (0, ""))
    if words[0].lower() == "you" and not is_ours(words[1:]):
        return None
    return Clause(words, at) if _is_any_verb(verb) else None


def _is_any_verb(word: str) -> bool:
    return is_verb(word) or may_be_done(word) or word in forms().present


def _after_noun(words: list[str]) -> Clause | None:
    """The first verb behind the noun; None where another clause comes before it."""
    headline = with_verb(words)
    if headline:
        return Clause(*headline)
    for at, word in enumerate((w.lower() for w in words[: 1 + _LONGEST]), start=0):
        if at and (words[at - 1].endswith(",") or _breaks_off(words, at)):
            return None
        if at > 1 and (is_verb(word) or _is_active(words, at)):
            return Clause(words, at) if _agree(words, at) else None
    return None


def _breaks_off(words: Sequence[str], at: int) -> bool:
    word, first = words[at].lower().strip(","), words[0].lower()
    if word == "and":
        return at > _LONGEST_PAIR + 1 or first == "no" or first in forms().numbers
    return word in _SAYS or word in OTHERS


def _agree(words: Sequence[str], at: int) -> bool:
    """Not "the days isn't"; where more stands before the verb, that may be the subject."""
    noun = words[at - 1].lower()
    wrong = at == _LONGEST_PAIR and _PLURAL.fullmatch(noun) and words[at].lower() in _OF_ONE
    return noun != "and" and not wrong


def _is_active(words: Sequence[str], at: int) -> bool:
    if not may_be_done(words[at]):
        return False
    after, then, *_ = (*(word.lower() for word in words[at + 1 : at + 3]), "", "")
    if f"{words[at].lower()}-{after.strip(',')}" in forms().two_words:
        return True
    if after == "on":
        return then in ("me", "my", "us", "our")
    return after.strip(",") in _OBJECT and then not in _WHEN
