"""What an approver's own words ask for, as far as playbooks can do it: nothing is half followed."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from triage.draft import Draft
from triage.errors import WishNotFollowed
from triage.wish import Wanted, Wish

_WISHES = (Wish.SHORTER, Wish.WARMER, Wish.MORE_FORMAL, Wish.WITHOUT_REMEDY)


def understood(wanted: Wanted, present: Draft | None) -> Wanted:
    """The same with its instruction turned into wishes.

    Raises WishNotFollowed where the instruction says anything that no wish covers.
    """
    if not wanted.instruction.strip():
        return Wanted(wanted.wishes)
    rest = " ".join(re.findall(r"[\w'’]+", wanted.instruction.lower()))
    wishes, heard = set(wanted.wishes), False
    for phrase, means in _phrases():
        rest, found = re.subn(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", rest)
        heard = heard or bool(found)
        if found and isinstance(means, Wish):
            wishes.add(means)
        elif found and means and present and means != present.lang:
            wishes.add(Wish.OTHER_LANGUAGE)
    if not heard or any(word not in _known()["filler"]["words"] for word in rest.split()):
        raise WishNotFollowed(
            "This can't be followed: “%(instruction)s”. The playbooks can make it shorter, warmer,"
            " more formal, without remedy, in the other language or in other words. Please edit the"
            " text yourself for anything else.",
            instruction=wanted.instruction.strip(),
        )
    return Wanted(frozenset(wishes))


@cache
def _phrases() -> tuple[tuple[str, Wish | str], ...]:
    """Phrase → the wish, the language, or nothing but other words; the longest first."""
    known = _known()
    phrases: list[tuple[str, Wish | str]] = [(p, w) for w in _WISHES for p in known[w]]
    phrases += [(phrase, lang) for lang, said in known["in"].items() for phrase in said]
    phrases += [(phrase, "") for phrase in known["other_words"]]
    return tuple(sorted(phrases, key=lambda p: -len(p[0])))


@cache
def _known() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "instructions.toml").read_text(encoding="utf-8"))
