"""All tables of a program, ours and the engine's, with nothing in them: made once and copied, as
making them takes longer than many a test."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from dbos import DBOS

from service.store.database import Database


def create_tables(url: str) -> None:
    """As a program does at its first start."""
    database = Database(url)
    try:
        database.migrate()
        DBOS.migrate(url)
    finally:
        database.dispose()


def put_sqlite(file: Path) -> None:
    """A database in that file, unless there is one."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_sqlite())


@cache
def _sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "kulanz.sqlite"
        create_tables(f"sqlite+pysqlite3:///{file}")
        return file.read_bytes()
