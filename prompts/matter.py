"""What a complaint is about, called by its name: the broken lift, your phone bill.

A matter is no fact: nothing is granted or verified because of it. A wrong one is worse than none,
so a thing is named only where a word of fault governs it in its own clause (`faults.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from prompts.matter_nouns import nouns_in
from prompts.matter_words import LANGUAGES, Noun, matter_words
from triage.complaint import Span
from triage.errors import UnreadablePlaybook
from triage.sentences import sentences_of

_FILE = Path(__file__).parent / "faults.toml"
_CLAUSE_END = re.compile(r"[.,;:!?…()\n–—„“”\"«»]|\s-\s")
#: The author's own, whatever the word: "my board came out in two".
_OWNED = re.compile(
    r"(?:^|[.!?,:;]\s|\band\s|\bbut\s)(?:my|our)\s(?P<what>[a-z]{3,}(?:[ -][a-z]{3,})?)(?=\s)",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"\s(?:still|is|was|has|had|never|just|now|again|came|got|went|keeps|are|were|\w+ly)$"
)
_MINE = re.compile(
    r"\b(?:mein|meine|meinen|meinem|meiner|unser|unsere|unseren|my|our)\s(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[„“\"«»‚‘][^„“”\"«»‘’\n]{3,120}[“”\"»«‘’]")
_DETERMINER = (
    r"(?:(?:the|my|our|his|her|their|your|its|this|that|a|an|both|one|d(?:er|ie|as|en|em)|ein\w*"
    r"|mein\w*|unser\w*|mir|uns|me|us|noch|immer|nur|auch)\s)"
)
#: Where the words of each list stand, seen from the thing.
_FRAMES = {
    "before": rf"\bWORDS\s{_DETERMINER}{{0,3}}(?:[\w-]+\s)?$",
    "lacking": r"\bWORDS\s(?:working\s|hot\s|warmes?\s)?$",
    "lacked": r"(?:^|\b)WORDS(?:s|es)?$",
    "where": rf"\bWORDS\s{_DETERMINER}{{0,2}}(?:[\w-]+\s){{0,2}}$",
    "worn": r"WORDS$",
    "too_wide": r"^WORDS$",
    "never": r"(?<!\w)WORDS(?!\w)",
}
_AFTER = {
    "en": r"^(?:\s(?:on|in|at|for|from)\s(?!and\b|it\b)(?:[\w-]+\s)?[\w-]+)?"
    r"(?:\sBETWEEN)*\sWORDS(?!\w)",
    "de": r"^(?:\s(?!BETWEEN\b)[\w’-]+){0,6}?\sWORDS(?!\w)",
}
#: The word only says which: "no water pressure".
_GOES_ON = {
    "en": re.compile(r"\s(?!(?:at|in|on|for|to|and|or|but|since|all|no|again|when|whatsoever)\b)"),
    "de": re.compile(r"\s[A-ZÄÖÜ]"),
}


@dataclass(frozen=True)
class Matter:
    """A word for it, and where it stands."""

    noun: Noun
    span: Span = (0, 0)
    #: It is not there, and that is the matter: "no ramp".
    lacking: bool = False


def matter_in(text: str, lang: str, evidence: Sequence[Span]) -> Matter | None:
    """The first thing that a sentence of the evidence tells a fault of; None where none does."""
    if lang not in LANGUAGES:
        return None
    found = (_at_fault(noun, span, text, lang) for noun, span in _things(text, lang, evidence))
    return next(filter(None, found), None)


def _things(text: str, lang: str, evidence: Sequence[Span]) -> Iterator[tuple[Noun, Span]]:
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    sentences = sentences_of(text)
    for noun, span in sorted(_named(text, lang), key=lambda found: found[1]):
        start, end = sentences.around(span[0])
        told = any(first < end and start < last for first, last in evidence)
        if told and not any(first <= span[0] < last for first, last in quoted):
            yield noun, span


def _named(text: str, lang: str) -> Iterator[tuple[Noun, Span]]:
    yield from nouns_in(text, lang)
    persons = matter_words(lang).persons
    for match in _OWNED.finditer(text) if lang == "en" else ():
        name = _ADVERB.sub("", match["what"].lower())
        if persons.isdisjoint(re.split("[ -]", name)):
            yield Noun(name), (match.start("what"), match.start("what") + len(name))


def _at_fault(noun: Noun, span: Span, text: str, lang: str) -> Matter | None:
    before, after = clause(text, span)
    own, said, name = _MINE.search(before) is not None, faults(lang), noun.name.lower()
    if said["never"].search(f"{before}{noun.name}{after}") or said["where"].search(before):
        return None
    if said["too_wide"].match(name) or (own and said["worn"].search(name)):
        return None
    named = replace(noun, own=own)
    if said["lacking"].search(before):
        lacked = said["lacked"].search(name) and not _GOES_ON[lang].match(after)
        return Matter(named, span, lacking=True) if lacked else None
    return (
        Matter(named, span) if said["before"].search(before) or said["after"].match(after) else None
    )


def clause(text: str, span: Span) -> tuple[str, str]:
    """What stands before and after in the same clause."""
    begins = max((m.end() for m in _CLAUSE_END.finditer(text, 0, span[0])), default=0)
    end = _CLAUSE_END.search(text, span[1])
    return text[begins : span[0]].lstrip(), text[span[1] : end.start() if end else len(text)]


@cache
def amiss(lang: str) -> str:
    """A pattern for the words that tell, in a sentence about a thing, that it went wrong."""
    said: str = tomllib.loads(_FILE.read_text(encoding="utf-8"))[lang].get("amiss", "(?!)")
    return f"(?:{''.join(said.splitlines())})"


@cache
def faults(lang: str) -> dict[str, re.Pattern[str]]:
    """The patterns of one language, by where they stand. Raises UnreadablePlaybook."""
    try:
        file = tomllib.loads(_FILE.read_text(encoding="utf-8"))[lang]
        words = {name: f"(?:{''.join(said.splitlines())})" for name, said in file.items()}
        frames = {**_FRAMES, "after": _AFTER[lang].replace("BETWEEN", words["between"])}
        return {
            name: re.compile(frame.replace("WORDS", words[name]), re.IGNORECASE)
            for name, frame in frames.items()
        }
    except KeyError as error:
        raise UnreadablePlaybook(f"{_FILE}: there is no {error}.") from error
    except (OSError, ValueError, re.error) as error:
        raise UnreadablePlaybook(f"{_FILE}: {error}") from error
