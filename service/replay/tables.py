"""Conversations from a table: CSV or TSV, a conversation a row or a turn a row."""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import IO, Any

from service.lines import BREAKS_OFF, Line, UnreadableFile

#: Longest cell accepted; a conversation in one cell may be long.
csv.field_size_limit(2**24)

_DELIMITERS = ",;\t|"


def is_table(name: str) -> bool:
    return name.removesuffix(".gz").lower().endswith((".csv", ".tsv"))


def read_table(stream: IO[bytes], fields: Mapping[str, str]) -> Iterator[Line]:
    """Rows as documents, with columns renamed to fields.

    Where there is a `role`, each row is one turn, and rows that follow each other with the same
    id are one conversation. Raises UnreadableFile for a table without the columns it takes.
    """
    text = io.TextIOWrapper(stream, "utf-8-sig", errors="surrogateescape", newline="")
    try:
        header_line = text.readline()
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile("The table breaks off in its header: it is damaged.") from error
    delimiter = max(_DELIMITERS, key=header_line.count)
    header = next(csv.reader([header_line], delimiter=delimiter), [])
    missing = sorted(set(fields) - set(header))
    if missing:
        raise UnreadableFile(
            f"The table has no column {', '.join(missing)}; it has: {', '.join(header)}."
        )
    names = [fields.get(column, column) for column in header]
    if not {"turns", "text"} & set(names):
        raise UnreadableFile("The table has no column turns or text: say which with --map.")
    rows = _rows(csv.reader(text, delimiter=delimiter), names)
    return _turns_together(rows) if "role" in names else rows


def _rows(reader: Any, names: list[str]) -> Iterator[Line]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (OSError, EOFError, zlib.error):
            yield Line(reader.line_num + 2, error=BREAKS_OFF)
            return
        except csv.Error as error:
            yield Line(reader.line_num + 1, error=f"not a row of a table: {error}")
            continue
        number = reader.line_num + 1
        if not any(cells):
            continue
        if len(cells) != len(names):
            yield Line(number, error=f"{len(cells)} cells where the header has {len(names)}")
        elif any("\udc80" <= c <= "\udcff" for cell in cells for c in cell):
            yield Line(number, error="not UTF-8")
        else:
            yield _row(number, {n: c for n, c in zip(names, cells, strict=True) if c != ""})


def _row(number: int, document: dict[str, Any]) -> Line:
    try:
        for name in ("turns", "labels"):
            if name in document:
                document[name] = json.loads(document[name])
    except ValueError:
        return Line(number, error=f"{name}: not JSON")
    return Line(number, document)


def _turns_together(rows: Iterable[Line]) -> Iterator[Line]:
    def key(line: Line) -> object:
        return (line.document or {}).get("id", line.number)

    for _, group in groupby(rows, key):
        turns = [*group]
        first = turns[0]
        if first.document is None:
            yield first
            continue
        said = [{"role": t.get("role"), "text": t.get("text", "")} for t in _documents(turns)]
        rest = {k: v for k, v in first.document.items() if k not in ("role", "text")}
        yield Line(first.number, {**rest, "turns": said})


def _documents(lines: Iterable[Line]) -> list[Mapping[str, Any]]:
    return [line.document for line in lines if line.document is not None]
