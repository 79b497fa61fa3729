"""How a thing stands in a complaint: what speaks for its being what the complaint is about, and
what against it. The words are in `subjects.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from prompts.matter import clause
from prompts.matter_words import Noun, matter_words
from prompts.quoting import wordings
from triage.complaint import Span, Topic
from triage.errors import UnreadablePlaybook
from triage.sentences import sentences_of

_FILE = Path(__file__).parent / "subjects.toml"
#: A longer name says more of what it is: in words (English), in letters (German).
_LONG_EN, _LONG_DE = 2, 12
_MOST_TROUBLE = 2
_QUOTES = '„“"«»”‚‘'
#: How far before a thing the sentence's end or a name is looked for.
_NEAR = 25
_STARTS = re.compile(r"(?:^|[.!?…:\n]\W*)$")
_NUMBERED = re.compile(r"\s(?:\d|[A-Z]\b(?!['’]))")
_CAPITAL = re.compile(r"[A-Z][a-z]")
_CAPITAL_BEFORE = re.compile(r"(?P<end>^|[.!?…:\n]\W{0,2}|\s)(?P<word>[A-Z][\w’'&-]*)\s$")
#: "for seating my son": it is done, and no thing.
_DONE = re.compile(r"\s(?:my|the|an?|your|me|us|it|him|her|them)\b", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:^|\s|[\"“„«(])(?:(?P<yours>your|eure?[nrms]?|euer|deine?[nrms]?|ihre?[nrms]?)"
    r"|(?P<mine>my|our|mine|meine?[nrms]?|unsere?[nrms]?|unser|mei)"
    r"|(?P<the>the|this|that|these|those|d(?:er|ie|as|en|em|es)|dieser?|dieses|diese[nm]|'?s)"
    r"|(?P<a>an?|eine?[nrms]?)"
    r"|(?P<several>one|two|three|both|four|five|six|\d{1,3}))\s(?:[\w’'-]+\s){0,2}$",
    re.IGNORECASE,
)
_WITHIN_TWO_WORDS = r"(?<!\w)WORDS\s(?:[\w’'-]+\s){0,2}$"
#: Where the words of each list stand, seen from the thing.
_FRAMES = {
    "never": r"(?<!\w)WORDS\s[\"“„«(]?"
    r"(?:(?:an?|the|my|our|der|die|das|den|dem|ein\w*|mein\w*)\s)?$",
    "where": _WITHIN_TWO_WORDS,
    "at_stake": _WITHIN_TWO_WORDS,
    "turn": r"(?<!\w)WORDS(?!\w)",
    "acts": r"^\sWORDS",
    "trouble": r"(?<!\w)WORDS(?!\w)|[£$€]",
    "good": r"^(?::|\s(?:is|was|are|were|ist|sind|war|waren))?\s(?:\w+\s)?WORDS(?!\w)",
    "follows": r"^\sWORDS(?!\w)",
    "theirs": "WORDS",
    "backdrop": "WORDS",
    "firms": "WORDS$",
    "not_these": "WORDS",
}


@dataclass(frozen=True)
class Place:
    """A thing's name in a text."""

    noun: Noun
    span: Span
    text: str
    lang: str

    @cached_property
    def name(self) -> str:
        return self.noun.name.lower()

    @cached_property
    def head(self) -> str:
        return self.name.split()[-1]

    @cached_property
    def clause(self) -> tuple[str, str]:
        return clause(self.text, self.span)

    @cached_property
    def article(self) -> str:
        """yours, mine, the, a, several; starts where a sentence begins with it; or bare."""
        before = self.clause[0]
        article = _ARTICLE.search(before)
        if article and article.lastgroup:
            return article.lastgroup
        begins = not before.strip(f"{_QUOTES} ") and self.begins_a_sentence
        return "starts" if begins else "bare"

    @property
    def begins_a_sentence(self) -> bool:
        return _STARTS.search(self._before(4)) is not None

    @property
    def is_quoted(self) -> bool:
        start, end = self.span
        return any(c in _QUOTES for c in self.text[max(0, start - 1) : start] + self.text[end:][:1])

    @property
    def is_a_name(self) -> bool:
        """In English a capital inside a sentence, or beside the thing: the Copper Kettle Inn."""
        start, end = self.span
        word = self.text[start:end]
        begins = self.begins_a_sentence
        if word.isupper():
            return False
        if any(map(_CAPITAL.match, word.split()[1:] if begins else word.split())):
            return True
        before = _CAPITAL_BEFORE.search(self._before(_NEAR))
        named = before is not None and before["end"].isspace() and before["word"] != "I"
        return named or (begins and _CAPITAL.match(self.text[end + 1 :]) is not None)

    def _before(self, length: int) -> str:
        return self.text[max(0, self.span[0] - length) : self.span[0]]


def may_be_it(place: Place) -> bool:
    """Whether a complaint may be about it, as it stands there."""
    said, (before, after) = patterns(place.lang), place.clause
    if said["not_these"].fullmatch(place.name) or said["never"].search(before):
        return False
    if said["good"].match(after):
        return False
    if place.article == "mine" and said["theirs"].fullmatch(place.name):
        return False
    if place.lang == "de":
        return not _is_a_firm(place)
    done = place.head.endswith("ing") and _DONE.match(after)
    only_says_which = re.match(r"\s[a-z]", after) and not said["follows"].match(after)
    return not (done or only_says_which or place.is_a_name)


def _is_a_firm(place: Place) -> bool:
    listed = place.name in matter_words("de").nouns
    bare = place.article in ("bare", "starts")
    return bare and not listed and patterns("de")["firms"].search(place.name) is not None


def signs(place: Place, topic: Topic, *, ironic: bool) -> Iterator[tuple[str, int]]:
    """Name → how much of it there is."""
    said, (before, after) = patterns(place.lang), place.clause
    yield place.article, 1
    for name in ("where", "at_stake"):
        yield name, int(said[name].search(before) is not None)
    yield "acts", int(said["acts"].match(after) is not None)
    trouble = sum(len(said["trouble"].findall(part)) for part in (before, after))
    yield "trouble", min(trouble, _MOST_TROUBLE)
    praised = not (ironic or trouble) and wordings("praise").search(f"{before} {after}")
    yield "praise", int(bool(praised))
    yield "turn", int(_after_a_turn(place))
    yield "backdrop", int(said["backdrop"].fullmatch(place.name) is not None)
    yield "numbered", int(_NUMBERED.match(after) is not None)
    yield "quoted", int(place.is_quoted)
    yield "long", int(_is_long(place))
    yield "topical", int(_of_the_topic(topic).search(place.name) is not None)
    yield "of_staff", int(topic is Topic.STAFF_BEHAVIOUR)


def _after_a_turn(place: Place) -> bool:
    start, _ = sentences_of(place.text).around(place.span[0])
    return patterns(place.lang)["turn"].search(place.text, start, place.span[0]) is not None


def _is_long(place: Place) -> bool:
    if place.lang == "en":
        return len(place.name.split()) >= _LONG_EN
    return len(place.name) >= _LONG_DE


@cache
def _of_the_topic(topic: Topic) -> re.Pattern[str]:
    words = _file()["topics"].get(topic.value, "(?!)")
    # In German the last part of a longer word, in English the last word.
    return re.compile(f"(?:{''.join(words.splitlines())})$")


@cache
def patterns(lang: str) -> Mapping[str, re.Pattern[str]]:
    """The lists of one language, each for the place where its words stand.

    Raises UnreadablePlaybook.
    """
    try:
        words = {name: "".join(said.splitlines()) for name, said in _file()[lang].items()}
        return {
            name: re.compile(
                frame.replace("WORDS", f"(?:{words.get(name, '(?!)')})"), re.IGNORECASE
            )
            for name, frame in _FRAMES.items()
        }
    except (KeyError, AttributeError, re.error) as error:
        raise UnreadablePlaybook(f"{_FILE}: {error}") from error


@cache
def _file() -> Mapping[str, Any]:
    try:
        return tomllib.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnreadablePlaybook(f"{_FILE}: {error}") from error
