"""Which past replies answered what is most like a complaint: exact, by embedding, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.arrays import Vectors
from triage.complaint import Assessment, Topic
from triage.outcome import SAME_TOPIC, WENT, Outcome

#: Rows that there is room for at first. Room that is not used is not taken from the machine.
_ROOM = 1024

# As float32: a sum of 64 bits would take twice as long to sort.
_SAME_TOPIC = np.float32(SAME_TOPIC)

_TOPICS = {topic: number for number, topic in enumerate(Topic)}


class Alike(NamedTuple):
    """A past reply, and how alike the complaint that it answered is (cosine)."""

    key: str
    likeness: float


@dataclass(frozen=True)
class PastReply:
    """What the search has to know of a published reply; `embedding` has length 1."""

    key: str
    embedding: Vectors
    #: Only embeddings of one encoder are compared.
    encoder: str
    lang: str
    topic: Topic
    outcome: Outcome | None = None


#: Encoder and language.
_Kind = tuple[str, str]


class PrecedentIndex:
    """100,000 replies are up to 200 MB, and a search a look at all those in the language.

    One thread may write while others search.
    """

    def __init__(self) -> None:
        self._tables: dict[_Kind, _Table] = {}
        self._places: dict[str, tuple[_Kind, int]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def encoder_of(self, key: str) -> str | None:
        """What the reply's embedding was made by; None for one that is not there."""
        place = self._places.get(key)
        return place[0][0] if place else None

    def keys(self) -> set[str]:
        return set(self._places)

    def add(self, reply: PastReply) -> None:
        """Add a reply, or put its present state in place of an earlier one."""
        self.remove(reply.key)
        kind = reply.encoder, reply.lang
        table = self._tables.get(kind)
        if table is None:
            table = self._tables[kind] = _Table(_ROOM, len(reply.embedding))
        elif table.is_full:
            table = self._moved(kind, table)
        self._places[reply.key] = kind, table.append(reply)

    def turned_out(self, key: str, outcome: Outcome | None) -> None:
        """What became of a reply that is there."""
        kind, row = self._places[key]
        self._tables[kind].went[row] = WENT.get(outcome, 0.0)

    def remove(self, key: str) -> None:
        """Nothing of it stays, whether it is there or not."""
        if key in self._places:
            kind, row = self._places.pop(key)
            self._tables[kind].blank(row)
            if not self._tables[kind].left:
                del self._tables[kind]

    def nearest(self, asked: Assessment, most: int) -> list[Alike]:
        """Replies in the same language, the most alike first. The same topic and how a reply turned
        out move it in that order; how alike it is, is said as it is."""
        table = self._tables.get((asked.encoder, asked.lang))
        if table is None:
            return []
        query = np.asarray(asked.embedding, np.float32)
        return table.best(query, _TOPICS[asked.topic], most)

    def _moved(self, kind: _Kind, full: _Table) -> _Table:
        """To a table with more room; whoever is searching goes on in the old one."""
        roomy = _Table(max(_ROOM, 2 * full.left), full.width)
        for key, row in roomy.take(full):
            self._places[key] = kind, row
        self._tables[kind] = roomy
        return roomy


@dataclass(eq=False)
class _Table:
    """One matrix: in several, numpy's threads would wait for each other more than multiply."""

    room: int
    width: int
    keys: list[str] = field(default_factory=list)
    #: Rows that were not removed.
    left: int = 0
    vectors: Vectors = field(init=False)
    topics: NDArray[np.int8] = field(init=False)
    #: What counts for a reply beside its likeness; nothing is ever below a removed one.
    went: Vectors = field(init=False)

    def __post_init__(self) -> None:
        self.vectors = np.empty((self.room, self.width), np.float32)
        self.topics = np.empty(self.room, np.int8)
        self.went = np.empty(self.room, np.float32)

    @property
    def is_full(self) -> bool:
        return len(self.keys) == self.room

    def append(self, reply: PastReply) -> int:
        row = len(self.keys)
        self.vectors[row] = reply.embedding
        self.topics[row] = _TOPICS[reply.topic]
        self.went[row] = WENT.get(reply.outcome, 0.0)
        self.left += 1
        # Last: from now on searches see it.
        self.keys.append(reply.key)
        return row

    def take(self, other: _Table) -> Iterator[tuple[str, int]]:
        """Copy what is left of another table; (key, row) of each."""
        kept = np.flatnonzero(np.isfinite(other.went))
        for mine, theirs in (
            (self.vectors, other.vectors), (self.topics, other.topics), (self.went, other.went),
        ):  # fmt: skip
            np.take(theirs, kept, axis=0, out=mine[: len(kept)])
        self.left = len(kept)
        self.keys.extend(other.keys[row] for row in kept)
        return zip(self.keys, range(len(kept)), strict=True)

    def blank(self, row: int) -> None:
        self.went[row] = -np.inf
        self.vectors[row] = 0
        self.left -= 1

    def best(self, query: Vectors, topic: int, most: int) -> list[Alike]:
        """Among equals at the edge, any."""
        rows = len(self.keys)
        likeness = self.vectors[:rows] @ query
        worth = likeness + self.went[:rows] + _SAME_TOPIC * (self.topics[:rows] == topic)
        first = np.argpartition(-worth, most - 1)[:most] if most < rows else np.arange(rows)
        order = sorted(first[np.isfinite(worth[first])], key=lambda i: (-worth[i], self.keys[i]))
        return [Alike(self.keys[row], float(likeness[row])) for row in order]
