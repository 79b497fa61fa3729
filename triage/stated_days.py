"""Days, weeks and months that are counted as they pass: "Day 12", "Woche sieben", "third week"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact
from triage.languages import is_german
from triage.number_words import NUMBERS
from triage.wording_screen import Sieve, Sieves

_UNITS = {"day": 1, "tag": 1, "week": 7, "woche": 7, "month": 30, "monat": 30}
_UNIT = "|".join(_UNITS)
_NTH = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_NTH_DE = {
    "zweite": 2, "dritte": 3, "vierte": 4, "fünfte": 5, "sechste": 6, "siebte": 7, "achte": 8,
    "neunte": 9, "zehnte": 10, "elfte": 11, "zwölfte": 12, "dreizehnte": 13, "vierzehnte": 14,
    "fünfzehnte": 15, "zwanzigste": 20,
}  # fmt: skip
_ORDINALS = {
    **_NTH_DE,
    **_NTH,
    **{
        f"{ten}-{one}": tens + n
        for ten, tens in (("twenty", 20), ("thirty", 30))
        for one, n in {"first": 1, **_NTH}.items()
        if n < 10
    },
}
_COUNTED = Sieve(
    r"(?P<before>\b(?:on|by|until|am|an|bis|nächste[rn]?|selbe[rn]?|letzte[rn]?|jede[rn]?|next"
    rf"|every|last)\s)?\b(?P<unit>{_UNIT})\s(?P<n>\d{{1,3}}|[a-zäöüß]{{3,15}})\b"
    r"(?![-–/.:,]\d|\s(?:of|der|des|vom|von|euro|eur|pounds|dollars)\b|\s?[€$£%])",
    re.IGNORECASE,
)
#: "Day 64 of the blue tarp": at the head of a text it counts what the text is about.
_HEADED = Sieve(
    r"^(?:@\w+[,:]?\s)*(?:(?:entering|now in|now on|it['’]?s|heute|jetzt)\s)?(?P<before>)"
    rf"(?P<unit>{_UNIT})\s(?P<n>\d{{1,3}}|[a-zäöüß]{{3,15}})(?=\s(?:of|der|des|ohne|without)\b)",
    re.IGNORECASE,
)
_ORDINAL = Sieve(
    r"(?:^|[.!?:;,\n]\s{0,2}|\b(?:now|jetzt|(?<!on )(?<!at )der|schon|heute|today|(?<!on )(?<!by )"
    r"(?<!until )the|in its|(?:schon|jetzt|bereits) die|(?:nunmehr|schon|jetzt|bereits) im)\s)"
    rf"(?P<now>(?P<now_nth>{'|'.join(_ORDINALS)})[rn]?\s(?:straight |consecutive )?"
    rf"(?P<now_unit>{_UNIT}))\b"
    r"|\b(?:on|am|to) (?:the |de[mn] )?"
    rf"(?P<of>(?P<of_nth>{'|'.join(_ORDINALS)})n? (?P<of_unit>{_UNIT}))"
    r"(?=\s(?:of (?:your|my|the|this|our|silence|waiting|no)|ohne|without)\b)",
    re.IGNORECASE,
)
_SIEVES = Sieves((_HEADED, _COUNTED, _ORDINAL))


def find_days_counted(text: str) -> Iterator[Fact]:
    """How long it has been so, unless days are told one after the other."""
    found = [*_SIEVES.matches(text)]
    counted = {match.start("unit"): match for sieve, match in found if sieve is not _ORDINAL}
    for match in counted.values() if len(counted) == 1 else ():
        word = match["n"].lower()
        n = int(word) if word.isdigit() else int(NUMBERS.get(word, 0))
        if n > 1 and not match["before"] and _is_unit_of(text, match["unit"]):
            span = match.start("unit"), match.end("n")
            yield Fact("since", n * _UNITS[match["unit"].lower()], span)
    for sieve, match in found:
        if sieve is _ORDINAL:
            group = match.lastgroup or ""
            nth, unit = match[f"{group}_nth"].lower(), match[f"{group}_unit"].lower()
            yield Fact("since", _ORDINALS[nth] * _UNITS[unit], match.span(group))


def _is_unit_of(text: str, unit: str) -> bool:
    """ "tag 3 mates" is English and counts no days."""
    return unit.lower() != "tag" or is_german(text)
