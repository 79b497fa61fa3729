"""The part of a passage that can be quoted with nothing left out of it: "[…]" in the middle of an
author's sentence is what readers least want to send."""

from __future__ import annotations

import re
from collections.abc import Callable

from prompts.gist_telling import names_a_fault, shows_signs
from prompts.quoting import ELIDED
from prompts.retelling.clause_lists import pattern
from triage.clauses import clauses_of
from triage.complaint import Span
from triage.sentences import sentences_of

#: In characters: less than that says nothing by itself.
_FEWEST = 25
#: What stands behind takes back what stands before, or is what it leads to.
_GOES_ON = re.compile(
    r"\W*:|\W*(?:but|just|only|yet|it was|sondern|aber|nur|doch|würde|hätte|wäre|dann)\b",
    re.IGNORECASE,
)
#: Of whom it is told stands behind it.
_AND = re.compile(
    r"(?:and|und)\s(?:i|we|my|our|your|the|no|nobody|there|ich|wir|ihr|mein|meine|unsere?|eure?|der"
    r"|die|das|keiner?|niemand)\s",
    re.IGNORECASE,
)
#: What begins so is no fault by itself.
_CONCEDES = re.compile(
    r"(?:if|unless|although|though|even|while|had|were|as long as|wenn|falls|sollte|obwohl|während"
    r"|wäre|hätte|würde|solange|selbst|(?:you|they|we) did(?: not|n't)"
    r"|(?:ihr habt|sie haben)(?: ja)? nicht)\b",
    re.IGNORECASE,
)


def whole_part(
    text: str, passage: Span, lang: str, said: Callable[[Span], str]
) -> tuple[Span, str] | None:
    """As many of its first clauses as `said` leaves nothing out of, or of its last, with their
    words; None where they are too little, or may say the opposite without what stands around."""
    return _first_clauses(text, passage, lang, said) or _last_clauses(text, passage, lang, said)


def _first_clauses(
    text: str, passage: Span, lang: str, said: Callable[[Span], str]
) -> tuple[Span, str] | None:
    for _, end in reversed([*clauses_of(text, passage)]):
        part = passage[0], end
        words = said(part)
        if ELIDED not in words and len(words) >= _FEWEST and not _GOES_ON.match(text, end):
            return (part, words) if _tells_of_a_fault(words, lang) else None
    return None


def _last_clauses(
    text: str, passage: Span, lang: str, said: Callable[[Span], str]
) -> tuple[Span, str] | None:
    """From the beginning of a sentence or from "and" on, and not from "they" or "that". What stands
    before is the matter, unless it begins with what is left out or another fault is named."""
    headless = said(passage).startswith(ELIDED)
    for start, _ in [*clauses_of(text, passage)][1:]:
        part = start, passage[1]
        words = said(part)
        begins = sentences_of(text).around(start)[0] == start or _AND.match(text, start)
        if ELIDED in words or not begins:
            continue
        told = _tells_of_a_fault(words, lang) and (headless or names_a_fault(words, lang))
        whole = len(words) >= _FEWEST and not pattern(lang, "unclear").match(words)
        return (part, words) if told and whole else None
    return None


def _tells_of_a_fault(words: str, lang: str) -> bool:
    """By a fault, or by what is not there; "You did not lose it" has both, and tells of none."""
    if not shows_signs(words, lang) or _CONCEDES.match(words):
        return False
    return not (names_a_fault(words, lang) and pattern(lang, "denial").search(words))
