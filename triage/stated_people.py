"""Who was travelling or affected, where it asks for care: children, the old, the ill."""

from __future__ import annotations

from collections.abc import Iterator

from triage.facts import Fact
from triage.wording_files import first, stated

#: At home everybody has children, or is old; on a journey it matters.
_IF_TRAVELLING = frozenset({"child", "infant", "elderly", "ill"})


def find_travellers(text: str) -> Iterator[Fact]:
    """One fact for each kind of person that the text speaks of, where it does so first."""
    journey = first("things/travel", text)
    for name, match in stated("travellers", text):
        if journey or name not in _IF_TRAVELLING:
            yield Fact("travellers", name, match.span())
