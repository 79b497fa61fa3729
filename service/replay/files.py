"""The files of a replay: Parquet in and out; nothing has its name before it is whole."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from service.lines import Line
from service.replay.records import Record, as_json

#: Ends the name of what is not whole yet; what a killed process leaves behind is known by it.
UNFINISHED = ".unfinished"

_LINES = pa.schema([("line", pa.int64()), ("document", pa.string()), ("error", pa.string())])
_RECORDS = pa.schema(
    [
        ("line", pa.int64()),
        ("id", pa.string()),
        ("lang", pa.string()),
        ("complaint", pa.bool_()),
        ("topic", pa.string()),
        ("severity", pa.int8()),
        ("ironic", pa.bool_()),
        ("outcome", pa.string()),
        ("case", pa.string()),
        ("example", pa.string()),
    ]
)
#: Rows that are read at a time.
_ROWS = 500


@contextmanager
def appearing(path: Path, writer: str = "") -> Iterator[IO[bytes]]:
    """A file that appears under its name, in place of an older one, when all of it is on the disk.

    `writer` tells those apart who might write the same file. Raises OSError, with its name.
    """
    unfinished = path.with_name(f"{path.name}{writer}{UNFINISHED}")
    try:
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException as error:
        unfinished.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)
        raise


def write_text(path: Path, pieces: Iterable[str]) -> None:
    with appearing(path) as file:
        file.writelines(piece.encode("utf-8", "replace") for piece in pieces)


def write_lines(path: Path, lines: Sequence[Line]) -> None:
    table = {
        "line": [line.number for line in lines],
        "document": [None if li.document is None else as_json(li.document) for li in lines],
        "error": [line.error for line in lines],
    }
    _write(path, pa.table(table, _LINES))


def read_lines(path: Path) -> list[Line]:
    """Raises OSError where the file is not there or not whole."""
    rows = _opened(path).read().to_pylist()
    return [
        Line(row["line"], None if row["document"] is None else json.loads(row["document"]),
             row["error"])
        for row in rows
    ]  # fmt: skip


def write_records(path: Path, records: Iterable[Record]) -> None:
    columns = list(zip(*map(astuple, records), strict=True)) or [()] * len(_RECORDS)
    names = [field.name for field in fields(Record)]
    _write(path, pa.table(dict(zip(names, map(list, columns), strict=True)), _RECORDS))


def read_records(paths: Iterable[Path]) -> Iterator[tuple[str, str | None]]:
    """Each record's case and example, in order; a little at a time. Raises OSError."""
    for path in paths:
        for batch in _opened(path).iter_batches(_ROWS, columns=["case", "example"]):
            yield from zip(batch["case"].to_pylist(), batch["example"].to_pylist(), strict=True)


def give_back_memory() -> None:
    """What Parquet no longer needs goes back to the machine; each thread would keep some of it."""
    pa.default_memory_pool().release_unused()


def _write(path: Path, table: pa.Table) -> None:
    with appearing(path, f".{uuid.uuid4().hex[:8]}") as file:
        pq.write_table(table, file, compression="zstd")


def _opened(path: Path) -> Any:
    try:
        return pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise OSError(5, "is damaged", str(path)) from error
