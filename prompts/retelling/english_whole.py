"""Whether an English clause can stand by itself: nothing is missing, nothing runs on, and nothing
in it points to a sentence before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts.retelling.english_forms import forms, is_verb, may_be_done
from prompts.retelling.english_subject import OTHERS

_ASKS = frozenset({"where", "what", "when", "who", "how", "why"})
_LINKS = frozenset(
    {
        "and", "but", "so", "that", "which", "who", "when", "where", "while", "if", "because",
        "before", "after", "until", "since", "though", "although", "what", "how", "why", "as",
        "than", "then", "or", "whether", "to", "let", "i", "we", "you", "they", "no", "nobody",
        "nothing", "cannot", "unless",
    }
)  # fmt: skip
_CONTRACTED = re.compile(r"(?:i|we|you|it|he|she)'(?:m|re|ve|s)")
#: "an hour 12".
_LOOSE_NUMBER = re.compile(r"\b(?:hours?|an|of|to) \d+\.?$")
#: What the first needs, where it stands before the second.
_HALVES = {"and": ("both", "between"), "until": ("from",)}
_LONGEST_ITEM = 2
_SHE = frozenset(
    {
        "he", "she", "his", "her", "him", "hers", "himself", "herself", "he's", "she's",
    }
)  # fmt: skip
_THEY = frozenset(
    {
        "they", "them", "their", "they're", "they'd", "theirs", "they've",
    }
)  # fmt: skip
_IT = frozenset({"it", "its", "it's", "it'd"})
_THIS = frozenset({"this", "these", "those", "here", "there's"})
_TIMES = frozenset({"morning", "afternoon", "evening", "week", "month", "year"})
_MAKE = frozenset({"make", "made", "making"})
_ARTICLES = frozenset({"my", "our", "the", "a", "an", "your", "no"})
#: Behind these another clause begins, and "it" may be what the first one named.
_JOINS = frozenset(
    {
        "and", "but", "when", "because", "so", "until", "while", "before", "after", "if", "where",
        "that", "though", "although", "then", "whether",
    }
)  # fmt: skip
_BE = frozenset({"is", "was", "were", "are", "isn't", "wasn't", "weren't", "aren't"})
_AFTER_ONE = frozenset({"in", "on", "that", "of", "to", "and", "for", "with", "yet", ""})


def is_whole(words: Sequence[str], left_out: Sequence[str]) -> bool:
    """`left_out` is what follows and is not told."""
    lower = [word.lower() for word in words]
    last = lower[-1].strip(",")
    if last in forms().never_last and _ASKS.isdisjoint(lower[:-1]):
        return False
    if left_out and _hangs_on(lower, left_out[0].lower()):
        return False
    loose = _LOOSE_NUMBER.search(" ".join(lower[-2:])) is not None
    return not (loose or _is_a_list(lower) or _runs_on(lower) or _points_out(lower))


def _hangs_on(words: Sequence[str], following: str) -> bool:
    """Whether what is left out belongs to what is not: "both … and", "from two until"."""
    if any(word in words[2:] for word in _HALVES.get(following, ())):
        return True
    if following in ("who", "which") or (words[-1].endswith(",") and following in forms().articles):
        return True
    piece = next((n for n in range(len(words) - 1, 0, -1) if words[n - 1].endswith(",")), 0)
    return piece > 0 and words[piece] in ("who", "which")


def _is_a_list(words: Sequence[str]) -> bool:
    """Whether a comma is none that a careful writer would set: before what goes with the sentence,
    or between short items that have their "and"."""
    for at, word in enumerate(words[:-1], start=1):
        if word.endswith(",") and words[at] not in forms().after_comma:
            rest = words[at:]
            joined = next((n for n, w in enumerate(rest) if w in ("and", "or")), 0)
            first = " ".join(rest[:joined]).split(", ")[0].split()
            if not joined or max(len(first), len(rest) - joined - 1) > _LONGEST_ITEM:
                return True
            if any(is_verb(w) or may_be_done(w) or w in OTHERS for w in rest):
                return True
    return False


def _runs_on(words: Sequence[str]) -> bool:
    """Whether there are two clauses with nothing between them."""
    before, goes_on = "", False
    for word, after in zip(words, [*words[1:], ""], strict=True):
        linked = before.endswith(",") or before in _LINKS
        if goes_on and not linked and _begins_anew(word, after):
            return True
        if before.endswith(",") or word in _LINKS:
            goes_on = False
        elif is_verb(word) or _CONTRACTED.fullmatch(word):
            if goes_on and not (is_verb(before) or before in forms().adverbs):
                return True
            goes_on = True
        before = word
    return False


def _begins_anew(word: str, after: str) -> bool:
    if word == "that":
        return after in ("is", "was", "isn't", "wasn't")
    if word == "it":
        return is_verb(after) or may_be_done(after)
    return word in ("i", "we", "you") and (after in ("am", "are") or after.endswith("n't"))


def _points_out(words: Sequence[str]) -> bool:
    """Whether he, it or this is somebody or something that the sentence does not name."""
    plain = [word.strip(",") for word in words]
    return any(
        _is_unknown(word, plain[:at], plain[at + 1] if at + 1 < len(plain) else "")
        or (word == "that" and words[at].endswith(","))
        for at, word in enumerate(plain)
    )


def _is_unknown(word: str, seen: Sequence[str], after: str) -> bool:
    if word in _SHE:
        return forms().people.isdisjoint(seen)
    if word in _THEY:
        return forms().people.isdisjoint(seen) and not any(_may_be_several(w) for w in seen)
    if word in _IT:
        return not (seen and seen[-1] in _MAKE) and not _has_thing(seen)
    if word in _THIS:
        return word != "this" or after not in _TIMES
    if word == "there":
        return bool(seen) and after not in _BE
    if word in ("one", "ones"):
        return seen[-1:] != ["no"] and (after in _AFTER_ONE or is_verb(after))
    return word == "that" and not after


def _may_be_several(word: str) -> bool:
    return word.endswith("s") and len(word) > 3


def _has_thing(seen: Sequence[str]) -> bool:
    """Whether a thing is named that "it" can be, and another clause begins behind it."""
    return not _JOINS.isdisjoint(seen[2:]) and not _ARTICLES.isdisjoint(seen)
