"""Things and occasions of the author's in words."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.cases import CASES, matter_cases
from prompts.facts_told.genders import declined
from prompts.facts_told.spoken import Spoken, stem
from prompts.matter import Matter
from prompts.matter_nouns import nouns_in
from prompts.matter_words import Noun
from prompts.wording import Wording
from triage.facts import Fact
from triage.item_kinds import kind_of_item
from triage.lexicon import ITEMS_DE
from triage.sentences import sentences_of
from triage.wording_files import wording as pattern

#: Nobody complains about a stranger's suitcase.
_YOURS = frozenset(
    {"mobility_aid", "for_children", "instrument", "sports", "electronics", "parcel"}
)
_LUGGAGE = re.compile(
    r"\b(?:bags?|(?:suit)?cases?|luggage|baggage|(?:back|ruck)s?(?:pack|sack)s?|clothes|shoes)$"
)
_ON_THE_WAY = re.compile(r"anschlu|weiterflug|fähre|connect|onward|ferry", re.IGNORECASE)
#: "The earliest appointment is Thursday" is nothing that somebody had to be at.
_DATE_ONLY = re.compile(r"\bappointment|^termin|\bmri\b|scan\b|untersuchung", re.IGNORECASE)
_CONNECTED = frozenset({"anschluss", "connection", "connecting"})
_IN_CAPITALS = re.compile(r"\b(?:tv|ac|pc|sim|usb|id|atm)\b")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def spoken_item(fact: Fact, text: str, wording: Wording) -> Spoken:
    """`thing` where it is known that something is wrong with it; else nothing is said of it."""
    noun = str(fact.value).lower()
    own = wording.is_own(fact)
    yours = kind_of_item(noun) in _YOURS or _LUGGAGE.search(noun) is not None
    signs = frozenset({stem(noun.split()[-1])})
    if not (own or yours or _is_amiss(fact, text, wording.lang)):
        return Spoken(signs)
    cases = _in_cases(fact, wording, own=own or (yours and wording.lang == "en"))
    return Spoken(signs, {f"thing{case}": word for case, word in cases.items()})


def spoken_event(fact: Fact, wording: Wording) -> Spoken:
    """`lost` or `gone` (on the way) where it was missed, else `occasion` or `onward`."""
    value = str(fact.value)
    spoken = wording.event("event", fact)
    signs = frozenset(map(stem, _LONG_WORD.findall(value.lower())))
    if not spoken or (_DATE_ONLY.search(value) and not wording.is_own(fact)):
        return Spoken(signs)
    name = "lost" if fact.name == "missed" else "occasion"
    if _ON_THE_WAY.search(value):
        signs |= _CONNECTED
        name = "gone" if fact.name == "missed" else "onward"
    return Spoken(signs, {f"{name}{case}": spoken[f"event{case}"] for case in CASES})


def _in_cases(fact: Fact, wording: Wording, *, own: bool) -> dict[str, str]:
    if wording.lang == "en":
        noun = _IN_CAPITALS.sub(lambda m: m[0].upper(), str(fact.value).lower())
        said = f"{'your' if own else 'the'} {noun}"
        return {case: said for case in CASES}
    german = _german(str(fact.value))
    if german is None:
        return {}
    cases = matter_cases(Matter(replace(german, own=own)), "de", wording.register)
    return {case: cases[f"matter{case}"] for case in CASES}


def _is_amiss(fact: Fact, text: str, lang: str) -> bool:
    """Whether its sentence says that something is wrong; else it may only be told of."""
    sentence = sentences_of(text).around(fact.span[0])
    return pattern(f"items/wrong_{lang}").search(text, *sentence) is not None


def _german(word: str) -> Noun | None:
    """With its gender, without which nothing can be said of it."""
    first = word.split()[0]
    written = first[:1].upper() + (first[1:].lower() if first.isupper() else first[1:])
    noun, gender = ITEMS_DE.get(written.lower(), ("", ""))
    if noun:
        return Noun(noun, gender)
    return next((noun for noun, _ in nouns_in(written, "de")), None) or declined(written)
