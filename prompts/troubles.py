"""Troubles: what often goes wrong, by how authors put it, and what we answer to just that.

A trouble is a file of `playbooks/<language>/troubles/`: patterns that say when it is the matter,
and the sentences for it. It goes before the topic, which says less and is less sure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from prompts.playbook_head import Head
from prompts.trouble_patterns import is_accepted, pattern_of, sieve_of
from prompts.vocabulary import CIRCUMSTANCES
from triage.complaint import Topic
from triage.errors import UnreadablePlaybook
from triage.playbook import Playbook, Situation
from triage.sentences import sentences_of
from triage.wording_screen import Sieve, Wording

#: Where the files lie, below a language's playbooks.
FOLDER = "troubles"
#: Up to this rank a file at best says what it is about; up to the second it knows how the author
#: feels, and not what went wrong: an earlier turn may say more.
_EMPTY, VAGUE = 0, 2
#: The pattern of a file for a whole topic.
_ANYTHING = r"\w+"
#: From here on a trouble says well what went wrong, and is sure enough to be named beside another.
_WEIGHTY = 7
#: From here on it is right even of a topic that is a guess: somebody fell, a child is alone, the
#: money was refused.
EXACT = 9
#: What comes on top of another trouble: how it was answered, how somebody was treated or hurt. Of
#: any other kind a second one is as often the first in other words.
_ON_TOP = frozenset({"contact", "staff", "safety"})
_VAGUELY = re.compile(r"(?:the trouble|what|how)\b")
#: Two troubles with a word in common are one.
_NOUN = re.compile(r"(?!trouble|your|with)\w{4,}")
#: How to reach us, by the kind of channel; in German for du and for Sie.
_REACH = {
    "en": {
        "send_me": {
            "dm": "DM me",
            "open": "write to {contact} with",
            "mail": "reply to this e-mail with",
        },
    },
    "de": {
        "send_me": {
            "dm": "schick|schicken Sie mir bitte per Direktnachricht",
            "open": "schick|schicken Sie mir bitte an {contact}",
            "mail": "schick|schicken Sie mir bitte als Antwort auf diese E-Mail",
        },
        "write_me": {
            "dm": "schreib|schreiben Sie mir bitte per Direktnachricht",
            "open": "schreib|schreiben Sie mir bitte an {contact}",
            "mail": "antworte|antworten Sie mir bitte auf diese E-Mail",
        },
    },
}
#: What says more than a file that does not know what went wrong.
_SAYS_MORE = frozenset({"matter", "item", "missed", "event", "hold_time", "waiting"})


@dataclass(frozen=True)
class Trouble:
    """How one trouble is recognised, and the playbook with what is said to it."""

    playbook: Playbook
    head: Head
    says: Sieve
    unless: Wording | None
    never: Wording | None

    @property
    def name(self) -> str:
        return self.playbook.name

    @cached_property
    def is_plain(self) -> bool:
        """Whether it says more than what it is about."""
        return self.head.rank > _EMPTY and not self.is_the_topic

    @cached_property
    def names_it(self) -> bool:
        """Whether it says well what went wrong, and not only with what there is trouble."""
        return self.head.rank >= _WEIGHTY and not _VAGUELY.match(self.head.called)

    @cached_property
    def is_the_topic(self) -> bool:
        """Whether it is for all that is told of its topics, where no other file knows more."""
        return self.head.says.strip() == _ANYTHING

    def is_apt(self, trade: str | None, topics: Sequence[Topic], earnest: bool) -> bool:
        """Whether it can be the matter in this trade and topic, for whoever means what stands
        there. Of the topics the first is sure; for what says plainly what went wrong, so may be
        one of the others."""
        likely = topics if self.is_plain else topics[:1]
        fits = not self.head.topics or not self.head.topics.isdisjoint(likely)
        return self.is_known_in(trade) and fits and (earnest or not self.head.earnest)

    def is_known_in(self, trade: str | None) -> bool:
        return trade is None or not self.head.trades or trade in self.head.trades

    def stands_in(self, text: str) -> int | None:
        """Where the text first tells of it; None where it does not."""
        if not text:
            return None
        told = (m.start() for m in self.says.finditer(text) if not self._is_excused(text, m))
        at = next(told, None)
        return None if at is None or (self.never and self.never.compiled.search(text)) else at

    def _is_excused(self, text: str, match: re.Match[str]) -> bool:
        start, end = sentences_of(text).around(match.start())
        if self.unless is not None and self.unless.compiled.search(text, start, end):
            return True
        return is_accepted(text, match.end(), end, self.playbook.lang)


def trouble_of(path: Path, playbook: Playbook, head: Head) -> Trouble:
    """Raises UnreadablePlaybook for a pattern that is none, or where there is none."""
    if not head.says:
        raise UnreadablePlaybook(f"{path}:1: a trouble needs says, or it would never be found.")
    lang = playbook.lang
    unless, never = (pattern_of(path, lines, lang) for lines in (head.unless, head.never))
    return Trouble(playbook, head, sieve_of(path, head.says, lang), unless, never)


def named(situation: Situation, troubles: Sequence[Trouble]) -> Situation:
    """With the words for the first trouble and for a second one, if it has a name and weight."""
    first, *others = troubles
    kept = _to_the_matter(situation, first)
    words = {**kept, **how_to_reach_us(situation, first.playbook.lang)}
    if first.head.called:
        words["trouble"] = first.head.called
    besides = next((t.head.called for t in others if _comes_on_top(t, first)), "")
    if besides:
        words["besides"] = besides
    # Where it stands in a jest's place, the places and occasions of that are jests as well.
    untold = situation.words.keys() - kept.keys() - {"gist"}
    conditions = (situation.conditions | words.keys()) - untold
    return replace(situation, words=words, conditions=conditions)


def _to_the_matter(situation: Situation, trouble: Trouble) -> dict[str, str]:
    """Without a quotation, in whose place it stands, and without a sentence told back that speaks
    of something else."""
    words = situation.words
    stray = trouble.is_plain and trouble.stands_in(words.get("happened", "")) is None
    left_out = {"gist", "question", "happened"} if stray else {"gist", "question"}
    return {name: word for name, word in words.items() if name not in left_out}


def _comes_on_top(other: Trouble, first: Trouble) -> bool:
    """Whether it is a second trouble, and not the first in other words or what came of it."""
    related = bool(first.head.kin) and other.head.kin == first.head.kin
    weighty = min(first.head.rank, other.head.rank) >= _WEIGHTY and not first.head.no_complaint
    alike = set(_NOUN.findall(other.head.called)) & set(_NOUN.findall(first.head.called))
    on_top = other.head.kin in _ON_TOP and bool(other.head.called)
    return weighty and on_top and not related and not alike


def how_to_reach_us(situation: Situation, lang: str) -> dict[str, str]:
    """„Schreiben Sie mir bitte per Direktnachricht“, "DM me": how a next step begins."""
    group = next((name for name in ("mail", "open") if name in situation.conditions), "dm")
    spoken = r"\1" if situation.register == "du" else r"\2"
    return {
        name: re.sub(r"(\w+)\|(\w+ Sie)", spoken, by_group[group]).format_map(situation.words)
        for name, by_group in _REACH[lang].items()
    }


def say_most(
    troubles: Sequence[Trouble], situation: Situation, topic: Topic, playbook: Playbook
) -> bool:
    """Whether a trouble says more than what else is known: one that tells what went wrong always
    does, another where neither a topic is sure nor a fact stated; where the matter is critical,
    only if the playbook has no words for it either."""
    critical = "critical" in situation.conditions
    if troubles and troubles[0].is_the_topic:
        return not (critical and _takes_up(playbook, situation))
    if not troubles or troubles[0].head.rank > VAGUE:
        return bool(troubles)
    known = _SAYS_MORE | (CIRCUMSTANCES if topic is not Topic.OTHER else set())
    sure = topic is not Topic.OTHER or not troubles[0].is_plain
    return not critical and not (sure and known & situation.conditions)


def _takes_up(playbook: Playbook, situation: Situation) -> bool:
    """Whether it has a first sentence that speaks of what this author told."""
    return any(p.says and p.fits(situation) for p in playbook.phrases("take_up"))


def foremost(troubles: list[Trouble], words: Mapping[str, str]) -> list[Trouble]:
    """First those that the sentence which we tell back speaks of, where we tell one back.
    Nothing is told back to who does not complain."""
    if troubles[0].head.no_complaint:
        return troubles
    told = words.get("happened", "")
    return sorted(troubles, key=lambda t: t.is_the_topic or t.stands_in(told) is None)
