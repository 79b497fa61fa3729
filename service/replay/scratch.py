"""A private database on the disk, for what must not be held in memory; gone when closed."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby, islice
from types import TracebackType

#: Kibibytes of it in memory.
_CACHE = 16_384


class Scratch:
    """What exceeds the cache goes to the folder for temporary files; a full disk is an OSError."""

    def __init__(self) -> None:
        # An empty name is a file of its own that nobody else opens, so that this need not be the
        # copy of SQLite that our store uses: that one is built to keep such files in memory.
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for line in (
            "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA temp_store = FILE",
            f"PRAGMA cache_size = -{_CACHE}",
            "CREATE TABLE seen (key BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID",
            "CREATE TABLE groups (key BLOB PRIMARY KEY, number INTEGER) WITHOUT ROWID",
            "CREATE TABLE parts (part_of INTEGER, body TEXT)", "BEGIN",
        ):  # fmt: skip
            self._database.execute(line)

    def __enter__(self) -> Scratch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:  # fmt: skip
        self._database.close()

    def line_before(self, key: str, line: int) -> int | None:
        """The line that it was first asked for with; None for this one."""
        seen = _digest(key)
        with _full_disk():
            done = self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", [seen, line])
            if done.rowcount:
                return None
            [first] = self._database.execute("SELECT line FROM seen WHERE key = ?", [seen])
        return int(first[0])

    def grouped(self, parts: Iterable[tuple[str, str]], most: int) -> Iterator[list[str]]:
        """The bodies of equal keys together, at most so many; what came first is first."""
        with _full_disk():
            self._fill(parts)
            rows = self._database.execute("SELECT * FROM parts ORDER BY part_of, rowid")
            for _, group in groupby(rows, lambda row: row[0]):
                yield [body for _, body in islice(group, most)]

    def _fill(self, parts: Iterable[tuple[str, str]]) -> None:
        self._database.execute("DELETE FROM groups")
        self._database.execute("DELETE FROM parts")
        for number, (key, body) in enumerate(parts):
            [[group]] = self._database.execute(
                "INSERT INTO groups VALUES (?, ?) ON CONFLICT DO UPDATE SET number = number"
                " RETURNING number",
                [_digest(key), number],
            ).fetchall()
            self._database.execute("INSERT INTO parts VALUES (?, ?)", [group, body])


def _digest(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()


@contextmanager
def _full_disk() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        code = errno.ENOSPC if "full" in str(error) else errno.EIO
        folder = "the folder for temporary files (TMPDIR)"
        raise OSError(code, os.strerror(code), folder) from error
