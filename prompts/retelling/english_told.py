"""What an English author's sentences tell of what happened: each that is fit, as a clause for
"that"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from prompts.quoting import wordings
from prompts.retelling.candidate import Candidate, weight_of
from prompts.retelling.clause_lists import asides, pattern
from prompts.retelling.english_clause import Told, clauses
from prompts.retelling.english_forms import forms
from prompts.retelling.english_names import has_name
from prompts.retelling.english_spelling import tidy
from triage.draft import Register
from triage.gazetteer import AMBIGUOUS_PLACES, PLACES
from triage.wording_files import wording

_LONGEST, _FEWEST_WORDS, _MOST_WORDS = 125, 4, 22
#: A sentence that only denies something says too little if it is shorter.
_FEWEST_DENYING = 5
#: What tells little and late is not the main thing.
_LEAST = 1
#: Where a sentence falls into parts that can stand alone.
_PARTS = re.compile(r"\s[–—-]{1,2}\s|—|;\s|:\s|\.\.\.?\s|…\s?|,?\s(?=but\s)|\n+")
_CLAUSE = re.compile(r",\s|\s(?=(?:and|but|so)\s)")
_ASIDE = re.compile(
    r"\s\([^()]{1,60}\)(?!\w)|(?:\s(?:at|by|from|with|on))\s@\w+|\s@\w+(?=\W*$)|^\([^()]*\)\s"
)
_ODD = re.compile(
    r"https?:\S+(?=\W*$)|[\U0001F000-\U0001FFFF\u2600-\u27BF\uFE0F\u200d]+|(?:\s#\w+)+(?=\W*$)"
)
_ENDS = re.compile(r"^[\s.!…,;*\"'“”-]+|[\s.!…,;*-]+$")
#: "The shower ran cold though, …": it leans on what we do not say.
_THOUGH = re.compile(r",?\s(?:though|tho)(?=[.,;!]|$)", re.IGNORECASE)
_HANDLES = re.compile(r"\.?(?:@\w+[\s,:.-]+)+")
_NEVER = re.compile(
    r"[?@#&€$£₹%•_\[\]{}<>()…/\"«»“”*~^=+:|]|(?:^|\s)'|'(?:\s|$)|[^\x00-\xff]|[!.]\s|\.\."
    r"|\d{4}|\d[.,]\d{2,3}\b|\d\.\d+$|[a-z]\.[a-z]|www\.|https?"
    r"|[a-zA-Z]{2,}\d|\d(?!st\b|nd\b|rd\b|th\b|am\b|pm\b|yo\b)[a-z]{2,}"
)
_AUTHOR = re.compile(r"(?:i|we)\b", re.IGNORECASE)
#: "I and my wife": `tidy` puts it so.
_AND_MINE = re.compile(r"I and (?:my|our) (?:[a-z-]+ ){0,2}[a-z-]+(?= (?:were|have|had|are|got)\b)")
_YOURS = re.compile(r"\byour?\b")
_PLACED = re.compile(
    r"\b(?:in|at|from|to|near|via|(?:gate|platform|terminal)\s\d+)\s(?=(?P<place>[a-z]+))"
)
_AND_THEN = re.compile(r"you\b|there (?:was|were) no\b")


def told_in_english(
    sentences: Sequence[str], register: Register, *, ironic: bool
) -> Iterator[Candidate]:
    """What is ironic tells only by a fault that it names, and not if it is praise besides."""
    parts = [(sentence, part) for sentence in sentences for part in _parts(sentence)]
    for n, (sentence, part) in enumerate(parts):
        for later, told in _told(part):
            if not _is_fit(told) or not _tells(told, ironic=ironic):
                continue
            weight = _weight(told.clause) - n - later / 2
            if weight >= _LEAST and not (ironic and _is_jest(sentence)):
                yield Candidate(weight, told.clause)


def _is_jest(sentence: str) -> bool:
    return (
        wordings("praise").search(sentence) is not None
        or pattern("en", "not_told").search(sentence) is not None
    )


def _parts(sentence: str) -> Iterator[str]:
    for part in _PARTS.split(_without_asides(sentence)):
        told = _ENDS.sub("", part)
        if told and not told.isupper():
            yield tidy(told)


def _without_asides(sentence: str) -> str:
    """Without links, pictures, to whom it is told, and what is said in passing."""
    plain = _THOUGH.sub("", sentence.replace("&amp;", "&"))
    if not plain.isascii() or "http" in plain or "#" in plain:
        plain = _ODD.sub(" ", plain)
    plain = plain.strip()
    if "(" in plain or "@" in plain:
        plain = _ASIDE.sub("", plain)
    return asides("en").sub("", plain) if ", " in plain else plain


def _without_leads(part: str) -> str:
    """Without greetings and hedges: "Sorry, but the thing is"."""
    while lead := _leads().match(part):
        part = _ENDS.sub("", part[lead.end() :])
    return _ENDS.sub("", part)


@cache
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern('en', 'leads').pattern})[,:]?\s+", re.IGNORECASE)


def _told(part: str) -> Iterator[tuple[int, Told]]:
    """What may be told of it, from each place where a clause may begin, and the how manieth that
    is. The company's handle before it may be who did it, or to whom it is told."""
    handles = _HANDLES.match(part)
    if handles:
        yield from ((0, told) for told in clauses(part.lstrip(".")))
    plain = _without_leads(part[handles.end() if handles else 0 :])
    starts = [0, *(found.end() for found in _CLAUSE.finditer(plain, len("I and my")))]
    for later, start in enumerate(starts):
        rest = _without_leads(plain[start:])
        if not pattern("en", "unclear").match(rest):
            yield from ((later, told) for told in clauses(rest, first=not later))


def _is_fit(told: Told) -> bool:
    return (
        _FEWEST_WORDS <= len(told.clause.split()) <= _MOST_WORDS
        and len(told.clause) <= _LONGEST
        and not _NEVER.search(told.clause)
        and not has_name(told.clause)
        and not _names_a_place_in_small_letters(told.said)
        and not pattern("en", "not_told").search(told.said)
        and not wording("circumstances/abusive").search(told.clause)
    )


def _names_a_place_in_small_letters(said: str) -> bool:
    """ "going down park street in bristol": in our sentence it would be written otherwise."""
    places = (match["place"] for match in _PLACED.finditer(said))
    return said.islower() and any(place in PLACES - AMBIGUOUS_PLACES for place in places)


def _tells(told: Told, *, ironic: bool) -> bool:
    """Whether something went wrong: what befell the author, what we did, a thing that is broken."""
    at_fault = pattern("en", "fault").search(told.clause) is not None
    said = _AND_MINE.sub("we", told.said)
    if _AUTHOR.match(said):
        return (at_fault or not ironic) and pattern("en", "befalls").search(said) is not None
    words = told.clause.split()
    if at_fault or ironic:
        return at_fault and not (words[0] == "your" and words[1] in forms().body)
    whose = {word.removesuffix("'s") for word in words[1:3]}
    of_theirs = words[0] == "your" and not forms().not_ours.isdisjoint(whose)
    denied = pattern("en", "denial").search(told.clause) is not None
    enough = len(words) >= _FEWEST_DENYING or words[0] == "there"
    return denied and not of_theirs and enough


def _weight(clause: str) -> int:
    """What was done weighs more than what the author did then, or what was not there."""
    done = _AND_THEN.match(clause) is None
    return weight_of("en", clause) + bool(_YOURS.search(clause)) + done
