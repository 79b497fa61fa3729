"""Personal data in a text: found, so that a reply does not repeat it, and masked where it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from triage.complaint import Span
from triage.spans import apart

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?<!\.)")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b")
_CARD = re.compile(r"(?<![\d+])(?:\d[ -]?){12,18}\d(?!\d)")
# Separators are not optional between groups: a megabyte of digits must stay cheap.
_PHONE = re.compile(
    r"(?<![\w.,/+-])(?:\+|00)?\(?\d{2,5}\)?(?:[ /.-]?\(0\)\d{0,4})?[ /.-]?\d{2,12}"
    r"(?:[ /.-]\d{2,9}){0,4}(?![\w€£$%])"
)
_AFTER_WORD = re.compile(
    r"\b(?:(?P<document>passport|reisepass|pass|(?:personal)?ausweis|führerschein|driv(?:ing"
    r"|er['’]s) licen[cs]e"
    r"|(?:sozial)?versicherungs|steuer-?id|national insurance|social security|ssn|id card|visa)"
    r"|buchungs(?:code|nummer|nr)?|buchung|vorgangsnummer|(?:bestell|kunden|ticket|fall|auftrags"
    r"|rechnungs|vertrags|zähler"
    r"|sendungs|schadens?|policen)(?:nummer|nr)|pnr|aktenzeichen|booking|reservation"
    r"|confirmation|record locator"
    r"|ref(?:erence|erenz)?|order|ticket(?! price)|case|claim|tracking|account|policy|customer"
    r"|complaint|reservierung)"
    r"(?:\s*-?\s*(?:code|number|no|nr|nummer|ref|reference))?"
    r"\s*(?:is|ist|lautet|war|was|[:#.]|\s)\s*(?P<code>(?=[A-Z0-9-]*\d)[A-Z0-9][A-Z0-9-]{4,14}"
    r"|[A-Z]{6})\b",
    re.IGNORECASE,
)
_SSN = re.compile(r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])")
# Six capitals and digits mixed, both present: how a booking code looks on its own.
_BARE_CODE = re.compile(r"\b(?=[A-Z0-9]*\d)(?=(?:[A-Z0-9]*[A-Z]){2})[A-Z0-9]{6}\b")
_REFERENCE = re.compile(r"\b[A-Z]{2,4}-\d{4,9}\b")
_TICKET = re.compile(r"\b\d{3}-\d{10}\b")


@dataclass(frozen=True)
class PersonalDatum:
    """One piece of personal data: email, iban, card, phone, document, booking_code."""

    kind: str
    value: str
    span: Span


def find_personal_data(text: str) -> tuple[PersonalDatum, ...]:
    """Personal data in the order it stands in the text; never two for the same characters.

    >>> [d.kind for d in find_personal_data("Buchungscode X7K9QP, erreichbar: a.b@post.example")]
    ['booking_code', 'email']
    """
    return tuple(apart(_candidates(text), lambda datum: datum.span, len(text)))


def mask(text: str) -> str:
    """The text with personal data dotted out; same length, so that spans still fit.

    >>> mask("Code X7K9QP bitte")
    'Code •••••• bitte'
    """
    characters = list(text)
    for datum in find_personal_data(text):
        start, end = datum.span
        characters[start:end] = ["•" if c.isalnum() else c for c in text[start:end]]
    return "".join(characters)


def _candidates(text: str) -> Iterator[PersonalDatum]:
    for match in _EMAIL.finditer(text) if "@" in text else ():
        yield PersonalDatum("email", match[0], match.span())
    for match in _AFTER_WORD.finditer(text):
        if match["code"].upper() == match["code"]:
            kind = "document" if match["document"] else "booking_code"
            yield PersonalDatum(kind, match["code"], match.span("code"))
    if any(c.isdigit() for c in text):
        yield from _with_digits(text)


def _with_digits(text: str) -> Iterator[PersonalDatum]:
    for match in _IBAN.finditer(text):
        if _iban_checks(match[0]):
            yield PersonalDatum("iban", match[0], match.span())
    for match in _SSN.finditer(text):
        yield PersonalDatum("document", match[0], match.span())
    for match in _TICKET.finditer(text):
        yield PersonalDatum("booking_code", match[0], match.span())
    for match in _CARD.finditer(text):
        if _luhn(match[0]):
            yield PersonalDatum("card", match[0], match.span())
    for pattern in (_REFERENCE, _BARE_CODE):
        for match in pattern.finditer(text):
            yield PersonalDatum("booking_code", match[0], match.span())
    for match in _PHONE.finditer(text):
        if _looks_like_phone(match[0]):
            yield PersonalDatum("phone", match[0], match.span())


def _looks_like_phone(number: str) -> bool:
    """Eight digits or more with a leading zero or plus; dates and amounts are not."""
    digits = re.sub(r"\D", "", number)
    return 8 <= len(digits) <= 15 and number.lstrip("(")[0] in "+0"


def _iban_checks(iban: str) -> bool:
    compact = iban.replace(" ", "")
    if not 15 <= len(compact) <= 34:
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def _luhn(number: str) -> bool:
    digits = [int(c) for c in number if c.isdigit()][::-1]
    doubled = (d * 2 - 9 if d > 4 else d * 2 for d in digits[1::2])
    return 13 <= len(digits) <= 19 and (sum(digits[::2]) + sum(doubled)) % 10 == 0
