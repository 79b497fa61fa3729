"""Which passages of a complaint say whole what the model points at: a sentence, with the next one
where that names the fault, or clauses that stand without the rest of theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prompts.clause_edges import HEADLESS, clauses_of, stands_apart
from prompts.gist_telling import FAULT, NOTHING, SIGN, names_a_fault, telling
from triage.complaint import Span
from triage.sentences import sentences_of

#: Pictures end a sentence as a full stop does.
_PICTURES = re.compile(r"[\U0001F000-\U0001FFFF\u2600-\u27BF\uFE0F\u200d]+\s*")
#: What begins so says something of the sentence before it.
_POINTS_BACK = re.compile(
    r"(?:it|its|it's|that|that's|this|they|he|she|came|sent|das|er|sie|es|dies\w*|da|dort"
    r"|kam|hat|ist|war)\b(?!\s(?:has|is|was) no\b)", re.IGNORECASE,
)  # fmt: skip
#: What takes back or turns what stands before it.
_TURNS = re.compile(
    r"(?:but|yet|only|then|instead|now|except|aber|doch|nur|dann|stattdessen|jetzt)\b",
    re.IGNORECASE,
)
#: What is only said to be believed, or asks for something.
_ASIDE = re.compile(
    r"(?:i'?m not|not|no) (?:jok|kidding|lying|mad|angry|sure|even)|kein (?:witz|scherz)|ungelogen"
    r"|i don'?t know|no idea|keine ahnung|ich (?:weiß nicht|weiss nicht|übertreib|mach keine witze)"
    r"|(?:at least )?(?:tell|let me|sort|fix|please|kindly|could|can|bitte|sagt|sagen|gebt)\b"
    r"|(?:i|we)(?:'d| would)? (?:expect|want|demand|like|ask)\b"
    r"|(?:ich|wir) (?:erwarte|möchte|bitte|forder|verlang|ersuch|will)", re.IGNORECASE,
)  # fmt: skip
#: What befell the author.
_AUTHOR = re.compile(r"(?:i|we|my|our|ich|wir|mein\w*|unser\w*)\b", re.IGNORECASE)
#: In characters: no quotation is longer.
LONGEST = 160
_TWO = 2
#: In words: what says little alone.
_SAYS_LITTLE = 4


def passages(
    text: str, spans: Sequence[Span], lang: str, *, ironic: bool = False, begins: int = 0
) -> Iterator[Span]:
    """Those that hold what the first of these marks, or what comes of it in the next sentence; the
    best first, and none of what stands before `begins`."""
    pieces = ((max(start, begins), end) for start, end in _pieces(text) if end > begins)
    found = _Text(text, lang, ironic, tuple(pieces))
    span, *others = spans
    at = found.marked(span)
    if not at:
        return
    yield from found.sentences(at, others)
    for n in at:
        yield from found.clauses(found.pieces[n], span)


def whole_clauses(text: str, span: Span) -> Span:
    """What is marked with the rest of the clauses it stands in."""
    sentences = sentences_of(text)
    around = sentences.around(span[0])[0], sentences.around(max(span[0], span[1] - 1))[1]
    marked = [clause for clause in clauses_of(text, around) if _share(clause, span)]
    return (marked[0][0], marked[-1][1]) if marked else span


def _pieces(text: str) -> Iterator[Span]:
    """The sentences, without the pictures between them."""
    pictured = _PICTURES.search(text) is not None
    for start, end in sentences_of(text):
        for picture in _PICTURES.finditer(text, start, end) if pictured else ():
            if text[start : picture.start()].strip():
                yield start, picture.start()
            start = picture.end()
        if text[start:end].strip():
            yield start, end


@dataclass(frozen=True)
class _Text:
    text: str
    lang: str
    ironic: bool
    #: Where its sentences stand.
    pieces: tuple[Span, ...]

    def marked(self, span: Span) -> list[int]:
        """Which sentences that is in; of several those from the first that names a fault on, two at
        most."""
        at = [n for n, piece in enumerate(self.pieces) if _share(piece, span)]
        faults = [n for n in at if self._tells(self.pieces[n]) >= FAULT]
        if not faults:
            return at if len(at) <= _TWO else []
        return [n for n in at if n >= faults[0]][:_TWO]

    def sentences(self, at: Sequence[int], others: Sequence[Span]) -> Iterator[Span]:
        """With the one that tells what this one does not, and alone."""
        first, last = at[0], at[-1]
        start, end = self.pieces[first][0], self.pieces[last][1]
        after = self.pieces[last + 1 : last + 2]
        if len(at) == 1 and after and self._takes((start, end), after[0], others):
            yield start, after[0][1]
        before = self.pieces[first - 1 : first] if first else ()
        if before and self._hangs((start, end)) and self._tells(before[0]) > NOTHING:
            yield before[0][0], end
        yield start, end
        if len(at) > 1:
            yield from (self.pieces[n] for n in at)

    def clauses(self, sentence: Span, span: Span) -> Iterator[Span]:
        """Of this sentence: first what has all that is marked and little else, then parts of it;
        half of a contrast is none."""
        near = range(span[0] - LONGEST, span[0] + LONGEST)
        clauses = [c for c in clauses_of(self.text, sentence) if c[0] in near or c[1] in near]
        marked = [n for n, clause in enumerate(clauses) if _share(clause, span)]
        least = FAULT if self._tells(sentence) >= FAULT else SIGN
        for first, last in _ranges(clauses, marked):
            part = clauses[first][0], clauses[last][1]
            whole = part != sentence and stands_apart(self.text, sentence, part, self.lang)
            if whole and self._tells(part) >= least:
                yield part

    def _takes(self, sentence: Span, after: Span, others: Sequence[Span]) -> bool:
        """Whether the next sentence names the fault, is pointed at too, or turns what this one
        says."""
        if _ASIDE.match(self.text, *after) or self._beginning(after).isupper():
            return False
        tells, follows = self._tells(sentence), self._tells(after)
        if _TURNS.match(self.text, *after):
            return follows > NOTHING
        pointed = any(_share(after, other) for other in others)
        if self.ironic:
            # What denies something is as often the jest.
            named = names_a_fault(self._beginning(after), self.lang)
            return tells < FAULT and (named or pointed)
        befell = follows >= SIGN and _AUTHOR.match(self.text, *after) is not None
        return pointed or (tells < FAULT and (follows >= FAULT or befell))

    def _hangs(self, sentence: Span) -> bool:
        """Whether it says little without the sentence before it."""
        few = len(self.text[slice(*sentence)].split()) <= _SAYS_LITTLE
        if few and self._tells(sentence) < FAULT:
            return True
        return any(p.match(self.text, *sentence) for p in (HEADLESS, _POINTS_BACK))

    def _tells(self, piece: Span) -> int:
        return telling(self._beginning(piece), self.lang)

    def _beginning(self, piece: Span) -> str:
        """As much of it as may matter: a text can be one sentence without end."""
        return self.text[piece[0] : min(piece[1], piece[0] + 2 * LONGEST)]


def _share(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _ranges(clauses: Sequence[Span], marked: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last clause of each, as long as a quotation may be."""
    found = [
        (-sum(first <= n <= last for n in marked), last - first, first, last)
        for first in range(len(clauses))
        for last in range(first, len(clauses))
        if clauses[last][1] - clauses[first][0] <= LONGEST
    ]
    return [(first, last) for held, _, first, last in sorted(found) if held]
