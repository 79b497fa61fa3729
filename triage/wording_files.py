"""Reads triage/wordings/: patterns as text files, so that a wording is added in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from triage.errors import UnreadablePlaybook
from triage.wording_screen import Patterns, Screen, Sieve

FOLDER = Path(__file__).parent / "wordings"
#: Folders whose wordings are looked for in whole texts, all of them in one pass.
_SCREENED = ("circumstances", "travellers", "asks", "requests", "things", "times", "trades")
#: Folders of which each line is a pattern; in others stand lists of words, or points beside them.
_OF_PATTERNS = (*_SCREENED, "claims", "guard", "next_words", "replies")


@cache
def ensure_readable(folder: Path) -> None:
    """Raises UnreadablePlaybook, naming file and line, where a line is no pattern."""
    for path in sorted(path for name in _OF_PATTERNS for path in (folder / name).glob("*.txt")):
        try:
            written = path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            raise UnreadablePlaybook(f"{path}: {error}") from error
        for number, line in enumerate(written, start=1):
            if not line.startswith("#"):
                _ensure_pattern(f"{path}:{number}", line)


def _ensure_pattern(where: str, line: str) -> None:
    try:
        # As one of several: a flag for all of them can't stand in it.
        re.compile(f"|{line}", re.IGNORECASE)
    except re.error as error:
        raise UnreadablePlaybook(f'{where}: "{line}" is no pattern: {error.msg}.') from error


@cache
def lines(name: str) -> tuple[str, ...]:
    """The entries of one file, such as `guard/flippant`, without its comments."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def entries(name: str) -> frozenset[str]:
    """What a file lists between commas, lower case."""
    listed = (entry.strip().lower() for line in lines(name) for entry in line.split(","))
    return frozenset(entry for entry in listed if entry)


@cache
def wording(*names: str) -> re.Pattern[str]:
    """All patterns of these files as one, for a stretch of a text; case does not count."""
    return re.compile(any_of(*names), re.IGNORECASE)


def any_of(*names: str) -> str:
    """The same as a part of a pattern; where nothing stands in them, one that never matches."""
    return "|".join(f"(?:{line})" for name in names for line in lines(name)) or "(?!)"


@cache
def sieve(name: str) -> Sieve:
    """The same for whole texts: only what the text has the letters for is tried."""
    return Sieve("|".join(lines(name)), re.IGNORECASE)


@cache
def names(folder: str) -> tuple[str, ...]:
    """What files a folder has, in alphabetical order."""
    return tuple(sorted(path.stem for path in (FOLDER / folder).glob("*.txt")))


def possible(name: str, text: str) -> Patterns:
    """Those patterns of a file that may match in this text or in a part of it: mostly none."""
    return _possible(text).get(name, ())


def first(name: str, text: str) -> re.Match[str] | None:
    """What `wording(name).search(text)` finds, for a whole text and files of screened folders."""
    return _leftmost(possible(name, text), text)


def stated(folder: str, text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Each file of a folder that says something of the text, by name, and where it first does."""
    for name in _possible_names(text).get(folder, ()):
        match = first(f"{folder}/{name}", text)
        if match:
            yield name, match


def _leftmost(patterns: Patterns, text: str) -> re.Match[str] | None:
    found = [match for pattern in patterns if (match := pattern.search(text))]
    return min(found, key=re.Match.start) if found else None


@lru_cache(maxsize=1)
def _possible(text: str) -> dict[str, Patterns]:
    return _screen().possible(text)


@lru_cache(maxsize=1)
def _possible_names(text: str) -> dict[str, list[str]]:
    """Folder → its files that may match, in alphabetical order."""
    by_folder: dict[str, list[str]] = {}
    for path in sorted(_possible(text)):
        folder, name = path.split("/")
        by_folder.setdefault(folder, []).append(name)
    return by_folder


@cache
def _screen() -> Screen:
    return Screen(_screened())


def _screened() -> Iterator[tuple[str, str]]:
    for folder in _SCREENED:
        for name in names(folder):
            yield from ((f"{folder}/{name}", line) for line in lines(f"{folder}/{name}"))
