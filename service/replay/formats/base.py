"""What a format is: how it is known, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from service.lines import Line
from service.replay.formats.opening import Head
from triage.mention import clean_text


@dataclass(frozen=True)
class Row:
    """One row of a table, or what is wrong with it."""

    number: int
    cells: Sequence[Any] = ()
    error: str = ""


@dataclass(frozen=True)
class Table:
    """What has columns; which of them holds what is not its matter."""

    header: tuple[str, ...]
    rows: Iterator[Row]
    #: For the person who is asked: `semicolons between the cells`, `sheet Export`.
    remark: str = ""


def header_of(names: Iterable[str]) -> tuple[str, ...]:
    """As people are shown it and paste it: without what a terminal obeys."""
    return tuple(map(clean_text, names))


@dataclass(frozen=True)
class Format:
    """Yields conversations, or a table, from a stream at its beginning and its head."""

    name: str
    recognises: Callable[[Head], bool]
    #: Either this …
    conversations: Callable[[IO[bytes], Head], Iterator[Line]] | None = None
    #: … or this.
    table: Callable[[IO[bytes], Head], Table] | None = None
