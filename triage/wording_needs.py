"""What letters a text must hold for a pattern to match at all, read off the pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: One of these must stand in the text, lower case; None where nothing can be said.
Need = frozenset[str] | None
#: Each of these.
Needs = tuple[frozenset[str], ...]

_GROUP = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|[a-z]*-?[a-z]+:|:))?")
_QUANTIFIER = re.compile(r"(?:[*?+]|\{(?P<least>\d*)(?:,\d*)?\})[?+]?")
_DIGITS = frozenset("0123456789")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_FIGURES = re.compile(r"(\d)-(\d)")


class _Reader:
    """Reads a pattern once, from left to right, as far as its letters go."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def branches(self) -> list[tuple[str, Needs]]:
        """The alternatives up to the end of the group, and what each can't do without."""
        found, start = [], self.at
        while True:
            needs = self._sequence()
            found.append((self.pattern[start : self.at], needs))
            if self.at >= len(self.pattern) or self.pattern[self.at] == ")":
                return found
            self.at += 1
            start = self.at

    def _sequence(self) -> Needs:
        found: list[frozenset[str]] = []
        run = ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            letter, needs = self._atom()
            least = self._least()
            if letter and least == 1:
                run += letter
                continue
            if letter == "":  # a place, not a letter: what is beside it touches
                continue
            found += [*_run(run), *(() if least == 0 else needs)]
            run = ""
        return (*found, *_run(run))

    def _atom(self) -> tuple[str | None, Needs]:
        """A letter; "" for a place between letters; None with what a group needs."""
        char = self.pattern[self.at]
        if char == "(":
            return self._group()
        if char == "[":
            found = _CLASS.match(self.pattern, self.at)
            assert found, self.pattern
            self.at = found.end()
            needs = _one_of(found[0][1:-1])
            # "[Ff]" is a letter like another: case does not count.
            only = needs[0] if needs and len(needs[0]) == 1 else ()
            return next(iter(only), None), needs
        if char == "\\":
            self.at += 2
            escaped = self.pattern[self.at - 1]
            if escaped in "bBAZ":
                return "", ()
            if escaped == "d":
                return None, (_DIGITS,)
            return (None, ()) if escaped.isalnum() else (escaped, ())
        self.at += 1
        if char in "^$":
            return "", ()
        return (None, ()) if char == "." else (char.lower(), ())

    def _group(self) -> tuple[str | None, Needs]:
        opening = _GROUP.match(self.pattern, self.at)
        assert opening, self.pattern
        self.at = opening.end()
        needs = [needs for _, needs in self.branches()]
        self.at += 1
        if opening[0].endswith(("=", "!")):
            return "", ()
        return None, needs[0] if len(needs) == 1 else _any_of(needs)

    def _least(self) -> int | None:
        """How often the last atom stands at least: 1 without a word on it, None for "once or
        more", which ends a run of letters, 0 where it may be left out."""
        found = _QUANTIFIER.match(self.pattern, self.at)
        if found is None:
            return 1
        self.at = found.end()
        return None if found[0][0] == "+" or int(found["least"] or 0) > 0 else 0


def _run(letters: str) -> Needs:
    return (frozenset({letters}),) if letters else ()


def _one_of(letters: str) -> Needs:
    """What a class such as [€£$] or [0-5] needs; nothing where it is a range of letters, or says
    what must not stand."""
    letters = _FIGURES.sub(lambda m: "".join(map(str, range(int(m[1]), int(m[2]) + 1))), letters)
    if letters[0] == "^" or "-" in letters[1:-1] or "\\" in letters:
        return ()
    return (frozenset(letters.lower()),)


def _any_of(several: Iterable[Needs]) -> Needs:
    """What a text needs for one of them; nothing where one of them needs nothing."""
    united: frozenset[str] = frozenset()
    for needs in several:
        if not needs:
            return ()
        united |= _telling(needs)[0]
    return (united,)


def _telling(needs: Needs) -> list[frozenset[str]]:
    """What is longest and has the fewest forms comes first."""
    return sorted(needs, key=lambda need: (-min(map(len, need)), len(need)))


def branches(pattern: str) -> list[tuple[str, Need]]:
    """The alternatives of a pattern, and the one thing that tells most of what each needs.

    >>> branches(r"\\bhung up\\b|(?:no|any)e? reply")
    [('\\\\bhung up\\\\b', frozenset({'hung up'})), ('(?:no|any)e? reply', frozenset({' reply'}))]
    """
    return [(branch, needs[0] if needs else None) for branch, needs in alternatives(pattern)]


def alternatives(pattern: str) -> list[tuple[str, Needs]]:
    """The alternatives of a pattern, and all that each needs, what tells most first."""
    read = _Reader(pattern).branches()
    return [(branch, tuple(dict.fromkeys(_telling(needs)))) for branch, needs in read]
