"""What a sum in words or figures comes to, and whether an author names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from triage.currencies import NAMES
from triage.guard_patterns import said
from triage.number_words import NUMBERS, spoken

_FIGURES = r"(?:\d{1,3}(?:\s\d{3})+(?!\d)|\d(?:[\d.,'’]*\d)?)"
#: "1.200,50", "1,200", "6.12", "1'200", "1 200".
_NUMBER = re.compile(_FIGURES)
#: „einen Hunderter“, "2 tenners", "5 grand", "€50k": the number before them is not their worth.
_NOTES = re.compile(r"(?:er|ers|grand|fuffis?|hunnis?)$|\dk", re.IGNORECASE)
_CENTS = re.compile(r"(?P<whole>.*?)(?:[.,](?P<cents>\d{1,2}))?", re.DOTALL)
_UNIT = re.compile(
    r"(?P<miles>miles|meilen|points|punkte)|(?P<percent>%|percent|prozent)"
    r"|(?P<cents>cents?|pence|rappen)|(?P<eur>€|eur)|(?P<gbp>£|gbp|pounds?|pfund|quid)"
    r"|(?P<usd>\$|usd|dollar|bucks)|(?P<chf>chf|franken|francs?|fr\.|\.[-–])",
    re.IGNORECASE,
)
#: What may be a sum though no currency stands at it („640 und nochmal 640“): no time, no day, no
#: number of a train, a room or a flight, and nothing else that is counted.
_BARE = re.compile(
    rf"(?<![\w:#/.,€£$₹-])(?<![€£$]\s)(?<!(?-i:[A-Z])\s)(?<!\broom\s)(?<!\bgate\s)(?<!\bseat\s)(?<!\bbus\s)(?<!\brow\s)"
    rf"(?<!\bflight\s)(?<!\bplatform\s)(?<!\bzimmer\s)(?<!\bgleis\s)(?<!\bsitz\s)(?<!\breihe\s)"
    rf"(?!20[1-3]\d\b)({_FIGURES})(?:p|ct?)?(?![\w:/]|[.,-]\d|\.\s?(?:\d|[A-ZÄÖÜ]?[a-zäöü]*(?:uar|är|rz|ril|mai|ber|ust|ni|li)\b))"
    rf"(?!\s?(?:[%°€£$]|(?:{NAMES}|eur|gbp|usd|chf|uhr|[ap]\.?m|o'clock|h|hrs?|hours?|std|stunden?|min\w*|se[ck]\w*|days?|tage?n?"
    r"|nights?|n[aä]chte?n?|weeks?|wochen?|months?|monate?n?|years?|jahre?n?|k?m|cm|kg|kilo\w*|met(?:er|re)s?"
    r"|[gm]b|grad|degrees|percent|prozent|times|mal|people|persons?|personen|leuten?|passengers?"
    r"|kinder\w*|kids|children|calls?|anrufe\w*|e?-?mails?|pages|seiten|miles|meilen|points|punkte"
    r"|jan\w*|feb\w*|mar(?:ch)?|märz|apr\w*|may|mai|jun\w*|jul\w*|aug\w*|sep\w*|o[ck]t\w*|nov\w*|de[cz]\w*)\b))",
    re.IGNORECASE,
)
_BETWEEN_WORDS = re.compile(r"[\s-]+")
_JOINTS = frozenset({"and", "und", "hundred", "thousand"})
#: More words no sum has.
_LONGEST = 8


class Sum(NamedTuple):
    """None where its words do not tell it. Nothing is converted; a reply writes € for EUR."""

    value: Decimal | None
    unit: str | None


def sum_of(amount: re.Match[str]) -> Sum:
    """What a match of `amount_in_public` comes to, with the words that it only ends."""
    unit = _UNIT.search(amount[0])
    return Sum(_value(amount), unit.lastgroup if unit else None)


def is_named(amount: re.Match[str], theirs: str) -> bool:
    """Whether the author writes it too, in figures or in words; without a currency any is meant."""
    value, unit = sum_of(amount)
    if value is None:
        words = rf"(?<!\w){re.escape(amount[0])}(?!\w)"
        return re.search(words, theirs, re.IGNORECASE) is not None
    named = [*map(sum_of, said("amount_in_public").finditer(theirs))]
    return Sum(value, unit) in named or value in _bare(theirs)


def _bare(text: str) -> Iterator[Decimal]:
    return (_number(match[1]) for match in _BARE.finditer(text))


def _value(amount: re.Match[str]) -> Decimal | None:
    if _NOTES.search(amount[0]):
        return None
    figures = _NUMBER.search(amount[0])
    if figures:
        return _number(figures[0])
    before = _BETWEEN_WORDS.split(amount.string[: amount.start()].lower().rstrip(" -"))
    own = _BETWEEN_WORDS.split(amount[0].lower())[:-1]
    return _in_words([*_last_numbers(before), *own])


def _last_numbers(words: list[str]) -> list[str]:
    """„drei hundert und“, before „fünfzig Euro“."""
    first = len(words)
    while first and len(words) - first < _LONGEST and _counts(words[first - 1]):
        first -= 1
    return words[first:]


def _counts(word: str) -> bool:
    return word in NUMBERS or word in _JOINTS


def _in_words(words: list[str]) -> Decimal | None:
    """The most that the end of these words may say, written apart or as one."""
    ends = [words[first:] for first in range(len(words))]
    said_so = (spoken(joint.join(end)) for end in ends for joint in (" ", ""))
    return max((Decimal(one) for one in said_so if one is not None), default=None)


def _number(figures: str) -> Decimal:
    """One or two figures behind the last point or comma are cents, three are thousands."""
    parts = _CENTS.fullmatch(figures)
    assert parts is not None, "any text is one"
    whole = re.sub(r"\D", "", parts["whole"])
    return Decimal(f"{whole or 0}.{parts['cents'] or 0}")
