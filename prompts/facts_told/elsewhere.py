"""Places that a text only tells of: where somebody else is or lives, or what is no place to speak
of."""

from __future__ import annotations

import re

from triage.complaint import Span

_BEFORE, _AFTER = 40, 24
#: "instead of Edinburgh", "KL → Penang", „statt Sunrise in Bali“.
_NOT_THERE = re.compile(
    r"(?:\b(?:instead of|statt|about|of|über|says?|(?:typing|writing|calling)\s(?:\w+\s)?from)\s"
    r"|\b(?:instead of|statt)\s(?:\w+\s){1,2}(?:in|at|auf)\s|\bwie es in\s|[→>]\s?)$",
    re.I,
)
#: "the boss is in Crete", "a gentleman in Leeds": where somebody else is, or comes from.
_SOMEBODY = re.compile(
    r"\b(?:chef\w*|hauswart|onkel|tante|oma|opa|bruder|schwester|mutter|vater|sohn|tochter|freund\w*"
    r"|cousine?|kolleg\w+|kumpel|verwandte\w*|familie|zentrale|boss|uncle|aunt|mother|father|brother"
    r"|sister|son|daughter|friend|cousin|mum|mom|dad|driver|fahrer\w*|colleague|gentleman|lady|man"
    r"|woman|guy|client|kunde|customer|competitor|mate|grand\w+|family|folks|relatives"
    r"|headquarters|hq|head office|hairdresser(?:['’]?s)?|(?:herrn?|frau|mrs?|ms)\.? \w+)"
    r" (?:is |ist |lives? |lebt |wohnt )?(?:in|at|auf) $",
    re.I,
)
#: "I drive a taxi in Leeds", "I can stay home in Leeds".
_AT_HOME = re.compile(
    r"\b(?:i(?: can)?|we(?: can)?|ich|wir) (?:live|work|drive|stud(?:y|ied)|teach|run|own|stay"
    r"|remain|grew up|wohnen?|arbeiten?|lebe[n]?|bleiben?|verbleibe)\b[^.!?]{0,30}"
    r"\b(?:in|at|near|auf|bei) $",
    re.I,
)
#: "tickets for the finals in Vegas": where they wanted to be.
_OCCASION = re.compile(
    r"(?:hochzeit|turnier|lesung|konferenz|feier|messe|geburtstag|urlaub|termin|wedding|tournament"
    r"|conference|finals?|festival|meeting|holidays?|vacation|concert|konzert) (?:in|at|auf) $",
    re.I,
)
_LIVES = re.compile(r"^\s(?:geboren|aufgewachsen|zuhause|zu hause|daheim)\b", re.I)
#: "Gort an Choirce": only the first word of a name; "in Lagos traffic".
_HALF_A_NAME = re.compile(r"^(?:\s(?:an|am|ob|upon|on|sur|de|del|do)\s[A-ZÄÖÜ]|\straffic\b)")
#: „in die Linz“ is no town; "in Boucher Road" no English.
_WITH_ARTICLE = re.compile(r"\bin der $", re.I)
_FEMININE = re.compile(
    r"(?:ei|eiz|aine|agne|die|ana|ence|eifel|rhön|alz|arve|mark|itz|au|heide|ik|börde|boerde|stra(?:ß|ss)e"
    r"|gasse|allee|siedlung|stadt|promenade)$",
    re.I,
)
_IN_A_STREET = re.compile(r"\bin $", re.I)
_STREET = re.compile(r"\b(?:road|street|avenue|highway|lane)$", re.I)
#: Too wide to have been the place: "the worst airport in Europe".
_TOO_WIDE = frozenset(
    {"europa", "europas", "deutschland", "deutschlands", "österreich", "österreichs", "welt"}
    | {"europe", "britain", "england", "america", "africa", "afrika", "amerika", "asien", "asia"}
)  # fmt: skip
#: "PCB" for a town.
_SHORTENED = re.compile(r"[^\Waeiouyäöü]+")


def is_elsewhere(text: str, span: Span, name: str) -> bool:
    before, after = text[max(0, span[0] - _BEFORE) : span[0]], text[span[1] : span[1] + _AFTER]
    if name.lower() in _TOO_WIDE or _SHORTENED.fullmatch(name.lower()):
        return True
    if _LIVES.match(after) or _HALF_A_NAME.match(after):
        return True
    if any(sign.search(before) for sign in (_NOT_THERE, _SOMEBODY, _AT_HOME, _OCCASION)):
        return True
    town = _WITH_ARTICLE.search(before) and not _FEMININE.search(name)
    return bool(town or (_IN_A_STREET.search(before) and _STREET.search(name)))
