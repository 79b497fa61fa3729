"""Hearing what a sentence of ours fills in, so that it can be said in another language."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter


def heard(form: str, said: str) -> dict[str, str] | None:
    """What stands in the gaps of the form; None for any other sentence. A gap without a name has
    the name `""`.

    >>> heard("{count} at work", "3 at work")
    {'count': '3'}
    """
    names, pattern = _pattern(form)
    match = pattern.fullmatch(said)
    return dict(zip(names, match.groups(), strict=True)) if match else None


@cache
def _pattern(form: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    names, pattern = [], ""
    for literal, name, _, _ in Formatter().parse(form):
        pattern += re.escape(literal)
        if name is not None:
            names.append(name)
            pattern += "(.*)"
    return tuple(names), re.compile(pattern)
