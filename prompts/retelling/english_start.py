"""How an English clause begins: with its subject, with a time or place, or with neither, as a post
does: "been on hold", "@handle lost my bag"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from prompts.persons import names_somebody
from prompts.retelling.english_forms import forms, is_thing, is_verb
from prompts.retelling.english_headline import with_subject
from prompts.retelling.english_subject import OTHERS, Clause, from_subject, is_ours

_OPENERS = frozenset({"since", "for", "on", "at", "in", "during", "yesterday", "twice", "last"})
#: A clause after one of these begins at once; after the others there is a noun first.
_BARE = frozenset({"yesterday", "twice"})
_WHEN = re.compile(r"night|week|month|year|summer|winter|\w+day", re.IGNORECASE)
_STARTS = re.compile(r"(?:i|we|my|our|your|the|an?|nobody|no|nothing)(?:'\w+)?", re.IGNORECASE)
#: What stands behind these belongs to them.
_HANGS = frozenset(
    {
        "of", "in", "on", "at", "for", "to", "from", "with", "by", "the", "a", "an", "and", "my",
        "our", "your", "since", "last",
    }
)  # fmt: skip
_AUTHOR = re.compile(r"\b(?:me|my|us|our|mine)\b", re.IGNORECASE)
_HANDLE = re.compile(r"@\w+[,:]?")
_NAME = re.compile(r"[A-Z][a-z'&]+|and|of|the")
_SINGULAR = {"has": "have", "hasn't": "haven't"}
_OF_ONE = re.compile(r"\w+[^s]s|was")
#: Where a subject may begin at the latest; how many words a name has.
_REACH, _LONGEST_NAME = 8, 4


def begun(words: list[str], *, first: bool) -> Clause | None:
    """With its subject, where a post leaves that out; None where it has none that we know."""
    if len(words) < 2:
        return None
    put = (_by_name(words) or _left_out(words)) if first else None
    if put:
        return put
    if words[0].lower() in _OPENERS:
        return _after_opener(words)
    put = from_subject(words)
    if put or not first:
        return put
    headline = with_subject(words)
    return Clause(*headline) if headline else None


def _left_out(words: Sequence[str]) -> Clause | None:
    """ "Been on hold" → "I've been on hold"."""
    for length in (3, 2, 1):
        subject = forms().begun.get(" ".join(words[:length]).lower())
        if subject:
            theirs = subject == "you"
            if not theirs and {word.lower() for word in words[1:4]} & {"me", "us"}:
                return None
            rest = _as_we_do(words) if theirs else words
            return Clause([*subject.split(), words[0].lower(), *rest[1:]], 1)
    return None


def _by_name(words: Sequence[str]) -> Clause | None:
    """ "@handle lost my bag", "they lost my bag": who did it is the company."""
    at = _end_of_name(words)
    if not at or not is_ours(words[at:]) or not _AUTHOR.search(" ".join(words[at:])):
        return None
    if names_somebody(" ".join(words[: at + 1])):
        return None
    done = [_SINGULAR.get(word.lower(), word) for word in words[at : at + 3]]
    verb = next((n for n, word in enumerate(done) if word.lower() not in forms().adverbs), 0)
    if any(_OF_ONE.fullmatch(word.lower()) for word in done[: verb + 1]):
        return None
    return Clause(["you", *_as_we_do([*done, *words[at + 3 :]])], verb + 1)


def _as_we_do(words: Sequence[str]) -> Sequence[str]:
    """Up to where it goes on as he, she or it does: "… and refuses"."""
    pairs = enumerate(pairwise(words))
    goes_on = (n for n, (word, after) in pairs if n and word == "and" and after.endswith("s"))
    return words[: next(goes_on, len(words))]


def _end_of_name(words: Sequence[str]) -> int:
    """How many words say who did it: a handle, "they", or a name that is no thing's and no
    person's."""
    if _HANDLE.fullmatch(words[0]) or words[0].lower() == "they":
        return 1
    if not words[0][0].isupper() or _is_known(words[0]):
        return 0
    for at, word in enumerate(words[: _LONGEST_NAME + 1]):
        if at and is_ours(words[at:]):
            return at
        if not _NAME.fullmatch(word) or _is_known(word):
            return 0
    return 0


def _is_known(word: str) -> bool:
    known, lower = forms(), word.lower()
    sets = (known.articles - {"the"}, known.alone, known.people, known.adverbs, OTHERS)
    return is_thing(lower) or any(lower in several for several in sets)


def _after_opener(words: list[str]) -> Clause | None:
    """ "Since Monday my internet is down"."""
    at = _where_it_starts(words)
    before = [word.rstrip(",") for word in words[:at]]
    if not before or any(is_verb(word) or word in ("when", "if") for word in before):
        return None
    first = before[0].lower()
    if (len(before) == 1) != (first in _BARE) or (
        first == "last" and not _WHEN.fullmatch(before[1])
    ):
        return None
    clause = from_subject(words[at:])
    return clause and Clause([first, *before[1:], *clause.words], clause.verb + at)


def _where_it_starts(words: Sequence[str]) -> int:
    for at in range(1, min(_REACH, len(words) - 2)):
        if _STARTS.fullmatch(words[at]) and words[at - 1].strip(",").lower() not in _HANGS:
            return at
    return 0
