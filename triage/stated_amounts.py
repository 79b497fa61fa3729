"""Sums of money as the text states them: "3.900 Euro", "200 quid", "from 84 to 231"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from triage.facts import Fact
from triage.number_words import spoken
from triage.sentences import sentences_of
from triage.spans import apart
from triage.stated_dates import stated
from triage.wording_files import possible
from triage.wording_screen import Sieve, Sieves

_NUMBER = r"\d+(?:[.,'’\s]\d{3})*(?:[.,]\d{1,2})?"
_SIGNS = (
    r"(?:(?:A|AU|C|CA|NZ|US|HK|S|R)?\$|[€£₹₦₺¥₩₽₴₪฿₫₱]|\b(?:EUR|GBP|USD|CHF|SFr\.?|Fr\.|Rs\.?|AED|AUD|CAD|NZD|INR"
    r"|JPY|KES|KSh|NGN|PLN|SEK|NOK|DKK|CZK|HUF|TRY|THB|SGD|HKD|ZAR|SAR|QAR|RM|S/)\s?)"
)
_RAND = r"\bR(?=\d{1,3}(?:[ ,]\d{3})|\d+\.\d\d|\d{3})"
_SUM = r"\s?\d+(?:[.,'’]\d{3})*(?:[.,]\d{1,2})?(?:\s?(?:k|m|mio|million)\b)?(?![\d])"
_UNITS = (
    r"€|£|\$|EUR\b|Euros?(?:nen)?\b|Teuro\b|GBP\b|pounds?(?: sterling)?\b(?!\s(?:of|heav|over"
    r"|light|lost))|USD\b"
    r"|(?:US[- ]?)?dollars?\b|CHF\b|Franken\b|Frankn\b|Fränkli\b|Stutz\b|SFr\b|quid\b|bucks\b"
    r"|Tacken\b|Öcken\b"
    r"|pence\b|Cents?\b|kr\b|Kronen\b|kroner\b|zł\b|złoty\b|zloty\b|rupees\b|naira\b|rand\b"
    r"|shillings\b|pesos\b|bux\b|Rappen\b|Mäuse\b|Kröten\b|Flocken\b|Dollarn?\b|Pfund\b(?!\s(?:schwer|Fleisch|Gepäck"
    r"|Übergewicht|zu|Kaffee|Zucker))|AED\b|AUD\b|CAD\b|NZD\b|INR\b|SEK\b|NOK\b|DKK\b|PLN\b|CZK\b|HUF\b|TRY\b|THB\b"
    r"|SGD\b|HKD\b|ZAR\b|SAR\b|KES\b|dirhams?\b|baht\b|yen\b|yuan\b|riyals?\b|rials?\b|kronor\b|forint\b|Lira\b"
    r"|rubel\b|roubles\b|cedis\b|lakhs?\b|nicker\b"
)
_FIGURES = Sieve(
    rf"{_SIGNS}{_SUM}|{_RAND}{_SUM}"
    rf"|(?<![\w.,:])(?:\d+(?:[.,'’]\d{{3}})*(?:[.,](?:\d{{1,2}}|-|–))?)\s?(?:k\s?|Mio\.?\s"
    rf"|Mrd\.?\s|million\s|-)?(?:{_UNITS})",
    re.IGNORECASE,
)
_IN_WORDS = Sieve(
    r"\b(?P<n>(?:[a-zäöüß-]{2,25}\s){0,4}[a-zäöüß-]{1,25})\s(?:euros?|quid|bucks|bux|dollars?|franken"
    r"|pence|grand(?!\s[a-z])|pfund|pounds?(?!\s(?:of|heav|over|light|lost)))\b",
    re.IGNORECASE,
)
_NOTES = Sieve(r"\b(?:a|my|two|three)\s(?:fiver|tenner)s?\b", re.IGNORECASE)
#: Without a currency a number is money only where the sentence speaks of money.
_PENCE = Sieve(
    r"(?<![\w.,:/-])(?!0\d)\d{1,3}(?:[.,]\d{3})*[.,]\d\d"
    r"(?![\w%]|[.,:]\d|\s?(?:uhr|kg|cm|km|gb|m\b|l\b|am\b|pm\b|[a-z]?v\b))",
    re.IGNORECASE,
)
_FROM_TO = Sieve(
    r"\b(?:from|von|statt|instead of)\s(?P<before>\d{1,5})\s(?:to|auf|up to)\s(?P<after>\d{1,5})\b"
    r"(?!\s?(?:%|uhr|minut|stund|hours|days|min\b|grad|degrees|people|weeks|kwh))",
    re.IGNORECASE,
)
#: "nochmal 112 bezahlt"
_PAID = Sieve(
    r"(?<![\w.,:/-])(?P<amount>(?!(?:19|20)\d\d\b)\d{2,5})\s(?:bezahlt|gezahlt|nachgezahlt|abgebucht|berechnet"
    r"|verlangt|kassiert|(?:(?:money|cash) )?(?:debited|deducted))\b"
    r"|\bnächte?n?,? (?:je|à|zu je|für je) (?P<each>\d{2,4})\b"
    r"|(?<![\w.,:/€£$-])(?P<night>\d{2,4})(?=\s(?:a|per|pro|die) (?:night|nacht)\b)"
    r"|(?:€|\beuro|\beur|\bquid|\bpounds|\bdollars)\s(?:statt|anstatt"
    r"|instead of)\s(?P<instead>\d{1,5}(?:[.,]\d\d)?)\b"
    r"|\bum (?P<um>\d{1,3},\d\d)\b"
    r"|\b(?:paid|charged(?: me| us)?)\s(?P<paid>(?!(?:19|20)\d\d\b)\d{2,5})(?=\s*(?:$|[,;!?)]"
    r"|\.(?!\d)|\s(?:for|and|to|but|at|in|on)\b))",
    re.IGNORECASE,
)
_THOUSANDS = Sieve(
    r"(?<![\w.,])\d{1,3}k\b|(?<![\w.,:/-])[1-9]\d{0,2}[.,]\d{3}(?=\s*(?:$|[;!?)]|[.,](?!\d)))",
    re.IGNORECASE,
)
#: "Streitwert 400", "a fee of 65": what is money by its name needs no currency.
_NAMED = Sieve(
    r"\b(?:streitwert|schaden|gebühr|kaution|betrag|nachzahlung|abschlag|aufpreis|zuschlag|rechnung"
    r"|bußgeld|strafe|\bkosten|\bgesamtpreis|\bsumme|\btotal|\bpension|\brente|\bgehalt|\bsalary|\bmiete|\brent|\bpremium|\bprämie|\bbeitrag|\bfee|\bfine|\bdeposit|\bsurcharge|\bbill|\bfare|\brefund)"
    r"(?:\s(?:von|of|über|war|waren|ist|was|is|came to|beträgt))?:?\s"
    r"(?P<amount>(?!(?:19|20)\d\d\b(?![.,]\d))\d{2,5}(?:[.,]\d\d)?)"
    r"(?![\w:]|[.,]\d|[-–/]\d|\s?(?:%|prozent|percent|uhr|tage|days|stunden|hours|minut|wochen|weeks|monate"
    r"|months|mal\b|times|kwh|jahre|years|nr|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember))",
    re.IGNORECASE,
)


_SIEVES = Sieves((_FIGURES, _NAMED, _PAID, _IN_WORDS, _NOTES))
_BARE = Sieves((_PENCE, _FROM_TO, _THOUSANDS))


def find_amounts(text: str) -> Iterator[Fact]:
    yield from apart(_candidates(text), lambda fact: fact.span, len(text))


def _candidates(text: str) -> Iterator[Fact]:
    for pattern, match in _SIEVES.matches(text):
        if pattern is _IN_WORDS:
            yield from _said(match)
        else:
            group = match.lastgroup or 0
            yield Fact("amount", match[group].strip(), match.span(group))
    if possible("things/money", text):
        yield from _bare(text)


def _said(match: re.Match[str]) -> Iterator[Fact]:
    """ "two hundred and fifty euro": of the words before the currency those that make a number."""
    words = match["n"].split(" ")
    for first in range(len(words)):
        said = " ".join(words[first:]).lower()
        if (spoken(said) or 0) >= 1 and said not in {"a", "an"}:
            start = match.end("n") - len(said)
            yield Fact("amount", match.string[start : match.end()], (start, match.end()))
            return


def _bare(text: str) -> Iterator[Fact]:
    sentences = sentences_of(text)
    cues = possible("things/money", text)
    for _, match in _BARE.matches(text):
        start, end = sentences.around(match.start())
        # A sum that stands for itself is what the sentence before speaks of.
        first = 0 if not text[start : match.start()].strip() else start
        near = text[max(first, match.start() - 90) : min(end, match.end() + 60)]
        if any(cue.search(near) for cue in cues):
            yield from stated("amount", match)
