"""How we answer one topic: the moves of a reply, each with many phrasings, and how a reply is
composed of them. Pure: the same mention always gets the same words, its neighbour others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import product

from triage.complaint import Topic
from triage.draft import Register

#: The moves in the order in which a reply makes them.
MOVES = ("greeting", "take_up", "worsened", "apologise", "own", "make_good", "next_step", "closing")
REQUIRED = frozenset({"take_up", "apologise", "next_step"})
_FRAME = frozenset({"greeting", "closing"})
#: What goes first when a reply gets too long for its channel.
DROPPED_FIRST = ("own", "worsened", "make_good", "closing", "greeting")
#: Conditions that say where and to whom, not what the author told.
_SETTING = frozenset(
    {"du", "sie", "dm", "mail", "open", "roomy", "first", "mild", "author", "air"}
    | {"goodwill", "rebooking_help", "personal_call", "shorter"}
)
#: Whoever was heard does not hear it a second time in the next sentence.
_ANSWERED_ONCE = frozenset({"ironic"})
#: How an approver wants it said.
_WISHED = frozenset({"warmer", "formal"})
#: How it was told: worth choosing words by, and no repetition when two sentences heed it.
_MANNER = frozenset({"ironic", "severe", "critical", "mourning", "urgent", "again", "defect"})

#: `{flight}`: a variable. `{du|Sie}`: one of two forms of address. `<so |really |>`: any of them.
_VARIABLE = re.compile(r"\{(\w+)\}")
_ADDRESS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
_CHOICE = re.compile(r"<([^<>]*)>")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


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
        told = self._wanted - _SETTING - _MANNER - _WISHED
        return frozenset(re.sub(r"_(?:acc|dat|bare)$", "", name) for name in self.variables | told)

    @cached_property
    def _wanted(self) -> frozenset[str]:
        """The conditions that must hold."""
        return frozenset(tag for tag in self.when if tag[0] != "!")

    @cached_property
    def _unwanted(self) -> frozenset[str]:
        """Those that must not."""
        return frozenset(tag[1:] for tag in self.when if tag[0] == "!")

    def fits(self, situation: Situation) -> bool:
        holds = situation.conditions
        return (
            self._wanted <= holds
            and self._unwanted.isdisjoint(holds)
            and self.variables <= situation.words.keys()
        )

    def render(self, situation: Situation) -> str:
        """The words for this author; the first letter is capitalised.

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
            text = _VARIABLE.sub(lambda m: situation.words[m[1]], text)
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
        return listed[_toss(f"{seed}|{choices}|{self.template}")[0] % len(listed)]


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


def compose(playbook: Playbook, situation: Situation, measure: Callable[[str], bool]) -> str:
    """A reply of this playbook that `measure` accepts as short enough.

    Optional moves are dropped and shorter phrasings chosen until it fits; nothing is ever cut.
    When even the shortest words are too long, the shortest are returned, for the guard to see.
    """
    candidates = _candidates(playbook, situation)
    for moves in _plans(candidates, situation.conditions):
        reply = _fill(moves, candidates, situation, measure)
        if reply is not None:
            return reply
    return _shortest(candidates)


def examples(playbook: Playbook, situation: Situation, count: int) -> dict[str, list[str]]:
    """Move → up to `count` ways to make it here, the most fitting first."""
    return {
        move: [
            text
            for _, text in sorted(found, key=lambda c: _rank(c[0], move, situation, set()))[:count]
        ]
        for move, found in _candidates(playbook, situation).items()
        if found
    }


def sentences(text: str) -> list[str]:
    return [s.strip() for s in _SENTENCE_END.split(text) if s.strip()]


_Rendered = tuple[Phrase, str]


def _candidates(playbook: Playbook, situation: Situation) -> dict[str, list[_Rendered]]:
    """For each move the phrasings that fit and were not said before."""
    said = {_bare(s) for reply in situation.said_before for s in sentences(reply)}
    candidates = {}
    for move in MOVES:
        fitting = [p for p in playbook.phrases(move) if p.fits(situation)]
        rendered = [(p, p.render(situation)) for p in fitting]
        candidates[move] = [(p, t) for p, t in rendered if not (said and _says_one_of(said, t))]
    return candidates


def _says_one_of(said: set[str], text: str) -> bool:
    return not said.isdisjoint(map(_bare, sentences(text)))


def _bare(sentence: str) -> str:
    return re.sub(r"\W+", " ", sentence).strip().lower()


def _plans(
    candidates: Mapping[str, list[_Rendered]], conditions: frozenset[str]
) -> Iterator[tuple[str, ...]]:
    """The moves to make: first all there are words for, then fewer and fewer.

    What made it worse for this author says more than a general word of ours, unless that is to be
    warmer. Whoever wants it shorter wants what no reply does without, and a letter's frame.
    """
    moves = tuple(move for move in MOVES if candidates[move])
    if "worsened" in moves and "warmer" not in conditions:
        moves = tuple(move for move in moves if move != "own")
    if "shorter" in conditions:
        kept = REQUIRED | (_FRAME if "mail" in conditions else frozenset())
        moves = tuple(move for move in moves if move in kept)
    yield moves
    for dropped in DROPPED_FIRST:
        if dropped in moves:
            moves = tuple(move for move in moves if move != dropped)
            yield moves


def _fill(
    moves: tuple[str, ...],
    candidates: Mapping[str, list[_Rendered]],
    situation: Situation,
    measure: Callable[[str], bool],
) -> str | None:
    """Choose a phrasing for each move, leaving room for the shortest of those to come."""
    said: list[tuple[str, str]] = []
    covered: set[str] = set()
    used: set[str] = set()
    for at, move in enumerate(moves):
        if move in covered:
            continue
        for phrase, text in sorted(
            candidates[move], key=lambda c: _rank(c[0], move, situation, used)
        ):
            if phrase.covers & covered or (move not in REQUIRED and phrase.says & used):
                continue
            rest = [m for m in moves[at + 1 :] if m not in covered | phrase.covers]
            if measure(_joined([*said, (move, text), *_least(rest, candidates)], situation)):
                said.append((move, text))
                covered |= phrase.covers
                used |= phrase.says | (phrase.when & _ANSWERED_ONCE)
                break
        else:
            if move in REQUIRED:
                return None
    return _joined(said, situation)


def _joined(said: list[tuple[str, str]], situation: Situation) -> str:
    """One paragraph; in a letter the greeting and the closing stand on lines of their own."""
    reply = ""
    for move, text in said:
        letter = "mail" in situation.conditions
        after = "\n\n" if letter and (move == "closing" or reply.endswith("\n\n")) else " "
        if reply and not reply.endswith("\n\n"):
            reply += after
        reply += text + ("\n\n" if letter and move == "greeting" else "")
    return reply


def _least(moves: list[str], candidates: Mapping[str, list[_Rendered]]) -> list[tuple[str, str]]:
    return [(move, _briefest(move, candidates[move])) for move in moves]


def _briefest(move: str, rendered: list[_Rendered]) -> str:
    """The shortest words for a move; for the next step the topic's own: they say what to send."""
    own = [text for phrase, text in rendered if phrase.own and move == "next_step"]
    return min(own or [text for _, text in rendered], key=len)


def _shortest(candidates: Mapping[str, list[_Rendered]]) -> str:
    needed = [move for move in MOVES if move in REQUIRED and candidates[move]]
    return " ".join(text for _, text in _least(needed, candidates))


#: What the author lost says more than where and on which flight.
_BACKDROP = frozenset({"flight", "train", "seat", "place", "origin", "destination"})
#: A word that names the matter says less than a fact, and more than any sentence about the topic.
_NAMED = frozenset({"matter"})
#: The author's own plain sentence says more than any of ours.
_TOLD_BACK = frozenset({"happened", "words"})
_TOLD_BACK_WEIGHT = 20
#: The trouble's name says what a sentence written for the trouble says.
_CALLED = frozenset({"trouble"})
_BACKDROP_WEIGHT, _NAMED_WEIGHT, _TOLD_WEIGHT, _MANNER_WEIGHT, _WISHED_WEIGHT = 2, 8, 9, 2, 6
#: A sentence written for the topic says more than one that suits them all.
_OWN_WEIGHT = 3
#: From here on one more detail makes a sentence crowded, not better.
_CROWDED = 14


def _rank(phrase: Phrase, move: str, situation: Situation, used: set[str]) -> tuple[int, bytes]:
    """Phrasings that take up what the author said come first; what was said already, last."""
    new = phrase.says - used
    told = _BACKDROP_WEIGHT * len(new & _BACKDROP) + _NAMED_WEIGHT * len(new & _NAMED)
    told += _TOLD_WEIGHT * len(new - _BACKDROP - _NAMED - _TOLD_BACK - _CALLED)
    # Irony is answered once, in the first sentence; the apology itself is plain.
    manner = phrase.when & (_MANNER if move == "take_up" else _MANNER - {"ironic"})
    told = min(told, _CROWDED) + _TOLD_BACK_WEIGHT * len(new & _TOLD_BACK)
    specific = told + _MANNER_WEIGHT * len(manner)
    # A wish decides where nothing of the author's story is at stake.
    wished = _MANNER_WEIGHT if move in ("take_up", "next_step") else _WISHED_WEIGHT
    specific += wished * len(phrase.when & _WISHED)
    # Who has to write again hears that first.
    if "again" in phrase.when:
        specific += _CROWDED
    if (phrase.own or phrase.says & _CALLED) and move in ("take_up", "next_step"):
        specific += _OWN_WEIGHT
    # What it apologises for is told already, and better.
    if move == "apologise" and phrase.own and used & _TOLD_BACK:
        specific -= _TOLD_BACK_WEIGHT
    repeated = 20 * len((phrase.says | phrase.when) & used)
    return (repeated - specific, _toss(f"{situation.seed}|{phrase.template}"))


def _toss(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()
