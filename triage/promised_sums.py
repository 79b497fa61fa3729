"""Sums that a private reply says we give. Ceilings and budgets count remedies, not words: so what
is given there is the author's own, or the policy offers it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from triage.guard_patterns import said
from triage.named_sums import Sum, is_named, sum_of
from triage.sentences import sentences_of

#: "2 x €50", "€50 each": more than it says.
_TIMES = re.compile(r"(?:[x×]|\b(?:times|mal|à|je|jeweils))\s?$", re.IGNORECASE)
_EACH = re.compile(r"\W*(?:[x×]\s?\d|(?:each|per|a head|apiece|pro|je|jeweils)\b)", re.IGNORECASE)


def unbacked_sum(ours: str, theirs: str, offer: str) -> re.Match[str] | None:
    """The first sum of our words that we give, that the author names nowhere, and that is more than
    what is offered.

    >>> found = unbacked_sum("We refund the €89 and give you €40 more.", "€89.00 gone!", "30 EUR")
    >>> found and found[0]
    '€40'
    """
    for given, counts in _given(ours):
        if not is_named(given, theirs) and not _is_offered(counts, offer):
            return given
    return None


def _given(ours: str) -> Iterator[tuple[re.Match[str], Sum]]:
    """The sums of our sentences, but for those that only tell what something costs."""
    for start, end in sentences_of(ours):
        sentence = ours[start:end]
        if said("gives_money").search(sentence) or not said("tells_a_price").search(sentence):
            for match in said("amount_in_public").finditer(sentence):
                yield match, _as_often_as_given(match)


def _as_often_as_given(match: re.Match[str]) -> Sum:
    sentence = match.string
    often = _TIMES.search(sentence[: match.start()]) or _EACH.match(sentence, match.end())
    counts = sum_of(match)
    return Sum(None, counts.unit) if often else counts


def _is_offered(given: Sum, offer: str) -> bool:
    """Of the same kind and no more: a thousand miles are no thousand euros, and £50 no 50 euros."""
    offered = map(sum_of, said("amount_in_public").finditer(offer))
    same = (one.value for one in offered if one.unit == given.unit and one.value is not None)
    return given.value is not None and given.value <= max(same, default=Decimal(0))
