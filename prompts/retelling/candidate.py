"""One way to tell back what happened, and how much of it that tells."""

from __future__ import annotations

from typing import NamedTuple

from prompts.retelling.clause_lists import pattern


class Candidate(NamedTuple):
    """The weightiest is told back; of two alike the first."""

    weight: float
    clause: str


def weight_of(lang: str, words: str) -> int:
    """How much of what went wrong these words tell."""
    faults, denials, hints = (
        len(set(pattern(lang, name).findall(words))) for name in ("fault", "denial", "hint")
    )
    return 3 * min(faults, 2) + 2 * min(denials, 1) + min(hints, 2)
