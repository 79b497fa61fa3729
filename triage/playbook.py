"""How we answer one topic: the moves of a reply, each with many phrasings, and what a reply is
composed for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import product
from types import MappingProxyType

from triage.complaint import Topic
from triage.draft import Register

#: The moves in the order in which a reply makes them.
MOVES = ("greeting", "take_up", "worsened", "apologise", "own", "make_good", "next_step", "closing")
REQUIRED = frozenset({"take_up", "apologise", "next_step"})
_CASES = ("", "_acc", "_dat")
_DECLINED = ("thing", "occasion", "onward", "lost", "gone")
#: Variables that name the facts a reply should name, each in words that fit any matter.
TOLD = frozenset(
    {"where", "town", "how_long", "since_when", "after", "late"}
    | {f"{kind}{case}" for kind in _DECLINED for case in _CASES}
)
#: Conditions that say where and to whom, not what the author told.
_SETTING = frozenset(
    {"du", "sie", "dm", "mail", "open", "roomy", "first", "mild", "author", "air", "at_home"}
    | {"goodwill", "rebooking_help", "personal_call", "shorter", "number_given"}
    | {"phone_given", "located"}
)
#: How to reach us, whatever it is about.
_REACH = frozenset({"send_me", "write_me", "contact"})
#: How an approver wants it said.
WISHED = frozenset({"warmer", "formal"})
#: How it was told: worth choosing words by, and no repetition when two sentences heed it.
MANNER = frozenset({"ironic", "severe", "critical", "mourning", "urgent", "again", "defect"})

#: `{flight}`: a variable. `{du|Sie}`: one of two forms of address. `<so |really |>`: any of them.
_VARIABLE = re.compile(r"\{(\w+)\}")
_ADDRESS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_CHOICE = re.compile(r"<([^<>]*)>")
_BEGINS = re.compile(r"(?<=[.!?] )[a-zäöü]")
_CASE = re.compile(r"_(?:acc|dat|bare)$")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_NONE = frozenset[int]()
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Phrase:
    """One way to make a move.

    `when` are the conditions that must hold (`ironic`, `children`), with `!` for those that must
    not; `covers` are later moves that this phrase makes as well.
    """

    template: str
    when: frozenset[str] = frozenset()
    covers: frozenset[str] = frozenset()
    #: Written for this topic; False for what it inherits from the common playbook.
    own: bool = True

    @cached_property
    def variables(self) -> frozenset[str]:
        return frozenset(_VARIABLE.findall(self.template))

    @cached_property
    def says(self) -> frozenset[str]:
        """What of the author's story this phrase takes up."""
        told = self._wanted - _SETTING - MANNER - WISHED
        return _without_case((self.variables | told) - TOLD - _REACH)

    @cached_property
    def tells(self) -> frozenset[str]:
        """Which kinds of facts it names by a telling."""
        return _without_case(self.variables & TOLD)

    @cached_property
    def _wanted(self) -> frozenset[str]:
        """The conditions that must hold."""
        return frozenset(tag for tag in self.when if tag[0] != "!")

    @cached_property
    def _unwanted(self) -> frozenset[str]:
        """Those that must not."""
        return frozenset(tag[1:] for tag in self.when if tag[0] == "!")

    @cached_property
    def _needed(self) -> frozenset[str]:
        """The words it does not get of a telling."""
        return self.variables - TOLD

    def fits(self, situation: Situation) -> bool:
        holds = situation.conditions
        return (
            (not self.tells or self.tells in situation.told)
            and self._wanted <= holds
            and self._unwanted.isdisjoint(holds)
            and self._needed <= situation.words.keys()
        )

    def render(self, situation: Situation, told: Mapping[str, str] = _NOTHING) -> str:
        """The words for this author, `told` those of a telling; what begins a sentence is
        capitalised.

        >>> hour = Situation(register="du", words={"delay": "fünf Stunden"})
        >>> Phrase("{delay}, und {du|Sie} {wartest|warten}.").render(hour)
        'Fünf Stunden, und du wartest.'
        """
        form = 1 if situation.register == "du" else 2
        text = self.template
        if "<" in text:
            text = _CHOICE.sub(lambda m: self._one_of(m[1], situation.seed), text)
        if "{" in text:
            text = _ADDRESS.sub(lambda m: m[form], text)
            text = _VARIABLE.sub(lambda m: told.get(m[1]) or situation.words[m[1]], text)
        if ". {" in self.template:
            text = _BEGINS.sub(lambda m: m[0].upper(), text)
        return text[:1].upper() + text[1:]

    def variants(self) -> Iterator[str]:
        """Whatever it may choose to say, as templates without a choice.

        >>> [*Phrase("I'm <so |>sorry.").variants()]
        ["I'm so sorry.", "I'm sorry."]
        """
        parts = _CHOICE.split(self.template)
        listed = [part.split("|") if n % 2 else [part] for n, part in enumerate(parts)]
        return map("".join, product(*listed))

    def _one_of(self, choices: str, seed: str) -> str:
        """The same author always gets the same words, their neighbour perhaps others."""
        listed = choices.split("|")
        return listed[toss(f"{seed}|{choices}|{self.template}")[0] % len(listed)]


@dataclass(frozen=True)
class Move:
    """One step of a reply, with all its phrasings."""

    name: str
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True)
class Playbook:
    """How one topic is answered in one language."""

    name: str
    lang: str
    version: str
    #: Empty means every topic that no other playbook takes.
    topics: frozenset[Topic]
    severities: frozenset[int]
    moves: tuple[Move, ...]
    #: Words that a reply should have, or the approver is told; words that no reply of it has.
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()

    def phrases(self, move: str) -> tuple[Phrase, ...]:
        return next((m.phrases for m in self.moves if m.name == move), ())


@dataclass(frozen=True)
class Telling:
    """One or two of the facts that a reply should name, in words for a sentence."""

    #: Variable of `TOLD` → words.
    words: Mapping[str, str]
    #: Their places in `Situation.stated`.
    facts: frozenset[int]

    @cached_property
    def kinds(self) -> frozenset[str]:
        return _without_case(self.words.keys())


@dataclass(frozen=True)
class Situation:
    """What a reply is composed for."""

    register: Register = "neutral"
    #: Variable → words as they stand in a sentence; only what the text states.
    words: Mapping[str, str] = field(default_factory=dict)
    #: What holds here: severe, ironic, children, goodwill, dm …
    conditions: frozenset[str] = frozenset()
    #: Decides between phrasings that fit equally well.
    seed: str = ""
    #: Replies this author already got; none of their sentences is said again.
    said_before: tuple[str, ...] = ()
    #: The facts that a reply should name: for each the signs, in lower case, of which a sentence
    #: that names it has one; and the ways to name them where no sentence does by itself.
    stated: tuple[frozenset[str], ...] = ()
    tellings: tuple[Telling, ...] = ()

    @cached_property
    def told(self) -> frozenset[frozenset[str]]:
        """What kinds of facts there are words for, alone or together."""
        return frozenset(telling.kinds for telling in self.tellings)

    def named_in(self, text: str) -> frozenset[int]:
        """Which of the stated facts these words name."""
        if not self.stated:
            return _NONE
        low = text.lower()
        return frozenset(
            n for n, signs in enumerate(self.stated) if any(sign in low for sign in signs)
        )


def sentences(text: str) -> list[str]:
    return [s.strip() for s in _SENTENCE_END.split(text) if s.strip()]


def toss(text: str) -> bytes:
    """Decides between what is equally good: the same text always alike."""
    return blake2b(text.encode(), digest_size=8).digest()


def _without_case(names: Iterable[str]) -> frozenset[str]:
    return frozenset(_CASE.sub("", name) for name in names)
