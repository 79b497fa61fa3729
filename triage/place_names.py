"""Names in a text that may be places: those the gazetteer knows, and those the words around make
one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from triage.complaint import Span
from triage.gazetteer import AMBIGUOUS_PLACES, LONGEST, PLACES
from triage.languages import is_german
from triage.spans import apart
from triage.unlisted_places import (
    COMPANY,
    TOWN_ENDING,
    PlaceName,
    places_beside,
    said_names,
    written,
)

_WORD = re.compile(r"(?:St|st|Ft|Mt)\.|[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)*")
#: What stands before where somebody wants to go.
TO = re.compile(
    r"\b(?:nach"
    r"|(?<!off )(?<!thanks )(?<!next )(?<!close )(?<!welcome )(?<!compared )(?<!used )(?<!dear )"
    r"(?<!shoutout )(?<!shout-out )"
    r"(?<!kudos )(?<!props )(?<!due )(?<!thank you )to"
    r"|richtung|erreicht(?: erst)?(?: um \S+)?|towards|into|for|bis|instead of|statt|(?:arrived?"
    r"|landed|landing) (?:at|in)"
    r"|(?:angekommen|gelandet) (?:in|auf))"
    r"\s(?:the\s)?$",
    re.IGNORECASE,
)
#: What stands before where somebody comes from.
FROM = re.compile(
    r"\b(?:von|vo|aus|ab|from|leaving|departing|out of|rückflug|(?:checked in|boarded"
    r"|boarding) (?:at|in))\s(?:the\s|der\s)?$",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"\b(?:in|in (?:halb|ganz|whole|all of|downtown|central|greater)"
    r"|im|at|near|bei|über|outside|via|around|hinter|vor|zwischen|until|through|um|between|past"
    r"|airport|flughafen|bahnhof|station|hbf"
    r"|of|still in|uhr|ladepark|filiale|standort|hotel(?:\s\w+)?)\s(?:the\s|der\s|die\s)?$",
    re.IGNORECASE,
)
#: Without a capital they are verbs, unless a preposition stands before them.
_VERBS = frozenset({"gießen", "giessen", "kamen"})
#: „frau bremen“, „viele grüße, peter oldenburg“
_PERSON = re.compile(
    r"\b(?:herrn?|hr\.|frau|fr\.|familie|fam\.|dr\.|danke|nachbar(?:in)?|kolleg(?:e|en|in)|gr[uü](?:ß|ss)e?n?)"
    r"[\s,]+(?:an\s)?(?:\w+\s)?$"
)
#: "the Derby train", "my Split flight"; no "Lincoln train set"
_GOES = re.compile(
    r"\s(?:train|flight|coach|ferry|express|airport|station)s?\b(?!\s(?:set|card|lane|pass)\b)"
)
_THE = re.compile(r"\b(?:the|my|our)\s(?:(?:late|early|last|first|next|\S*\d)\s)?$", re.IGNORECASE)
_QUARTERS = frozenset(
    {
        "Nord", "Süd", "Ost", "West", "Mitte", "Zentrum", "Stadt", "Altstadt", "Neustadt", "Hbf",
        "Linden", "Hafen", "Land", "Flughafen", "Airport", "Vorstadt", "Oberstadt", "City",
    }
)  # fmt: skip
_SHORT = 4
_AFTER_A_NAME = re.compile(r"[A-Z][\w'’]+,\s$")
_AFTER_A_TIME = re.compile(r"\d(?:\sUhr)?,\s$")
_TRANSPORT = re.compile(
    r"\s(?:Straßenbahn|Flughafen|Hauptbahnhof|Bahnhof|Hbf|Airport|U-Bahn|S-Bahn|Innenstadt"
    r"|Filiale|Bus|Linien)\b"
)


def find_place_names(text: str) -> list[PlaceName]:
    """In the order of the text, none inside another."""
    candidates = [*said_names(text), *_known_names(text)]
    named = apart(candidates, lambda name: name.span, len(text))
    beside = [other for name in named for other in places_beside(text, name)]
    return apart([*named, *beside], lambda name: name.span, len(text))


def _known_names(text: str) -> Iterator[PlaceName]:
    """Names of the gazetteer, the longest at each word."""
    words = list(_WORD.finditer(text))
    position = 0
    while position < len(words):
        taken = 1
        longest = LONGEST.get(words[position][0].lower(), 0)
        for length in range(min(longest, len(words) - position), 0, -1):
            start, end = words[position].start(), words[position + length - 1].end()
            if _is_known(text, start, end):
                yield PlaceName(written(text[start:end]), (start, end))
                taken = length
                break
        else:
            if words[position][0].endswith("er"):
                yield from _adjective(text, words[position].span())
            elif "-" in words[position][0]:
                yield from _quarter(text, words[position].span())
        position += taken


def _adjective(text: str, span: Span) -> Iterator[PlaceName]:
    """`Linzer Straßenbahn`."""
    word = text[slice(*span)]
    if word[0].islower():
        return
    base = word[:-2]
    if (
        base.lower() in PLACES
        and base.lower() not in AMBIGUOUS_PLACES
        and _TRANSPORT.match(text[span[1] : span[1] + 14])
    ):
        yield PlaceName(base, span)


def _quarter(text: str, span: Span) -> Iterator[PlaceName]:
    """`Hannover-Linden`, `Zürich-Nord`; a `Paris-Reise` is no place."""
    town, _, quarter = text[slice(*span)].partition("-")
    known = town.lower() in PLACES and town.lower() not in AMBIGUOUS_PLACES
    named = quarter.lower() in PLACES or quarter in _QUARTERS or TOWN_ENDING.search(quarter)
    if known and named:
        yield PlaceName(text[slice(*span)], span)


# Asked of every name of a text.
@lru_cache(maxsize=2)
def _has_no_capitals(text: str) -> bool:
    return text == text.lower()


def _is_known(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    known = name.lower() in PLACES
    if (
        not known
        or (text[start - 4 : start] == "The " and text.startswith(" in ", end))
        or text[start - 1 : start] in {"@", "#", "_"}
        or COMPANY.match(text[end : end + 15])
    ):
        return False
    before = text[max(0, start - 30) : start]
    said = TO.search(before) or FROM.search(before) or _HERE.search(before)
    if name[0].islower():
        # Where nobody writes capitals, a preposition has to say that it is a place, unless the
        # whole text has none and the name is long enough to be nothing else.
        alone = len(name) > _SHORT and name not in _VERBS and _has_no_capitals(text)
        alone = alone and not _PERSON.search(before)
        return bool(said or alone) and name not in AMBIGUOUS_PLACES and len(name) > 2
    if name.lower() not in AMBIGUOUS_PLACES:
        return True
    if _GOES.match(text, end) and _THE.search(before):
        return True
    on_a_route = before.endswith(("–", "→")) or text[end : end + 2].lstrip()[:1] in ("–", "→")
    named_more = re.match(r"\s(?:[A-Z][a-z]|[A-H]\b|\d)", text[end : end + 3])
    if on_a_route or (said and not named_more and not before.endswith(("im ", "Im "))):
        return True
    # "The Alder, Wells," tells where it is; German writes every noun so, there only after a time.
    listed = _AFTER_A_TIME if is_german(text) else _AFTER_A_NAME
    return bool(listed.search(before) and text[end : end + 1] in set(",.:;\n"))
