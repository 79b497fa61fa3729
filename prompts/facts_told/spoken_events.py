"""Occasions of the author's in words: what was missed, or what was at stake."""

from __future__ import annotations

import re

from prompts.cases import CASES
from prompts.facts_told.spoken import Spoken, stem
from prompts.wording import Wording
from triage.facts import Fact

_ON_THE_WAY = re.compile(r"anschlu|weiterflug|fähre|connect|onward|ferry", re.IGNORECASE)
#: "The earliest appointment is Thursday" is nothing that somebody had to be at; "Tilly's 5th".
_DATE_ONLY = re.compile(
    r"\bappointment|^termin|\bmri\b|scan\b|untersuchung|['’]s \d", re.IGNORECASE
)
#: A „Prüfung“ of the bill is none of these.
_OFTEN_ANOTHER = re.compile(
    r"^(?:prüfung|verhandlung|seminar|training|kurs|messe|vorstellung)\b", re.IGNORECASE
)
#: „in neun Tagen Prüfung“, „auf dem Weg zur Verhandlung“.
_AHEAD = re.compile(
    r"\b(?:zur|zum|vor der|vor dem|in der|im|morgen|heute|\w*tag|tagen|wochen)\s(?:die\s|der\s)?$",
    re.IGNORECASE,
)
_CONNECTED = frozenset({"anschluss", "connection", "connecting"})
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
#: "Nobody has looked at me so much since my wedding", „wie am Kindergeburtstag“.
_COMPARED = re.compile(
    r"\b(?:since|like|than|as if|seit|wie|als)\s(?:(?:a|at|after|my|our|the|an|am|auf|bei|beim|nach"
    r"|zu|zur|einer?|einem|meine[rsm]?|unsere[rsm]?|der|dem)\s){0,3}$",
    re.IGNORECASE,
)
#: "wedding sarees", "festival days": another noun's.
_OF_A_NOUN = re.compile(
    r"\s(?!(?:is|was|were|in|on|at|and|or|of|for|to|tomorrow|today|tonight|this|next|last|by|because"
    r"|with|without|when|where|while|before|after|got|went|starts?|begins?|began|has|had|have|that"
    r"|which|who|i|we|you|my|our|it|he|she|dinner|breakfast|party|reception|ceremony|service|flight"
    r"|trip|weekend|day|night)\b)[a-z]",
)
#: "A cake for my birthday", „zum Geburtstag bestellt“: what a thing was for, not when it happened.
_PRESENT = re.compile(
    r"\b(?:for|zum|zur)\s(?:(?:my|our|the|a|his|her|\w+['’]s|\d+\w*)\s){0,3}$", re.IGNORECASE
)
_FEAST = re.compile(r"birthday|geburtstag|christmas|weihnacht|anniversary|jubiläum", re.IGNORECASE)
_BOUGHT = re.compile(
    r"\b(?:order\w*|bought|buy\w*|presents?|gifts?|cakes?|pric\w+|\w*b(?:e)?stell\w*|\w*kauft?\w*"
    r"|\w*geschenk\w*|\w*torte)\b",
    re.IGNORECASE,
)
_BEFORE, _BEHIND, _AROUND = 40, 14, 60


def spoken_event(fact: Fact, text: str, wording: Wording) -> Spoken:
    """`lost` or `gone` (on the way) where it was missed, else `occasion` or `onward`."""
    value = str(fact.value)
    spoken = wording.event("event", fact)
    # "My nan's 90th" has no long word.
    signs = frozenset(map(stem, _LONG_WORD.findall(value.lower()))) or frozenset({value.lower()})
    if not spoken or not _is_at_stake(fact, text, wording):
        return Spoken(signs)
    name = "lost" if fact.name == "missed" else "occasion"
    if _ON_THE_WAY.search(value):
        signs |= _CONNECTED
        name = "gone" if fact.name == "missed" else "onward"
    return Spoken(signs, {f"{name}{case}": spoken[f"event{case}"] for case in CASES})


def _is_at_stake(fact: Fact, text: str, wording: Wording) -> bool:
    """Whether it is an occasion of the author's, and not only a word for something."""
    start, end = fact.span
    before = text[max(0, start - _BEFORE) : start]
    if fact.name == "event" and _COMPARED.search(before):
        return False
    if fact.name == "event" and _is_what_for(fact, text, before):
        return False
    if wording.is_own(fact) or (wording.lang == "de" and _AHEAD.search(before)):
        return True
    another = _OFTEN_ANOTHER.match(str(fact.value)) or (
        wording.lang == "en" and _OF_A_NOUN.match(text[end : end + _BEHIND])
    )
    return not (_DATE_ONLY.search(str(fact.value)) or (fact.name == "event" and another))


def _is_what_for(fact: Fact, text: str, before: str) -> bool:
    start, end = fact.span
    around = text[max(0, start - _AROUND) : end + _AROUND]
    feast = _FEAST.search(str(fact.value)) and _PRESENT.search(before)
    return bool(feast and _BOUGHT.search(around))
