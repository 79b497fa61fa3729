"""Inserting many rows with one statement, which stays the same however many they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from service.store.database import upsert
from service.store.tables import metadata

Rows = Sequence[Mapping[str, Any]]


def insert(session: Session, table: sa.Table, rows: Rows) -> None:
    """Insert rows with the same columns; a row that is there already is an error."""
    if rows:
        session.execute(*_statement(session, table, rows))


def insert_new(session: Session, table: sa.Table, rows: Rows) -> set[Any]:
    """Insert those of the rows that meet no other; their keys."""
    if not rows:
        return set()
    (key,) = table.primary_key.columns
    statement, given = _statement(session, table, rows)
    inserted = session.execute(statement.on_conflict_do_nothing().returning(key), given)
    return set(inserted.scalars())


def _statement(session: Session, table: sa.Table, rows: Rows) -> tuple[Any, Any]:
    if session.get_bind().dialect.name == "sqlite":
        return upsert(session, table), rows
    # With a parameter for each value, PostgreSQL would have to plan anew for each number of rows,
    # and the driver to read through a statement of many thousand characters.
    return _from_json(table.name, tuple(rows[0])), {"rows": json.dumps(rows, default=_plain)}


@cache
def _from_json(table_name: str, columns: tuple[str, ...]) -> postgresql.Insert:
    table = metadata.tables[table_name]
    row = sa.func.json_populate_recordset(
        sa.text(f"CAST(NULL AS {table_name})"),
        sa.cast(sa.bindparam("rows", type_=sa.Text), sa.JSON),
    ).table_valued(*columns)
    return postgresql.insert(table).from_select(columns, sa.select(*row.c))


def _plain(value: object) -> str:
    """What JSON does not know, as PostgreSQL reads it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(f"No column takes a {type(value).__name__}.")
