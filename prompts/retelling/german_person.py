"""Turns German words of the author's to the author: ich → Sie or du, mein → Ihr or dein."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from prompts.retelling.german_forms import forms
from triage.draft import Register

PRONOUNS = frozenset({"ich", "wir", "ihr", "man", "es", "mir", "mich", "uns", "sich", "Sie"})
PREPOSITIONS_DATIVE = frozenset(
    {"mit", "bei", "von", "zu", "nach", "aus", "vor", "hinter", "neben"}
)
PREPOSITIONS_ACCUSATIVE = frozenset({"für", "ohne", "gegen", "durch", "um", "an", "auf", "über"})
_MINE = re.compile(r"(?P<stem>[Mm]ein|[Uu]nser|[Ee]ue?r)(?P<ending>e[nmrs]?|m)?")


def turned(words: Sequence[str], who: str, register: Register) -> str | None:
    """Addressed to the author: „mein“ → „Ihr“. None where a word can't be turned."""
    said = []
    for at, word in enumerate(words):
        new = _word(word, words, at, who, register)
        if new is None:
            return None
        said.append(new)
    first = said[0]
    if (
        words[0] not in ("ich", "wir")
        and first not in ("Sie", "Ihnen")
        and not first.startswith("Ihr")
    ):
        said[0] = first[0].lower() + first[1:] if _is_small(words[0]) else first
    return " ".join(said)


def small(field: Sequence[str]) -> tuple[str, ...]:
    """As it stands inside a sentence."""
    first = field[0]
    if _is_small(first) and first != "Sie":
        first = first[0].lower() + first[1:]
    return (first, *field[1:])


def _is_small(word: str) -> bool:
    known, lower = forms(), word.lower()
    return lower in known.articles | known.subjects | known.openers or lower in PRONOUNS


def _word(word: str, words: Sequence[str], at: int, who: str, register: Register) -> str | None:
    du, lower = register == "du", word.lower() if at == 0 and word != "Sie" else word
    before = words[at - 1].lower() if at else ""
    if lower == "uns":
        return _us(before, words, who, register)
    simple: Mapping[str, tuple[str, str]] = {
        "ich": ("Sie", "du"),
        "wir": ("Sie", "ihr"),
        "mich": ("sich" if who == "ich" else "Sie", "dich"),
        "mir": ("sich" if who == "ich" and before not in PREPOSITIONS_DATIVE else "Ihnen", "dir"),
        "ihr": ("wir", "wir") if who == "ihr" else ("", ""),
        "euch": ("uns", "uns"),
        "Sie": ("wir", "wir") if who == "Sie" else ("uns", "uns"),
        "Ihnen": ("uns", "uns"),
    }
    if lower in simple:
        return simple[lower][du] or None
    if re.fullmatch(r"[Ii]hr(?:e[nmrs]?)?", word):
        # Of the company where the author says Sie; else hers or theirs.
        return f"unser{word[3:]}" if word[0] == "I" and at and not du else None
    mine = _MINE.fullmatch(word)
    if mine:
        return _yours(mine["stem"].lower(), mine["ending"] or "", du)
    return word


def _us(before: str, words: Sequence[str], who: str, register: Register) -> str | None:
    if register == "du":
        return "euch"
    if before in PREPOSITIONS_DATIVE:
        return "Ihnen"
    if before in PREPOSITIONS_ACCUSATIVE:
        return "Sie"
    if who == "wir":
        return "sich"
    verbs = {word.lower() for word in words[-2:]}
    if verbs & forms().uns_dative:
        return "Ihnen"
    return "Sie" if verbs & forms().uns_accusative else None


def _yours(stem: str, ending: str, du: bool) -> str:
    """
    >>> _yours("mein", "en", du=False), _yours("unser", "e", du=True), _yours("euer", "", du=True)
    ('Ihren', 'eure', 'unser')
    """
    ending = "em" if ending == "m" else ending
    if stem in ("euer", "eur"):
        return f"unser{ending}"
    if not du:
        return f"Ihr{ending}"
    if stem == "mein":
        return f"dein{ending}"
    return f"eur{ending}" if ending else "euer"
