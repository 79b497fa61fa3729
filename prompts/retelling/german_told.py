"""What a German author's sentences tell of what happened: each that is fit, as a clause for
„dass“."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from prompts.quoting import is_dialect, wordings
from prompts.retelling.candidate import Candidate, weight_of
from prompts.retelling.clause_lists import asides, pattern
from prompts.retelling.german_clause import as_clause
from triage.draft import Register
from triage.wording_files import wording

_LONGEST, _FEWEST_WORDS, _MOST_WORDS = 120, 4, 20
_FEWEST = 2
#: Where a sentence falls into parts that can stand alone.
_PARTS = re.compile(
    r"\s[–—-]\s|;\s|(?<!sagt)(?<!sagen)(?<!schreibt):\s|,\s(?=(?:dann|aber|sondern|und|doch)\b)"
)
_ASIDE = re.compile(r"\s\([^()]{1,60}\)|(?:\s(?:bei|von|an))?\s@\w+(?=\W*$)|\s#\w+")
_GREETING = (
    r"(?:guten (?:tag|morgen|abend)|hallo|hi|moin|servus|nein|im ernst)\b[^,:!]{0,30}[,:!]\s"
)
_SALUTATION = r"(?:sehr geehrte|liebe)\w*\s[^,]{2,60},\s"
_JOINING = r"(?:und|aber|nur|doch|denn|dann|also|weil)\s+"
_LEADING = re.compile(rf"^(?:@\w+[\s,:]+|{_GREETING}|{_SALUTATION}|{_JOINING})+", re.I)
_ENDS = re.compile(r"^[\s.!…,;*]+|[\s.!…,;*]+$")
_NEVER = re.compile(
    r"[?@#€$£%•_\[\]{}<>()…/\"«»‘]|[„“”‚’']|\d{4}|\d[.,]\d{2,3}\b|https?:|www\.|[!.]\s|^\d+$|\d\.\d+$"
)
_SHOUTED = re.compile(r"(?<!\w)[A-ZÄÖÜ]{4,}(?:\s[A-ZÄÖÜ]{2,}|$)|^[A-ZÄÖÜ\s]+$")
_CAPITAL_NOUN = re.compile(r"(?<!^)(?<![.!?:] )\b[A-ZÄÖÜ][a-zäöüß]{2,}")
_YOURS = re.compile(r"\b(?:ich|mir|mich|mein\w*|wir|uns|unser\w*)\b", re.IGNORECASE)
#: A second main clause behind a comma, or a word that nobody else would write.
_ANOTHER = re.compile(
    r",\s(?:die|der|das|mein\w*|unser\w*|kein\w*)\s[A-ZÄÖÜ]\w+\s[a-zäöüß]+t$|\b(?:wohn|u)\b"
)
#: What joined the sentence to the one before.
_ASIDE_WORDS = re.compile(r"\s(?:aber|dann|also|freilich|jedoch|allerdings|dennoch|trotzdem)(?=\s)")


def told_in_german(
    sentences: Sequence[str], register: Register, *, ironic: bool
) -> Iterator[Candidate]:
    """What is ironic tells only by a fault that it names; what is all there is tells by itself."""
    parts = [part for sentence in sentences for part in _parts(sentence)]
    alone = not ironic and len(parts) == 1
    for n, (part, whole) in enumerate(parts):
        if pattern("de", "unclear").match(part) or not _is_fit(part):
            continue
        plain = _ASIDE_WORDS.sub("", part)
        clause = as_clause(plain, register) if _CAPITAL_NOUN.search(part) else None
        if not clause or not _may_be_said(clause):
            continue
        if alone or _tells(clause, ironic=ironic or not whole):
            yield Candidate(_weight(clause) - n, clause)


def _parts(sentence: str) -> Iterator[tuple[str, bool]]:
    """Each with whether it is a whole sentence and no piece of one."""
    for part in _PARTS.split(_without_asides(sentence)):
        told = _LEADING.sub("", _ENDS.sub("", part))
        pieces = told.split(", ")
        # A jest beside it does not take the fault away; praise may.
        split = len(pieces) > 1 and not _is_fit(told) and not wordings("praise").search(told)
        yield from ((piece, not split) for piece in (pieces if split else [told]))


def _without_asides(sentence: str) -> str:
    """Without what is said in passing: in brackets, to whom it is told, „mit Verlaub“."""
    return asides("de").sub("", _ASIDE.sub("", sentence))


def _weight(part: str) -> int:
    return weight_of("de", part) + bool(_YOURS.search(part))


def _tells(words: str, *, ironic: bool) -> bool:
    if pattern("de", "fault").search(words):
        return True
    return not ironic and pattern("de", "denial").search(words) is not None


def _is_fit(part: str) -> bool:
    return (
        len(part.split()) >= _FEWEST
        and not _NEVER.search(part)
        and not _SHOUTED.search(part)
        and not pattern("de", "not_told").search(part)
        and not is_dialect(part, "de")
        and not wording("circumstances/abusive").search(part)
    )


def _may_be_said(clause: str) -> bool:
    """Not too long, and one plain clause: „aufgerissen wurde, die Kamera fehlt“ is two."""
    if _ANOTHER.search(clause):
        return False
    return len(clause) <= _LONGEST and _FEWEST_WORDS <= len(clause.split()) <= _MOST_WORDS
