"""Which of thousands of wordings a text has the letters for: only those few are tried."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter

from triage.wording_needs import Needs, alternatives

Patterns = tuple[re.Pattern[str], ...]

#: By so many letters wordings are looked up; single letters stand in nearly every text.
GRAM = 3
#: So many things that an alternative needs besides the first are looked for; more tell no more.
_MOST_BESIDES = 3
_OTHER_FIGURE = re.compile(r"(?![0-9])\d")


class _Alternatives:
    """Numbered in their order, by the letters that each needs."""

    def __init__(self, several: Iterable[Needs]) -> None:
        self._anyway: list[int] = []
        #: What else each needs: pieces that are stretches themselves, and longer ones.
        self._besides: list[tuple[tuple[frozenset[str], tuple[str, ...]], ...]] = []
        by_piece: dict[str, list[int]] = {}
        for number, needs in enumerate(several):
            self._besides.append(tuple(map(_by_length, needs[1 : 1 + _MOST_BESIDES])))
            for piece in needs[0] if needs else ():
                by_piece.setdefault(piece, []).append(number)
            if not needs:
                self._anyway.append(number)
        self._by_gram = _by_rarest_gram(by_piece)
        self._grams = frozenset(self._by_gram)

    def able(self, text: str) -> Sequence[int]:
        """Those that the text has the letters for, in their order."""
        low, grams = _letters_of(text)
        near = self._grams & grams
        if not near:
            return self._anyway
        found = set(self._anyway)
        for gram in near:
            for piece, numbers in self._by_gram[gram]:
                if piece == gram or piece in low:
                    found.update(numbers)
        besides = self._besides
        return sorted([n for n in found if not besides[n] or self._has_all(n, low, grams)])

    def _has_all(self, number: int, low: str, grams: frozenset[str]) -> bool:
        for short, long in self._besides[number]:
            if short.isdisjoint(grams) and not any(map(low.__contains__, long)):
                return False
        return True


def _by_rarest_gram(by_piece: dict[str, list[int]]) -> dict[str, list[tuple[str, list[int]]]]:
    """Each piece under that of its stretches which the fewest others have: most texts lack it."""
    often = Counter(gram for piece in by_piece for gram in _grams_of(piece))
    found: dict[str, list[tuple[str, list[int]]]] = {}
    for piece, numbers in by_piece.items():
        rarest = min(_grams_of(piece), key=lambda gram: (often[gram], gram))
        found.setdefault(rarest, []).append((piece, numbers))
    return found


def _by_length(need: frozenset[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    short = frozenset(piece for piece in need if len(piece) in (1, GRAM))
    return short, tuple(need - short)


class Wording:
    """One alternative of a wording, compiled when it is first needed: of thousands few are, and to
    compile all of them would be most of what a process does to start."""

    def __init__(self, name: str, pattern: str, flags: int = re.IGNORECASE) -> None:
        self.name = name
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)


class Screen:
    """Wordings by the letters that they need."""

    def __init__(self, wordings: Iterable[tuple[str, str]]) -> None:
        split = [
            (Wording(name, branch), needs)
            for name, pattern in wordings
            for branch, needs in alternatives(pattern)
        ]
        self._wordings = [wording for wording, _ in split]
        self._alternatives = _Alternatives(needs for _, needs in split)

    def possible(self, text: str) -> dict[str, Patterns]:
        """Name → the patterns that may match in the text, in the order of the file."""
        patterns: dict[str, list[re.Pattern[str]]] = {}
        for number in self._alternatives.able(text):
            wording = self._wordings[number]
            patterns.setdefault(wording.name, []).append(wording.compiled)
        return {name: tuple(several) for name, several in patterns.items()}


class Sieve:
    """A pattern of which only those alternatives are tried that the text has the letters for.

    >>> sieve = Sieve(r"\\d+ (?:march|may)\\b|easter")
    >>> [m[0] for m in sieve.finditer("on 3 may")], sieve.search("Ostern")
    (['3 may'], None)
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        split = alternatives(pattern)
        self.needs = [needs for _, needs in split]
        self.wordings = [Wording("", branch, flags) for branch, _ in split]
        self._alternatives = _Alternatives(self.needs)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As the whole pattern would: from left to right, at one place the first alternative."""
        return self.matches(self._alternatives.able(text), text)

    def matches(self, able: Sequence[int], text: str) -> Iterator[re.Match[str]]:
        """The same where it is known which of the alternatives may match."""
        if len(able) == 1:
            # Nothing to put in order; who wants only the first waits for no other.
            return self.wordings[able[0]].compiled.finditer(text)
        found = [match for n in able for match in self.wordings[n].compiled.finditer(text)]
        return _apart(sorted(found, key=re.Match.start)) if len(found) > 1 else iter(found)

    def search(self, text: str) -> re.Match[str] | None:
        able = self._alternatives.able(text)
        found = [match for n in able if (match := self.wordings[n].compiled.search(text))]
        return min(found, key=re.Match.start, default=None)


class Sieves:
    """Many sieves, looked through at once.

    >>> Sieves([Sieve("easter"), Sieve("may|june"), Sieve(r"\\w+")]).able("in June")
    [1, 2]
    """

    def __init__(self, sieves: Iterable[Sieve]) -> None:
        self._sieves = tuple(sieves)
        #: Of each alternative of all of them: which sieve it is of, and its number there.
        self._at = [(n, m) for n, sieve in enumerate(self._sieves) for m in range(len(sieve.needs))]
        self._alternatives = _Alternatives(n for sieve in self._sieves for n in sieve.needs)

    def able(self, text: str) -> list[int]:
        """The places of those that may find something in the text."""
        return sorted({self._at[number][0] for number in self._alternatives.able(text)})

    def matches(self, text: str) -> Iterator[tuple[Sieve, re.Match[str]]]:
        """What each finds as it would alone, in the order of the sieves."""
        able = (self._at[number] for number in self._alternatives.able(text))
        for place, at in groupby(able, key=itemgetter(0)):
            sieve = self._sieves[place]
            for match in sieve.matches([n for _, n in at], text):
                yield sieve, match


def _apart(found: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    end = 0
    for match in found:
        if match.start() >= end:
            yield match
            end = match.end()


# As many as are opened at once: each text is looked through at several steps.
@lru_cache(maxsize=128)
def _letters_of(text: str) -> tuple[str, frozenset[str]]:
    """In lower case, and its letters and all its stretches of so many."""
    low = lowered(text)
    return low, frozenset([*low, *_grams_of(low)])


def _grams_of(text: str) -> list[str]:
    """All stretches of so many letters; of what is shorter, its letters."""
    return [text[at : at + GRAM] for at in range(len(text) - GRAM + 1)] or [*text]


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
