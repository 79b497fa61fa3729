"""Hearing what a sentence of ours fills in, so that it can be said in another language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from string import Formatter

from service.console.words import Words


def heard(form: str, said: str) -> dict[str, str] | None:
    """What stands in the gaps of the form; None for any other sentence. A gap without a name has
    the name `""`.

    >>> heard("{count} at work", "3 at work")
    {'count': '3'}
    """
    names, pattern = _pattern(form)
    match = pattern.fullmatch(said)
    return dict(zip(names, match.groups(), strict=True)) if match else None


def in_words(words: Words, forms: Sequence[str], said: str) -> str:
    """A sentence of one of these forms (gaps as `%(name)s`) in the reader's language, and so what
    fills its gaps; any other stays as it is."""
    for form in forms:
        filled = heard(re.sub(r"%\((\w+)\)s", r"{\1}", form), said)
        if filled is not None:
            told = {name: in_words(words, forms, value) for name, value in filled.items()}
            return words(form, **told)
    return said


@cache
def _pattern(form: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    names, pattern = [], ""
    for literal, name, _, _ in Formatter().parse(form):
        pattern += re.escape(literal)
        if name is not None:
            names.append(name)
            pattern += "(.*)"
    return tuple(names), re.compile(pattern)
