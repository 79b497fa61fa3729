"""Finds the words of `matters/*.toml` in a text: German ones also as the last part of a longer one,
English ones also in the plural and together with the words before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from prompts.matter_words import Noun, matter_words
from triage.complaint import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: A German noun this long may be the last part of a longer one; what is before it this long.
_HEAD, _FIRST_PART = 5, 3
_SHORT_HEADS = (3, 4)
#: German words that only end like one of ours, and first parts that only scold.
_NOT_THESE = re.compile(
    r"stattdessen|indessen|links|fehlanzeige|vollzug|komitee|ausbilder|zusteller|schlampe|entdeckung"
    r"|verfassung|(?:betriebs|geschäfts|hotel|schul)leitung|\w+innen|\w+(?:ist|at|akt)ische?[nrms]?"
)
_SCOLDING = ("scheiß", "scheiss", "drecks", "schrott", "kack", "horror", "pseudo", "schweine")
#: What stands behind these without an article is a company: bei Kramkiste24.
_OF_A_COMPANY = re.compile(r"(?:\b(?:von|vom|bei|beim|laut|an)\s|@)$", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<![.!?…:\n] )(?<!^)\b[A-ZÄÖÜ][a-zäöüß]{3,}")
#: English words that seldom belong to the noun behind them.
_NOT_BEFORE = frozenset(
    {"charge", "return", "left", "right", "fine", "claim", "delay", "price", "flat"}
)
#: So many words before an English noun may belong to it.
_MOST_BEFORE = 3
#: English names that are written in capitals.
_IN_CAPITALS = frozenset(
    {"ac", "tv", "cctv", "sim", "pin", "usb", "iban", "qr", "atm", "dvd", "cd", "sms", "id"}
)
_ARTICLE = re.compile(
    r"(?:\b(?:the|my|our|your|a|an|no|their|its|this|that|his|her|every|one|each)|['’]s)"
    r"\s(?:[\w-]+\s)?$",
    re.IGNORECASE,
)  # fmt: skip
_BEFORE = 30


def nouns_in(text: str, lang: str) -> Sequence[tuple[Noun, Span]]:
    """Each with where it stands, in the order of the text."""
    return _found(text, lang)


@lru_cache(maxsize=1)
def _found(text: str, lang: str) -> Sequence[tuple[Noun, Span]]:
    """Read once, whoever asks."""
    return tuple(_german(text) if lang == "de" else _whole_names(text, _english(text)))


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
    >>> words = "Jahresabrechnung", "Aufzugs", "Automaten", "Leselampen", "Tarifplan", "Reise-App"
    >>> [_german_noun(word).name for word in words]
    ['Jahresabrechnung', 'Aufzug', 'Automat', 'Leselampen', 'Tarifplan', 'Reise-App']
    """
    lower = written.lower()
    listed = matter_words("de").nouns.get(lower)
    if listed:
        return listed
    if _NOT_THESE.fullmatch(lower) or lower.startswith(_SCOLDING):
        return None
    genitive, oblique = re.sub(r"e?s$", "", lower), re.sub(r"en$", "", lower)
    for form, genders in ((lower, "mfnpw"), (genitive, "mn"), (oblique, "w")):
        noun = _as_it_is_or_longer(form, written)
        if noun and noun.gender in genders:
            return noun
    return _several(lower, written)


def _as_it_is_or_longer(form: str, written: str) -> Noun | None:
    listed = matter_words("de").nouns.get(form)
    head = None if listed else _head_of(form)
    if head is None:
        return listed
    whole = written[: len(form)] if "-" in written else form
    return Noun(whole[0].upper() + whole[1:], head.gender)


def _head_of(form: str) -> Noun | None:
    """The word of ours that a longer one ends with."""
    words = matter_words("de")
    for cut in range(_FIRST_PART, len(form) - _HEAD + 1):
        if form[cut:] in words.nouns and form[cut:] not in words.alone:
            return words.nouns[form[cut:]]
    _, hyphen, last = form.rpartition("-")
    if hyphen and last in words.nouns:
        return words.nouns[last]
    for length in _SHORT_HEADS:
        if form[-length:] in words.short and len(form) - length > _FIRST_PART:
            return words.nouns[form[-length:]]
    return None


def _several(lower: str, written: str) -> Noun | None:
    """Of the plurals those that are sure: a feminine noun's, die Lampe, die Lampen."""
    for ending, single_ends in (("n", "e"), ("en", "")):
        single = lower.removesuffix(ending)
        if single != lower and single.endswith(single_ends):
            noun = _as_it_is_or_longer(single, written)
            if noun and noun.gender == "f":
                return Noun(written[0].upper() + written[1:], "p")
    return None


def _english(text: str) -> Iterator[Span]:
    written = [*_WORD.finditer(text)]
    for at, match in enumerate(written):
        first = _first_word(text, written, at)
        if first is not None:
            yield written[first].start(), match.end()


def _whole_names(text: str, found: Iterator[Span]) -> Iterator[tuple[Noun, Span]]:
    """Overlapping names are one: no "password" where there is a password rule."""
    whole: list[Span] = []
    for start, end in found:
        overlaps = bool(whole) and whole[-1][1] > start
        whole.append((whole.pop()[0], end) if overlaps else (start, end))
    for start, end in whole:
        yield Noun(" ".join(map(_spoken, text[start:end].split()))), (start, end)


def _spoken(word: str) -> str:
    return word.upper() if word.lower() in _IN_CAPITALS else word.lower()


def _first_word(text: str, written: Sequence[re.Match[str]], at: int) -> int | None:
    """Where the name begins that ends here: the number of its first word; None where it is none."""
    words, match = matter_words("en"), written[at]
    lower, before = match[0].lower(), _word_before(text, written, at)
    if before and f"{before} {lower}" in words.nouns:
        return at - 1
    if not _is_noun(lower) or text.startswith(" of ", match.end()) or _goes_on(text, written, at):
        return None
    if _belongs(before) or (before in words.nouns and before not in _NOT_BEFORE):
        return _further_before(text, written, at - 1)
    if lower in words.unsure:
        start = match.start()
        return at if _ARTICLE.search(text[max(0, start - _BEFORE) : start]) else None
    return at


def _further_before(text: str, written: Sequence[re.Match[str]], at: int) -> int:
    """`badge bays` → `blue badge bays`."""
    first = at
    while first > at - _MOST_BEFORE + 1 and _belongs(_word_before(text, written, first)):
        first -= 1
    return first


def _belongs(word: str) -> bool:
    return word in matter_words("en").before


def _word_before(text: str, written: Sequence[re.Match[str]], at: int) -> str:
    """In lower case; empty where something else stands between."""
    joined = at > 0 and text[written[at - 1].end() : written[at].start()] in (" ", "-")
    return written[at - 1][0].lower() if joined else ""


def _goes_on(text: str, written: Sequence[re.Match[str]], at: int) -> bool:
    """Whether the next word is the thing and this one only says which: a baggage cart."""
    following = written[at + 1] if at + 1 < len(written) else None
    if following is None or text[written[at].end() : following.start()] != " ":
        return False
    return following[0].lower() not in matter_words("en").unsure and _is_noun(following[0].lower())


@lru_cache(maxsize=4096)
def _is_noun(word: str) -> bool:
    nouns, word = matter_words("en").nouns, word.replace("-", " ")
    single = (word, word.removesuffix("s"), word.removesuffix("es"), re.sub("ies$", "y", word))
    return any(form in nouns for form in single)
