"""How long something has lasted, in days, weeks and months; and whether somebody waited for it."""

from __future__ import annotations

import re

from triage.complaint import Span
from triage.durations import Duration
from triage.time_words import (
    AGO,
    BEHIND,
    UNTIL_THEN,
    VOR,
    WAS_SAID,
    goes_on,
    is_other,
    says,
    stands_alone,
)

#: "You answered five days later"
_ARRIVED = re.compile(
    r"\b(?:came|arrived|answered|replied|wrote back|delivered|got here|turned up|kam\w*|geliefert"
    r"|geantwortet)\b"
    r"[^.!?]{0,20}$",
    re.IGNORECASE,
)
_LATER = re.compile(r"\s(?:later|on\b|später)", re.IGNORECASE)
#: "Eleven days, three of them with a lawyer": a sentence that begins so counts the trouble.
_BEGINS = re.compile(
    r"\s*,\s(?!(?:\d+|two|three|four|five|six|seven|zwei|drei|vier) (?:nights?|nächte))", re.I
)
#: "never worked once in seven days"
_NEVER_IN = re.compile(
    r"\b(?:never|not once|not one|no|nie|kein\w*|nicht (?:ein"
    r"|einmal))\b[^.!?]{0,35}\bin (?:all )?$",
    re.IGNORECASE,
)
#: "in neun Tagen niemanden erreicht"
_IN = re.compile(r"\b(?:in|binnen) (?:all |den )?$", re.IGNORECASE)
_NOBODY = re.compile(
    r"\s(?:niemand\w*|nichts|kein\w*|nobody|no one|not (?:one|a)|nothing|no (?:reply|answer"
    r"|word))\b",
    re.I,
)
#: "Since a week", "came a week late": one of a unit is told of many things.
_SINCE_ONE = re.compile(r"\b(?:seit|for|since)\s$", re.IGNORECASE)
_IT_IS = re.compile(
    r"\b(?:it|that)['’]?s (?:now |been |already )?$"
    r"|\b(?:es|das) (?:ist|sind) (?:schon |jetzt |nun |bald |fast )?$",
    re.IGNORECASE,
)
_THAT = re.compile(r"\s(?:that|since|now|noo|dass|seit|her)\b", re.IGNORECASE)
_AND_ON = re.compile(r"\s(?:and|und)\b|\s*[.!]|\s*$", re.IGNORECASE)
#: "seit elf Tagen bei euch im Lager"; whoever has been somebody's customer complains of nothing.
_SINCE = re.compile(r"\b(?:seit|sit)\s(?:[\w.]+\s){0,2}$", re.IGNORECASE)
_LIVED = re.compile(
    r"\s(?:kund\w+|mitglied|verheiratet|zusammen|dabei|schwanger|nachbarn?|mieter\w*"
    r"|(?:in|im) (?:\w+ )?(?:rente|ruhestand|urlaub|pension|ferien))\b",
    re.IGNORECASE,
)
_LATE = re.compile(r"\s(?:too |zu )?(?:late|overdue|spät)\b", re.IGNORECASE)
#: After that time it broke; nobody waited.
_BROKE = re.compile(
    r"\s*(?:schon\s|wieder\s|already\s)?(?:kaputt|defekt|hin|gerissen|gebrochen|broken?|dead|snapped|split|died)\b",
    re.IGNORECASE,
)
#: "My claim is now five months old"
_CASE_IS = re.compile(
    r"\b(?:claim|case|complaint|ticket|request|order|antrag|fall|schadenfall|beschwerde|anfrage|bestellung)\s(?:is|ist)"
    r"(?:\s(?:now|already|almost|nearly|jetzt|schon|nun|bald))?\s$",
    re.IGNORECASE,
)
_OLD = re.compile(r"\s(?:old|alt)\b", re.IGNORECASE)


def is_waiting(text: str, duration: Duration) -> bool:
    start, end = duration.span
    if is_other(text, duration) or re.search(r"work|business|werk", text[start:end], re.IGNORECASE):
        return False
    after = text[end : end + 40]
    if re.match(r"\s*(?:working|business|werk)", after, re.IGNORECASE) or _BROKE.match(after):
        return False
    if _LIVED.match(after):
        return False
    return says("waiting", text, text[max(0, start - 40) : start]) or says("waiting", text, after)


def lasts(text: str, before: str, span: Span, after: str) -> bool:
    """Whether something has been so for this many days, by what stands next to it."""
    start, end = span
    said = text[start:end]
    if UNTIL_THEN.search(before) and _BROKE.match(after):
        return False
    if _is_without_effect(text, before, end) or (_CASE_IS.search(before) and _OLD.match(after)):
        return True
    if _SINCE.search(before):
        return not _LIVED.match(after)
    if _ARRIVED.search(before) and _LATER.match(after):
        return True
    if _NEVER_IN.search(before) or (_IN.search(before) and _NOBODY.match(after)):
        return True
    if says("not_lasting_before", text, before) or goes_on("not_lasting_after", text, after):
        return False
    if re.match(r"(?:an?|ein\w*|’?'?ne)\s", said, re.IGNORECASE):
        told = _SINCE_ONE.search(before) or _LATE.match(after)
        return bool(told or (_IT_IS.search(before) and _THAT.match(after)))
    return bool(
        (_IT_IS.search(before) and (_THAT.match(after) or _AND_ON.match(after)))
        or says("lasting_before", text, before[-60:])
        or says("lasting_after", text, after[:45])
        or stands_alone(before, after)
        or (not before.strip() and _BEGINS.match(after))
    )


def _is_without_effect(text: str, before: str, end: int) -> bool:
    """ "Vor 6 Wochen gemeldet, keine Reaktion", "reported it three weeks ago. Nothing"."""
    after = text[end : end + BEHIND]
    ago = VOR.search(before) or AGO.match(after)
    if ago and WAS_SAID.search(before):
        return True
    done = says("done_then", text, after[:40]) or says("done_then", text, before[-50:])
    return bool(ago and done and says("no_effect", text, after))
