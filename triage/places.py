"""Places as the text states them: where somebody is, comes from, or wants to go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact
from triage.gazetteer import CITIES
from triage.lexicon import AIRPORTS, AMBIGUOUS_AIRPORTS, NO_PLACES

# One or two capitalised words: Palma, New York, Bad Gastein. Case counts.
_NAME = (
    r"(?:(?:New|San|Los|Las|Bad|St\.?|Sankt|Den|Gran|La|Tel|Hong|Kuala|Rio de|Frankfurt am)\s)?"
    r"[A-ZÄÖÜ][a-zäöüßøéèáíóñç]{2,20}(?:-[A-ZÄÖÜ][a-zäöüßøéèáíó]{2,20})?"
)
_HERE = re.compile(
    rf"\b(?:[Ii]n|[Aa]t|[Ff]lughafen|[Bb]ahnhof)\s(?P<place>{_NAME})(?![\w'’])"
    r"(?!\s+(?:[Aa]irport|[Rr]ail))"
)
_AIRPORT = re.compile(rf"\b(?P<place>{_NAME})\s(?:[Aa]irport|[Ff]lughafen)\b")
_TO = re.compile(rf"\b(?:[Nn]ach|[Tt]o)\s(?P<place>{_NAME})(?![\w'’])")
_FROM = re.compile(rf"\b(?:[Vv]on|[Aa]us|[Aa]b|[Ff]rom)\s(?P<place>{_NAME})(?![\w'’])")
_ROUTE = re.compile(
    rf"\b(?P<origin>{_NAME})\s?(?:[–→>-]{{1,2}}|\bto\b|\bnach\b)\s?(?P<destination>{_NAME})(?![\w'’])"
)
_CODE = re.compile(r"(?<![\w@#/-])(?P<code>[A-Z]{3})(?![\w-])")
_CODE_ROUTE = re.compile(
    r"(?<![\w@#])(?P<origin>[A-Z]{3})\s?(?:[-–→>/]|to|nach)+\s?(?P<destination>[A-Z]{3})(?!\w)"
)
_BEFORE_CODE = re.compile(r"(?:\bin|\bat|\bnach|\bto|\bfrom|\bvon|\bab|\baus)\s$", re.IGNORECASE)
_GERMAN = re.compile(r"\b(?:der|die|das|und|ist|nicht|ich|wir|mit|für|auf|ein|eine|nach)\b")
#: German writes every noun in capitals: there a place must be known, or end like one.
_TOWN_ENDING = re.compile(
    r"(?:burg|stadt|dorf|heim|hausen|furt|ingen|münde|haven|kirchen|weiler|brück|brücken|bach)$"
)
#: `to Aurora Air` is a company.
_COMPANY = re.compile(
    r"^\s(?:Air\w*|Rail\w*|Bahn\w*|Express|Jet|Wings|Hop|Group|GmbH|Team|Hotline|App)\b|^-"
)


def find_places(text: str) -> Iterator[Fact]:
    """`place` for each stated place, and `origin` or `destination` where the text says so."""
    seen: set[tuple[int, int]] = set()
    for fact in _candidates(text):
        if (fact.name != "place" or fact.span not in seen) and _is_place(fact, text):
            if fact.span not in seen:
                yield Fact("place", fact.value, fact.span)
                seen.add(fact.span)
            if fact.name != "place":
                yield fact


def _candidates(text: str) -> Iterator[Fact]:
    for match in _CODE_ROUTE.finditer(text):
        if match["origin"] in AIRPORTS and match["destination"] in AIRPORTS:
            yield Fact("origin", match["origin"], match.span("origin"))
            yield Fact("destination", match["destination"], match.span("destination"))
    for name, pattern in (("destination", _TO), ("origin", _FROM)):
        for match in pattern.finditer(text):
            yield Fact(name, match["place"], match.span("place"))
    for match in _ROUTE.finditer(text):
        if _is_city_pair(text, match):
            yield Fact("origin", match["origin"], match.span("origin"))
            yield Fact("destination", match["destination"], match.span("destination"))
    for pattern in (_AIRPORT, _HERE):
        for match in pattern.finditer(text):
            yield Fact("place", match["place"], match.span("place"))
    for match in _CODE.finditer(text):
        said = _BEFORE_CODE.search(text[max(0, match.start() - 8) : match.start()])
        if match["code"] in AIRPORTS and (said or match["code"] not in AMBIGUOUS_AIRPORTS):
            yield Fact("place", match["code"], match.span())


def _is_city_pair(text: str, match: re.Match[str]) -> bool:
    """`Dublin–Naples` by its dash, `Berlin nach Rom` right after a flight or a preposition."""
    between = text[match.end("origin") : match.start("destination")]
    before = text[max(0, match.start() - 12) : match.start()].rstrip()
    dashed = "–" in between or "→" in between
    return dashed or bool(re.search(r"(?:\d|\bvon|\bfrom|,|\bFlug|\bflight)$", before))


def _is_place(fact: Fact, text: str) -> bool:
    name = str(fact.value)
    if name in AIRPORTS or name.lower() in CITIES:
        return not _COMPANY.match(text[fact.span[1] :])
    if set(name.lower().split()) & NO_PLACES or _COMPANY.match(text[fact.span[1] :]):
        return False
    if _TOWN_ENDING.search(name):
        return True
    # In English a company can stand after "to" and "from"; after "in" hardly.
    here = text[max(0, fact.span[0] - 3) : fact.span[0]].lower() == "in "
    return here and len(_GERMAN.findall(text)) < 2
