"""What a text states, for whoever decides: by name, each value once, in the reader's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from service.console.labels import say
from service.console.words import Words
from triage.draft import Draft
from triage.facts import Fact
from triage.personal_data import mask_fact

#: Facts whose values are names of ours.
_NAMED = frozenset({"ask", "circumstance", "travellers"})

#: What somebody on the way is called as a circumstance.
_AS_CIRCUMSTANCE = {
    "blind": "blind_or_deaf", "child": "children", "deaf": "blind_or_deaf", "elderly": "elderly",
    "ill": "sick", "infant": "children", "pregnant": "pregnant", "walker": "disability",
    "wheelchair": "disability",
}  # fmt: skip

Stated = tuple[tuple[str, tuple[Fact, ...]], ...]


def stated(draft: Draft | None) -> Stated:
    """In the order the text states them."""
    grouped: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in draft.facts.items if draft else ():
        grouped[fact.name].setdefault(str(fact.value), fact)
    shown = ((name, _each_once(name, values, grouped)) for name, values in grouped.items())
    return tuple((name, facts) for name, facts in shown if facts)


def _each_once(
    name: str, values: Mapping[str, Fact], stated: Mapping[str, Mapping[str, Fact]]
) -> tuple[Fact, ...]:
    """Without what another fact says as well."""
    said: set[str] = set()
    if name == "hold_time_hours" and "hold_time" in stated:
        return ()
    if name == "circumstance":
        said = {_AS_CIRCUMSTANCE.get(who, "") for who in stated.get("travellers", ())}
    elif name == "flight":
        # "AU 980", and later "the 980".
        said = {value.split()[-1] for value in values if " " in value}
    return tuple(fact for value, fact in values.items() if value not in said)


def value_in_words(words: Words, fact: Fact, *, revealed: bool = False) -> str:
    """What is personal stays dotted out unless it is to be seen."""
    if fact.name in _NAMED:
        return say(words, fact.name, fact.value)
    if not isinstance(fact.value, str):
        return words.number(fact.value)
    return fact.value if revealed else mask_fact(fact.name, fact.value)
