"""Puts stated facts into words that fit into a sentence: number, case and address."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from prompts.cases import ARTICLES, CASES, ENDINGS
from prompts.spoken_durations import in_english, in_german
from triage.airports import AIRPORTS
from triage.draft import Register
from triage.durations import find_durations
from triage.facts import Fact, Facts
from triage.item_kinds import FIXTURE, kind_of_item
from triage.lexicon import EVENTS_DE, ITEMS_DE
from triage.mention import Conversation

_LANGUAGES = frozenset({"de", "en"})
_MINE_DE = re.compile(r"\b(?:mein|unser)\w*\s(?:\w+[-\w]*\s){0,2}$", re.IGNORECASE)
_MINE_EN = re.compile(r"\b(?:my|our)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
_WHOM = (
    r"(?:mum|mom|mam|mother|dad|father|son|daughter|kids?|child|children|boy|girl|lad|wife|husband"
    r"|partner|sister|brother|niece|nephew|gran\w*|nan|friend|neighbour|neighbor|aunt|uncle)"
)
_FOR_ANOTHER = re.compile(rf"\s(?:for|of) (?:my|our) (?:\w+ )?{_WHOM}\b", re.IGNORECASE)
#: "my sons first birthday", „meines Sohnes“: theirs.
_OF_THEIRS = re.compile(rf"\b(?:my|our) (?:\w+ )?{_WHOM}(?:['’]?s|['’]) (?:\w+ )?$", re.IGNORECASE)
_OF_ANOTHER = re.compile(rf"\b(?:my|our) (?:\w+ )?{_WHOM}['’]s? (?:\w+ )?$", re.IGNORECASE)
_ON_THE_WAY = re.compile(r"anschlu|weiterflug|fähre|connect|onward|ferry", re.IGNORECASE)


#: Countries that are no words.
_IN_CAPITALS = frozenset({"Usa", "Uk", "Uae"})
#: Hours.
_WORTH_NAMING = 0.25
#: Feasts have a name of their own: "Eid", not "the eid".
_FEAST = re.compile(r"(?:the )?(eid|diwali)", re.I)


@dataclass(frozen=True)
class Wording:
    """The words for one conversation's facts, in one language and form of address."""

    conversation: Conversation
    lang: str
    register: Register
    #: The author's language; None where it is the same. What can't be translated is left out.
    told_in: str | None = None

    def words(self, facts: Facts) -> dict[str, str]:
        """Variable → words, only for what the text states."""
        words: dict[str, str] = {}
        for name, find in self._plain_facts().items():
            value = find(facts)
            if value:
                words[name] = value
        for name, fact_name in (
            ("delay", "delay_hours"),
            ("hold_time", "hold_time"),
            ("waiting", "waiting"),
        ):
            fact = facts.first(fact_name)
            # Of a few minutes nobody says that it is a long time.
            if fact is None or fact.name != "delay_hours" or float(fact.value) >= _WORTH_NAMING:
                words |= self._duration(name, fact)
        words |= self._item(facts.first("item"))
        for name in ("missed", "event"):
            words |= self.event(name, _gravest(facts.all(name)))
        return words

    def _plain_facts(self) -> dict[str, Callable[[Facts], str | None]]:
        return {
            "flight": lambda f: _text(f.get("flight")),
            "train": lambda f: _text(f.get("train")),
            "seat": lambda f: _text(f.get("seat")),
            "place": self._place,
            "origin": lambda f: self.city(f.get("origin")),
            "destination": lambda f: self.city(f.get("destination")),
        }

    # -- places ----------------------------------------------------------------------------------

    def _place(self, facts: Facts) -> str | None:
        """Where the author is or was: a stated place that is neither origin nor destination."""
        routed = {f.span for name in ("origin", "destination") for f in facts.all(name)}
        here = {str(f.value) for f in facts.all("place") if f.span not in routed}
        # With two of them only a person can tell which is which.
        return self.city(here.pop()) if len(here) == 1 else None

    def city(self, value: str | float | None) -> str | None:
        if value in AIRPORTS:
            airport = AIRPORTS[str(value)]
            return airport.german if self.lang == "de" else airport.english
        if self._is_translated or value is None:
            return None
        return str(value).upper() if value in _IN_CAPITALS else str(value)

    @property
    def _is_translated(self) -> bool:
        return self.told_in in _LANGUAGES and self.told_in != self.lang

    def _named(self, kind: str, stated: str) -> str:
        """The author's word, or the one for it in the other language; empty if there is none."""
        if not self._is_translated:
            return stated
        return translation(kind, self.lang).get(stated.lower(), "")

    # -- spans of time ---------------------------------------------------------------------------

    def _duration(self, name: str, fact: Fact | None) -> dict[str, str]:
        stated = find_durations(self._said(fact)) if fact else []
        if not stated:
            return {}
        if self.lang == "de":
            return {name: in_german(stated[0]), f"{name}_dat": in_german(stated[0], dative=True)}
        spoken = in_english(stated[0])
        return {name: spoken, f"{name}_dat": spoken}

    # -- things and events -----------------------------------------------------------------------

    def _item(self, fact: Fact | None) -> dict[str, str]:
        if fact is None:
            return {}
        noun = self._named("items", str(fact.value)).lower()
        if self.lang == "de":
            noun, gender = ITEMS_DE.get(noun, ("", ""))
            return self._cases("item", noun, gender, mine=self.is_own(fact)) if noun else {}
        if not noun or (kind_of_item(noun) == FIXTURE and not self.is_own(fact)):
            return {}
        # Nobody complains about a stranger's suitcase.
        spoken = f"{'the' if self._is_for_another(fact) else 'your'} {noun}"
        return {"item": spoken, "item_acc": spoken, "item_dat": spoken, "item_bare": noun}

    def _is_for_another(self, fact: Fact) -> bool:
        """ "A cake for my kid", "my son's bike": not the author's own."""
        source, (start, end) = self._source(fact), fact.span
        return bool(_FOR_ANOTHER.match(source[end:]) or _OF_ANOTHER.search(source[:start]))

    def event(self, name: str, fact: Fact | None) -> dict[str, str]:
        if fact is None:
            return {}
        stated = str(fact.value)
        if self._is_translated:
            # Whose it was goes with the language it was told in.
            event = stated.partition(" ")[0] if self.told_in == "de" else stated
            stated = self._named("events", re.sub(r"^(?:my|our) ", "", event))
            if not stated:
                return {}
        if self.lang == "de":
            head, _, whose = stated.partition(" ")
            noun, gender = EVENTS_DE.get(head.lower(), ("", ""))
            mine = self.is_own(fact)
            suffix = f" {self._turned(whose)}" if whose else ""
            return (
                self._cases(name, noun, gender, mine=mine and not whose, suffix=suffix)
                if noun
                else {}
            )
        feast = _FEAST.fullmatch(stated)
        if feast:
            return {f"{name}{case}": feast[1].capitalize() for case in CASES}
        spoken = re.sub(r"^(?:my|our)\b", "your", stated, flags=re.IGNORECASE)
        if spoken == stated:
            own = self.is_own(fact) or "connect" in stated or "onward" in stated
            spoken = f"{'your' if own else 'the'} {stated.lower()}"
        return {name: spoken, f"{name}_acc": spoken, f"{name}_dat": spoken}

    def is_own(self, fact: Fact) -> bool:
        """Whether the author says "my" before it."""
        mine = _MINE_DE if (self.told_in or self.lang) == "de" else _MINE_EN
        before = self._source(fact)[: fact.span[0]]
        return mine.search(before) is not None and not _OF_THEIRS.search(before)

    def _turned(self, whose: str) -> str:
        """`meiner Schwester` → `deiner Schwester`, `Ihrer Schwester`."""
        yours = "dein" if self.register == "du" else "Ihr"
        return re.sub(r"^(?:mein|unser|eu(?:e)?r)", yours, whose, flags=re.IGNORECASE)

    def _cases(
        self, name: str, noun: str, gender: str, *, mine: bool, suffix: str = ""
    ) -> dict[str, str]:
        yours = "dein" if self.register == "du" else "Ihr"
        articles = [yours + ending for ending in ENDINGS[gender]] if mine else ARTICLES[gender]
        return {
            name + case: f"{article} {noun}{suffix}"
            for case, article in zip(CASES, articles, strict=True)
        } | {f"{name}_bare": noun}

    def _source(self, fact: Fact) -> str:
        if fact.turn is None:
            return self.conversation.mention.text
        return self.conversation.earlier[fact.turn].text

    def _said(self, fact: Fact) -> str:
        return self._source(fact)[slice(*fact.span)]


@cache
def translation(kind: str, lang: str) -> Mapping[str, str]:
    """Word → the word in that language, `kind` being items or events; both in lower case."""
    text = (Path(__file__).parent / "translations.toml").read_text(encoding="utf-8")
    english: dict[str, str] = tomllib.loads(text)[kind]
    if lang == "en":
        return english
    # The first German word for an English one is the plainest.
    return {spoken: german for german, spoken in reversed(english.items())}


def _gravest(events: Sequence[Fact]) -> Fact | None:
    """Of several missed things the one that the way there was for: the wedding, not the ferry."""
    ends = (e for e in events if not _ON_THE_WAY.search(str(e.value)))
    return next(ends, events[0] if events else None)


def _text(value: str | float | None) -> str | None:
    return None if value is None else str(value)
