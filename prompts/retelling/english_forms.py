"""The words of `clauses/en.toml`: verbs, and how English sentences begin and end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from prompts.matter_words import matter_words
from prompts.retelling.clause_lists import entries, pattern, words

_DONE = re.compile(r"[a-z]{2,}ed")


@dataclass(frozen=True)
class Forms:
    """The closed classes of words."""

    verbs: frozenset[str]
    #: As a participle they look the same.
    or_done: frozenset[str]
    present: frozenset[str]
    adverbs: frozenset[str]
    articles: frozenset[str]
    numbers: frozenset[str]
    alone: frozenset[str]
    bare: frozenset[str]
    before_bare: frozenset[str]
    people: frozenset[str]
    #: What of the author's does not fail through us.
    not_ours: frozenset[str]
    body: frozenset[str]
    ends_before: frozenset[str]
    never_last: frozenset[str]
    #: A clause after a comma goes with the sentence if it begins so.
    after_comma: frozenset[str]
    #: They are matters, and no subject that an article is missing before.
    no_things: frozenset[str]
    two_words: frozenset[str]
    lacks: frozenset[str]
    after_lacking: frozenset[str]
    #: What a post says without a verb: it was, and it is.
    events: frozenset[str]
    states: frozenset[str]
    #: How a post begins that leaves out who → who that is.
    begun: Mapping[str, str]
    #: What the company does to an author.
    ours: re.Pattern[str]


_SETS = (
    "verbs", "or_done", "present", "adverbs", "articles", "numbers", "alone", "bare",
    "before_bare", "people", "body", "ends_before", "never_last", "after_comma", "events",
    "states", "no_things", "two_words", "lacks", "after_lacking",
)  # fmt: skip


@cache
def forms() -> Forms:
    """Raises UnreadablePlaybook for a list that is missing or broken."""
    begun = dict(entry.split("=") for entry in entries("en", "begun"))
    sets = {name: words("en", name) for name in _SETS}
    not_ours = sets["people"] | sets["body"]
    return Forms(begun=begun, ours=pattern("en", "ours"), not_ours=not_ours, **sets)


def is_verb(word: str) -> bool:
    """Whether it can be nothing but a verb with a subject."""
    word = word.lower().strip(",")
    return word in forms().verbs or word.endswith("n't")


def may_be_done(word: str) -> bool:
    """Whether it is a past form that may also be a participle."""
    word = word.lower()
    return word in forms().or_done or _DONE.fullmatch(word) is not None


def is_thing(word: str) -> bool:
    """Whether it is surely a thing, and stands in posts without an article."""
    lower, unsure = word.lower(), matter_words("en").unsure
    sure = lower in forms().bare or not any(form in unsure for form in _singular(lower))
    return sure and is_noun(word)


def is_noun(word: str) -> bool:
    """Whether it is the name of a thing, or also some other word: "line"."""
    nouns, lower = matter_words("en").nouns, word.lower()
    if lower in forms().no_things:
        return False
    return lower in forms().bare or any(form in nouns for form in _singular(lower))


def _singular(word: str) -> tuple[str, ...]:
    return word, word.removesuffix("s"), word.removesuffix("es")
