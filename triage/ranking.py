"""Which phrasing is best where several can make a move: what names most of what the author told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from triage.playbook import MANNER, WISHED, Phrase, Situation, toss

#: Whoever was heard does not hear it a second time in the next sentence.
_ANSWERED_ONCE = frozenset({"ironic"})
#: What the author lost says more than where and on which flight.
_BACKDROP = frozenset({"flight", "train", "seat", "place", "origin", "destination"})
#: A word that names the matter, or at least what it is about, says less than a fact, and more than
#: any sentence about the topic.
_NAMED = frozenset({"matter", "subject"})
#: The author's own plain sentence says more than any of ours.
TOLD_BACK = frozenset({"happened", "gist", "question"})
_TOLD_BACK_WEIGHT = 20
#: The words that say what went wrong, or ask why it did, say more than all else.
_POINTED_AT, _GIST_WEIGHT = frozenset({"gist", "question"}), 10
#: The trouble's name says what a sentence written for the trouble says.
_CALLED = frozenset({"trouble"})
_BACKDROP_WEIGHT, _NAMED_WEIGHT, _TOLD_WEIGHT, _MANNER_WEIGHT, _WISHED_WEIGHT = 2, 8, 9, 2, 6
#: A sentence written for the topic says more than one that suits them all.
_OWN_WEIGHT = 3
#: A fact that a reply should name and has not named yet.
_STATED_WEIGHT = 10
#: What the author asks for goes before what else fits.
_ASKED, _ASKED_WEIGHT = "ask_", 2
#: Where help is needed now, a step that helps now goes before one that fits the matter.
_URGENT_WEIGHT = 4
#: To say something a second time is worse than to leave something out; so is to thank twice.
_AGAIN_WEIGHT = 20
_THANKS = re.compile(r"\b(?:thank|dank)|\b(?:gut, dass|glad you|good that you)", re.IGNORECASE)
#: From here on one more detail makes a sentence crowded, not better.
_CROWDED = 14


class Way(NamedTuple):
    """One way to make a move here: the words, and which of the stated facts they name."""

    phrase: Phrase
    text: str
    names: frozenset[int]


@dataclass
class Said:
    """What a reply says so far."""

    parts: list[tuple[str, str]] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)
    #: What of the author's story is taken up.
    used: set[str] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    thanked: bool = False

    def add(self, move: str, way: Way) -> None:
        self.parts.append((move, way.text))
        self.covered |= way.phrase.covers
        self.used |= way.phrase.says | (way.phrase.when & _ANSWERED_ONCE)
        self.named |= way.names
        self.thanked |= _THANKS.search(way.phrase.template) is not None


def rank(way: Way, move: str, situation: Situation, said: Said) -> tuple[int, bytes]:
    """Phrasings that take up what the author said come first; what was said already, last."""
    phrase = way.phrase
    specific = _told_weight(way, move, said) + _manner_weight(phrase, move)
    # Who has to write again hears that first.
    if "again" in phrase.when:
        specific += _CROWDED
    if (phrase.own or phrase.says & _CALLED) and move in ("take_up", "next_step"):
        specific += _OWN_WEIGHT
    if move == "next_step":
        specific += _ASKED_WEIGHT * any(tag.startswith(_ASKED) for tag in phrase.when)
        specific += _URGENT_WEIGHT * ("urgent" in phrase.when)
    # What it apologises for is told already, and better.
    if move == "apologise" and phrase.own and said.used & TOLD_BACK:
        specific -= _TOLD_BACK_WEIGHT
    again = (phrase.says | phrase.when) & said.used
    # A step that fits what was taken up is no repetition, unless it names it once more.
    repeated = _AGAIN_WEIGHT * len(again & phrase.variables if move == "next_step" else again)
    repeated += _AGAIN_WEIGHT * (said.thanked and _THANKS.search(way.phrase.template) is not None)
    return (repeated - specific, toss(f"{situation.seed}|{phrase.template}"))


def _told_weight(way: Way, move: str, said: Said) -> int:
    new = way.phrase.says - said.used
    told = _BACKDROP_WEIGHT * len(new & _BACKDROP) + _NAMED_WEIGHT * len(new & _NAMED)
    told += _TOLD_WEIGHT * len(new - _BACKDROP - _NAMED - TOLD_BACK - _CALLED)
    # The first sentence tells what it is about; what it leaves out is named after it, or by what
    # stands in it beside the author's words: "'…': that should not have happened in Oxmoor".
    beside = way.phrase.tells and way.phrase.says & _POINTED_AT
    stated = _STATED_WEIGHT * len(way.names - said.named) if move != "take_up" or beside else 0
    back = _TOLD_BACK_WEIGHT * len(new & TOLD_BACK) + _GIST_WEIGHT * len(new & _POINTED_AT)
    return min(told, _CROWDED) + back + stated


def _manner_weight(phrase: Phrase, move: str) -> int:
    # Irony is answered once, in the first sentence; the apology itself is plain.
    manner = phrase.when & (MANNER if move == "take_up" else MANNER - {"ironic"})
    # A wish decides where nothing of the author's story is at stake.
    wished = _MANNER_WEIGHT if move in ("take_up", "next_step") else _WISHED_WEIGHT
    return _MANNER_WEIGHT * len(manner) + wished * len(phrase.when & WISHED)
