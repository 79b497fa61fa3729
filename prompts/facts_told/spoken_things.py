"""Things of the author's in words: those that the text says something is wrong with."""

from __future__ import annotations

import re
from dataclasses import replace

from prompts.cases import CASES, matter_cases
from prompts.facts_told.genders import declined
from prompts.facts_told.spoken import Spoken, stem
from prompts.matter import Matter
from prompts.matter_nouns import nouns_in
from prompts.matter_words import Noun
from prompts.wording import Wording
from triage.complaint import Span, Topic
from triage.draft import Brief
from triage.facts import Fact
from triage.item_kinds import kind_of_item
from triage.lexicon import ITEMS_DE
from triage.sentences import sentences_of
from triage.wording_files import wording as pattern

#: Nobody complains about a stranger's suitcase.
_YOURS = frozenset(
    {"mobility_aid", "for_children", "instrument", "sports", "electronics", "parcel"}
)
_LUGGAGE = re.compile(
    r"\b(?:bags?|(?:suit)?cases?|luggage|baggage|(?:back|ruck)s?(?:pack|sack)s?|clothes|shoes)$"
)
_IN_CAPITALS = re.compile(r"\b(?:tv|ac|pc|sim|usb|id|atm)\b")
#: What is dirty or broken is told in heaps: "mould in the shower, hair in the bath".
_OF_A_ROOM = frozenset({Topic.CLEANLINESS, Topic.ONBOARD_COMFORT})
#: What somebody did or left undone: a thing stands by.
_OF_NO_THING = frozenset(
    {Topic.STAFF_BEHAVIOUR, Topic.DELAY, Topic.CANCELLATION, Topic.COMMUNICATION_UNREACHABLE}
)
#: "over the fence", "the guests' pizza", „das alte Telefon“, „ich fass es nicht“: not the matter.
_BESIDE_IT = re.compile(
    r"(?:\b(?:over|behind|onto|across|with|über|hinter|neben|mit) (?:the |my |our |an? |de[nmr] "
    r"|die |das |eine[nmr]? |mein\w* )?|\w['’]s |s['’] |\bold |\balte[nrsm]? |\bich "
    r"|\bsame (?:size )?|\banother |\banderer? )$",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[,;–—/+]\s|\s[-&]\s|\bbut\b", re.IGNORECASE)
#: "my dad's insulin pens" are.
_OF_MINE = re.compile(r"\b(?:my|our) [\w ]{1,12}['’]s? $", re.IGNORECASE)
_PRAISED = re.compile(r"\bder hammer\b", re.IGNORECASE)
_NONE_THERE = re.compile(r"\b(?:keine?n?|no|without|ohne) $", re.IGNORECASE)
#: "The bag," says nothing yet.
_BARE = 2
_BEFORE = 30


def spoken_item(fact: Fact, brief: Brief, wording: Wording) -> Spoken:
    """`thing` where it is known that something is wrong with it; else nothing is said of it."""
    noun = str(fact.value).lower()
    own = wording.is_own(fact)
    yours = kind_of_item(noun) in _YOURS or _LUGGAGE.search(noun) is not None
    signs = frozenset({stem(noun.split()[-1])})
    text = brief.conversation.mention.text
    if _is_beside(fact, text, own=own) or not (own or yours or is_amiss(fact, brief)):
        return Spoken(signs)
    cases = _in_cases(fact, wording, own=own or (yours and wording.lang == "en"))
    return Spoken(signs, {f"thing{case}": word for case, word in cases.items()})


def _is_beside(fact: Fact, text: str, *, own: bool) -> bool:
    """Whether the words before it say that it is not what the complaint is about."""
    start = max(0, fact.span[0] - _BEFORE)
    before = text[start : fact.span[0]]
    others = _BESIDE_IT.search(before) is not None and not (own or _OF_MINE.search(before))
    return others or _PRAISED.search(text, start, fact.span[1]) is not None


def _in_cases(fact: Fact, wording: Wording, *, own: bool) -> dict[str, str]:
    if wording.lang == "en":
        noun = _IN_CAPITALS.sub(lambda m: m[0].upper(), str(fact.value).lower())
        said = f"{'your' if own else 'the'} {noun}"
        return {case: said for case in CASES}
    german = _german(str(fact.value))
    if german is None:
        return {}
    cases = matter_cases(Matter(replace(german, own=own)), "de", wording.register)
    return {case: cases[f"matter{case}"] for case in CASES}


def is_amiss(fact: Fact, brief: Brief) -> bool:
    """Whether its clause says that something is wrong, or its sentence, where no other thing is
    told of; else it may only be told of."""
    text, assessment = brief.conversation.mention.text, brief.assessment
    wrong = pattern(f"items/wrong_{assessment.lang}")
    sentence = sentences_of(text).around(fact.span[0])
    sure = assessment.topic in _OF_A_ROOM or (
        assessment.topic not in _OF_NO_THING and _is_the_only(fact, brief)
    )
    around = sentence if sure else _clause(text, fact.span, sentence)
    missing = _NONE_THERE.search(text, max(0, fact.span[0] - _BEFORE), fact.span[0])
    return bool(missing or wrong.search(text, *around))


def _is_the_only(fact: Fact, brief: Brief) -> bool:
    names = {str(f.value).lower() for f in brief.facts.all("item") if f.turn is None}
    return names <= {str(fact.value).lower()}


def _clause(text: str, span: Span, sentence: Span) -> Span:
    """The clause around those words; with the next one where it has hardly more than them."""
    start, end = sentence
    ends = [*_CLAUSE_ENDS.finditer(text, start, end)]
    first = max((m.end() for m in ends if m.end() <= span[0]), default=start)
    for last in (m.start() for m in ends if m.start() >= span[1]):
        if len(text[first:last].split()) > _BARE:
            return first, last
    return first, end


def _german(word: str) -> Noun | None:
    """With its gender, without which nothing can be said of it."""
    first = word.split()[0]
    written = first[:1].upper() + (first[1:].lower() if first.isupper() else first[1:])
    noun, gender = ITEMS_DE.get(written.lower(), ("", ""))
    if noun:
        return Noun(noun, gender)
    return next((noun for noun, _ in nouns_in(written, "de")), None) or declined(written)
