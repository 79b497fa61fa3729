"""How plainly some words tell that something went wrong."""

from __future__ import annotations

import re
from functools import lru_cache

from prompts.quoting import wordings
from prompts.retelling.clause_lists import pattern
from prompts.retelling.english_forms import forms as english
from prompts.retelling.german_forms import forms as german

#: A fault or a denial; a number or another sign of it; a whole clause; less than that.
FAULT, SIGN, CLAUSE, NOTHING = 3, 2, 1, 0
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|hundred|thousand|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig"
    r"|vierzig|fünfzig|hundert|tausend)\w*\b", re.IGNORECASE,
)  # fmt: skip
_LACKING = re.compile(
    r"\b(?:no|nobody|without|missing|out of|kein|keine|keinen|keinem|ohne|niemand|anderthalb)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_PAST = re.compile(r"[a-z]{2,}ed")


# A sentence is heard once for each of the passages that it is part of.
@lru_cache(maxsize=512)
def telling(words: str, lang: str) -> int:
    """One of the four."""
    faults = (wordings("wrong"), pattern(lang, "denial"), pattern(lang, "fault"))
    if any(fault.search(words) for fault in faults):
        return FAULT
    if _NUMBER.search(words) or pattern(lang, "hint").search(words):
        return SIGN
    return CLAUSE if has_verb(words, lang) else NOTHING


def names_a_fault(words: str, lang: str) -> bool:
    """Whether one stands in it that is one by itself: to deny something is no fault yet."""
    return pattern(lang, "fault").search(words) is not None


def tells_a_fact(words: str, lang: str) -> bool:
    """Whether it holds in irony too: a fault by name, a number, something that was not there."""
    bare = _NUMBER.search(words) or _LACKING.search(words)
    return bare is not None or names_a_fault(words, lang)


def counts(words: str) -> bool:
    """Whether there is a number in it."""
    return _NUMBER.search(words) is not None


def has_verb(words: str, lang: str, begins: int = 0) -> bool:
    """Whether one that has a subject stands in it, from that word on."""
    said = [word.lower().replace("’", "'") for word in _WORD.findall(words)][begins:]
    if lang == "de":
        known = german()
        return any(
            w in known.verbs or w in known.first_person or w in known.second_plural for w in said
        )
    known_en = english()
    return any(
        w in known_en.verbs
        or w in known_en.present
        or w in known_en.or_done
        or "'" in w
        or _PAST.fullmatch(w)
        for w in said
    )


def jests(words: str, lang: str) -> int:
    """How much of a jest it is: what is told with irony is not said back with it."""
    if wordings("played").search(words):
        return 2
    return 1 if pattern(lang, "not_told").search(words) else 0
