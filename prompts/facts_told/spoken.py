"""A fact of the author's in words: what `stated.py` makes tellings of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from prompts.facts_told.whereabouts import Whereabouts

#: So much of a word stays when it is declined.
_STEM = 4


@dataclass(frozen=True)
class Spoken:
    """Of what words, in lower case, one knows that the fact is named; and the words to name it
    with, if nothing is left open."""

    signs: frozenset[str]
    #: Variable of `TOLD` → words.
    words: Mapping[str, str] = field(default_factory=dict)
    where: Whereabouts | None = None


def stem(word: str) -> str:
    return word[: max(_STEM, len(word) - 2)]
