"""The lists of `clauses/*.toml`: of what a sentence that is told back is made, and what it must not
have."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from triage.errors import UnreadablePlaybook

_FOLDER = Path(__file__).parents[1] / "clauses"
_BEGINS = re.compile(r"[^\W\d_]{2}(?![?*+{])")


@cache
def pattern(lang: str, name: str) -> re.Pattern[str]:
    """A list with commas as a pattern for whole words. Raises UnreadablePlaybook."""
    try:
        branches = "|".join(_by_beginning(entries(lang, name)))
        return re.compile(rf"(?<!\w)(?:{branches})(?!\w)", re.IGNORECASE)
    except re.error as error:
        raise UnreadablePlaybook(f"{_path(lang)}: {name}: {error}") from error


@cache
def asides(lang: str) -> re.Pattern[str]:
    """What is said in passing, with its commas: ", with respect,". Raises UnreadablePlaybook."""
    aside = pattern(lang, "aside")
    return re.compile(rf",\s{aside.pattern}(?:,|(?=[.!]?\s*$))", aside.flags)


def entries(lang: str, name: str) -> list[str]:
    """The entries of a list with commas. Raises UnreadablePlaybook."""
    return [" ".join(entry.split()) for entry in re.split(r",\s", _list(lang, name).strip())]


def words(lang: str, name: str) -> frozenset[str]:
    """The words of a list with spaces. Raises UnreadablePlaybook."""
    return frozenset(_list(lang, name).split())


def _by_beginning(patterns: list[str]) -> Iterator[str]:
    """Those that begin alike as one: of hundreds only a few are tried at each place."""
    alike: dict[str, list[str]] = {}
    for entry in patterns:
        begins = _BEGINS.match(entry)
        if begins:
            alike.setdefault(begins[0].lower(), []).append(entry[2:])
        else:
            yield entry
    for start, rests in alike.items():
        yield f"{start}(?:{'|'.join(rests)})"


def _list(lang: str, name: str) -> str:
    try:
        return _file(lang)[name]
    except KeyError as error:
        raise UnreadablePlaybook(f"{_path(lang)}: there is no {error}.") from error


@cache
def _file(lang: str) -> Mapping[str, str]:
    try:
        return tomllib.loads(_path(lang).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadablePlaybook(f"{_path(lang)}: {error}") from error


def _path(lang: str) -> Path:
    return _FOLDER / f"{lang}.toml"
