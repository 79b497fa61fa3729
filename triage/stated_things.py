"""What people travel with, bought or depend on, where it is lost, broken or late."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.complaint import Span
from triage.facts import Fact
from triage.item_names import Thing, is_no_thing, named_things
from triage.item_signs import is_about
from triage.languages import is_german
from triage.sentences import sentences_of
from triage.spans import apart
from triage.wording_files import wording

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
_WHEELCHAIRS = ("rollstuhl", "rolli", "wheelchair", "power chair", "powerchair")
#: A wheelchair needs no owner where the next words say that it is gone or broken.
_HARMED = re.compile(
    r"\s(?:\w+\s)?(?:nicht (?:mitgekommen|da\b|angekommen)|kaputt|beschädigt|gebrochen|verbogen"
    r"|verschwunden"
    r"|broken|damaged|bent|lost|missing|never (?:came off|arrived))",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\b(?:im|in|in (?:an?|the|my|her|his|\w+em))\s$", re.IGNORECASE)
_AND = re.compile(
    r"(?:,\s|\s?&\s|\splus\s|,?\s(?:and|und)\s)(?:(?:my|our|the|a|an|die|der|das|den|mein\w*|ein\w*)\s)?(?:\w+\s)?",
    re.IGNORECASE,
)
#: "Scholar's Shelf", "Brightwater Bath": in English only names go on in capitals.
_BEGINS_A_NAME = re.compile(
    r"\b(?!(?:The|My|Our|A|An|No|Your|His|Her|Their|This|That|Two|Three|One|Both|And|Broken|New|Lost"
    r"|Damaged|Missing|Stolen|Wrong|Dirty|Wet|Ruined|Smashed)\b)[A-Z][a-z]+(?:['’]s)?\s$"
)
_IN_A_NAME = frozenset("@#_/")


def find_items(text: str) -> Iterator[Fact]:
    lang = "de" if is_german(text) else "en"
    found = [*_told_of(text, lang), *_told_to_be_wrong(text)]
    for span in apart(found, lambda found: found, len(text)):
        yield Fact("item", text[slice(*span)], span)


def _told_of(text: str, lang: str) -> Iterator[Span]:
    """Things of the lists that the words around make what the text is about."""
    sentences = sentences_of(text)
    taken = -1
    things = [*named_things(text, lang)]
    for index, thing in enumerate(things):
        # "hartschalen koffer": of two words side by side the second is the thing.
        if things[index + 1 : index + 2] and things[index + 1].start == thing.end + 1:
            continue
        sentence = sentences.around(thing.start)
        if _is_no_item(text, thing, sentence, lang):
            continue
        # "Harness, lanyards and helmet": of one list all are meant.
        goes_on = 0 <= taken < thing.start and _AND.fullmatch(text, taken, thing.start)
        if goes_on or is_about(text, thing, sentence, lang, first=index == 0):
            taken = thing.end
            yield thing.start, thing.end


def _is_no_item(text: str, thing: Thing, sentence: Span, lang: str) -> bool:
    """Asked about or part of a name; and who sits in a wheelchair, or has booked one, does not say
    that it broke."""
    start, end = thing.start, thing.end
    said = text[slice(*sentence)]
    if ("?" in said and _ASKS.search(said)) or text[start - 1 : start] in _IN_A_NAME:
        return True
    named = wording("items/part_of_a_name").match(text[end : end + 20])
    if named or (lang == "en" and _ends_a_name(text, thing, sentence)):
        return True
    if text[start - 2 : start] == "& " or text[end : end + 1].isdigit():
        return True
    if not text[start:end].lower().endswith(_WHEELCHAIRS):
        return False
    before = text[max(0, start - 30) : start]
    return not _HARMED.match(text, end) and (
        not _OWN.search(before) or bool(_INSIDE.search(before))
    )


def _ends_a_name(text: str, thing: Thing, sentence: Span) -> bool:
    before = text[max(sentence[0], thing.start - 30) : thing.start]
    return text[thing.start : thing.end].istitle() and bool(_BEGINS_A_NAME.search(before))


def _told_to_be_wrong(text: str) -> Iterator[Span]:
    """Things of any name where the words say plainly that they are broken or gone."""
    for pattern in _PLAINLY_WRONG:
        for match in pattern.finditer(text):
            if not is_no_thing(match["thing"].split()[-1].lower()):
                yield match.span("thing")
