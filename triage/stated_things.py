"""What people travel with, bought or depend on, where it is lost, broken or late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from triage.complaint import Span
from triage.facts import Fact
from triage.languages import is_german
from triage.sentences import sentences_of
from triage.spans import apart
from triage.wording_files import lines, wording

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
#: Somebody asks what is allowed, or how something is done.
_ASKS = re.compile(
    r"\b(?:darf|dürfen|muss ich|müssen wir|kann (?:ich|man)|können wir|zulässig|erlaubt|may"
    r"|can i|can we|could i"
    r"|do (?:i|you|we)|does|is it|are there|how|which|what|would|wie viel|wie lang|nehmt ihr"
    r"|passt|ok(?:ay)?(?=\?))\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:mein|unser|sein|ihr|my|our|her|his|their|thy|ma)(?:e[rnms]?)?\s(?:(?!plastic|sick"
    r"|paper|tea)[\w-]+\s){0,2}$"
    r"|['’]s\s(?:\w+\s)?$|\b(?:me|mei|mi|minge?|miene?n?|mis)\s$"
    r"|(?<!with )(?<!on )(?<!of )(?<!in )(?<!mit )(?<!auf )"
    r"\b(?:the|this|that|der|den|dr|das|dieser|diesen)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_MINE = re.compile(
    r"\b(?:my|our|ma|mein|meine|meinen|unser|unsere|unseren)\s"
    r"(?:(?:new|old|own|brand|little|good|neue[nsr]?|alte[nsr]?|[A-Z][\w&-]+|&)\s){0,4}$"
)
#: A sentence that begins with it is about it: "Koffer klatschnass".
_EARLY = 12
#: What may stand before the first thing of a text.
_HEAD = re.compile(
    r"(?:@\w+[,:]?\s)*(?:(?:my|our|the|a|an|two|three|mein|meine|unser|unsere|der|die|das|ein|eine|zwei|drei)\s)?"
    r"(?:(?:size\s)?\d{1,3}\s)?",
    re.IGNORECASE,
)
_IS = (
    r"(?:is|are|was|were|got|came|come|arrived|turned up|has been|have been)(?:\s(?:still|now"
    r"|all|back|completely|totally))?"
)
_IST = (
    r"(?:ist|sind|war|waren|kam|kamen|wurde|wurden|isch|is)(?:\s(?:jetzt|nun|immer noch"
    r"|noch immer|komplett|total|seitdem|seither|leider))?"
)
_GONE = (
    r"(?:weg|futsch|kaputt|defekt|hin|hinüber|verschwunden|verloren|zerbrochen|gebrochen"
    r"|zerrissen|gerissen|aufgerissen|zerstört|beschädigt|klatschnass|verbogen|zerkratzt"
    r"|gestohlen)"
)
_PLAINLY_WRONG = (
    re.compile(
        rf"\b(?:my|our|her|his)\s(?P<thing>(?:[\w-]+\s){{0,2}}?[\w-]{{3,20}})\s{_IS}\s(?:broken"
        r"|missing|lost|gone(?! up)|damaged|smashed|cracked"
        r"|dead|ruined|soaked|destroyed|crushed|torn|stolen|bent|snapped|in (?:two )?(?:pieces"
        r"|bits|halves|shreds))\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:[Mm]ein"
        rf"|[Uu]nser)e?\s(?:[a-zäöüß]+\s)?(?P<thing>[A-ZÄÖÜ][\wäöüß-]{{2,30}})\s{_IST}\s{_GONE}\b"
    ),
    re.compile(rf"(?:^|[.!?:]\s)(?P<thing>[A-ZÄÖÜ][a-zäöüß-]{{3,30}})\s(?:{_GONE}|fehlt)\b"),
)
#: A wheelchair needs no owner where the next words say that it is gone or broken.
_HARMED = re.compile(
    r"\s(?:\w+\s)?(?:nicht (?:mitgekommen|da\b|angekommen)|kaputt|beschädigt|gebrochen|verbogen"
    r"|verschwunden"
    r"|broken|damaged|bent|lost|missing|never (?:came off|arrived))",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\b(?:im|in|in (?:an?|the|my|her|his|\w+em))\s$", re.IGNORECASE)
#: How far from the word that tells what is wrong a thing may stand.
_NEAR = 60
_CLOSE = 10
_IN_A_NAME = frozenset("@#_/")
#: As near something bought or sent must stand to those words.
_AT_HAND = 25
#: A shorter German noun ends too many others: Rad, Grad.
_SHORTEST_HEAD = 5


def find_items(text: str) -> Iterator[Fact]:
    lang = "de" if is_german(text) else "en"
    sentences = sentences_of(text)
    found: list[Span] = []
    others: dict[int, list[tuple[int, int, int]]] = {}
    for start, end, luggage in _named(text, lang):
        sentence = sentences.around(start)
        if _is_no_item(text, (start, end), luggage, sentence):
            continue
        if _is_about_it(text, start, luggage, sentence):
            found.append((start, end))
        else:
            distance = _distance(text, (start, end), sentence, lang)
            others.setdefault(sentence[0], []).append((distance, start, end))
    for named in others.values():
        found += _nearest(named)
    found += _told_to_be_wrong(text)
    for span in apart(found, lambda found: found, len(text)):
        yield Fact("item", text[slice(*span)], span)


def _is_about_it(text: str, start: int, luggage: bool, sentence: Span) -> bool:
    """Luggage need not be broken to be what a sentence is about, but somebody's, and other things
    the author's own; and a text that begins with a thing is about it."""
    first, last = sentence
    before = text[max(first, start - 40) : start]
    somebodys = luggage and (start - first <= _EARLY or _OWN.search(before[-30:]))
    owned = somebodys or _MINE.search(before)
    handled = wording("items/handled").search(text[first:last])
    return bool((owned and not handled) or _HEAD.fullmatch(text, 0, start))


def _is_no_item(text: str, span: Span, luggage: bool, sentence: Span) -> bool:
    """Asked about, part of a name, or only where something was; and who sits in a wheelchair, or
    has booked one, does not say that it broke."""
    start, end = span
    said = text[slice(*sentence)]
    if ("?" in said and _ASKS.search(said)) or text[start - 1 : start] in _IN_A_NAME:
        return True
    before = text[max(0, start - 30) : start]
    if wording("items/part_of_a_name").match(text[end : end + 20]):
        return True
    if text[start:end].lower().endswith(("rollstuhl", "wheelchair")):
        harmed = _HARMED.match(text, end)
        return not harmed and (not _OWN.search(before) or bool(_INSIDE.search(before)))
    return not luggage and bool(wording("items/located").search(before))


def _told_to_be_wrong(text: str) -> Iterator[Span]:
    """Things of any name where the words say plainly that they are broken or gone."""
    for pattern in _PLAINLY_WRONG:
        for match in pattern.finditer(text):
            if match["thing"].split()[-1].lower() not in _nouns("no_things"):
                yield match.span("thing")


def _distance(text: str, thing: Span, sentence: Span, lang: str) -> int:
    """How far the nearest word is that tells of something wrong."""
    start, end = max(sentence[0], thing[0] - _NEAR), min(sentence[1], thing[1] + _NEAR)
    told = _apart_from(wording(f"items/wrong_{lang}"), text, thing, (start, end))
    got = _apart_from(wording(f"items/got_{lang}"), text, thing, (start, end))
    return min(told, got if got <= _AT_HAND else _NEAR)


def _apart_from(cue: re.Pattern[str], text: str, thing: Span, around: Span) -> int:
    """How many letters the nearest of these words stands away, at most `_NEAR`."""
    start, end = around
    before = [thing[0] - start - match.end() for match in cue.finditer(text[start : thing[0]])]
    after = cue.search(text[thing[1] : end])
    return min([*before[-1:], *([after.start()] if after else []), _NEAR])


def _nearest(named: list[tuple[int, int, int]]) -> Iterator[Span]:
    """Of the things in a sentence that which the trouble is about, and what stands close to it."""
    nearest = min(distance for distance, _, _ in named)
    for distance, start, end in named:
        if distance < _NEAR and (distance == nearest or distance <= _CLOSE):
            yield start, end


def _named(text: str, lang: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each thing, and whether it is luggage."""
    words = list(_WORD.finditer(text))
    luggage, goods = _nouns(f"luggage_{lang}"), _nouns(f"goods_{lang}")
    position = 0
    while position < len(words):
        taken = 1
        longest = _longest(lang).get(words[position][0].lower(), 1)
        for length in range(min(longest, len(words) - position), 0, -1):
            start, end = words[position].start(), words[position + length - 1].end()
            kind = _kind(text[start:end], lang, luggage, goods)
            if kind is not None:
                yield start, end, kind
                taken = length
                break
        position += taken


def _kind(words: str, lang: str, luggage: frozenset[str], goods: frozenset[str]) -> bool | None:
    """True for luggage, False for another thing, None for anything else."""
    low = words.lower()
    if low in _nouns("no_things"):
        return None
    if low in luggage or low in goods:
        return low in luggage
    if lang == "en":
        return None if not low.endswith("s") else _singular(low, luggage, goods)
    if " " in low:
        return None
    for start in range(3, len(low) - _SHORTEST_HEAD + 1) if words[0].isupper() else ():
        if low[start:] in luggage or low[start:] in goods:
            return low[start:] in luggage
    return None


def _singular(plural: str, luggage: frozenset[str], goods: frozenset[str]) -> bool | None:
    for noun in (plural[:-1], plural[:-2] if plural.endswith("es") else plural[:-1]):
        if noun in luggage or noun in goods:
            return noun in luggage
    return None


@cache
def _longest(lang: str) -> dict[str, int]:
    """First word → how many words the longest noun has that begins with it."""
    found: dict[str, int] = {}
    for noun in _nouns(f"luggage_{lang}") | _nouns(f"goods_{lang}"):
        first, *more = noun.split()
        found[first] = max(found.get(first, 1), 1 + len(more))
    return found


@cache
def _nouns(name: str) -> frozenset[str]:
    return frozenset(
        noun.strip().lower()
        for line in lines(f"items/{name}")
        for noun in line.split(",")
        if noun.strip()
    )
