"""An English main clause of the author's, addressed to the author: "My bag didn't make it" → "your
bag didn't make it", to stand after "that". What it isn't sure of, it leaves alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from prompts.retelling.english_forms import forms
from prompts.retelling.english_person import turned
from prompts.retelling.english_spelling import polished
from prompts.retelling.english_start import begun
from prompts.retelling.english_subject import Clause
from prompts.retelling.english_whole import is_whole

_CAUSE = re.compile(r"\bbecause\b|due to|owing to|caused by|thanks to")


class Told(NamedTuple):
    """The author's words, and ours after "that"."""

    said: str
    clause: str


def clauses(sentence: str, *, first: bool = True) -> Iterator[Told]:
    """The most words first; nothing where it isn't surely understood. Only a sentence's `first`
    clause may leave out who."""
    clause = begun(sentence.split(), first=first)
    if clause is None:
        return
    for end in _ends(clause):
        words, left_out = clause.words[:end], clause.words[end:]
        if is_whole(words, left_out):
            said = polished(" ".join(words).rstrip(",-"))
            told = turned(said.split())
            if told:
                yield Told(said, told)


def _ends(clause: Clause) -> Iterator[int]:
    """Where it may stop, the last first: before a cause, which is not for us to name."""
    words = clause.words
    length = len(words)
    found = _CAUSE.search(" ".join(words).lower())
    cause = len(found.string[: found.start()].split()) if found else length
    if cause == length:
        yield length
    for end in range(min(cause, length - 1), clause.verb + 1, -1):
        here = words[end - 1].endswith(",") or words[end].lower() in forms().ends_before
        if end == cause or here:
            yield end
