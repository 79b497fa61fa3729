"""What letters a text must hold for a pattern to match at all, so that of thousands of wordings
only the few that can fit are tried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

Patterns = tuple[re.Pattern[str], ...]
#: One of these must stand in the text, lower case; None where nothing can be said.
Need = frozenset[str] | None
#: Each of these.
Needs = tuple[frozenset[str], ...]

#: By so many letters wordings are looked up; single letters stand in nearly every text.
GRAM = 3
_LEAST = 2
#: So many things that an alternative needs besides the first are looked for; more tell no more.
_MOST_BESIDES = 2
_GROUP = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|[a-z]+:|:))?")
_QUANTIFIER = re.compile(r"(?:[*?+]|\{(?P<least>\d*)(?:,\d*)?\})[?+]?")
_DIGITS = frozenset("0123456789")
_OTHER_FIGURE = re.compile(r"(?![0-9])\d")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")


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
            return None, _one_of(found[0][1:-1])
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
    """What a class such as [€£$] needs; nothing where it is a range, or says what must not
    stand."""
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
    read = _Reader(pattern).branches()
    return [(branch, _telling(needs)[0] if needs else None) for branch, needs in read]


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


class Sieve:
    """A pattern of which only those alternatives are tried that the text has the letters for.

    >>> sieve = Sieve(r"\\d+ (?:march|may)\\b|easter")
    >>> [m[0] for m in sieve.finditer("on 3 may")], sieve.search("Ostern")
    (['3 may'], None)
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._patterns = []
        #: By place in the pattern: what else an alternative needs.
        self._besides: list[list[frozenset[str]]] = []
        self._anyway: set[int] = set()
        self._by_gram: dict[str, list[tuple[str, int]]] = {}
        for order, (branch, needs) in enumerate(_Reader(pattern).branches()):
            told = _telling(needs)
            self._patterns.append(re.compile(branch, flags))
            self._besides.append([n for n in told[1:] if n != told[0]][:_MOST_BESIDES])
            if not told:
                self._anyway.add(order)
            for piece in told[0] if told else ():
                self._by_gram.setdefault(piece[:GRAM], []).append((piece, order))
        self._grams = frozenset(self._by_gram)
        self._always = [self._patterns[order] for order in sorted(self._anyway)]

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As the whole pattern would: from left to right, at one place the first alternative."""
        able = self._able(text)
        found = [match for pattern in able for match in pattern.finditer(text)]
        # Mostly there is nothing to put in order.
        return _apart(sorted(found, key=re.Match.start)) if len(found) > 1 else iter(found)

    def search(self, text: str) -> re.Match[str] | None:
        found = [match for pattern in self._able(text) if (match := pattern.search(text))]
        return min(found, key=re.Match.start, default=None)

    def _able(self, text: str) -> list[re.Pattern[str]]:
        near = self._grams & _grams_of(text)
        if not near:
            return self._always
        low, able = lowered(text), self._anyway.copy()
        for gram in near:
            able.update(order for piece, order in self._by_gram[gram] if piece in low)
        return [self._patterns[o] for o in sorted(able) if _has_all(low, self._besides[o])]


def _apart(found: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    end = 0
    for match in found:
        if match.start() >= end:
            yield match
            end = match.end()


def _has_all(low: str, needs: Iterable[frozenset[str]]) -> bool:
    return all(any(map(low.__contains__, need)) for need in needs)


# As many as are opened at once: each text is looked through at several steps.
@lru_cache(maxsize=128)
def _grams_of(text: str) -> frozenset[str]:
    """All stretches of up to so many letters, lower case."""
    low = lowered(text)
    lengths = range(1, GRAM + 1)
    return frozenset({low[i : i + n] for n in lengths for i in range(len(low) - n + 1)})


@lru_cache(maxsize=2)
def lowered(text: str) -> str:
    """In lower case and with figures that we know, and as long as before, so that spans fit: the
    few letters that would become two stay as they are.

    >>> lowered("Für £٣")
    'für £3'
    """
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
    return low if low.isascii() else _OTHER_FIGURE.sub(lambda m: str(int(m[0])), low)


def _split(wordings: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, Need]]:
    for name, pattern in wordings:
        for branch, need in branches(pattern):
            yield name, branch, need
