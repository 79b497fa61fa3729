"""Excel workbooks (.xlsx), the first sheet that has rows, read row by row."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import chain, islice
from typing import IO, Any

from service.lines import UnreadableFile
from service.replay.formats.base import Format, Row, Table, header_of
from service.replay.formats.opening import BREAKS, Head

#: What openpyxl raises at broken archives and at broken XML within whole ones.
_DAMAGE = (zipfile.BadZipFile, KeyError, SyntaxError, ValueError, *BREAKS)

#: Rows with a title that may stand above the header.
_TITLES = 10

_ZIP = b"PK\x03\x04"


def recognises(head: Head) -> bool:
    return head.sample.startswith(_ZIP) and b"xl/" in head.sample


def _table(stream: IO[bytes], head: Head) -> Table:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            # What the file says of its size is often wrong, and then rows would be missing.
            sheet.reset_dimensions()
            rows = enumerate(sheet.iter_rows(values_only=True), 1)
            first = [*islice((row for row in rows if _filled(row[1])), _TITLES + 1)]
            if first:
                at = next((at for at, (_, row) in enumerate(first) if _is_header(row)), 0)
                names = header_of(_name(cell) for cell in _without_empty_end(first[at][1]))
                below = chain(first[at + 1 :], rows)
                return Table(names, _rows(below, len(names)), f"sheet {sheet.title}")
    except (InvalidFileException, *_DAMAGE) as error:
        raise UnreadableFile("The Excel file can't be read: it is damaged.") from error
    raise UnreadableFile("The Excel file has no row in any sheet.")


def _is_header(row: tuple[Any, ...]) -> bool:
    """A title fills one cell only."""
    return sum(cell not in (None, "") for cell in row) > 1


def _rows(rows: Iterator[tuple[int, tuple[Any, ...]]], width: int) -> Iterator[Row]:
    number = 0
    try:
        for number, row in rows:
            if _filled(row):
                # Empty cells at the end are left out of the file, and formatted ones are in it.
                cells = chain(row[:width], [None] * (width - len(row)))
                yield Row(number, [*cells])
    except _DAMAGE:
        yield Row(number + 1, error="the sheet breaks off here: the file is damaged")


def _filled(row: tuple[Any, ...]) -> bool:
    return any(cell not in (None, "") for cell in row)


def _without_empty_end(row: tuple[Any, ...]) -> tuple[Any, ...]:
    while row and row[-1] in (None, ""):
        row = row[:-1]
    return row


def _name(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


EXCEL = Format("Excel", recognises, table=_table)
