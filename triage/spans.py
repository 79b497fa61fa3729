"""Keeping stretches of a text apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from triage.complaint import Span

Item = TypeVar("Item")


def apart(items: Iterable[Item], span_of: Callable[[Item], Span], length: int) -> list[Item]:
    """Items that share no character with an earlier one, in the order of the text.

    Takes time in proportion to the text, however many items a hostile text holds.

    >>> apart([(0, 5), (3, 8), (8, 9)], lambda span: span, 10)
    [(0, 5), (8, 9)]
    """
    taken = bytearray(length)
    kept: list[Item] = []
    for item in items:
        start, end = span_of(item)
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            kept.append(item)
    return sorted(kept, key=span_of)
