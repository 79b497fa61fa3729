"""What tells who the author is stands in no reply: a sign stands in its place in a quotation."""

from __future__ import annotations

import re

from prompts.quoting import ADDRESSES, EMAILS, NUMBERS
from triage.personal_data import find_personal_data

#: Readings, tracking numbers, postcodes: of whom, nobody need know.
_LONG_NUMBER = re.compile(
    r"(?<![\w.,-])(?<!\b[Tt]rain )(?<!\b[Zz]ug )[\w-]*\d{5}[\w-]*(?![\w-]|[.,]\d)"
    r"|(?<![\w.,])(?:[A-Z]{2}\s?)?\d{4}\s\d{4}(?:\s\d{1,4})*(?![\w-]|[.,]\d)"
)
#: A day of birth, „06 64 / 12 34 56“.
_OF_A_PERSON = re.compile(
    r"(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-]19[2-9]\d\b"
    r"|(?<![\w.,])0\d{1,4}(?:\s\d{2,4})*\s?/\s?\d{2,4}(?:\s\d{2,4})+(?!\w)"
)
#: „in 79098 Freiburg“: the town is enough.
_POSTCODE = re.compile(
    r"(?<=\bin\s)(?:\d{5}|(?!19|20)\d{4})\s(?=[^\W\d])(?!(?:Euro|EUR|Personen|Metern?|people)\b)"
)
#: The street where somebody lives, where their line, their door or what comes to it is spoken of.
_STREET = re.compile(
    r"(?<=\b[Ii]n der\s)[A-ZÄÖÜ][a-zäöüß-]+(?:straße|strasse|gasse|allee)\b"
    r"|(?<=\bon\s)[A-Z][a-z]+\s(?:Road|Street|Lane|Avenue|Close|Drive)\b"
    r"|(?<=\bdown\s)[A-Z][a-z]+\s(?:Road|Street|Lane|Avenue|Close|Drive)\b"
)
_AT_HOME = re.compile(
    r"\b(?:(?:unser|mein)\w*\s(?:\w+\s)?(?:anschluss|wohnung|haus|leitung|haushalt|zähler)"
    r"|wohnen|wohne|daheim"
    r"|die leitung|(?:our|my)\s(?:\w+\s)?(?:house|home|flat|line|door|meter|parcel)"
    r"|i live|we live|knocking)\b",
    re.IGNORECASE,
)
_WHO = "|".join(re.escape(sign) for signs in (ADDRESSES, NUMBERS) for sign in signs.values())
#: "Call me, [number], the parcel is gone", "order [number]: two are missing": what stands behind
#: it begins there.
_FIRST = re.compile(rf"^(?:(?:{_WHO}),|(?:[^\W\d_]+ ){{0,2}}(?:{_WHO}):)\s+")
_LAST = re.compile(rf"(?<=\w)[:,]\s(?:{_WHO})$")
#: „Fliederstraße 3 bis 9“ is one.
_TWICE = re.compile(rf"({_WHO})(?:(?: (?:bis|to|–))? (?:\1|\d+\b)|[ -]\1)+")


def without_personal_data(words: str, lang: str) -> str:
    """With a sign for what tells who it is."""
    by_kind = {"address": ADDRESSES, "email": EMAILS}
    for datum in reversed(find_personal_data(words)):
        sign = by_kind.get(datum.kind, NUMBERS)[lang]
        words = f"{words[: datum.span[0]]}{sign}{words[datum.span[1] :]}"
    words = _OF_A_PERSON.sub(NUMBERS[lang], _POSTCODE.sub("", words))
    words = _LONG_NUMBER.sub(NUMBERS[lang], words)
    if _AT_HOME.search(words):
        words = _STREET.sub(ADDRESSES[lang], words)
    return _LAST.sub("", _FIRST.sub("", _TWICE.sub(r"\1", words)))
