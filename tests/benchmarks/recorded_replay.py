"""`kulanz replay` with a desk that says again what the real one once said of the same words.

`python -m tests.benchmarks.recorded_replay RECORDED …` is `kulanz …`. Everything but the processes
that the desk works in is as it always is, and a million conversations are read, queued, counted and
reported in minutes. RECORDED is a file that `record` made of a finished replay.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from service.cli import main
from service.commands import replay
from service.lines import Line
from service.replay.desk_files import DeskFiles
from service.replay.files import read_records
from service.replay.records import Record, as_json

#: Between the id of a conversation and the number of its repetition.
REPEATED = "#"


def record(parts: Iterable[Path], file: Path) -> None:
    """Keep what became of each conversation under its id, on the disk: memory is measured."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE said (id TEXT PRIMARY KEY, said TEXT, example TEXT)")
        database.executemany("INSERT INTO said VALUES (?, ?, ?)", _rows(parts))


def _rows(parts: Iterable[Path]) -> Iterator[tuple[str, str, str | None]]:
    for case, example in read_records(parts):
        yield str(json.loads(case).get("id")), case, example


class Recorded:
    """Replays from such a file."""

    def __init__(self, file: str) -> None:
        self._file = file

    def replay(self, files: DeskFiles, lines: Sequence[Line]) -> list[Record]:
        # Several threads of the worker ask, and a connection belongs to one of them.
        with closing(sqlite3.connect(self._file)) as database:
            return [_said_again(database, line) for line in lines]

    def close(self) -> None:
        """Nothing is left open."""


def _said_again(database: sqlite3.Connection, line: Line) -> Record:
    assert line.document, "what is repeated was read before"
    id = str(line.document["id"])
    asked = [id.partition(REPEATED)[0]]
    [said, example] = database.execute(
        "SELECT said, example FROM said WHERE id = ?", asked
    ).fetchone()
    case: dict[str, Any] = json.loads(said) | {"id": id, "line": line.number}
    assessment = case["assessment"]
    return Record(
        line=line.number, id=id, lang=case["lang"], complaint=assessment["complaint"],
        topic=assessment["topic"], severity=case["severity"], ironic=assessment["ironic"],
        outcome=case["outcome"], case=as_json(case), example=example,
    )  # fmt: skip


if __name__ == "__main__":
    recorded = sys.argv.pop(1)
    replay._replayers = lambda: Recorded(recorded)
    sys.exit(main())
