"""Sums of money as the text states them: "3.900 Euro", "200 quid", "from 84 to 231"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact
from triage.number_words import NUMBERS
from triage.sentences import Sentences
from triage.spans import apart
from triage.wording_files import wording

_NUMBER = r"\d+(?:[.,'’\s]\d{3})*(?:[.,]\d{1,2})?"
_SIGNS = r"(?:(?:A|AU|C|CA|NZ|US|HK|S)?\$|[€£₹₦₺]|\b(?:EUR|GBP|USD|CHF|SFr\.?|Fr\.|Rs\.?)\s)"
_UNITS = (
    r"€|£|\$|EUR\b|Euros?(?:nen)?\b|Teuro\b|GBP\b|pounds?(?: sterling)?\b(?!\s(?:of|heav|over"
    r"|light|lost))|USD\b"
    r"|(?:US[- ]?)?dollars?\b|CHF\b|Franken\b|Frankn\b|Fränkli\b|Stutz\b|SFr\b|quid\b|bucks\b"
    r"|Tacken\b|Öcken\b"
    r"|pence\b|Cents?\b|kr\b|Kronen\b|kroner\b|zł\b|złoty\b|zloty\b|rupees\b|naira\b|rand\b"
    r"|shillings\b|pesos\b"
)
_FIGURES = re.compile(
    rf"{_SIGNS}\s?\d+(?:[.,'’]\d{{3}})*(?:[.,]\d{{1,2}})?(?:\s?(?:k|m|mio|million)\b)?(?![\d])"
    rf"|(?<![\w.,:])(?:\d+(?:[.,'’]\d{{3}})*(?:[.,](?:\d{{1,2}}|-|–))?)\s?(?:k\s?|Mio\.?\s"
    rf"|Mrd\.?\s|million\s)?(?:{_UNITS})",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    r"\b(?P<n>(?:[a-zäöüß-]{2,25}\s)?[a-zäöüß-]{1,25})\s(?:euros?|quid|bucks|dollars?|franken|pence"
    r"|pounds?(?!\s(?:of|heav|over|light|lost)))\b",
    re.IGNORECASE,
)
#: Words are looked at only where one of these stands somewhere.
_CURRENCY_HINTS = (
    "euro",
    "quid",
    "bucks",
    "dollar",
    "franken",
    "pence",
    "pound",
    "fiver",
    "tenner",
)
_NOTES = re.compile(r"\b(?:a|my|two|three)\s(?:fiver|tenner)s?\b", re.IGNORECASE)
#: Without a currency a number is money only where the sentence speaks of money.
_PENCE = re.compile(
    r"(?<![\w.,:/-])(?!0\d)\d{1,3}(?:[.,]\d{3})*[.,]\d\d"
    r"(?![\w%]|[.,:]\d|\s?(?:uhr|kg|cm|km|gb|m\b|l\b|am\b|pm\b|[a-z]?v\b))",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\b(?:from|von|statt|instead of)\s(?P<before>\d{1,5})\s(?:to|auf|up to)\s(?P<after>\d{1,5})\b"
    r"(?!\s?(?:%|uhr|minut|stund|hours|days|min\b|grad|degrees|people|weeks|kwh))",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}k\b", re.IGNORECASE)


def find_amounts(text: str) -> Iterator[Fact]:
    yield from apart(_candidates(text), lambda fact: fact.span, len(text))


def _candidates(text: str) -> Iterator[Fact]:
    low, has_digits = text.lower(), any(c.isdigit() for c in text)
    for match in _FIGURES.finditer(text) if has_digits else ():
        yield Fact("amount", match[0].strip(), match.span())
    if any(hint in low for hint in _CURRENCY_HINTS):
        for match in _IN_WORDS.finditer(text):
            yield from _said(match)
        for match in _NOTES.finditer(text):
            yield Fact("amount", match[0], match.span())
    if has_digits and wording("things/money").search(text):
        yield from _bare(text)


def _said(match: re.Match[str]) -> Iterator[Fact]:
    """ "four hundred euro"; of two words before the currency perhaps only the last is a number."""
    words = match["n"].lower()
    last = words.rsplit(" ", 1)[-1]
    start = match.start()
    if words not in NUMBERS:
        start = match.end("n") - len(last)
        words = last
    if NUMBERS.get(words, 0) >= 1 and words not in {"a", "an"}:
        said = match[0][start - match.start() :]
        yield Fact("amount", said, (start, match.end()))


def _bare(text: str) -> Iterator[Fact]:
    sentences = Sentences(text)
    cue = wording("things/money")
    for pattern in (_PENCE, _FROM_TO, _THOUSANDS):
        for match in pattern.finditer(text):
            start, end = sentences.around(match.start())
            if cue.search(text[max(start, match.start() - 90) : min(end, match.end() + 60)]):
                filled = [match.span(group) for group, value in match.groupdict().items() if value]
                for first, last in filled or [match.span()]:
                    yield Fact("amount", text[first:last], (first, last))
