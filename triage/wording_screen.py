"""What letters a text must hold for a pattern to match at all, so that of thousands of wordings
only the few that can fit are tried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

Patterns = tuple[re.Pattern[str], ...]
#: One of these must stand in the text, lower case; None where nothing can be said.
Need = frozenset[str] | None

#: By so many letters wordings are looked up; single letters stand in nearly every text.
GRAM = 3
_LEAST = 2
_GROUP = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|[a-z]+:|:))?")
_QUANTIFIER = re.compile(r"(?:[*?+]|\{(?P<least>\d*)(?:,\d*)?\})[?+]?")
_DIGITS = frozenset("0123456789")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")


class _Reader:
    """Reads a pattern once, from left to right, as far as its letters go."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def branches(self) -> list[tuple[str, Need]]:
        """The alternatives up to the end of the group, and what each can't do without."""
        found, start = [], self.at
        while True:
            need = self._sequence()
            found.append((self.pattern[start : self.at], need))
            if self.at >= len(self.pattern) or self.pattern[self.at] == ")":
                return found
            self.at += 1
            start = self.at

    def _sequence(self) -> Need:
        needs: list[Need] = []
        run = ""
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            letter, need = self._atom()
            least = self._least()
            if letter and least == 1:
                run += letter
                continue
            if letter == "" and need is None:  # a place, not a letter: what is beside it touches
                continue
            needs += [frozenset({run}) if run else None, None if least == 0 else need]
            run = ""
        return _best([*needs, frozenset({run}) if run else None])

    def _atom(self) -> tuple[str | None, Need]:
        """A letter; "" for a place between letters; None with what a group needs."""
        char = self.pattern[self.at]
        if char == "(":
            return self._group()
        if char == "[":
            found = _CLASS.match(self.pattern, self.at)
            assert found, self.pattern
            self.at = found.end()
            return None, _one_of(found[0][1:-1])
        if char == "\\":
            self.at += 2
            escaped = self.pattern[self.at - 1]
            if escaped in "bBAZ":
                return "", None
            if escaped == "d":
                return None, _DIGITS
            return (None, None) if escaped.isalnum() else (escaped, None)
        self.at += 1
        if char in "^$":
            return "", None
        return (None, None) if char == "." else (char.lower(), None)

    def _group(self) -> tuple[str | None, Need]:
        opening = _GROUP.match(self.pattern, self.at)
        assert opening, self.pattern
        self.at = opening.end()
        needs = [need for _, need in self.branches()]
        self.at += 1
        if opening[0].endswith(("=", "!")):
            return "", None
        return None, _any_of(needs)

    def _least(self) -> int | None:
        """How often the last atom stands at least: 1 without a word on it, None for "once or
        more", which ends a run of letters, 0 where it may be left out."""
        found = _QUANTIFIER.match(self.pattern, self.at)
        if found is None:
            return 1
        self.at = found.end()
        return None if found[0][0] == "+" or int(found["least"] or 0) > 0 else 0


def _one_of(letters: str) -> Need:
    """What a class such as [€£$] needs; None where it is a range, or says what must not stand."""
    if letters[0] == "^" or "-" in letters[1:-1] or "\\" in letters:
        return None
    return frozenset(letters.lower())


def _any_of(needs: Iterable[Need]) -> Need:
    united: frozenset[str] = frozenset()
    for need in needs:
        if need is None:
            return None
        united |= need
    return united


def _best(needs: Iterable[Need]) -> Need:
    """Of all that must stand there, what is longest and has the fewest forms."""
    told = [need for need in needs if need]
    return max(told, key=lambda need: (min(map(len, need)), -len(need)), default=None)


def branches(pattern: str) -> list[tuple[str, Need]]:
    """
    >>> branches(r"\\bhung up\\b|(?:no|any)e? reply")
    [('\\\\bhung up\\\\b', frozenset({'hung up'})), ('(?:no|any)e? reply', frozenset({' reply'}))]
    """
    return _Reader(pattern).branches()


class Wording:
    """One alternative of a wording, compiled when it is first needed; case does not count."""

    def __init__(self, name: str, pattern: str) -> None:
        self.name = name
        self.pattern = pattern

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, re.IGNORECASE)


class Screen:
    """Wordings by the letters that they need."""

    def __init__(self, wordings: Iterable[tuple[str, str]]) -> None:
        self._anyway: list[tuple[int, Wording]] = []
        self._short: list[tuple[str, int, Wording]] = []
        self._by_gram: dict[str, list[tuple[str, int, Wording]]] = {}
        for order, (name, pattern, need) in enumerate(_split(wordings)):
            wording = Wording(name, pattern)
            if need is None or min(map(len, need)) < _LEAST:
                self._anyway.append((order, wording))
                continue
            for piece in need:
                same = self._by_gram.setdefault(piece[:GRAM], [])
                (same if len(piece) >= GRAM else self._short).append((piece, order, wording))

    def possible(self, text: str) -> dict[str, Patterns]:
        """Name → the patterns that may match in the text, in the order of the file."""
        low = lowered(text)
        grams = {low[i : i + GRAM] for i in range(len(low) - GRAM + 1)}
        found = dict(self._anyway)
        near = [self._short, *(self._by_gram[gram] for gram in grams & self._by_gram.keys())]
        for several in near:
            for piece, order, wording in several:
                if order not in found and piece in low:
                    found[order] = wording
        patterns: dict[str, list[re.Pattern[str]]] = {}
        for _, wording in sorted(found.items(), key=lambda item: item[0]):
            patterns.setdefault(wording.name, []).append(wording.compiled)
        return {name: tuple(several) for name, several in patterns.items()}


@dataclass(frozen=True)
class _Need:
    """Single letters and longer pieces apart: of letters all are looked for at once."""

    letters: frozenset[str]
    pieces: tuple[str, ...]

    @classmethod
    def of(cls, need: Need) -> _Need | None:
        if need is None:
            return None
        letters = frozenset(piece for piece in need if len(piece) == 1)
        return cls(letters, tuple(need - letters))

    def met_by(self, low: str) -> bool:
        for piece in self.pieces:
            if piece in low:
                return True
        return not self.letters.isdisjoint(low)


class Sieve:
    """A pattern of which only those alternatives are tried that the text has the letters for.

    >>> [m[0] for m in Sieve(r"\\d+ (?:march|may)\\b|easter").finditer("on 3 may")]
    ['3 may']
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._branches = [
            (_Need.of(need), re.compile(branch, flags)) for branch, need in branches(pattern)
        ]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As the whole pattern would: from left to right, at one place the first alternative."""
        low = lowered(text)
        able = [pattern for need, pattern in self._branches if need is None or need.met_by(low)]
        found = [match for pattern in able for match in pattern.finditer(text)]
        end = 0
        for match in sorted(found, key=re.Match.start):
            if match.start() >= end:
                yield match
                end = match.end()


@lru_cache(maxsize=2)
def lowered(text: str) -> str:
    """In lower case, and as long as before, so that spans fit: the few letters that would become
    two stay as they are."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _split(wordings: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, Need]]:
    for name, pattern in wordings:
        for branch, need in branches(pattern):
            yield name, branch, need
