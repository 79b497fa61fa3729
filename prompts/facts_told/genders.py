"""Reads `genders.toml`: the gender of German nouns that no list of matters has."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from prompts.matter_words import Noun
from triage.errors import UnreadablePlaybook

_FILE = Path(__file__).parents[1] / "genders.toml"
_GENDERS = {"der": "m", "die": "f", "das": "n", "mehrere": "p"}
#: A noun this long may be the last part of a longer one; what is before it this long.
_HEAD, _FIRST_PART = 5, 3


@lru_cache(maxsize=4096)
def declined(written: str) -> Noun | None:
    """The noun as it stands in the nominative, or None where its gender is not known.

    >>> declined("Wolldecke").gender, declined("Regals").name, declined("Xyz")
    ('f', 'Regal', None)
    """
    lower = written.lower()
    genitive = lower.removesuffix("s")
    for form, genders in ((lower, "mfnp"), (genitive, "mn"), (genitive.removesuffix("e"), "mn")):
        gender = _gender(form)
        if gender and gender in genders:
            return Noun(written[: len(form)], gender)
    return None


def _gender(word: str) -> str | None:
    known, short = genders()
    heads = (word[cut:] for cut in range(_FIRST_PART, len(word)))
    whole = (head for head in heads if len(head) >= _HEAD or head in short)
    return known.get(word) or next((known[head] for head in whole if head in known), None)


@cache
def genders() -> tuple[Mapping[str, str], frozenset[str]]:
    """Noun, lower case → m, f, n or p; and the short ones that end longer words. Raises
    UnreadablePlaybook."""
    try:
        file = tomllib.loads(_FILE.read_text(encoding="utf-8"))
        known = {w.lower(): g for key, g in _GENDERS.items() for w in file[key].split()}
        return known, frozenset(file["auch_kurz"].lower().split())
    except KeyError as error:
        raise UnreadablePlaybook(f"{_FILE}: there is no {error}.") from error
    except (OSError, ValueError) as error:
        raise UnreadablePlaybook(f"{_FILE}: {error}") from error
