"""What sounds like something to be at in time, and is none."""

from __future__ import annotations

import re

from triage.complaint import Span
from triage.lexicon import MOURNING
from triage.sentences import Sentences

_ON_THE_WAY = re.compile(
    r"(?:ferry|fähre|cruise|kreuzfahrt|anschlu(?:ss|ß)|connection|meeting)", re.IGNORECASE
)
#: „mit Ihrer Fähre“: what the complaint is about is nothing that hung on it.
_YOURS = re.compile(r"\b(?:your|ihre[rmn]?|eure[rmn]?|euer\w*|deine[rmn]?)\s$", re.IGNORECASE)
_TO_CATCH = re.compile(
    r"miss|verpass|versäum|erreich(?!bar)|schaff|\bcatch|\bmake\b|\bmy\b|\bour\b|\bmein|\bunser|\bweg\b"
    r"|ohne|without|\blegt\b|\bfor a\b",
    re.IGNORECASE,
)
#: "Termin 2 am 3.2." is when somebody was to come.
_NUMBERED = re.compile(
    r"^\s(?:nr\.?\s)?\d{1,2}\b|^\s(?:plan|plans|money|cakes?|sarees?|card|present|rings?|dress|suit"
    r"|gown|shoes|photos?|gifts?|guests?|album|flowers|bouquet|party favou?rs|invitations?"
    r"|hotel|room|centre|center|hall|call|table|venue|planner|season|watch|treat|surprise"
    r"|horn|port|terminal|crew|captain|operator|point|place|dates?"
    r"|wish(?:es)?|party bags?|video|shoes|playlist)\b",
    re.IGNORECASE,
)
#: "Mein Anschluss ist tot" is a telephone's.
_LINE = re.compile(
    r"\b(?:internet|glasfaser|dsl|telefon\w*|\w*techniker\w*|router"
    r"|wann (?:krieg|bekomm|erhalt)\w* (?:ich|wir)|stör\w*|tot|geschaltet|freigeschaltet|vertrag\w*"
    r"|tarif|erreichbar|anschluss (?:geht|funktioniert|bestellt|gekündigt|gesperrt"
    r"|ist (?:tot|gestört|weg)|nicht geht)"
    r"|(?:nicht|nie) (?:geht|funktioniert))\b",
    re.IGNORECASE,
)
#: "After the gig", "seit der Hochzeit": where somebody comes from, or how long ago it is.
_SINCE = r"\b(?:since|seit)\s"
_AFTER = rf"(?:{_SINCE}|\b(?:after|nach)\s)"
_OF_OURS = (
    r"(?:(?:the|my|our|his|her|de[rmn]|meine[rm]?|unsere[rm]?|eine[rm]|a)\s)?(?:\w+['’]s\s)?$"
)
_OVER = re.compile(_AFTER + _OF_OURS, re.IGNORECASE)
_LONG_OVER = re.compile(_SINCE + _OF_OURS, re.IGNORECASE)
_STATE = r"\b(?:in|zur|nobody|am|was|are)\s(?:der\s)?[„\"]?\|"
#: Word, as it is written or in lower case → what stands around it where it means something else.
_UNMEANT = {
    word: re.compile(around, re.IGNORECASE)
    for word, around in {
        "prüfung": _STATE,
        "meeting": _STATE,
        "reha": _STATE,
        "birthday": r"\b(?:happy|your)\s\|"
        r"|\|\s(?:hamper|balloons?|post|delivery|bouquet|voucher)\b",
        # "zum Geburtstag verschenkt" tells of a present.
        "geburtstag": r"\bzum\s\|\s(?:ge|ver)schenk",
        # "Kein Termin frei", "erster freier Termin": when somebody is to come to the author.
        "termin": r"\b(?:kein\w*|ohne|frei\w*|neue[rns]?|nächste[rn]?|erste[rn]?)\s\|",
        # "Wir rennen zum Gate", but "morgen ist Rennen".
        "rennen": r"\|",
        "Rennen": r"(?!)",
        # "Travelled Derby to Matlock"
        "Derby": r"\|\sto\s",
        # "The divorce is final", "my final bill"
        "final": r"\|\)|football \||\b(?:is|are|was|were)\s\|"
        r"|\|\s(?!(?:of|was|is|on|at|in|and|by|but|tomorrow|today|tonight)\b)(?-i:[a-z])",
        # "My race", "race is Saturday"; not "the human race", nor where somebody is of one.
        "race": r"^(?!.*\b(?:my|our|his|her|the|a|big|first)\s\|(?!\s(?:card|relations|issue|to)\b)"
        r"|.*['’]s\s\||\W*\|\s(?:is|was|day|starts|begins)\b"
        r"|.*\|\s(?:is|was|starts) (?:on |at |this |in )?\w*(?:day|morrow|morning|\d))",
    }.items()
}


def is_no_event(text: str, span: Span, sentences: Sentences) -> bool:
    """A ferry is a means unless somebody had to catch it; "in Prüfung" is no exam."""
    start, end = span
    word = text[start:end]
    unmeant = _UNMEANT.get(word) or _UNMEANT.get(word.lower())
    if unmeant and unmeant.search(f"{text[max(0, start - 12) : start]}|{text[end : end + 20]}"):
        return True
    if _ON_THE_WAY.fullmatch(word) and _YOURS.search(text[max(0, start - 16) : start]):
        return True
    over = _LONG_OVER if word in MOURNING else _OVER
    if over.search(text[max(0, start - 24) : start]) or _NUMBERED.match(text[end : end + 16]):
        return True
    return bool(_ON_THE_WAY.fullmatch(word)) and not _is_to_be_caught(text, start, sentences)


def _is_to_be_caught(text: str, start: int, sentences: Sentences) -> bool:
    first, last = sentences.around(start)
    if text[start : start + 7].lower() == "anschlu" and _LINE.search(text, first, last):
        return False
    return bool(_TO_CATCH.search(text[max(first, start - 80) : min(last, start + 92)]))
