"""Reads triage/wordings/: patterns as text files, so that a wording is added in one line."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "wordings"


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of one file, such as `guard/flippant`, without its comments."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def wording(name: str) -> re.Pattern[str]:
    """All patterns of one file as one; case does not count."""
    return re.compile("|".join(f"(?:{line})" for line in lines(name)), re.IGNORECASE)


@cache
def names(folder: str) -> tuple[str, ...]:
    """What files a folder has, in alphabetical order."""
    return tuple(sorted(path.stem for path in (FOLDER / folder).glob("*.txt")))
