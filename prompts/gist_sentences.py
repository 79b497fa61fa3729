"""Whole sentences of a complaint and questions, as a reply may quote them, alone or beside a
passage."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts.gist_passages import Quoted, passage_at, threatens
from prompts.gist_praise import approves, is_friendly
from prompts.gist_questions import as_asked, asks
from prompts.gist_telling import names_a_fault, pleads, tells_of_a_death, tells_of_one
from prompts.gist_words import told_amid
from prompts.quoted_sums import Bounds, is_fit
from prompts.quoting import NUMBERS, wordings
from triage.complaint import Span
from triage.sentences import sentences_of
from triage.stated_asks import find_asks
from triage.wording_files import sieve

#: „Unser Buchungscode lautet [Nummer]“, "tracking no [number]".
_ONLY_A_NUMBER = re.compile(
    rf"(?:[\w.]+\s){{0,5}}(?:{'|'.join(map(re.escape, NUMBERS.values()))})\W*"
)
#: In words: a question that is no quotation without what is told behind it.
_FEWEST_ASKED = 3
#: No number: „450!“ may be a sum.
_A_WORD = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?")
_TAGGED = re.compile(r"\s[@#]\w+$")
_LEGAL = "circumstances/legal"
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
    r"|pflegegrad|pflegestufe|ivf|hiv|autis\w*|crohn\S*|multiple sclerosis|hat ms"
    r"|panic attacks?|seizures?"
    r"|fused discs?|bled through|bürgergeld|hartz iv|on benefits|born \d|geboren am"
    r"|(?:are|we['’]re|i['’]m|am) away (?:until|till|from)"
    r"|(?:house|flat) (?:is|stands|will be) empty"
    r"|in die hose|eingen[aä]ss?t|eingepinkelt|nicht mehr halten"
    r"|(?:lives?|living|stay(?:s|ing)?) (?:all )?(?:alone|(?:on|by) (?:her|his|my)(?: own|self))"
    r"|(?:wohnt?|lebt?|wohne|lebe) (?:ganz )?allein\w*)\b",
    re.IGNORECASE,
)


def fit_sentence(text: str, span: Span, lang: str, bounds: Bounds) -> Quoted | None:
    """A whole sentence, as it may be quoted beside another; None where it asks, demands, thanks or
    only praises, or had better not be repeated."""
    if is_beside_it(text, span) or _is_private(text, span) or is_kind(text[slice(*span)], lang):
        return None
    quoted = passage_at(text, span, lang, bounds)
    # Beside another it need not say of whom it is told: „war trotzdem Erdnuss in der Soße“.
    said = quoted.said or told_amid(text, span, lang, bounds)
    is_one = said and is_fit(said, bounds) and not is_only_a_number(said)
    return Quoted(quoted.span, said) if is_one else None


def fit_word(text: str, span: Span, lang: str, bounds: Bounds) -> Quoted | None:
    """A sentence of a word or two („Neun!“), as it may stand beside others; a line that tells
    nothing at the end of a text is who wrote it."""
    said = told_amid(text, span, lang, bounds)
    signed = not text[span[1] :].strip() or text[: span[1]].endswith("\n")
    tells = tells_of_one(said, lang)
    known = tells or (said.isalpha() and not signed)
    # Twice, as one word is too short for a quotation by itself.
    fits = _A_WORD.fullmatch(said) and is_fit(f"{said} {said}", bounds)
    if not (known and fits) or _is_private(text, span) or is_beside_it(text, span):
        return None
    return None if is_kind(said, lang) or pleads(said) else Quoted(span, said)


def may_stand_beside(text: str, passage: Quoted, lang: str) -> bool:
    """Whether a passage may be quoted with another: it tells of the matter by itself, and nothing
    that had better not be repeated."""
    asks = pleads(passage.said) and not tells_of_one(passage.said, lang)
    beside = is_kind(passage.said, lang) or asks or passage.doubt > 1
    return not (beside or is_only_a_number(passage.said) or _is_private(text, passage.span))


def is_only_a_number(said: str) -> bool:
    """Whether it only gives a number by which somebody is found."""
    return _ONLY_A_NUMBER.fullmatch(said) is not None


def is_beside_it(text: str, span: Span) -> bool:
    """Whether it asks, wants, rates, calls out, or plays a game."""
    words = text[slice(*span)].strip()
    beside = any(wordings(name).match(words) for name in ("beside", "aside", "riddle"))
    rates = _RATES.match(words) is not None
    return "?" in words or beside or rates or _wants_something(text, span)


def _is_private(text: str, span: Span) -> bool:
    """Whether it tells what had better not be repeated: of the author's life, a death, a lawyer."""
    words = text[slice(*span)]
    told = _INTIMATE.search(words) or sieve(_LEGAL).search(words)
    return told is not None or tells_of_a_death(words)


def fit_question(text: str, span: Span, lang: str, bounds: Bounds) -> Quoted | None:
    """A question that wants to know something and names its matter, before what is quoted."""
    asked = span[0], len(text[: span[1]].rstrip())
    question = as_asked(text, asked, lang, bounds, fewest=_FEWEST_ASKED)
    return Quoted(span, question) if asks(question) else None


def fit_sentences(text: str, pointed: Sequence[Span], lang: str, bounds: Bounds) -> list[Quoted]:
    """The whole sentences pointed at first, where no part of them will do."""
    sentences = [
        sentence
        for start, end in pointed[:1]
        for sentence in sentences_of(text)
        if sentence[0] < end and start < sentence[1]
    ]
    fit = (s for s in dict.fromkeys(sentences) if fit_sentence(text, s, lang, bounds))
    found = (passage_at(text, span, lang, bounds) for span in fit)
    return [q for q in found if tells_of_one(q.said, lang)]


def fit_questions(text: str, pointed: Sequence[Span], lang: str, bounds: Bounds) -> list[Quoted]:
    """The questions pointed at, or in which what is pointed at stands: the model knows few that are
    quoted."""
    spans = dict.fromkeys(s for span in pointed for s in (span, _sentence_of(text, span)))
    asked = (Quoted(span, as_asked(text, span, lang, bounds)) for span in spans)
    return [q for q in asked if asks(q.said)]


def _sentence_of(text: str, span: Span) -> Span:
    """Without what stands behind its end."""
    start, end = sentences_of(text).around(max(span[0], span[1] - 1))
    return start, start + len(text[start:end].rstrip())


def is_kind(words: str, lang: str) -> bool:
    """Whether something is praised in it, and nothing is wrong."""
    words = _TAGGED.sub("", words.strip()).rstrip(".! ")
    friendly = is_friendly(words, lang) and not names_a_fault(words, lang)
    return friendly or approves(words, "approved")


def _wants_something(text: str, span: Span) -> bool:
    """Whether it threatens, asks or hopes for something, in the author's own words."""
    words = text[slice(*span)].strip()
    if threatens(words) or any(span[0] <= ask.span[0] < span[1] for ask in find_asks(text)):
        return True
    return wordings("wants").match(words) is not None or pleads(words)
