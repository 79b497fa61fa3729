"""Examples: labelled conversations and replies, and which side of the split each stands on.

A set labels only some heads; what it does not label stays None and trains nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from triage.complaint import Sentiment, Topic
from triage.guard import Rule, Utterance
from triage.mention import Conversation

Split = Literal["train", "dev", "test"]
#: Share of the groups held back for choosing thresholds, and for the final figures.
DEV_SHARE, TEST_SHARE = 0.15, 0.20


@dataclass(frozen=True)
class Labels:
    complaint: bool | None = None
    sentiment: Sentiment | None = None
    ironic: bool | None = None
    severity: int | None = None
    topic: Topic | None = None
    urgent: bool | None = None
    needs_reply: bool | None = None
    #: The words that carry the complaint, as they stand in the mention.
    evidence: str | None = None
    #: The fewest of them that say what went wrong. No part of what an encoder is known by: it is
    #: taught none of it, only the head that points.
    gist: str | None = field(default=None, repr=False)
    #: Passages that a reply may quote, the best first; empty where none will do. As the gist, no
    #: part of what an encoder is known by.
    quotes: tuple[str, ...] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Example:
    """One labelled conversation."""

    conversation: Conversation
    labels: Labels
    #: The set it is from: `corpus`, `decisions`, `replay`, `replay_by_model`, or a data set's name.
    source: str
    #: Whatever may not stand on both sides of a split: who wrote it.
    group: str
    #: plain_complaint, ironic_complaint, hard_negative, blog …
    kind: str | None = None
    #: When it was written or judged, where that is known.
    at: datetime | None = None
    #: The side it is on by its time; None where the group says.
    side: Split | None = None
    #: Whether it is kept from the encoder: from what an encoder was never shown heads learn how it
    #: errs.
    heads_only: bool = False

    @property
    def split(self) -> Split:
        return self.side or split_of(self.group)


@dataclass(frozen=True)
class ReplyExample:
    """One reply, and what is wrong with it."""

    utterance: Utterance
    rules: frozenset[Rule]
    publishable: bool
    group: str
    #: The words that break a rule, as they stand in the reply; all of them where nothing is said.
    #: No part of what an encoder is known by.
    evidence: Mapping[Rule, str] = field(default_factory=dict, repr=False)
    #: As an `Example` has it.
    heads_only: bool = field(default=False, repr=False)

    @property
    def split(self) -> Split:
        return split_of(self.group)


@dataclass(frozen=True)
class Translation:
    """A German sentence and its English twin."""

    german: str
    english: str


@dataclass(frozen=True)
class Examples:
    mentions: tuple[Example, ...] = ()
    replies: tuple[ReplyExample, ...] = ()
    translations: tuple[Translation, ...] = ()
    #: File name → (rows, SHA-256), for the run's record.
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def split_of(group: str) -> Split:
    """The side a group falls on, for ever: it depends on nothing but the group itself."""
    share = int(hashlib.sha256(group.encode("utf-8", "replace")).hexdigest()[:8], 16) / 16**8
    if share < TEST_SHARE:
        return "test"
    return "dev" if share < TEST_SHARE + DEV_SHARE else "train"


def by_time(examples: Iterable[Example]) -> list[Example]:
    """Of each set with times, the later conversations are held back, each whole on one side.

    What a company gets next is like what it got last; a draw by chance would flatter.
    """
    found = [*examples]
    last: dict[str, dict[str, datetime]] = {}
    for example in found:
        if example.at is not None:
            of_set = last.setdefault(example.source, {})
            of_set[example.group] = max(example.at, of_set.get(example.group, example.at))
    sides = {source: _sides(groups) for source, groups in last.items()}
    return [replace(e, side=sides.get(e.source, {}).get(e.group)) for e in found]


def _sides(last: Mapping[str, datetime]) -> dict[str, Split]:
    order = sorted(last, key=lambda group: (last[group], group))
    learned = round(len(order) * (1 - DEV_SHARE - TEST_SHARE))
    chosen_by = round(len(order) * (1 - TEST_SHARE))
    return {
        group: "train" if i < learned else "dev" if i < chosen_by else "test"
        for i, group in enumerate(order)
    }


def corpus_files() -> list[Path]:
    """Our own mentions and replies, as they ship."""
    return sorted((Path(__file__).parent / "corpus").glob("*/*.jsonl"))
