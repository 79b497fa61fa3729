"""The word lists of `retold.toml`: verbs in the forms that a German main clause has them in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from triage.errors import UnreadablePlaybook

_FILE = Path(__file__).parent / "retold.toml"
_PATTERNS = ("fault", "denial", "hint", "not_told", "unclear", "aside")


@dataclass(frozen=True)
class Forms:
    """One verb form → another, and the closed classes of words."""

    #: As they stand after er or sie (they).
    verbs: frozenset[str]
    #: After ich → after Sie, after du.
    first_person: Mapping[str, tuple[str, str]]
    #: After ihr → after wir.
    second_plural: Mapping[str, str]
    saying: frozenset[str]
    prefixes: frozenset[str]
    subjects: frozenset[str]
    named: frozenset[str]
    openers: frozenset[str]
    articles: frozenset[str]
    goes_on: frozenset[str]
    uns_dative: frozenset[str]
    uns_accusative: frozenset[str]

    def to_second_plural(self, verb: str) -> str:
        """`haben` → `habt`"""
        return next((ihr for ihr, wir in self.second_plural.items() if wir == verb), verb)

    def of_past(self, verb: str) -> tuple[str, str]:
        """`musste` → `mussten`, `musstest`; it is the same after ich and er."""
        plural = f"{verb}n" if verb.endswith("e") else f"{verb}en"
        return plural, f"{verb}st"


@cache
def forms() -> Forms:
    """Raises UnreadablePlaybook for a list that is missing or broken."""
    file = _file()
    try:
        lists = {name: frozenset(words.split()) for name, words in file.items()}
        pairs = (entry.partition("=") for entry in file["ich"].split())
        first = {ich: _both(both) for ich, _, both in pairs}
        second = {_after_ihr(verb): verb for verb in sorted(lists["verbs"]) if verb[-1] == "n"}
        kept = {n: w for n, w in lists.items() if n not in (*_PATTERNS, "ich")}
        return Forms(
            first_person=first, second_plural={"habt": "haben", "seid": "sind"} | second, **kept
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadablePlaybook(f"{_FILE}: {error}") from error


@cache
def patterns(name: str) -> re.Pattern[str]:
    """`fault`, `denial`, `hint`, `not_told`, `unclear` or `aside`, for whole words.

    Raises UnreadablePlaybook.
    """
    try:
        words = (" ".join(word.split()) for word in re.split(r",\s", _file()[name]))
        return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
    except (KeyError, re.error) as error:
        raise UnreadablePlaybook(f"{_FILE}: {name}: {error}") from error


@cache
def _file() -> Mapping[str, Any]:
    try:
        return tomllib.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadablePlaybook(f"{_FILE}: {error}") from error


def _both(forms: str) -> tuple[str, str]:
    sie, du = forms.split("/")
    return sie, du


def _after_ihr(plural: str) -> str:
    """
    >>> _after_ihr("kommen"), _after_ihr("antworten"), _after_ihr("wurden")
    ('kommt', 'antwortet', 'wurdet')
    """
    stem = plural.removesuffix("en") if plural.endswith("en") else plural.removesuffix("n")
    return f"{stem}et" if stem[-1] in "td" else f"{stem}t"
