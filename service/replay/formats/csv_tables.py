"""CSV and TSV, whatever stands between the cells; a broken row costs no other row."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from typing import IO

from service.lines import BREAKS_OFF, MAX_LINE_BYTES, UnreadableFile
from service.replay.formats.base import Format, Row, Table, header_of
from service.replay.formats.encodings import as_utf8, with_newlines
from service.replay.formats.opening import BREAKS, Head

#: Longest cell accepted; a conversation in one cell may be long.
csv.field_size_limit(2**22)

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

#: Rows that the delimiter is judged by.
_JUDGED = 50
#: Rows below a title that must be alike.
_ALIKE = 10


def recognises(head: Head) -> bool:
    """By its name, or by two rows that have the same number of cells under a header."""
    if _name_of(head).endswith((".csv", ".tsv")):
        return True
    rows = _from_header_on(_sampled(head, delimiter_of(head)))
    return len(rows) > 2 and len(rows[0]) > 1 and all(len(r) == len(rows[0]) for r in rows[:3])


def _name_of(head: Head) -> str:
    return head.name.lower().removesuffix(".gz").removesuffix(".zst")


def delimiter_of(head: Head) -> str:
    """The one that gives most rows as many cells as the header; of equals the one with more."""

    def fit(delimiter: str) -> tuple[float, int]:
        rows = _from_header_on(_sampled(head, delimiter))
        width = len(rows[0]) if rows else 0
        same = sum(len(row) == width for row in rows) / len(rows) if width > 1 else 0.0
        return same, width

    return max(_DELIMITERS, key=fit)


def _sampled(head: Head, delimiter: str) -> list[list[str]]:
    rows = csv.reader(head.text.splitlines(keepends=True), delimiter=delimiter)
    sampled: list[list[str]] = []
    try:
        # One more than asked for: the last may be cut off.
        while len(sampled) <= _JUDGED and (row := next(rows, None)) is not None:
            sampled += [row] if row else []
    except csv.Error:
        pass
    return sampled if head.whole else sampled[:-1]


def _from_header_on(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Without a title, which fills one cell where all rows below it have as many as each other."""
    above = len([*takewhile(_is_no_header, rows)])
    below = rows[above:]
    widths = {len(row) for row in below[:_ALIKE]}
    return below if len(widths) == 1 and widths != {1} and len(below) > 1 else rows


def _is_no_header(row: Sequence[str]) -> bool:
    """`sep=;` is how Excel is told what stands between the cells; a row with other marks between
    its cells than those below is a header all the same, and a wrong one."""
    a_title = len(row) == 1 and not any(map(row[0].count, _DELIMITERS))
    return a_title or row[0].lower().startswith("sep=")


def _table(stream: IO[bytes], head: Head) -> Table:
    delimiter = delimiter_of(head)
    text = as_utf8(stream, head.encoding or "utf-8")
    # Excel on the Mac still writes lines that end as they did there before 2001.
    lines = _Lines(text if "\n" in head.text else with_newlines(text))
    sampled = _sampled(head, delimiter)
    above = len(sampled) - len(_from_header_on(sampled))
    try:
        rows_as_said = filter(None, csv.reader(lines, delimiter=delimiter))
        header = header_of(name.strip() for name in next(islice(rows_as_said, above, None), []))
    except BREAKS as error:
        raise UnreadableFile("The table breaks off in its header: it is damaged.") from error
    except csv.Error as error:
        raise UnreadableFile(f"The table's header can't be read: {error}.") from error
    if not header and not head.whole:
        raise UnreadableFile("The table breaks off in its header: it is damaged.")
    rows = _rows(lines, delimiter, len(header))
    return Table(header, rows, f"{_DELIMITERS[delimiter]} between the cells")


def _rows(lines: _Lines, delimiter: str, width: int) -> Iterator[Row]:
    # Strict, or a mark that is not closed would take in other rows and nobody would notice.
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except BREAKS:
            yield Row(lines.number + 1, error=BREAKS_OFF)
            return
        except csv.Error as error:
            if len(lines.taken) > 1:
                yield lines.refused(f"not a row of a table: {error}")
                continue
            # Marks within one line are only untidy.
            cells = next(csv.reader(lines.taken, delimiter=delimiter), [])
        if any(cells) or lines.too_long:
            yield _row(lines, cells, width)


def _row(lines: _Lines, cells: list[str], width: int) -> Row:
    if lines.too_long:
        return Row(lines.first, error=f"longer than {MAX_LINE_BYTES // 2**20} MB")
    if len(cells) != width:
        return lines.refused(f"{len(cells)} cells where the header has {width}")
    if any("\udc80" <= c <= "\udcff" for cell in cells for c in cell):
        return Row(lines.first, error="not UTF-8, unlike the rest")
    return Row(lines.first, cells)


class _Lines:
    """A text's lines with their numbers; those of a broken row can be given back."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._given_back: deque[str] = deque()
        #: Those of this row.
        self.taken: list[str] = []
        #: Of the line that was read last.
        self.number = 0
        #: Of the first line of this row.
        self.first = 1
        #: Whether this row has a line that is passed over for its length.
        self.too_long = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._given_back.popleft() if self._given_back else self._read()
        self.number += 1
        self.taken.append(line)
        return line

    def begin_row(self) -> None:
        self.taken = []
        self.first = self.number + 1
        self.too_long = False

    def refused(self, error: str) -> Row:
        """The row that was read is none. A quotation mark that nobody closes takes in many lines:
        all but the first are read again."""
        again = self.taken[1:]
        self._given_back.extendleft(reversed(again))
        self.number -= len(again)
        more = ", and a quotation mark that is not closed" if again else ""
        return Row(self.first, error=error + more)

    def _read(self) -> str:
        raw = self._stream.readline(MAX_LINE_BYTES + 1)
        if not raw:
            raise StopIteration
        if len(raw) <= MAX_LINE_BYTES:
            return raw.decode("utf-8", "surrogateescape")
        while not raw.endswith(b"\n") and (raw := self._stream.readline(MAX_LINE_BYTES)):
            pass
        self.too_long = True
        return "\n"


CSV = Format("CSV", recognises, table=_table)
