"""Finds the words of `matters/*.toml` in a text: German ones also as the last part of a longer one,
English ones also in the plural and together with the word before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from prompts.matter_words import Noun, matter_words
from triage.complaint import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: A German noun this long may be the last part of a longer one; what is before it this long.
_HEAD, _FIRST_PART = 5, 3
#: German words that only end like one of ours.
_NOT_THESE = frozenset({"stattdessen", "indessen", "links", "fehlanzeige"})
#: What stands behind these without an article is a company: bei Kramkiste24.
_OF_A_COMPANY = re.compile(r"(?:\b(?:von|vom|bei|beim|laut|an)\s|@)$", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<![.!?…:\n] )(?<!^)\b[A-ZÄÖÜ][a-zäöüß]{3,}")
#: English words that seldom belong to the noun behind them.
_NOT_BEFORE = frozenset(
    {"charge", "return", "left", "right", "fine", "claim", "delay", "price", "flat"}
)
_ARTICLE = re.compile(
    r"(?:\b(?:the|my|our|your|a|an|no|their|its|this|that|his|her|every|one|each)|['’]s)"
    r"\s(?:[\w-]+\s)?$",
    re.IGNORECASE,
)  # fmt: skip
_BEFORE = 30


def nouns_in(text: str, lang: str) -> Iterator[tuple[Noun, Span]]:
    """Each with where it stands, in the order of the text."""
    return _german(text) if lang == "de" else _english(text)


def _german(text: str) -> Iterator[tuple[Noun, Span]]:
    capitals = _CAPITALS.search(text) is not None
    unsure = matter_words("de").unsure
    for match in _WORD.finditer(text):
        small = match[0][0].islower()
        # Whoever writes capitals writes them for nouns.
        if small and (capitals or match[0] in unsure):
            continue
        noun = _german_noun(match[0])
        if noun and not _is_a_company(noun, text, match.span()):
            yield noun, match.span()


def _is_a_company(noun: Noun, text: str, span: Span) -> bool:
    """Whether a longer word that ends like one of ours is somebody's name."""
    if noun.name.lower() in matter_words("de").nouns:
        return False
    before = text[max(0, span[0] - _BEFORE) : span[0]]
    return text[span[1] : span[1] + 1].isdigit() or _OF_A_COMPANY.search(before) is not None


@lru_cache(maxsize=4096)
def _german_noun(written: str) -> Noun | None:
    """
    >>> [_german_noun(word).name for word in ("Jahresabrechnung", "Aufzugs", "Automaten")]
    ['Jahresabrechnung', 'Aufzug', 'Automat']
    """
    lower = written.lower()
    if lower in _NOT_THESE:
        return None
    genitive, oblique = re.sub(r"e?s$", "", lower), re.sub(r"en$", "", lower)
    for form, genders in ((lower, "mfnpw"), (genitive, "mn"), (oblique, "w")):
        noun = _as_it_is_or_longer(form, written)
        if noun and noun.gender in genders:
            return noun
    return None


def _as_it_is_or_longer(form: str, written: str) -> Noun | None:
    words = matter_words("de")
    if form in words.nouns:
        return words.nouns[form]
    for cut in range(_FIRST_PART, len(form) - _HEAD + 1):
        head = words.nouns.get(form[cut:])
        if head and form[cut:] not in words.alone:
            whole = written[: len(form)] if "-" in written else form
            return Noun(whole[0].upper() + whole[1:], head.gender)
    return None


def _english(text: str) -> Iterator[tuple[Noun, Span]]:
    written = [*_WORD.finditer(text)]
    for at, match in enumerate(written):
        name, start = _english_name(text, written, at)
        if name:
            yield Noun(name), (start, match.end())


def _english_name(text: str, written: Sequence[re.Match[str]], at: int) -> tuple[str, int]:
    words, match = matter_words("en"), written[at]
    lower, start = match[0].lower(), match.start()
    joined = at > 0 and text[written[at - 1].end() : start] in (" ", "-")
    before = written[at - 1][0].lower() if joined else ""
    if joined and f"{before} {lower}" in words.nouns:
        return f"{before} {lower}", written[at - 1].start()
    if not _is_noun(lower) or text.startswith(" of ", match.end()) or _goes_on(text, written, at):
        return "", start
    if before in words.before or (before in words.nouns and before not in _NOT_BEFORE):
        return f"{before} {lower}", written[at - 1].start()
    if lower in words.unsure and not _ARTICLE.search(text[max(0, start - _BEFORE) : start]):
        return "", start
    return (match[0] if match[0].isupper() and len(lower) < 5 else lower), start


def _goes_on(text: str, written: Sequence[re.Match[str]], at: int) -> bool:
    """Whether the next word is the thing and this one only says which: a baggage cart."""
    following = written[at + 1] if at + 1 < len(written) else None
    if following is None or text[written[at].end() : following.start()] != " ":
        return False
    return following[0].lower() not in matter_words("en").unsure and _is_noun(following[0].lower())


@lru_cache(maxsize=4096)
def _is_noun(word: str) -> bool:
    nouns = matter_words("en").nouns
    single = (word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word))
    return any(form in nouns for form in single)
