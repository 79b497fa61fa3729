"""Reads `matters/*.toml`: what complaints are about, in German and in English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from triage.errors import UnreadablePlaybook

_FOLDER = Path(__file__).parent / "matters"
LANGUAGES = ("de", "en")
#: A German file's lists → the gender of their words.
_GENDERS = {"der": "m", "der_schwach": "w", "die": "f", "das": "n", "mehrere": "p"}


@dataclass(frozen=True)
class Noun:
    """A word as it is written, and its gender: m, f, n, p (several) or w (`der Automat, den
    Automaten`); empty in English."""

    name: str
    gender: str = ""
    #: Whether the author says "my" before it.
    own: bool = False


@dataclass(frozen=True)
class Words:
    """One language's words, all in lower case."""

    nouns: Mapping[str, Noun]
    #: German: no last part of a longer word.
    alone: frozenset[str]
    #: German: shorter words that may be that all the same.
    short: frozenset[str]
    #: English: what stands before a noun and belongs to it.
    before: frozenset[str]
    #: English: nobody complains about them as about a thing.
    persons: frozenset[str]
    #: English: a thing only with an article. German: one only with a capital letter.
    unsure: frozenset[str]


@cache
def matter_words(lang: str) -> Words:
    """Raises UnreadablePlaybook for a file that cannot be read or a list that is missing."""
    path = _FOLDER / f"{lang}.toml"
    try:
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        return _german(file) if lang == "de" else _english(file)
    except KeyError as error:
        raise UnreadablePlaybook(f"{path}: there is no {error}.") from error
    except (OSError, ValueError) as error:
        raise UnreadablePlaybook(f"{path}: {error}") from error


def _german(file: Mapping[str, Any]) -> Words:
    return Words(
        {w.lower(): Noun(w, g) for key, g in _GENDERS.items() for w in file[key].split()},
        alone=_listed(file["nur_allein"]),
        short=_listed(file["auch_kurz"]),
        before=frozenset(),
        persons=frozenset(),
        unsure=_listed(file["nur_gross"]),
    )


def _english(file: Mapping[str, Any]) -> Words:
    return Words(
        {w.lower().replace("-", " "): Noun(w.replace("-", " ")) for w in file["named"].split()},
        alone=frozenset(),
        short=frozenset(),
        before=_listed(file["before"]),
        persons=_listed(file["persons"]),
        unsure=_listed(file["with_article"]),
    )


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.lower().split())
