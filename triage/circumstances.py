"""What made it worse, as the text says it: children, a night on the floor, nobody to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact

_PATTERNS = {
    "children": r"\b(?:mit|samt|und)\s(?:\w+\s){0,2}(?:kleinkind\w*|kindern|kind|baby|säugling|zwillingen|tochter|sohn)\b"
    r"|\bkinderwagen\b(?=[^.]*\b(?:regen|stehen|allein))|\b(?:meine|unsere)\s(?:\w+\s)?(?:kleine\s)?(?:tochter|kinder|kids|jungs)\b"
    r"|\bzweijährige|\bwith\s(?:my|our|a|an|two|three|2|3)\s(?:\w+\s){0,2}(?:kids?|children|toddlers?|baby|babies|infant|son|daughter)\b"
    r"|\bmy\s(?:two\s|three\s|little\s|\d+\s?(?:yo|year[- ]old)\s)?(?:kids|children|boys|girls|daughter|son|toddler|baby)\b|\b(?:two|three) kids\b",
    "elderly": r"\bmeine?\s(?:\w+\s)?(?:oma|opa|großmutter|großvater)\b|\b(?:8|9)\d[- ]?jährige|\bmy\s(?:elderly\s)?(?:\w+\s)?(?:gran\w*|nan|grandmother|grandfather|elderly (?:mother|father|parents))\b"
    r"|\b(?:he|she)(?:'s| is)\s(?:7\d|8\d|9\d)\b",
    "disability": r"\brollstuhl|\brollator\b|\bkrücken\b|gehbehindert|\bwheelchair\b|\bcrutches\b|\bwalking frame\b",
    "medication": r"\binsulin|\bmedikament|\bmedizin\b|\bmedication\b|\bmedicine\b|\binhaler\b|\bepipen\b",
    "overnight": r"\b(?:die|ganze|eine)\snacht\b.{0,40}(?:boden|flughafen|stühlen?|bank|terminal|gate)|\bauf dem boden\b|übernachte\w*\b.{0,30}(?:flughafen|boden|terminal)"
    r"|\b(?:slept|sleep|sleeping|night|overnight)\b.{0,40}\b(?:floor|airport|terminal|bench|chairs?|coat|gate)\b|\bstranded overnight\b",
    "no_hotel": r"\bkein(?:e|en)?\s(?:\w+\s)?hotel|hotel (?:mussten|musste|selber|selbst)|\bno (?:\w+\s)?hotel\b|without (?:a )?hotel",
    "no_food": r"\bkein(?:e|en)?\s(?:\w+\s)?(?:wasser|essen|getränke?|verpflegung)\b|nichts zu (?:essen|trinken)|\bno (?:food|water|drinks?)\b|without (?:food|water)",
    "no_information": r"\bkeine(?:rlei)?\s(?:\w+\s)?(?:info\w*|auskunft|durchsage|ansage|erklärung)\b|niemand\s(?:\w+\s){0,3}(?:weiß|wusste|sagt\w*|informier\w*)|ohne (?:jede )?(?:info\w*|erklärung|durchsage|ein wort)"
    r"|\bno (?:\w+\s)?(?:info\w*|updates?|announcements?|explanation|communication)\b|\bnobody (?:\w+\s)?(?:knows|tells|told|says|said)\b|\bno one (?:\w+\s)?(?:knows|tells|told|says|said)\b|not (?:one|a single) announcement",
    "unreachable": r"\bniemand\s(?:geht|ging|am schalter|am telefon|erreichbar|antwortet|meldet|ruft)|keiner\s(?:geht|ging|da\b|antwortet|meldet|erreichbar)|hotline[^.]{0,30}(?:aufgelegt|besetzt|tot)|nicht (?:zu )?erreich(?:bar|en)|keine antwort|keine reaktion"
    r"|\bno(?:body| one) (?:is |has |was )?(?:answer\w*|pick\w*|rung|rang|call\w*|repl\w*|there|at the desk)|\bno (?:answer|reply|response)\b|can(?:'t|not) (?:reach|get through)|hung up|heard nothing|heard back",
}
_COMPILED = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _PATTERNS.items()}


def find_circumstances(text: str) -> Iterator[Fact]:
    """One fact per circumstance that the text states, at the place where it does so first."""
    for name, pattern in _COMPILED.items():
        match = pattern.search(text)
        if match:
            yield Fact("circumstance", name, match.span())
