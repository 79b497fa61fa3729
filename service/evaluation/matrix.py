"""Confusion matrices, as tables that need no script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.verdict import SENTIMENTS
from triage.complaint import Topic

#: Every class in the order that people expect.
_ORDER = {
    "topic": tuple(topic.value for topic in Topic),
    "severity": ("0", "1", "2", "3", "4"),
    "sentiment": SENTIMENTS,
}


@dataclass(frozen=True)
class Cell:
    count: int
    #: Strength of its colour in percent; grows with its share of the row, small ones visible too.
    shade: int
    right: bool


@dataclass(frozen=True)
class Matrix:
    """A row for each true class, a column for each that was said."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def matrix(head: str, confusion: Mapping[str, Mapping[str, int]]) -> Matrix:
    columns = _in_order(head, {said for row in confusion.values() for said in row})
    rows = ((t, _row(t, confusion[t], columns)) for t in _in_order(head, confusion))
    return Matrix(
        title=head.capitalize(),
        columns=tuple(map(_words, columns)),
        rows=tuple((_words(t), cells) for t, cells in rows),
    )


def _in_order(head: str, classes: Iterable[str]) -> tuple[str, ...]:
    order = _ORDER[head]
    return tuple(sorted(classes, key=lambda c: (order.index(c) if c in order else len(order), c)))


def _row(truth: str, counts: Mapping[str, int], columns: tuple[str, ...]) -> tuple[Cell, ...]:
    whole = sum(counts.values())
    found = ((said, counts.get(said, 0)) for said in columns)
    return tuple(Cell(n, round(100 * (n / whole) ** 0.6), said == truth) for said, n in found)


def _words(name: str) -> str:
    return name.replace("_", " ")
