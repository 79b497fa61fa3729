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
#: What the trouble was about, where the topic alone leaves it open.
_SUBJECTS = {
    "food": r"\b(?:cracker|meals?|sandwich|snacks?|tasting menu|catering|essen|mahlzeit|menü|verpflegung)\b",
    "legroom": r"\blegroom\b|\bknees?\b|beinfreiheit|\bknie\b",
    "window": r"\bwindow seat|fensterplatz",
    "leak": r"\bdrip|\bleak|\bwater feature\b|\bsoaked\b|\bsoaking\b|\btropf|durchnässt|\bklatschnass",
    "heat": r"\b(?:3[5-9]|4\d)\s?(?:grad|°|degrees)|\bboiling\b|\bsauna\b|\bbrütend|\bstickig|\bair ?con\w* (?:broken|dead|off)|klima\w* (?:tot|defekt|kaputt|aus)",
    "cold": r"\bfreezing\b|\beiskalt|\bgefroren\b|\bbitterkalt",
    "dirt": r"\bdirty\b|\bfilthy\b|\bsticky\b|\bcrumbs\b|\bstained\b|dreck|schmutz|schmier|klebe?reste|verkleb|krümel",
    "toilet": r"\btoilets?\b|\blavator|\bthe loo\b|toilette|\bwc\b",
    "app": r"\bapp\b|-app\b",
    "website": r"\bweb ?site\b|\bwebseite\b|\bwebsite\b|\bhomepage\b|fehlermeldung|error message",
    "check_in": r"\bcheck(?:ing|ed)?[- ]?in\b|eincheck|boarding ?pass|bordkarte",
    "fee": r"\bfees?\b|gebühr",
    "double_charge": r"charged (?:me |us )?twice|double[- ]charged|(?:zweimal|doppelt)\s(?:\w+\s){0,3}(?:rechnung|abgebucht|berechnet|belastet|bezahlt|gebucht)",
    "seats_apart": r"seats? together|\bsplit up\b|\bsat apart\b|auseinander|getrennt (?:gesessen|sitzen|voneinander)|nebeneinander",
    "assistance": r"rollstuhl(?:hilfe|service)|begleitservice|\b(?:wheelchair|special|passenger|mobility) assistance\b|\bassistance\b(?=[^.]*\bbook)|mobilitätshilfe",
    "quoted": r"[„“\"][^„“”\"]{4,120}[“”\"]",
}
_COMPILED = {
    name: re.compile(pattern, re.IGNORECASE) for name, pattern in (_PATTERNS | _SUBJECTS).items()
}


def find_circumstances(text: str) -> Iterator[Fact]:
    """One fact per circumstance that the text states, at the place where it does so first."""
    for name, pattern in _COMPILED.items():
        match = pattern.search(text)
        if match:
            yield Fact("circumstance", name, match.span())
