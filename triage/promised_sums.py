"""Sums that a private reply says we give. Ceilings and budgets count remedies, not words: so what
is given there is the author's own, or the policy offers it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from triage.guard_patterns import said
from triage.number_words import spoken
from triage.sentences import sentences_of

#: "1.200,50", "1,200", "6.12".
_FIGURES = re.compile(r"\d(?:[\d.,'’]*\d)?")
#: „einen Hunderter“, "2 tenners", "5 grand": the number before them is not what it is worth.
_NOTES = re.compile(r"(?:ers?|grand|fuffis?|hunnis?)$", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?P<miles>miles|meilen|points|punkte)|(?P<percent>%|percent|prozent)", re.IGNORECASE
)
_CENTS = re.compile(r"(?P<whole>.*?)(?:[.,](?P<cents>\d{1,2}))?", re.DOTALL)


def unbacked_sum(ours: str, theirs: str, offer: str) -> re.Match[str] | None:
    """The first sum of our words that we give, that the author names nowhere, and that is more than
    what is offered.

    >>> found = unbacked_sum("We refund the €89 and give you €40 more.", "€89.00 gone!", "30 EUR")
    >>> found and found[0]
    '€40'
    """
    named = {*_figures_in(theirs)}
    for given in _given(ours):
        value = _value(given[0])
        repeated = value in named or given[0].casefold() in theirs.casefold()
        if not repeated and (value is None or value > _most(offer, _unit(given[0]))):
            return given
    return None


def _given(ours: str) -> Iterator[re.Match[str]]:
    """The sums of sentences in which we give something."""
    for start, end in sentences_of(ours):
        if said("gives_money").search(ours[start:end]):
            yield from said("amount_in_public").finditer(ours[start:end])


def _most(offer: str, unit: str) -> Decimal:
    """A thousand miles are no thousand euros."""
    offered = (m[0] for m in said("amount_in_public").finditer(offer) if _unit(m[0]) == unit)
    return max((_value(one) or Decimal(0) for one in offered), default=Decimal(0))


def _unit(amount: str) -> str:
    """Of money none: nothing is converted, and a reply writes € for EUR."""
    counted = _COUNTED.search(amount)
    return counted.lastgroup or "" if counted else ""


def _figures_in(text: str) -> Iterator[Decimal]:
    return (_number(figures) for figures in _FIGURES.findall(text))


def _value(amount: str) -> Decimal | None:
    """None where its words do not tell it."""
    if _NOTES.search(amount):
        return None
    figures = _FIGURES.search(amount)
    if figures:
        return _number(figures[0])
    in_words = spoken(amount.rpartition(" ")[0].lower())
    return None if in_words is None else Decimal(in_words)


def _number(figures: str) -> Decimal:
    """One or two figures behind the last point or comma are cents, three are thousands."""
    parts = _CENTS.fullmatch(figures)
    assert parts is not None, "any text is one"
    whole = re.sub(r"\D", "", parts["whole"])
    return Decimal(f"{whole}.{parts['cents'] or 0}")
