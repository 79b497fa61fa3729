"""Personal data in a text: found, so that a reply does not repeat it, and masked where it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from triage import personal_patterns as written
from triage.complaint import Span
from triage.spans import apart
from triage.wording_screen import Sieve

#: What stands for a masked letter or figure.
MASK = "•"
#: Facts that are personal data by themselves.
_PERSONAL_FACTS = frozenset({"order", "booking_code", "phone", "email", "iban"})
#: So many figures a long code holds at least.
_FIGURES = 4
#: One of these stands in all personal data: a figure, the sign of an address or brackets around its
#: name, six capitals; patterns that are blind to case take two letters more for some of A to Z.
_TELLTALE = re.compile(r"[\d@(\[]|[A-Z\u0130\u212a]{6}")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True)
class PersonalDatum:
    """One piece of personal data: email, iban, card, phone, document, membership, address,
    booking_code (bookings, orders, cases, tickets), secret (PINs, passwords, codes of doors)."""

    kind: str
    value: str
    span: Span


def find_personal_data(text: str) -> tuple[PersonalDatum, ...]:
    """Personal data in the order it stands in the text; never two for the same characters.

    >>> [d.kind for d in find_personal_data("Buchungscode X7K9QP, erreichbar: a.b@post.example")]
    ['booking_code', 'email']
    """
    return _find(text) if _TELLTALE.search(text) else ()


def mask(text: str) -> str:
    """The text with personal data dotted out; same length, so that spans still fit.

    >>> mask("Code X7K9QP bitte")
    'Code •••••• bitte'
    """
    found = find_personal_data(text)
    if not found:
        return text
    characters = list(text)
    for datum in found:
        start, end = datum.span
        characters[start:end] = [MASK if c.isalnum() else c for c in text[start:end]]
    return "".join(characters)


def mask_fact(name: str, value: str) -> str:
    """A stated fact's value as it may be shown: what opens somebody's booking or reaches them is
    masked whole, since without the words around it nothing tells that it does.

    >>> mask_fact("order", "4471882"), mask_fact("place", "Porto")
    ('•••••••', 'Porto')
    """
    if name in _PERSONAL_FACTS:
        return "".join(MASK if c.isalnum() else c for c in value)
    return mask(value)


@lru_cache(maxsize=4)
def _find(text: str) -> tuple[PersonalDatum, ...]:
    return tuple(apart(_candidates(text), lambda datum: datum.span, len(text)))


def _candidates(text: str) -> Iterator[PersonalDatum]:
    yield from _all("email", written.EMAIL, text)
    yield from _all("email", written.EMAIL_SPELLED, text)
    has_figures = _FIGURE.search(text)
    if has_figures:
        yield from _numbers_first(text)
    yield from _named("booking_code", written.BOOKING_NAMED, text)
    if has_figures:
        yield from _numbers_bare(text)


def _numbers_first(text: str) -> Iterator[PersonalDatum]:
    """What is sure by its check digits or its name."""
    for match in written.IBAN.finditer(text):
        if _iban_checks(match[0]):
            yield _datum("iban", match)
    for match in written.CARD.finditer(text):
        if _luhn(match[0]):
            yield _datum("card", match)
    yield from _named("document", written.DOCUMENT_NAMED, text)
    yield from _named("membership", written.MEMBERSHIP_NAMED, text)
    for secret in (written.PIN, written.PASSWORD, written.DOOR_CODE, written.SOMEBODYS_CODE):
        for match in secret.finditer(text):
            yield PersonalDatum("secret", match["code"], match.span("code"))
    for address in (written.ADDRESS, written.FLAT, written.FLAT_GERMAN):
        yield from _all("address", address, text)


def _numbers_bare(text: str) -> Iterator[PersonalDatum]:
    """What is known by its form alone."""
    yield from _all("document", written.DOCUMENT_BARE, text)
    for named in written.NUMBERED:
        yield from _named("booking_code", named, text)
    for pattern in (written.TICKET, written.REFERENCE, written.CODE_BARE):
        yield from _all("booking_code", pattern, text)
    for match in written.CODE_LONG.finditer(text):
        if sum(map(str.isdigit, match[0])) >= _FIGURES and sum(map(str.isalpha, match[0])) > 1:
            yield _datum("booking_code", match)
    for match in written.PHONE.finditer(text):
        if _looks_like_phone(match[0]):
            yield _datum("phone", match)
    yield from _named("phone", written.PHONE_NAMED, text)
    yield from _all("phone", written.PHONE_ABROAD, text)


def _all(kind: str, pattern: Sieve, text: str) -> Iterator[PersonalDatum]:
    return (_datum(kind, match) for match in pattern.finditer(text))


def _named(kind: str, pattern: Sieve, text: str) -> Iterator[PersonalDatum]:
    """The code behind the word that names it. Without a figure only capitals are one: "order pizza"
    orders nothing of ours."""
    for match in pattern.finditer(text):
        group = match.lastgroup or "code"
        code = match[group]
        if any(c.isdigit() for c in code) or code == code.upper():
            yield PersonalDatum(kind, code, match.span(group))


def _datum(kind: str, match: re.Match[str]) -> PersonalDatum:
    return PersonalDatum(kind, match[0], match.span())


_DATE_OR_TIMES = re.compile(
    r"\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|[0-2]\d[.]?[0-5]\d\s?[-–]\s?[0-2]\d[.]?[0-5]\d$"
)


def _looks_like_phone(number: str) -> bool:
    """Eight digits or more with a leading zero or plus; dates, times and amounts are not."""
    if _DATE_OR_TIMES.match(number):
        return False
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
