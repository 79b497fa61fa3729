"""Where it was, as a reply can say it after "what happened": in the author's own preposition where
the text has one, since nobody says "in" of every place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from prompts.facts_told.elsewhere import is_elsewhere
from triage.complaint import Span
from triage.gazetteer import AMBIGUOUS_PLACES, PLACES

_BEFORE = 40
_AFTER = 24
#: "in Faro", "at the Harmon Road store", "im Spessart"; „in die Türkei“ says where to.
_SAID = {
    "en": re.compile(
        r"\b(?P<said>(?:in|at|near|outside|on)(?:\sthe)?)\s(?:all of |downtown |central )?$", re.I
    ),
    "de": re.compile(
        r"\b(?P<said>(?:in|im|auf|am|bei|an|vor|hinter)(?:\s(?:der|dem))?)\s(?:ganz |halb )?$", re.I
    ),
}  # fmt: skip
_AIRPORT = {
    "en": re.compile(r"^\s(?P<kind>airport|station|international(?: airport)?)\b", re.I),
    "de": re.compile(r"\b(?P<kind>flugha\w+|airport|bahnhof|haltestelle|filiale)\s$", re.I),
}
#: „am Flughafen Murtal“.
_KINDS_DE = {
    "airport": "am Airport", "bahnhof": "am Bahnhof", "haltestelle": "an der Haltestelle",
    "filiale": "in der Filiale",
}  # fmt: skip
_OUT_OF = re.compile(r"\b(?P<said>aus(?:\sder)?)\s$", re.I)
#: "at Aurora desk".
_OF_A_COMPANY = re.compile(r"^\s(?:desk|counter|schalter)\b", re.I)
_LINE = re.compile(r"^\s(line|flight|train|bus|tram|route|service|ferry)\b", re.I)
#: "Tyneside Trams": a company's name.
_GOES_ON = re.compile(r"^\s(?:&\s)?[A-Z][a-z]+")
#: "Gracias to the Alberta boys".
_TO_SOME = re.compile(r"\b(?:to|from)\sthe\s$", re.I)
#: "in the Alberta district".
_PART = re.compile(
    r"^\s(district|area|region|store|branch|office|shop|depot|centre|center|mall|hotel)\b", re.I
)
_STREET = re.compile(r"(?:road|street|coast|avenue|highway|lane|way|island|isle|river)s?$", re.I)
#: "the Faro flight".
_FLIGHT = re.compile(r"^\s(?P<kind>flight|train|bus|ferry)\b", re.I)
_NAME_BEFORE = re.compile(r"(?:[A-ZÄÖÜ][\w'’.-]+[,:]?\s|\d\w?,\s|^|\n)$")
_NO_NAME = re.compile(
    r"(?:\w*tag|mittwoch|\w*day|\w*fl[uü]g\w*|flights?|zug|train|gebucht|geplant|booked"
    r"|\b(?:seit|since|bis|until|ab|von|from|nach|y?our|my|their|this|that|euer|ihr)"
    r"|so|und|and|the|der|die|das|stunden?|minuten|hours?|hrs?|minutes|mins?)[,:]?\s$",
    re.I,
)
#: "Ulm, 18 April": where a letter was written.
_DATED = re.compile(r"^,\s(?:den\s|the\s)?\d")
_ISLANDS = frozenset(
    {"mallorca", "malle", "ibiza", "kreta", "rhodos", "korfu", "zypern", "malta", "teneriffa"}
    | {"sylt", "usedom", "rügen", "fehmarn", "madeira", "sardinien", "sizilien", "lanzarote"}
    | {"fuerteventura", "bali", "kuba", "menorca", "kos", "helgoland", "norderney", "borkum"}
    | {"juist", "amrum", "föhr", "korsika", "elba", "capri", "hiddensee", "santorin"}
)  # fmt: skip


#: "hart wie die Mauern von Avignon" is no way from there.
_TRAVEL = re.compile(
    r"fl[iou]e?g|flight|flew|plane|zug|bahn|bus\b|train|rail|coach|ferry|fähre|fahr|fuhr|reis|trip"
    r"|journey|travel|\bway\b|\bweg\b|zurück|\bback\b|home|heim|land|board|strecke|route|verbind"
    r"|connect|gekommen|\blos\b|maschine|[–→>]|\bair|wings|jet\b|bag|koffer|gepäck|tasche|luggage|parcel|paket|\bab\b",
    re.IGNORECASE,
)
_AROUND = 80


@dataclass(frozen=True)
class Whereabouts:
    """`said` is a whole phrase; `way` only "to Porto", "ab Bremen", to stand after a flight or the
    other end of the way, and empty for where somebody is."""

    said: str
    way: str = ""
    #: Whether it is where the way begins.
    begins: bool = False
    #: A flight or a train by its number.
    is_number: bool = False
    #: An airport or a stop: where somebody is, whatever other places are told of.
    is_sure: bool = False


def whereabouts(
    text: str, span: Span, name: str, role: str, lang: str, *, air: bool, routed: bool = False
) -> Whereabouts | None:
    """None where the text leaves open what the place is to the matter; `routed` where it names
    both ends of a way."""
    before, after = text[max(0, span[0] - _BEFORE) : span[0]], text[span[1] : span[1] + _AFTER]
    if is_elsewhere(text, span, name):
        return None
    stop = _stop(before, after, name, lang)
    if stop:
        return Whereabouts(stop, is_sure=True)
    if lang == "en" and _TO_SOME.search(before):
        return None
    here = _SAID[lang].search(before)
    if here:
        return _there(here["said"].lower(), name, after, lang)
    around = text[max(0, span[0] - _AROUND) : span[1] + _AROUND]
    towards = routed or (role == "destination" and lang == "de")
    if role != "place" and not towards and not _TRAVEL.search(around):
        return None
    if role == "place":
        named = _DATED.match(after) or (lang == "en" and _GOES_ON.match(after))
        town = "" if named else _by_itself(text, before, name, lang)
        return Whereabouts(town) if town else None
    return _on_the_way(before, after, name, role, lang, air=air)


def route(one: Whereabouts, other: Whereabouts, lang: str) -> str:
    """ "on the way from Leeds to Porto"; empty where they are not the two ends of a way."""
    if not (one.way and other.way) or one.begins == other.begins:
        return ""
    start, end = (one, other) if one.begins else (other, one)
    if lang == "de":
        return f"auf dem Weg {_from_de(start.way)} {end.way}"
    return f"on the way {start.way} {end.way}"


def _from_de(way: str) -> str:
    return re.sub(r"^ab\b", "von", way)


def _there(said: str, name: str, after: str, lang: str) -> Whereabouts | None:
    """ "in Faro"; "on the Guildford line", but nothing of "on the Guildford"; „auf Kreta“, and not
    „auf Graz“ or the "An" of a letter."""
    if _OF_A_COMPANY.match(after) or (lang == "de" and said == "an"):
        return None
    if lang == "de" and said == "auf" and name.lower() not in _ISLANDS:
        return None
    if said.endswith(" the"):
        kind = (_LINE if said == "on the" else _PART).match(after)
        plural = name.endswith("s") if said == "in the" else _STREET.search(name)
        if not (kind or plural):
            return None
        return Whereabouts(f"{said} {name}{f' {kind[1].lower()}' if kind else ''}")
    return Whereabouts(f"{said} {name}")


def _stop(before: str, after: str, name: str, lang: str) -> str:
    """ "at Oxmoor airport", „an der Haltestelle Domplatz“."""
    if lang == "de":
        kind = _AIRPORT["de"].search(before)
        return f"{_KINDS_DE.get(kind['kind'].lower(), 'am Flughafen')} {name}" if kind else ""
    kind = _AIRPORT["en"].match(after)
    if kind is None:
        return ""
    said = _SAID["en"].search(before)
    what = kind["kind"].lower() if kind["kind"].isupper() else kind["kind"]
    return f"{said['said'].lower() if said else 'at'} {name} {what}"


def _by_itself(text: str, before: str, name: str, lang: str) -> str:
    """ "Hotel Mirasol Split": a town that nothing is said before."""
    low = name.lower()
    if low not in PLACES or low in AMBIGUOUS_PLACES or text.isupper():
        return ""
    if not _NAME_BEFORE.search(before) or _NO_NAME.search(before):
        return ""
    return f"{'auf' if lang == 'de' and low in _ISLANDS else 'in'} {name}"


def _on_the_way(
    before: str, after: str, name: str, role: str, lang: str, *, air: bool
) -> Whereabouts:
    begins = role == "origin"
    if lang == "en":
        flight = _FLIGHT.match(after)
        towards = f"{'from' if begins else 'to'} {name}"
        by = flight["kind"].lower() if flight else "way"
        return Whereabouts(f"on the {by} {towards}", towards, begins=begins)
    if not begins:
        return Whereabouts(f"auf dem Weg nach {name}", f"nach {name}")
    out_of = _OUT_OF.search(before)
    if out_of:
        towards = f"{out_of['said'].lower()} {name}"
        return Whereabouts(f"auf dem Weg {towards}", towards, begins=True)
    by = "dem Flug" if air else "der Fahrt"
    return Whereabouts(f"auf {by} ab {name}", f"ab {name}", begins=True)
