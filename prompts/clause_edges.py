"""Where the clauses of a text begin and end, roughly; and a passage that was marked roughly,
brought to those edges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from prompts.quoting import wordings
from triage.complaint import Span
from triage.sentences import sentences_of

_CLOSED = r"(?P<closed>[\"”“»«’']*)(?:\s+|$)"
#: Behind a number with a full stop: it is a date, or says how manieth.
_DATED = (
    r"(?!(?<=\d\.)\s(?:[a-zäöü]"
    r"|(?:Januar|Februar|März|April|Ma|Jun|Jul|August|Sept|Okt|Nov|Dez|Klasse|Stock)))"
)
_OTHER_EDGES = (
    r"|\n+|[,;:]\s+|\s[–—-]{1,2}\s|—|\s?[()]\s?|\.?@\w+[\s,:]*"
    r"|(?<!\d)\s(?=(?:und|aber|sondern|weil|denn|and|but|because)\s)"
    r"|\s?[\U0001F000-\U0001FFFF\u2600-\u27BF\uFE0F\u200d]+\s?"
)
_STOP = r"(?<!\w\.\w)(?<!\b(?:[Nn]r|[Ss]t|[DdMmHF]r))[.!?…]+"
#: In between is a clause: ends of sentences and lines, commas, dashes, brackets, pictures, whom it
#: is told to, words that join clauses. Quotation marks that close belong to what they close.
_EDGES = {
    "de": re.compile(_STOP + _DATED + _CLOSED + _OTHER_EDGES),
    "en": re.compile(_STOP + _CLOSED + _OTHER_EDGES),
}
_WORD = re.compile(r"\S+")
#: A clause of which less is marked may be left out, if that is no more than a few words.
_ENOUGH, _FEW_WORDS = 0.4, 2
#: Who begins with one of these needs nothing before it.
_BEGINS = re.compile(r"(?:i|we|you|he|she|they|it|there|nobody|nothing|no one|everyone)\b", re.I)
#: What begins so is cut off from who did it or what it was.
HEADLESS = re.compile(
    r"(?:is|are|was|were|has|have|had|does|did|will|ist|sind|war|waren|hat|haben|wird|wurde)\s"
)
#: An English clause may end before these.
_MAY_END = re.compile(
    r"\s+(?:on|in|at|with|without|for|from|since|so|when|while|which|who|after|before|as|then)\b"
)
_SAYS_ENOUGH = 4
#: In words: a passage, the sentence it stands in, and a surer one with one before it.
_SAYS_LITTLE, _SHORT, _SHORT_TOGETHER = 4, 12, 15
#: Between neighbours there are no more than a few characters, and words.
_NEAR, _BETWEEN = 16, 3


def ways_to_cut(text: str, span: Span, lang: str) -> Iterator[Span]:
    """A short sentence that the marked passage stands in; the passage and what belongs to its
    clauses; without those that hardly have anything of it; one of them; as it is marked."""
    clauses = [*_clauses_at(text, span, lang)]
    if clauses:
        whole = _whole(text, span, clauses, lang)
        yield from _with_what_it_needs(text, whole)
        yield whole
        kept = _mostly_marked(text, span, clauses)
        if len(kept) < len(clauses):
            yield _whole(text, span, kept, lang)
    yield span
    # A fault that one of several clauses names stands without the others.
    if len(clauses) > 1:
        yield from (c for c in clauses if wordings("wrong").search(text, *c))


def together(text: str, spans: Sequence[Span], lang: str) -> Iterator[Span]:
    """The first passage and another one where the clauses of the two are neighbours."""
    whole = [_whole(text, s, [*_clauses_at(text, s, lang)] or [s], lang) for s in spans]
    for other in whole[1:]:
        before, after = sorted((whole[0], other))
        between, both = text[before[1] : after[0]], text[before[0] : after[1]]
        near = len(between) <= _NEAR and len(between.split()) <= _BETWEEN
        if near and (other is after or len(both.split()) <= _SHORT_TOGETHER):
            yield before[0], after[1]


def _with_what_it_needs(text: str, clause: Span) -> Iterator[Span]:
    """What few words are marked in says little without the rest of the sentence; where they are
    all of it, without the sentence before; and a verb says little without who did it."""
    sentences = sentences_of(text)
    start, end = sentences.around(clause[0])[0], sentences.around(clause[1] - 1)[1]
    if HEADLESS.match(text, clause[0]):
        yield start, clause[1]
    if len(text[slice(*clause)].split()) > _SAYS_LITTLE:
        return
    before = sentences.around(max(0, start - 1))[0]
    longer = before if len(text[start:end].split()) <= _SAYS_LITTLE else start
    if len(text[longer:end].split()) <= _SHORT:
        yield longer, end
    if len(text[start:end].split()) <= _SHORT:
        yield start, end


def _clauses_at(text: str, span: Span, lang: str) -> Iterator[Span]:
    """Those that the passage has something of, each without what joins it to the next."""
    start = sentences_of(text).around(span[0])[0]
    for edge in _EDGES.get(lang, _EDGES["en"]).finditer(text, start):
        end = edge.end("closed") if edge["closed"] else edge.start()
        if start < span[1] and span[0] < end and text[start:end].strip():
            yield start, end
        start = edge.end()
        if start >= span[1]:
            return
    if start < span[1]:
        yield start, len(text)


def _whole(text: str, span: Span, clauses: list[Span], lang: str) -> Span:
    start, end = clauses[0][0], clauses[-1][1]
    begins, ends = max(start, span[0]), min(end, span[1])
    if lang == "en" and _BEGINS.match(text, begins):
        start = begins
    enough = len(text[begins:ends].split()) >= _SAYS_ENOUGH and start == begins
    if lang == "en" and enough and _MAY_END.match(text, ends):
        end = ends
    return start, end


def _mostly_marked(text: str, span: Span, clauses: list[Span]) -> list[Span]:
    kept = [*clauses]
    while len(kept) > 1 and _is_hardly_marked(text, kept[0], span):
        kept.pop(0)
    while len(kept) > 1 and _is_hardly_marked(text, kept[-1], span):
        kept.pop()
    return kept


def _is_hardly_marked(text: str, clause: Span, span: Span) -> bool:
    words = [*_WORD.finditer(text, *clause)]
    marked = sum(span[0] <= word.start() < span[1] for word in words)
    return marked <= _FEW_WORDS and marked < _ENOUGH * len(words)
