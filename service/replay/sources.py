"""What a replay reads: a file, a folder of them or standard input, each in whatever format."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

from service.lines import Line, UnreadableFile
from service.replay.formats import records, tables
from service.replay.formats.base import Format
from service.replay.formats.columns import Columns, columns_of
from service.replay.formats.encodings import is_utf8
from service.replay.formats.json_lines import JSON_LINES
from service.replay.formats.opening import OnDisk, Opened, Piped
from service.replay.formats.registry import format_of
from service.replay.scratch import Scratch
from triage.mention import clean_text

#: Rows that columns are guessed from.
_SAMPLED = 200


@dataclass(frozen=True)
class Input:
    """One file, and how it is going to be read."""

    name: str
    origin: OnDisk | Piped
    format: Format
    said: Mapping[str, str]
    #: None for what has fields of its own.
    columns: Columns | None = None
    #: For the person who is asked about the columns.
    first_row: Sequence[object] = ()
    header: tuple[str, ...] = ()
    remark: str = ""
    #: None for UTF-8, which goes without saying.
    encoding: str | None = None

    def lines(self, opened: Opened, scratch: Scratch) -> Iterator[Line]:
        if self.format.table and self.columns:
            table = self.format.table(opened.stream, opened.head)
            return tables.conversations(table, self.columns, scratch)
        assert self.format.conversations, "a format without a table has conversations"
        lines = self.format.conversations(opened.stream, opened.head)
        return records.conversations(lines, self.said, scratch)


@dataclass(frozen=True)
class Refused:
    """A file of a folder that can't be read; the others can."""

    name: str
    why: str


class Inputs:
    """All of it, one file after the other. Its lines are numbered on from file to file."""

    def __init__(self, files: Sequence[Input | Refused], size: int | None) -> None:
        self.files = files
        #: Bytes, None for what has no size.
        self.size = size
        self._before = 0
        #: Of each file that was begun: the number of its last line before it, and its name.
        self._begun: list[tuple[int, str]] = []
        self._opened: Opened | None = None

    @property
    def position(self) -> int:
        """How many of these bytes have been read."""
        return self._before + (self._opened.position() if self._opened else 0)

    @property
    def tables(self) -> list[Input]:
        return [file for file in self.files if isinstance(file, Input) and file.columns]

    def encodings(self) -> list[str]:
        """Other than UTF-8."""
        found = (f.encoding for f in self.files if isinstance(f, Input))
        return sorted({encoding for encoding in found if encoding})

    def lines(self, scratch: Scratch) -> Iterator[Line]:
        if len(self.files) == 1 and isinstance(self.files[0], Input):
            yield from self._lines(self.files[0], scratch)
            return
        before = 0
        for file in self.files:
            self._begun.append((before, file.name))
            last = before
            for line in self._lines(file, scratch):
                last = max(last, before + line.number)
                yield _numbered_on(file.name, before, line)
            before = last

    def place(self, number: int) -> str:
        """Where a line stands, for people: of a folder its file, and the line in that."""
        of_folder = bisect_left(self._begun, (number, "")) - 1
        if of_folder < 0:
            return f"line {number:,}"
        before, name = self._begun[of_folder]
        return f"{name}, line {number - before:,}"

    def _lines(self, file: Input | Refused, scratch: Scratch) -> Iterator[Line]:
        if isinstance(file, Refused):
            yield Line(1, error=file.why)
            return
        with closing(file.origin), closing(file.origin.open()) as self._opened:
            yield from file.lines(self._opened, scratch)
            self._before += self._opened.position()
        self._opened = None


def find_inputs(name: str, said: Mapping[str, str], without: Path) -> Inputs:
    """`-` is standard input; `without` is no part of a folder. Raises UnreadableFile."""
    if name == "-":
        return Inputs([_planned("standard input", Piped(sys.stdin.buffer), said)], None)
    path = Path(name)
    if not path.is_dir():
        planned = _planned(path.name, OnDisk(path), said)
        return Inputs([planned], path.stat().st_size or None)
    paths = [p for p in sorted(path.rglob("*")) if _counts(p, path, without)]
    if not paths:
        raise UnreadableFile(f"There is no file in {name}.")
    files = [_planned_of_many(str(p.relative_to(path)), OnDisk(p), said) for p in paths]
    return Inputs(files, sum(p.stat().st_size for p in paths))


def _counts(path: Path, folder: Path, without: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    inside = path.resolve().is_relative_to(without.resolve())
    return path.is_file() and not hidden and not inside and path.stat().st_size > 0


def _planned(name: str, origin: OnDisk | Piped, said: Mapping[str, str]) -> Input:
    """What no format claims is read as JSON Lines, and each line says what is wrong with it."""
    with closing(origin.open()) as opened:
        return _input(name, origin, opened, format_of(opened.head) or JSON_LINES, said)


def _planned_of_many(name: str, origin: OnDisk, said: Mapping[str, str]) -> Input | Refused:
    """A folder also holds what is no history, and columns need not be the same in all files."""
    try:
        with closing(origin.open()) as opened:
            format = format_of(opened.head)
            if format is None:
                return Refused(name, "is in no form that replay reads")
            return _input(name, origin, opened, format, said, some_columns=True)
    except UnreadableFile as error:
        # The file's name stands before it anyway.
        return Refused(name, str(error).rstrip(".").removeprefix(f"{Path(name).name} "))


def _input(
    name: str, origin: OnDisk | Piped, opened: Opened, format: Format, said: Mapping[str, str],
    some_columns: bool = False,
) -> Input:  # fmt: skip
    encoding = opened.head.encoding
    other = None if encoding is None or is_utf8(encoding) else encoding
    if format.table is None:
        return Input(name, origin, format, said, encoding=other)
    # A pipe can't be read twice, so texts are judged by their beginning.
    beginning = opened.stream if encoding is None else BytesIO(opened.head.sample)
    table = format.table(beginning, opened.head)
    rows = [row.cells for row in islice(table.rows, _SAMPLED) if not row.error]
    said = {clean_text(column): field for column, field in said.items()}
    missing = sorted(said.keys() - {*table.header})
    if missing and not (some_columns and len(missing) < len(said)):
        raise UnreadableFile(
            f"{name} has no column {', '.join(missing)}; it has {', '.join(table.header)}."
        )
    columns = columns_of(table.header, rows, said)
    row = rows[0] if rows else ()
    return Input(name, origin, format, said, columns, row, table.header, table.remark, other)


def _numbered_on(name: str, before: int, line: Line) -> Line:
    number = before + line.number
    if line.document is None:
        return Line(number, error=f"{name}, line {line.number}: {line.error}")
    if line.document.get("id") in (None, ""):
        return Line(number, {**line.document, "id": f"{name}:{line.number}"})
    return Line(number, line.document)
