"""Whether a child was there beside: "with two kids", "my toddler on my arm". Of the child to whom
it was done no sentence about bystanders is true, and a child that is only named may have been at
home; what befell one's body, or was shouted at one, has sentences of its own."""

from __future__ import annotations

import re

from triage.complaint import Span
from triage.sentences import sentences_of

_CHILD = (
    r"(?:klein)?kind(?:er|ern)?|kids?|baby|babys|babies|säugling|zwillinge?n?|tochter|töchter\w*|sohn"
    r"|söhne\w*|jungs?|mädchen|enkel\w*|children|child|toddlers?|infant|newborn|daughters?|sons?"
    r"|boys?|girls?|lad|grandkids?"
)
_WITH = re.compile(
    rf"\b(?:mit|samt|und|neben|vor|with|and|plus|beside|alongside|in front of)\s(?:[\w-]+\s){{0,4}}"
    rf"(?:{_CHILD})\b",
    re.IGNORECASE,
)
#: Where it was, or what it did meanwhile.
_THERE = re.compile(
    rf"\b(?:{_CHILD})\b(?: \(\w+\))?[^.!?,;]{{0,20}}\b(?:in the (?:back|car|house|flat|room)|in tow"
    r"|on board|asleep|sleep\w*|on (?:the|my) (?:floor|lap|arm)|at home|dabei|an der hand|auf dem"
    r" (?:arm|boden|schoß)|im (?:auto|haus|arm|bus|zug|zimmer|kinderwagen|gang)|am gang|zu hause"
    r"|daheim|schl[aä]f\w*|weint\w*|geweint|cr(?:y|ying|ied)|wait\w*|wart\w*|frier\w*|freezing)\b",
    re.IGNORECASE,
)
_DONE_TO = re.compile(
    r"\b(?:angefasst|gepackt|packte\w*|gezerrt|geschubst|geschlagen|angeschrien|angebrüllt|schrie"
    r"|brüllte|eingeklemmt|verletzt|grabbed|shoved|pushed|hit|shouted|yelled|screamed|trapped|doors?"
    r"|tür(?:en)?|injured|hurt)\b",
    re.IGNORECASE,
)
#: What is said to one or of one: "told my daughter", „hat meiner Tochter gesagt“.
_TOLD = re.compile(
    rf"\b(?:(?:told|called|insulted|mocked|laughed at) (?:my|our) (?:\w+ ){{0,2}}(?:{_CHILD})"
    rf"|(?:mein|unser)(?:e[mr]?|en)? (?:\w+ ){{0,2}}(?:{_CHILD})\b[^.!?]*"
    r"\b(?:gesagt|erklärt|vorgeworfen|ausgelacht|beleidigt|genannt|beschimpft|verspottet))\b",
    re.IGNORECASE,
)


def concerns_a_child(text: str, named: Span) -> bool:
    """Whether sentences about a child hold here; `named` is where it is told of first."""
    start, end = sentences_of(text).around(named[0])
    sentence = text[start : max(end, named[1])]
    if _TOLD.search(text):
        return False
    if _DONE_TO.search(sentence):
        return True
    return any(pattern.search(text) for pattern in (_WITH, _THERE))
