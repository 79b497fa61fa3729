"""Places as the text states them: where somebody is, comes from, or wants to go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from triage.airports import AIRPORTS, AMBIGUOUS_CODES
from triage.complaint import Span
from triage.facts import Fact
from triage.place_names import FROM, TO, find_place_names
from triage.unlisted_places import PlaceName

_CODE = re.compile(r"(?<![\w@#/-])(?P<code>[A-Z]{3})(?![\w-])")
_CODE_ROUTE = re.compile(
    r"(?<![\w@#])(?P<origin>[A-Z]{3})\s?(?:[-–→>/]|to|nach)+\s?(?P<destination>[A-Z]{3})(?!\w)"
)
_LOW_ROUTE = re.compile(r"\b(?P<origin>[a-z]{3})(?:\sto\s|\s?[-–>]\s?)(?P<destination>[a-z]{3})\b")
_BEFORE_CODE = re.compile(r"(?:\bin|\bat|\bnach|\bto|\bfrom|\bvon|\bab|\baus)\s$", re.IGNORECASE)
#: Where somebody comes from, lives or has an office is not where it happened.
_ELSEWHERE = re.compile(
    r"(?:\b(?:an?|the|young|old|every|two|three|four|five|six|seven|eight|ten|zwei|drei|vier|fünf|sechs|sieben|acht|zehn|\d+|ein|eine[nrm]?|der|die|unser\w*|ihre?|some|my"
    r"|mein\w*)\s(?:[\w-]+\s){0,2}?"
    r"(?!(?:flight|flights|plane|train|bus|coach|way|trip|journey|ride|connection|ferry|ticket"
    r"|service|parcel|flug|r[üu]ckflug|hinflug"
    r"|flights|trains|buses|coaches|planes|aircraft|machine|jet|box|boxes|parcels|pakete|path|past|half"
    r"|zug|overnight|sleeper|outbound|inbound|return|crossing|sailing|arrival|crew|maschine|fahrt|reise|verbindung|paket|boat|tram|route|line|road|here|strecke|weg|just"
    r"|back|home|up|down|all|out|one|again"
    r"|and|in|of|on|with|über|leg|drive|hop|run|time)\s)[\w-]+\s(?:from|aus)"
    r"|\b\w*(?:stadtbus|stadtwerke|verkehrsbetriebe|sparkasse|universität|volksbank|bistum"
    r"|gericht|gesundheitsamt|ordnungsamt|finanzamt"
    r"|kammer|klinikum|feuerwehr|polizei|university of|born in|geboren in)"
    r"|\b(?:gemeinderat|bürgermeister\w*|stadtrat|inkasso|kollege\w*)\s(?:von|in|aus)"
    r"|\b(?:(?<!landed )instead of in|statt(?: daheim)? in|daheim in|zuhause in|live in|lives in"
    r"|wohne in|wohnt in|moved to|ziehe nach"
    r"|reader from|with|mit|than|hebamme im?|lehrer in|like"
    r"|(?:church|bank|university|bishop|duke|king|queen) of"
    r"|(?:daughter|son|brother|sister|cousin|friend|uncle|aunt|he|she) (?:came|comes|is"
    r"|was) from))\s(?:der\s|the\s)?$",
    re.IGNORECASE,
)
#: "this is Mrs Hanley from Bruff": where the author is.
_INTRODUCED = re.compile(
    r"\b(?:Mrs?|Ms|Miss|Herr|Frau)\.?\s(?:\w+\s){1,2}(?:from|aus)\s$|(?i:hello|hi|greetings"
    r"|greets|grüße|gruß|grüsse|lg|vg|grüßle) (?:from|aus)\s$"
)
#: Where a bag goes to, or a flight has to, is not where the journey ends.
_NOT_THE_WAY = re.compile(
    r"\b(?:diver(?:sion|ted)|umgeleitet|ausgewichen|bags?|(?:suit)?cases?|luggage|baggage|stroller"
    r"|parcel|koffer|gepäck|paket|tasche|rucksack)\b[^.!?]{0,25}$",
    re.IGNORECASE,
)
#: "die Öffnungszeiten von Wolfsburg": whose they are, and no way from there.
_OF = re.compile(
    r"\b(?!\w*(?:[Ff]l[üu]ge?|[Zz]üge?n?|[Zz]ug|[Bb]us|[Bb]usse|[Bb]ahn|[Ff]ahrt|[Rr]eise|[Ff]lieger|[Mm]aschine"
    r"|[Ww]eg|[Ss]trecke|[Vv]erbindung|[Ff]ähre|[Ss]huttle|[Aa]bflug|[Ss]tart|[Tt]icket|[Tt]our|[Pp]aket|[Ss]endung"
    r"|[Rr]ucksack|[Kk]offer|[Gg]epäck|[Tt]asche|[Rr]ückholung|[Uu]hr|ICE|IC|RE|[Nn]acht|[Tt]age?|[Mm]ittwoch|[Mm]orgen"
    r"|[Aa]bend|Mal|Hause)\b)[A-ZÄÖÜ][a-zäöüß]{3,}\svon\s$"
)
#: "the Cork train" goes there, "Texel crosses" are sheep.
_KIND = re.compile(r"^\s(?:roaming|crosse?s?|accents?|style|minister|time\b)", re.IGNORECASE)
_SHOUTED = re.compile(r"\s[A-ZÄÖÜ]{4,}\b")
_HEADED = re.compile(r"^\s(?:flight|board|train|ferry|bus|plane|boat)s?\b")
_ON_FROM = re.compile(r"\s?(?:[–→>-]|(?:nach|bis|über|aus|ab|zurück|rauf|los|heim|weg)\b)")
_LINK = re.compile(r"^\s?(?:[–→>]|->|-)\s?$|^\s(?:to|nach|-)\s$|^\s(?:und zurück nach)\s$")
#: "auf Mallorca geflogen"
_WENT_THERE = re.compile(
    r"^\s(?:geflogen|gflog\w*|gflohe|fliegen|fliege|flog|gereist|gefahren|wollte\w*)\b",
    re.IGNORECASE,
)
_BOARDS_HERE = re.compile(
    r"^\s(?:ab(?=\s(?:[+\d]|und\b|um\b|sollte\b))|einsteigen|eingestiegen|losgefahren|abgeflogen|gestartet)\b",
    re.IGNORECASE,
)


def find_places(text: str) -> Iterator[Fact]:
    """`place` for each stated place, and `origin` or `destination` where the text says so."""
    seen: set[tuple[str, Span]] = set()
    for fact in _facts(text):
        for stated in (Fact("place", fact.value, fact.span), fact):
            if (stated.name, stated.span) not in seen:
                seen.add((stated.name, stated.span))
                yield stated


def _facts(text: str) -> Iterator[Fact]:
    yield from _code_facts(text)
    found = find_place_names(text)
    routed = _routes(text, found)
    for name in found:
        role = routed.get(name.span) or _role(text, name)
        if role:
            yield Fact(role, name.value, name.span)


def _routes(text: str, names: list[PlaceName]) -> dict[Span, str]:
    """`Dublin–Naples`, `von Leeds nach Palma`: two names with nothing but the way between them."""
    roles: dict[Span, str] = {}
    for one, other in pairwise(names):
        if _LINK.match(text[one.span[1] : other.span[0]][:30]):
            if not TO.search(text[max(0, one.span[0] - 25) : one.span[0]]):
                roles.setdefault(one.span, "origin")
            roles[other.span] = "destination"
    return roles


def _role(text: str, name: PlaceName) -> str | None:
    start, end = name.span
    before = text[max(0, start - 70) : start]
    if _INTRODUCED.search(before):
        return "place"
    if _ELSEWHERE.search(before) or _KIND.match(text[end : end + 10]):
        return None
    if _OF.search(before) and not _ON_FROM.match(text, end):
        return "place"
    if _HEADED.match(text[end : end + 8]) and re.search(r"\b(?:the|my|our|for)\s$", before):
        return "destination"
    if _BOARDS_HERE.match(text[end : end + 20]):
        return "origin"
    if _WENT_THERE.match(text[end : end + 20]) and re.search(r"\bauf\s$", before):
        return "destination"
    if FROM.search(before[-25:]):
        return "origin"
    if TO.search(before[-25:]) and not _NOT_THE_WAY.search(before):
        return "destination"
    return "place"


def _code_facts(text: str) -> Iterator[Fact]:
    for match in _LOW_ROUTE.finditer(text):
        codes = {match["origin"].upper(), match["destination"].upper()}
        if codes <= AIRPORTS.keys() - AMBIGUOUS_CODES:
            yield Fact("origin", match["origin"].upper(), match.span("origin"))
            yield Fact("destination", match["destination"].upper(), match.span("destination"))
    for match in _CODE_ROUTE.finditer(text):
        if match["origin"] in AIRPORTS or match["destination"] in AIRPORTS:
            yield Fact("origin", match["origin"], match.span("origin"))
            yield Fact("destination", match["destination"], match.span("destination"))
    for match in _CODE.finditer(text):
        before = text[max(0, match.start() - 8) : match.start()]
        # "LAS PALMAS" is shouted, and no airport.
        plain = _BEFORE_CODE.search(before) and not (
            text.isupper() or _SHOUTED.match(text, match.end())
        )
        if match["code"] in AIRPORTS and (plain or match["code"] not in AMBIGUOUS_CODES):
            yield from _code_fact(match, before)


def _code_fact(match: re.Match[str], before: str) -> Iterator[Fact]:
    role = "destination" if TO.search(before) else "origin" if FROM.search(before) else "place"
    yield Fact(role, match["code"], match.span())
