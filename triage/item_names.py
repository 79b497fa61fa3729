"""Words for things in a text: what people travel with, send, buy, rent or depend on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from triage.wording_files import lines

_CAPITALISED = re.compile(r"[A-ZÄÖÜ][a-zäöüß]")
#: "my parcel's tracking": whose it is, is no part of the name.
_WORD = re.compile(r"[^\W\d_]+(?:[-’'](?!s\b)[^\W\d_]+)*")
#: A shorter German noun ends too many others: Rad, Grad.
_SHORTEST_HEAD = 5
#: Endings of the German plural and of its cases.
_ENDINGS_DE = ("s", "es", "n", "en", "e", "er")
#: With these the plural may change a vowel.
_CHANGING = ("e", "er", "en")
_PLAIN = {"ä": "a", "ö": "o", "ü": "u"}
#: A shorter stem would be another word: "Art" is no form of "Arten".
_SHORTEST_STEM = 4
#: Before a word that is a verb as well, these make it one: "to drill", "they watch".
_MAKES_A_VERB = re.compile(
    r"\b(?:to|i|we|you|they|he|she|who|will|can|can['’]t|could|would|should|must|might|don['’]t|didn['’]t"
    r"|won['’]t|not|never|let['’]s|please|let (?:\w+ ){1,2})\s?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Thing:
    """Where a thing is named, and by which word of the lists."""

    start: int
    end: int
    word: str


def named_things(text: str, lang: str) -> Iterator[Thing]:
    """In the order of the text, the longest name at each word."""
    words = list(_WORD.finditer(text))
    # Where nobody writes capitals, they say nothing about a noun.
    small = lang == "de" and not _CAPITALISED.search(text)
    longest_of, position = _longest(lang), 0
    while position < len(words):
        taken = 1
        longest = longest_of.get(words[position][0].lower(), 1)
        for length in range(min(longest, len(words) - position), 0, -1):
            start, end = words[position].start(), words[position + length - 1].end()
            name = _name(text[start:end], lang, small)
            if name and not (name in listed("verbs_too_en") and _is_verb(text, start, lang)):
                yield Thing(start, end, name)
                taken = length
                break
        position += taken


def _is_verb(text: str, start: int, lang: str) -> bool:
    return lang == "en" and bool(_MAKES_A_VERB.search(text[max(0, start - 16) : start]))


@lru_cache(maxsize=16384)
def _name(words: str, lang: str, small: bool) -> str | None:
    """The listed name that these words are a form of."""
    low = words.lower()
    if low in listed("no_things") or (small and low in listed("verbs_too_de")):
        return None
    known = _known(lang)
    if low in known:
        return low
    if lang == "en":
        return next((noun for noun in _singulars(low) if noun in known), None)
    if " " in low or not (small or words[0].isupper()):
        return None
    forms = [low, *_stems(low)]
    return next((form for form in forms if form in known), None) or _head(forms, known)


def _singulars(plural: str) -> list[str]:
    if not plural.endswith("s"):
        return []
    return [plural[:-1], plural[:-2]] if plural.endswith("es") else [plural[:-1]]


def _stems(word: str) -> Iterator[str]:
    for ending in _ENDINGS_DE:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word.removesuffix(ending)
            yield stem
            # "Kühlschränke", "Stühle"
            last = max(map(stem.rfind, "äöü"))
            if last >= 0 and ending in _CHANGING:
                yield stem[:last] + _PLAIN[stem[last]] + stem[last + 1 :]


def _head(forms: list[str], known: frozenset[str]) -> str | None:
    """The thing that a German compound ends with: Karte of Versicherungskarte. The longest end
    tells: a Kontrolle is no Rolle."""
    denied = listed("no_things")
    for form in forms:
        hyphened = form.rpartition("-")[2]
        if hyphened in known:
            return hyphened
        for start in range(3, len(form) - _SHORTEST_HEAD + 1):
            if form[start:] in denied:
                return None
            if form[start:] in known:
                return form[start:]
    return None


@lru_cache(maxsize=4096)
def is_no_thing(word: str) -> bool:
    """A word of that list, lower case, or a German compound that ends with one."""
    denied = listed("no_things")
    ends = (word[start:] for start in range(3, len(word) - _SHORTEST_HEAD + 1))
    return word in denied or any(end in denied for end in ends)


@cache
def _known(lang: str) -> frozenset[str]:
    return listed(f"luggage_{lang}") | listed(f"goods_{lang}") | listed(f"everyday_{lang}")


@cache
def _longest(lang: str) -> dict[str, int]:
    """First word → how many words the longest noun has that begins with it."""
    found: dict[str, int] = {}
    for noun in _known(lang):
        first, *more = noun.split()
        found[first] = max(found.get(first, 1), 1 + len(more))
    return found


@cache
def listed(name: str) -> frozenset[str]:
    """The nouns of a file of triage/wordings/items/."""
    return frozenset(
        noun.strip().lower()
        for line in lines(f"items/{name}")
        for noun in line.split(",")
        if noun.strip()
    )
