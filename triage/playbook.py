"""How we answer one topic: the moves of a reply, each with many phrasings, and how a reply is
composed of them. Pure: the same mention always gets the same words, its neighbour others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from triage.complaint import Topic
from triage.draft import Register

#: The moves in the order in which a reply makes them.
MOVES = ("greeting", "take_up", "worsened", "apologise", "own", "make_good", "next_step", "closing")
REQUIRED = frozenset({"take_up", "apologise", "next_step"})
#: What goes first when a reply gets too long for its channel.
DROPPED_FIRST = ("own", "closing", "worsened", "make_good", "greeting")

#: `{flight}`: a variable. `{du|Sie}`: one of two forms of address.
_VARIABLE = re.compile(r"\{(\w+)\}")
_ADDRESS = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
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

    @property
    def variables(self) -> frozenset[str]:
        return frozenset(_VARIABLE.findall(self.template))

    def fits(self, situation: Situation) -> bool:
        if not self.variables <= situation.words.keys():
            return False
        return all(
            tag[1:] not in situation.conditions if tag[0] == "!" else tag in situation.conditions
            for tag in self.when
        )

    def render(self, situation: Situation) -> str:
        """The words for this author; the first letter is capitalised.

        >>> hour = Situation(register="du", words={"delay": "fünf Stunden"})
        >>> Phrase("{delay}, und {du|Sie} {wartest|warten}.").render(hour)
        'Fünf Stunden, und du wartest.'
        """
        form = 1 if situation.register == "du" else 2
        text = _ADDRESS.sub(lambda m: m[form], self.template)
        text = _VARIABLE.sub(lambda m: situation.words[m[1]], text)
        return text[:1].upper() + text[1:]


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
    #: Words of which a reply must have at least one; words it must not have.
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()

    def phrases(self, move: str) -> tuple[Phrase, ...]:
        return next((m.phrases for m in self.moves if m.name == move), ())


@dataclass(frozen=True)
class Situation:
    """What a reply is composed for."""

    register: Register = "neutral"
    #: Variable → words as they stand in a sentence; only what the text states.
    words: Mapping[str, str] = frozenset()  # type: ignore[assignment]
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
    for moves in _plans(candidates):
        reply = _fill(moves, candidates, situation, measure)
        if reply is not None:
            return reply
    return _shortest(candidates)


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
        candidates[move] = [
            (p, text) for p, text in rendered if not said & {_bare(s) for s in sentences(text)}
        ]
    return candidates


def _bare(sentence: str) -> str:
    return re.sub(r"\W+", " ", sentence).strip().lower()


def _plans(candidates: Mapping[str, list[_Rendered]]) -> Iterator[tuple[str, ...]]:
    """The moves to make: first all there are words for, then fewer and fewer."""
    moves = tuple(move for move in MOVES if candidates[move])
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
    said: list[str] = []
    covered: set[str] = set()
    used: set[str] = set()
    for at, move in enumerate(moves):
        if move in covered:
            continue
        for phrase, text in sorted(candidates[move], key=lambda c: _rank(c[0], situation, used)):
            rest = [m for m in moves[at + 1 :] if m not in covered | phrase.covers]
            if phrase.covers & covered or not measure(
                " ".join([*said, text, *_least(rest, candidates)])
            ):
                continue
            said.append(text)
            covered |= phrase.covers
            used |= phrase.variables | phrase.when
            break
        else:
            return None
    return " ".join(said)


def _least(moves: list[str], candidates: Mapping[str, list[_Rendered]]) -> list[str]:
    return [min((text for _, text in candidates[move]), key=len) for move in moves]


def _shortest(candidates: Mapping[str, list[_Rendered]]) -> str:
    return " ".join(_least([m for m in MOVES if m in REQUIRED and candidates[m]], candidates))


def _rank(phrase: Phrase, situation: Situation, used: set[str]) -> tuple[int, bytes]:
    """Phrasings that take up what the author said come first; what was said already, last."""
    says = phrase.variables | {tag for tag in phrase.when if tag[0] != "!"}
    new, again = len(says - used), len(phrase.variables & used)
    toss = blake2b(f"{situation.seed}|{phrase.template}".encode(), digest_size=8).digest()
    return (3 * again - min(new, 2), toss)
