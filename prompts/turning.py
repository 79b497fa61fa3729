"""Where a complaint turns: praise or thanks, what is understood or nobody's fault, and behind "but"
what went wrong. What stands before is not the matter."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from prompts.gist_telling import names_a_fault, says_it_is_wrong
from prompts.quoting import wordings
from triage.complaint import Span
from triage.sentences import sentences_of

#: At the beginning of a sentence or behind a comma, a dash, a bracket.
_TURN = re.compile(
    r"(?:(?:^|[.!?…\n][\"”“»«’')]*|[,;:)]|\s[–—-]|—)\s*|\s(?=but\s))"
    r"(?P<turn>aber|oba|doch|nur|bloß|trotzdem|allerdings|jedoch|leider|einzig|but|only|except"
    r"|however|still|yet|shame|pity|schade|sadly|unfortunately)\b",
    re.IGNORECASE,
)
#: Only at the beginning of a sentence.
_ANEW = re.compile(
    r"(?:[.!?…\n][\"”“»«’')]*)\s*(?P<turn>dass|geblieben|it['’]s the|what (?:i|we|isn|wasn|did)"
    r"|thumbs down|was (?:nicht|weniger|mich|uns)|weniger)\b",
    re.IGNORECASE,
)
#: Said last or amid the clause that it is of: "eggs broken though", „kam er aber nicht“.
_SAID_LAST = re.compile(
    r"\b(?:though|but|however)(?=\s*(?:[,.;!…–—-]|$))|(?<=[^\W\d_]\s)(?:aber|allerdings)\b",
    re.IGNORECASE,
)
#: „zwar …, aber“ is one thought.
_CONCEDES = re.compile(r"\bzwar\b", re.IGNORECASE)
#: "… but wants another week": of whom, stands before it.
_OF_THE_SAME = re.compile(
    r"(?:but|aber)\s(?:wants?|says?|said|refuses?|refused|has|had|does|did|keeps?|kept|took|gave|will|would|could"
    r"|will|wollte|hat|hatte|kann|konnte|sagt|sagte|meint|meinte|ließ|nimmt|nahm)\b(?!\s(?:i|we|ich|wir)\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:]\s|\s[–—-]\s")
#: In characters: where a long text turns, nobody turns away from its beginning.
_LONGEST = 700
#: In characters: who writes more may begin with something else than the matter.
_LONG = 250
#: „Liebe Talbahn“ praises nobody.
_GREETING = re.compile(
    r"^\W*(?:(?:hallo|hi|hey|moin|guten \w+)\W+)?(?:ihr\s)?liebe[rsn]?\b", re.IGNORECASE
)
_REGRETS = re.compile(r"\b(?:pity|shame|schade|leider|sadly|unfortunately)\b", re.IGNORECASE)


@lru_cache(maxsize=256)
def turn_in(text: str, lang: str) -> Span | None:
    """From where it turns to the end of that sentence; None where no praise stands before it, or
    some behind it."""
    if len(text) > _LONGEST or not wordings("kind").search(text):
        return None
    for start in sorted(_turns(text)):
        end = sentences_of(text).around(min(start, len(text) - 1))[1]
        after = text[start:end]
        concedes = _CONCEDES.search(text, sentences_of(text).around(start)[0], end)
        if concedes or _OF_THE_SAME.match(after):
            continue
        praised = wordings("kind").search(text, 0, start)
        if praised and after.strip() and _is_amiss(after, lang) and not _demands(after, lang):
            return start, end
    return None


class Opening(NamedTuple):
    """With what a long text begins: up to where it praises, and where the first fault is told."""

    praise_ends: int
    fault_begins: int


@lru_cache(maxsize=256)
def opening_praise(text: str, lang: str) -> Opening | None:
    """Where a long text praises before it tells of a fault, without a word that turns; None where
    it begins otherwise."""
    if len(text) < _LONG:
        return None
    before: list[Span] = []
    for start, end in sentences_of(text):
        if _tells_of_a_fault(text[start:end], lang):
            praised = [e for s, e in before if _praises(text[s:e], lang)]
            return Opening(praised[-1], start) if praised else None
        before.append((start, end))
    return None


def _tells_of_a_fault(sentence: str, lang: str) -> bool:
    """What is praised may be so with "never" and „kein“."""
    if names_a_fault(sentence, lang) or _REGRETS.search(sentence):
        return True
    return says_it_is_wrong(sentence, lang) and not _praises(sentence, lang)


def _praises(sentence: str, lang: str) -> bool:
    """In more than one word, and in earnest as far as words tell: „Toll.“ is mostly wry."""
    said = _GREETING.sub("", sentence)
    if len(said.split()) == 1 or wordings("wry").search(said):
        return False
    words = [m[0].lower() for name in ("kind", "fond") for m in wordings(name).finditer(said)]
    return any(lang != "de" or word != "kind" for word in words)


def _is_amiss(after: str, lang: str) -> bool:
    """Whether it is no praise."""
    return names_a_fault(after, lang) or not wordings("kind").search(after)


def _demands(after: str, lang: str) -> bool:
    """Whether it only says what is wanted: "fair play to them, but I want the 56 back"."""
    wanted = _TURN.match(after)
    asked = wordings("threat").match(after, wanted.end() + 1 if wanted else 0)
    return asked is not None and not names_a_fault(after, lang)


def _turns(text: str) -> set[int]:
    found = {m.start("turn") for p in (_TURN, _ANEW) for m in p.finditer(text)}
    return found | {_begins(text, m.start()) for m in _SAID_LAST.finditer(text)}


def _begins(text: str, at: int) -> int:
    """The sentence in which that stands, or its clause where the sentence begins with praise."""
    start = sentences_of(text).around(at)[0]
    edges = [m.end() for m in _CLAUSE.finditer(text, start, at) if m.end() < at]
    praised = [n for n in edges if wordings("kind").search(text, start, n)]
    return praised[-1] if praised else start
