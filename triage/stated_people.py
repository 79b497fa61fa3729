"""Who was travelling or affected, where it asks for care: children, the old, the ill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from triage.facts import Fact
from triage.wording_files import lines, names

#: At home everybody has children, or is old; on a journey it matters.
_IF_TRAVELLING = frozenset({"child", "infant", "elderly", "ill"})


def find_travellers(text: str) -> Iterator[Fact]:
    """One fact for each kind of person that the text speaks of, where it does so first."""
    # A lower-case pattern on a lower-case text takes half the time of one that minds no case. The
    # few letters that get longer in lower case stay, so that spans fit.
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
    journey = _said("things/travel").search(low)
    for name in names("travellers"):
        if name in _IF_TRAVELLING and not journey:
            continue
        match = _said(f"travellers/{name}").search(low)
        if match:
            yield Fact("travellers", name, match.span())


@cache
def _said(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in lines(name)))
