"""The passages of a complaint that a reply may quote, each as it may be quoted, and what goes with
the first: the question before it, the sentence in which the fault stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from prompts.gist_extent import (
    behind_praise,
    sentence_before,
    with_more_behind,
    with_one_before,
)
from prompts.gist_questions import as_asked, asks
from prompts.gist_telling import (
    names_a_fault,
    shows_signs,
    tells_of_a_death,
    tells_of_one,
)
from prompts.gist_words import as_quoted, repeatable
from prompts.quoted_sums import Bounds, is_fit
from prompts.quoting import SIGN, wordings
from triage.complaint import Span
from triage.sentences import sentences_of
from triage.stated_asks import find_asks
from triage.wording_files import sieve

#: In characters: what is shorter and names no fault hangs on what stands before it.
_SAYS_LITTLE = 45
#: In characters, with the blank behind it: a fault in so few words is what the next ones tell of.
_SAYS_IT_SHORT = 30
#: In characters: what is shorter fits less often than the next best that is longer.
_FEW_WORDS = 25
#: In words: a question that is no quotation without what is told behind it.
_FEWEST_BEFORE = 3
#: In words: a question as long as that tells what it is about.
_SAYS_IT_ALL = 8
#: In characters: how far before a passage the aside may begin.
_ASIDE = 16
_AMID = re.compile(r"[^\W\d_],\s(?:however|though|of course|naturally),\s?$", re.IGNORECASE)
#: What nobody said, or what was asked, behind its comma.
_UNKNOWN = re.compile(
    r",\s(?:warum|wieso|weshalb|ob|wann|wohin|why|whether)\s[^,.;:!?…\n]+", re.IGNORECASE
)
#: What they were told stands in it: "turned up, 'that guide left in March'".
_ANSWERED = re.compile(r"(?<!\w)[‚']")
#: In words: who tells more, tells more than what was ordered.
_MOST_ORDERED = 14
#: When it was is no sign of a fault.
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?(?:am|pm|uhr)\b", re.IGNORECASE)
#: What was ordered is no fault: what came in its place stands in the next sentence.
_ORDERED = re.compile(
    r"(?:bestellt|gebucht|reserviert|gemietet|ordered|booked|reserved|asked for|paid for)\b",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"\b(?:bestellt|gebucht|reserviert|gemietet|verschenkt|gekauft|gekündigt|ordered|booked|bought|rented|hired)\b",
    re.IGNORECASE,
)
_CAME = re.compile(
    r"\W*(?:und |and )?(?:geliefert|gekommen|bekommen|gekriegt|erhalten|(?:da |dann |es )?kam\w*"
    r"|got|received"
    r"|arrived|came|what (?:came|arrived|turned up)|(?:was )?(?:delivered|given))\b",
    re.IGNORECASE,
)


_LEGAL = "circumstances/legal"
#: What begins so behind a comma is told of what stands before it. Case counts.
_LEANS_BACK = re.compile(
    r"(?:with|without|photos|came|went|broke|fell|stopped|arrived|mit|ohne|lädt|geht|ging|kam|fiel"
    r"|läuft|lief|brach|funktioniert\w*|klemmt|tropft)\s"
)
#: How many stars it gets is no part of what went wrong.
_RATES = re.compile(
    r"(?:nur |only |just )?(?:ein|zwei|drei|vier|null|kein|one|two|three|four|zero|no|\d)"
    r"[ -](?:sterne?|stars?)\b",
    re.IGNORECASE,
)

#: What nobody wants to read of themselves in public once more, if it can be said without.
_INTIMATE = re.compile(
    r"\bhold (?:it|on)(?=[.,!;]|$)|\b(?:need(?:s|ed)? the (?:toilet|loo|bathroom)|wet through"
    r"|(?:wet|soiled) (?:him|her|my|them)sel\w+|wet (?:his|her|my) (?:trousers|pants)"
    r"|pflegegrad|pflegestufe|ivf"
    r"|in die hose|eingen[aä]ss?t|eingepinkelt|nicht mehr halten"
    r"|(?:lives?|living|stay(?:s|ing)?) (?:all )?(?:alone|(?:on|by) (?:her|his|my)(?: own|self))"
    r"|(?:wohnt?|lebt?|wohne|lebe) (?:ganz )?allein\w*)\b",
    re.IGNORECASE,
)


class Quoted(NamedTuple):
    """Where a passage stands, and its words as they may be quoted."""

    span: Span
    said: str

    @property
    def doubt(self) -> int:
        """The higher the less it says without what stands around it: a few words, a question, a
        short one, what comes of it („Woher soll man das wissen?“, "Never again", "You have until
        May")."""
        is_question = self.said.endswith("?")
        if wordings("beside").match(self.said) or threatens(self.said):
            return 3
        if is_question:
            return 2 if len(self.said.split()) >= _SAYS_IT_ALL else 3
        return int(len(self.said) < _FEW_WORDS)


def threatens(words: str) -> bool:
    """Whether it says what is to be done by when, or else."""
    return wordings("threat").match(words) is not None


def fit_passages(text: str, quotable: Sequence[Span], lang: str, bounds: Bounds) -> list[Quoted]:
    """The passages that may be quoted, and as what; the best first."""
    told = dict.fromkeys(behind_praise(text, quotable, lang))
    quoted = (_quoted(text, span, lang, bounds) for span in told)
    return sorted(
        (q for q in quoted if q.said), key=lambda q: (q.doubt, _only_orders(q.said, lang))
    )


def is_call(words: str) -> bool:
    """Whether they only call out, or say what there is to show: „Es reicht“, "I have photos"."""
    return wordings("call").fullmatch(words) is not None


def fit_question(text: str, span: Span, lang: str, bounds: Bounds) -> Quoted | None:
    """A question that wants to know something and names its matter, before what is quoted."""
    asked = span[0], len(text[: span[1]].rstrip())
    question = as_asked(text, asked, lang, bounds, fewest=_SAYS_IT_ALL)
    return Quoted(span, question) if asks(question) else None


def fit_sentence(text: str, span: Span, lang: str, bounds: Bounds) -> Quoted | None:
    """A whole sentence, as it may be quoted beside another; None where it asks, demands, thanks or
    only praises, or had better not be repeated."""
    words = text[slice(*span)].strip()
    if "?" in words or threatens(words) or _RATES.match(words) or _demands(text, span):
        return None
    if any(wordings(name).match(words) for name in ("beside", "aside", "riddle")):
        return None
    if (
        tells_of_a_death(words)
        or _is_kind(words, lang)
        or _INTIMATE.search(words)
        or sieve(_LEGAL).search(words)
    ):
        return None
    quoted = _quoted(text, span, lang, bounds)
    # Beside another it need not say of whom it is told: „war trotzdem Erdnuss in der Soße“.
    said = quoted.said or repeatable(text, span, lang, bounds)
    return Quoted(quoted.span, said) if said and is_fit(said, bounds) else None


def fit_sentences(text: str, pointed: Sequence[Span], lang: str, bounds: Bounds) -> list[Quoted]:
    """The whole sentences pointed at, where no part of them will do."""
    sentences = [
        sentence
        for start, end in pointed
        for sentence in sentences_of(text)
        if sentence[0] < end and start < sentence[1]
    ]
    fit = (s for s in dict.fromkeys(sentences) if fit_sentence(text, s, lang, bounds))
    found = (_quoted(text, span, lang, bounds) for span in fit)
    return [q for q in found if tells_of_one(q.said, lang)]


def says_what_came(words: str) -> bool:
    """Whether it says what came in the place of what was ordered."""
    return _CAME.match(words) is not None


def _is_kind(words: str, lang: str) -> bool:
    """Whether something is praised in it, and nothing is wrong."""
    praises = any(wordings(name).search(words) for name in ("kind", "fond"))
    return praises and not names_a_fault(words, lang)


def _demands(text: str, span: Span) -> bool:
    return any(span[0] <= ask.span[0] < span[1] for ask in find_asks(text))


def _only_orders(said: str, lang: str) -> bool:
    """Whether it says what was ordered, and no more: then something else went wrong."""
    came = any(_CAME.match(said, end) for _, end in sentences_of(said))
    brief = len(said.split()) <= _MOST_ORDERED and not _ANSWERED.search(said)
    return bool(brief and _ORDERS.search(said)) and not (came or shows_signs(said, lang))


def _quoted(text: str, span: Span, lang: str, bounds: Bounds) -> Quoted:
    """As it stands, but for a jest that is asked at its end."""
    span = _from_whom_it_is_told(text, _without_a_question(text, span, lang))
    span, said = _with_what_is_unknown(text, span, lang, bounds)
    if SIGN.match(said):
        span, said = _with_its_beginning(text, span, said, lang, bounds)
    elif _LEANS_BACK.match(said):
        span, said = _with_what_it_is_told_of(text, span, said, lang, bounds)
    return Quoted(span, said)


def _with_what_is_unknown(text: str, span: Span, lang: str, bounds: Bounds) -> Quoted:
    """„Keiner hat gesagt, warum wir stehen“: without its second half it says half."""
    if unknown := _UNKNOWN.match(text, span[1]):
        longer = span[0], unknown.end()
        if said := _said(text, longer, lang, bounds):
            return Quoted(longer, said)
    return Quoted(span, _said(text, span, lang, bounds))


def _from_whom_it_is_told(text: str, span: Span) -> Span:
    """ "The bunk, however, came off": who it was stands before the aside."""
    if _AMID.search(text, max(0, span[0] - _ASIDE), span[0]) is None:
        return span
    return sentences_of(text).around(span[0])[0], span[1]


def _with_its_beginning(
    text: str, span: Span, said: str, lang: str, bounds: Bounds
) -> tuple[Span, str]:
    """What would begin with a sum or a number, from the beginning of its sentence on; without it,
    only where it tells of a fault."""
    whole = sentences_of(text).around(span[0])[0], span[1]
    longer = _said(text, whole, lang, bounds) if whole[0] < span[0] else ""
    if longer and not SIGN.match(longer):
        return whole, longer
    return span, said if shows_signs(said, lang) else ""


def _with_what_it_is_told_of(
    text: str, span: Span, said: str, lang: str, bounds: Bounds
) -> tuple[Span, str]:
    """ "The bench came in pieces, with the plate bent": the whole sentence, where there is room."""
    whole = sentences_of(text).around(span[0])[0], span[1]
    longer = _said(text, whole, lang, bounds) if whole[0] < span[0] else ""
    return (whole, longer) if longer.endswith(said) else (span, said)


def _without_a_question(text: str, span: Span, lang: str) -> Span:
    """Without one at its end that wants to know nothing, where a fault is told before it:
    "Received one size 6 and one size 9. Am I a pirate?"."""
    begins = sentences_of(text).around(max(span[0], span[1] - 1))[0]
    question = text[begins : span[1] + 2].strip()
    told = text[span[0] : begins].rstrip()
    if begins <= span[0] or "?" not in question or asks(f"{question.rstrip('?! ')}?"):
        return span
    return (span[0], span[0] + len(told)) if tells_of_one(told, lang) else span


def with_its_question(text: str, first: Quoted, lang: str, bounds: Bounds) -> Quoted:
    """Behind the question that names its matter: "Where is my refund? It's been 11 weeks"."""
    if len(first.said) >= _SAYS_LITTLE or names_a_fault(first.said, lang) or asks(first.said):
        return first
    begins, ends = sentence_before(text, first.span)
    asked = begins, len(text[:ends].rstrip())
    question = as_asked(text, asked, lang, bounds, fewest=_FEWEST_BEFORE)
    if not asks(question) or len(question) + 1 + len(first.said) > bounds.longest:
        return first
    return Quoted((begins, first.span[1]), f"{question} {first.said}")


def up_to_the_fault(text: str, first: Quoted, lang: str, bounds: Bounds, jests: bool) -> Quoted:
    """With the sentence or two behind it, or the one before, where what went wrong stands only
    there: „Sie schreibt, ich sei nicht da. Ich saß vor der Tür.“ Behind a jest mostly stands
    another: of 21 such quotations of the corpus 17 became worse by it."""
    if _ORDERED.match(first.said) and not names_a_fault(first.said, lang):
        return _with_what_came(text, first, lang, bounds)
    if asks(first.said) or tells_of_one(_CLOCK.sub("", first.said), lang):
        return first
    for span in () if jests else with_more_behind(text, first.span):
        said = _said(text, span, lang, bounds)
        added = said.removeprefix(first.said).strip(" .!")
        if first.said in said and shows_signs(said, lang) and not is_call(added):
            return Quoted(span, said)
    before = with_one_before(text, first.span, lang) if len(first.said) < _SAYS_LITTLE else None
    said = _said(text, before, lang, bounds) if before else ""
    return Quoted(before, said) if before and first.said in said else first


def _with_what_came(text: str, first: Quoted, lang: str, bounds: Bounds) -> Quoted:
    """„Bestellt: weiße Rosen. Geliefert: bunte Ballone“."""
    span = next(with_more_behind(text, first.span))
    said = _said(text, span, lang, bounds)
    came = _CAME.match(text, first.span[1] + 1) and first.said in said
    return Quoted(span, said) if came else first


def with_the_fault_before(text: str, first: Quoted, lang: str, bounds: Bounds) -> Quoted:
    """Behind a sentence of a few words that names a fault by itself: "Found bedbugs. My daughter is
    covered in bites"."""
    before = sentence_before(text, first.span)
    if before[1] > first.span[0] or before[1] - before[0] > _SAYS_IT_SHORT:
        return first
    span = (before[0], first.span[1])
    said = _said(text, span, lang, bounds) if names_a_fault(text[slice(*before)], lang) else ""
    return Quoted(span, said) if first.said in said and not said.startswith(first.said) else first


def fit_questions(text: str, pointed: Sequence[Span], lang: str, bounds: Bounds) -> list[Quoted]:
    """The questions pointed at: the model knows few that are quoted."""
    asked = (Quoted(span, as_asked(text, span, lang, bounds)) for span in pointed)
    return [q for q in asked if asks(q.said)]


def _said(text: str, span: Span, lang: str, bounds: Bounds) -> str:
    told = as_quoted(text, span, lang, bounds)
    return told if told and is_fit(told, bounds) else as_asked(text, span, lang, bounds)
