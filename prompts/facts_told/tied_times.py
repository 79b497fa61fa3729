"""Whether a stated span of time is that of the trouble: it stands in a clause that tells of waiting
for us, of what lasts, fails or does not come, and of nothing else. How long a wrist takes to heal,
a contract ran or a pause was to be is stated as well, and said back it would be false."""

from __future__ import annotations

import re

from triage.clauses import clauses_of
from triage.complaint import Span
from triage.sentences import sentences_of

_LACKED = {
    "de": (
        r"antwort\w*|reaktion|rückmeldung|rückruf|anruf|lebenszeichen|wort|auskunft|info\w*|lösung"
        r"|nachricht|geld|erstattung|rückzahlung|gehalt|netz|internet|strom|wasser|warmwasser|wlan"
        r"|heizung|telefon\w*|festnetz|empfang|signal|ton|bild|gas|licht|aufzug|lift|zug|bus|bahn"
        r"|paket|lieferung|sendung|post|koffer|rucksack|tasche|gepäck|zugang|zugriff|konto|karte"
        r"|termin|techniker|handwerker|ersatz\w*|mensch\w*|schlüssel|dusche|toilette|herd|kühlschrank"
    ),
    "en": (
        r"answer|reply|replies|response|word|call|callback|news|update|explanation|contact|refund"
        r"|money|payment|signal|internet|broadband|wi-?fi|power|electric\w*|water|heat\w*|hot water"
        r"|phone|line|service|gas|light|lift|elevator|bus|buses|train|trains|parcel|package|delivery"
        r"|bags?|luggage|suitcases?|access|account|card|engineer|technician|repair\w*|replacement"
        r"|human|person|keys?|shower|toilet|boiler|fridge|cooker|movement|plane"
    ),
}  # fmt: skip
#: What did not come about: "hasn't paid", „nicht geliefert“.
_DONE = {
    "de": (
        r"geliefert|gekommen|angekommen|da|erreichbar|bezahlt|überwiesen|erstattet|repariert"
        r"|gemeldet|beantwortet|behoben|abgeholt|freigeschaltet|zurück\w*|geantwortet|passiert"
    ),
    "en": (
        r"paid|come|arrived|answered|replied|fixed|delivered|moved|refunded|work\w*|repaired"
        r"|updated|collected|turned up|shown up|heard|sent|credited|resolved|called"
    ),
}
_TIES = {
    "de": re.compile(
        r"\b(?:\w*wart\w*|\w*verspät\w*|zu spät|überfällig\w*|ausgefallen|\w*ausf[aä]ll\w*"
        r"|fällt aus|kaputt|defekt|\w*störung\w*|gestört|tot|offline|außer betrieb|\w*gesperrt\w*"
        r"|\w*blockiert\w*|\w*stillstand|immer noch|noch immer|weiterhin|bis heute|nichts|nix"
        r"|niemand\w*|keiner|funkstille|schweigen|in (?:zustellung|bearbeitung|klärung)"
        r"|\w*prüf(?:t|en|ung)|vertröstet\w*|schlange|anstehen|angestanden|in der leitung|hotline"
        r"|fehl(?:t|en|te|ten)|verschwunden|verschollen|(?:ruf|schreib|mail|telefonier|mahn)(?:e|en)?"
        r"|liegt|häng(?:t|en)|geht (?:das|es) so"
        rf"|(?:koa?n?\w*|kein\w*|ohne) (?:\w+ ){{0,2}}(?:{_LACKED['de']})"
        rf"|nicht (?:\w+ )?(?:{_DONE['de']}))\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:await\w*|wait\w*|late|overdue|delay\w*|still|nothing|nobody|no[- ]one|not one|outage"
        r"|out of (?:order|action|service)|(?:been|is|are|was|were|gone|power['’]?s?) (?:been )?"
        r"(?:out|down|off|dead|broken|closed)|broken|dead|offline|frozen?|blocked|locked|suspended"
        r"|stuck|stranded|on hold|queu\w*|in (?:the )?line|missing|lost|silence|and counting"
        r"|under (?:\w+ )*(?:review|investigation|consideration)|your review|in transit|pending"
        r"|out for delivery|processing|chas(?:e|ed|ing)"
        r"|of (?:e-?mails?|calls|letters|promises|excuses)"
        r"|been (?:ringing|calling|writing|e-?mailing|asking|told)|its been|it['’]s (?:now )?been"
        rf"|(?:no|without|not a) (?:\w+ ){{0,2}}(?:{_LACKED['en']})"
        rf"|never (?:{_DONE['en']}|came|showed)|(?:no|not) (?:ring|sign)"
        r"|(?:has|have|had|is|are|was|were|does|do|did|wo|ca)(?:n['’]?t| not) (?:been |even )?"
        rf"(?:{_DONE['en']}))\b",
        re.IGNORECASE,
    ),
}  # fmt: skip
#: For hours: nobody stands or sits somewhere so long of their own will, by what the finder says.
_STAYING = re.compile(
    r"\b(?:steh\w*|g?stand\w*|gestanden|rumgestanden|sitz\w*|saß\w*|sass\w*|gesessen|fest\w*|sat"
    r"|sit(?:ting|s)?|stood|standing|parked|held|tarmac|rollfeld|vorfeld|später|later"
    r"|for (?:the )?bags?|gedauert|took|hotline|hold"
    r"|(?:am|an der|in der) (?:gate|flughafen|bahnhof|bahnsteig|band|schalter|haltestelle|reihe)"
    r"|at (?:the )?(?:gate|airport|station|platform|carousel|stop|counter|desk))\b",
    re.IGNORECASE,
)
#: What else lasts: a contract, a stay, an illness, a life.
_OTHERS = re.compile(
    r"\b(?:contract\w*|vertrag\w*|laufzeit|garantie|warranty|to freeze|paus(?:e|ier\w*)"
    r"|subscri\w+|abo|member\w*|mitglied\w*|kund(?:e|in|en)|customer|gebucht|booked|miete\w*|rent\w*|wohn(?:e|en|t)"
    r"|liv(?:e|ed|ing)|urlaub\w*|ferien|holidays?|vacation|trip|cruise|reise|training|marathon|diet"
    r"|gips|plaster|cast|krank\w*|klinik|hospital|reha|bett|heal\w*|verheil\w*|sick|off work"
    r"|recover\w*|einkommen|income|wages|schwanger\w*|pregnan\w*|arbeit\w*|pendl\w*|commut\w*|verheiratet|married"
    r"|(?:week|day|woche|tag) \w+ (?:of|von) (?:\d+|\w+teen))\b"
    r"|\b(?:sie|er|she|he) (?:schläft|isst|weint|lebt|ist|war|hat|sleeps?|eats?|cr(?:y|ies)|lives?"
    r"|has|is|was)\b|\bschläft (?:sie|er)\b",
    re.IGNORECASE,
)
#: "Day 64 of the tarp", „Tag 3 ohne Rucksack“: who counts them counts the trouble's.
_COUNTED = re.compile(r"^(?:day|tag)\s(?:\d|\w+$)", re.IGNORECASE)
#: It is not over, and it is.
_NOW = re.compile(
    r"\b(?:still|hasn't|haven't|isn't|aren't|have no|there's no|is no|got no|been off|been out"
    r"|bis heute|immer noch|noch immer|weiterhin|hab\w* (?:ich |wir )?kein\w*|fehlt|fehlen)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:had|was|were|did|hatte\w*|war(?:en)?|wurde\w*|gab)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
#: A clause of so few words besides the time is told with what stands around.
_FEW, _AHEAD, _BEHIND = 3, 70, 90


def is_tied(text: str, span: Span, lang: str, *, hours: bool) -> bool:
    """`hours`: it is counted in hours or minutes."""
    clause, around = (said.replace("’", "'") for said in _told(text, span))
    if _OTHERS.search(clause) or lang not in _TIES:
        return False
    counted = _COUNTED.match(text[slice(*span)])
    staying = hours and _STAYING.search(around)
    return bool(counted or staying or _TIES[lang].search(around))


def goes_on(text: str, span: Span) -> bool:
    """Whether it is so to this day: "I have no phone eleven days", „drei Wochen, noch immer“."""
    around = _told(text, span)[1].replace("’", "'")
    return bool(_NOW.search(around)) and not _PAST.search(around)


def _told(text: str, span: Span) -> tuple[str, str]:
    """The clause; and, where it is hardly more than the time, what stands beside it as well."""
    sentence = sentences_of(text).around(span[0])
    clauses = [c for c in clauses_of(text, sentence) if c[0] < span[1] and span[0] < c[1]]
    start, end = (clauses[0][0], clauses[-1][1]) if clauses else sentence
    besides = text[start : span[0]] + " " + text[span[1] : end]
    if len(_WORD.findall(besides)) > _FEW:
        return text[start:end], text[start:end]
    return text[start:end], text[max(0, start - _AHEAD) : end + _BEHIND]
