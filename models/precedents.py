"""The approved cases most like the one at hand, found by embedding."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from models.encoder import Vectors
from triage.complaint import Assessment, Topic
from triage.outcome import Outcome, Precedent

if TYPE_CHECKING:
    from triage.ports import Precedents


@dataclass(frozen=True)
class _Past:
    """An approved case as it was added."""

    complaint: str
    reply: str
    topic: Topic
    lang: str
    outcome: Outcome | None
    remedy: str | None


@dataclass
class EmbeddingPrecedents:
    """One matrix in memory: 100,000 cases are 150 MB and a few milliseconds a search."""

    _cases: dict[str, _Past] = field(default_factory=dict)
    _rows: dict[str, int] = field(default_factory=dict)
    _matrix: Vectors = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    _lock: Lock = field(default_factory=Lock)

    def add(
        self,
        case_id: str,
        embedding: tuple[float, ...],
        *,
        complaint: str,
        reply: str,
        topic: Topic,
        lang: str,
        outcome: Outcome | None = None,
        remedy: str | None = None,
    ) -> None:
        """Add an approved case, or put its present state in place of an earlier one.

        A case without embedding (a mention without words) is like no other and left out.
        """
        if not embedding:
            return
        with self._lock:
            row = self._rows.setdefault(case_id, len(self._rows))
            self._make_room(row, len(embedding))
            self._matrix[row] = embedding
            self._cases[case_id] = _Past(complaint, reply, topic, lang, outcome, remedy)

    def nearest(self, assessment: Assessment, count: int = 3) -> tuple[Precedent, ...]:
        """Cases in the same language, the most alike first; those of the same topic before all."""
        if not assessment.embedding or not self._cases:
            return ()
        with self._lock:
            likeness = self._matrix[: len(self._rows)] @ np.asarray(
                assessment.embedding, np.float32
            )
            found = [
                (case.topic == assessment.topic, float(likeness[self._rows[id]]), id)
                for id, case in self._cases.items()
                if case.lang == assessment.lang
            ]
            best = sorted(found, key=lambda f: (-f[0], -f[1], f[2]))[:count]
            return tuple(self._precedent(id, likeness) for _, likeness, id in best)

    def _precedent(self, id: str, likeness: float) -> Precedent:
        past = self._cases[id]
        return Precedent(id, past.complaint, past.reply, likeness, past.outcome, past.remedy)

    def _make_room(self, row: int, width: int) -> None:
        if row >= len(self._matrix):
            grown = np.zeros((max(64, 2 * row), width), np.float32)
            grown[: len(self._matrix)] = self._matrix if len(self._matrix) else 0
            self._matrix = grown


if TYPE_CHECKING:
    _: type[Precedents] = EmbeddingPrecedents
