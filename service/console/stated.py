"""What a text states, for whoever decides: by name, each value once, in the reader's words."""

from __future__ import annotations

from collections import defaultdict

from service.console.labels import say
from service.console.words import Words
from triage.draft import Draft
from triage.facts import Fact
from triage.personal_data import mask_fact

#: Facts whose values are names of ours.
_NAMED = frozenset({"ask", "circumstance", "travellers"})

Stated = tuple[tuple[str, tuple[Fact, ...]], ...]


def stated(draft: Draft | None) -> Stated:
    """In the order the text states them."""
    grouped: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in draft.facts.items if draft else ():
        grouped[fact.name].setdefault(str(fact.value), fact)
    return tuple((name, tuple(values.values())) for name, values in grouped.items())


def value_in_words(words: Words, fact: Fact, *, revealed: bool = False) -> str:
    """What is personal stays dotted out unless it is to be seen."""
    if fact.name in _NAMED:
        return say(words, fact.name, fact.value)
    if not isinstance(fact.value, str):
        return words.number(fact.value)
    return fact.value if revealed else mask_fact(fact.name, fact.value)
