"""What the law gives a person: a copy of what we keep of them, and its deletion.

Cases that the author opened go whole, with everything that was made from them. What the author
added to somebody else's conversation goes out of that case; the other person's words and ours stay.
What was paid stays in the ledger, with nothing that leads to the person.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.engine import Engine
from service.store.database import Database
from service.store.ledger import forget_cases
from service.store.tables import (
    cards,
    cases,
    decisions,
    drafts,
    events,
    ledger,
    mentions,
    notes,
    outcomes,
    precedents,
    publications,
)

log = logging.getLogger(__name__)

#: What hangs on a case, from the leaves inwards.
_PARTS_OF_A_CASE = (cards, notes, outcomes, precedents, publications, decisions, drafts, events)


@dataclass(frozen=True)
class Erased:
    """How many rows of each table went, and which messages must be removed elsewhere."""

    rows: dict[str, int]
    #: Slack's own names (channel and time stamp) of what shows the author's words there.
    cards: tuple[tuple[str, str], ...]

    @property
    def nothing(self) -> bool:
        return not any(self.rows.values())


def export_author(database: Database, author: str) -> dict[str, Any]:
    """Everything we keep of an author, as plain JSON values."""
    with database.read() as session:
        own = _cases_of(session, author)
        written = _rows(session, mentions, mentions.c.author_id == author)
        kept = {
            table.name: _rows(session, table, table.c.case_id.in_(own))
            for table in (mentions, ledger, *_PARTS_OF_A_CASE)
        }
        found = _rows(session, cases, cases.c.id.in_(own))
    elsewhere = [row for row in written if row["case_id"] not in own]
    for case in found:
        case |= {
            name: [row for row in rows if row["case_id"] == case["id"]]
            for name, rows in kept.items()
        }
    return {"author": author, "cases": found, "mentions_in_other_cases": elsewhere}


def erase_author(database: Database, engine: Engine, author: str) -> Erased:
    """Delete everything we keep of an author, so that not even the file holds it any more."""
    with database.begin() as session:
        if database.is_sqlite:
            # Overwritten with zeros, not only marked as free.
            session.execute(sa.text("PRAGMA secure_delete=ON"))
        own = _cases_of(session, author)
        shown = tuple(
            (row.channel, row.ts)
            for table in (cards, notes)
            for row in session.execute(sa.select(table).where(table.c.case_id.in_(own)))
            if row.ts
        )
        forget_cases(session, own)
        rows = {
            table.name: _delete(session, table, table.c.case_id.in_(own))
            for table in _PARTS_OF_A_CASE
        }
        rows["mentions"] = _delete(session, mentions, mentions.c.author_id == author)
        rows["mentions"] += _delete(session, mentions, mentions.c.case_id.in_(own))
        rows["cases"] = _delete(session, cases, cases.c.id.in_(own))
    rows["jobs"] = sum(engine.forget(f"{case_id}-") for case_id in own)
    if any(rows.values()):
        _compact(database)
    log.info("erased", extra=rows)
    return Erased(rows, shown)


def _cases_of(session: Session, author: str) -> list[str]:
    found = session.execute(sa.select(cases.c.id).where(cases.c.author_id == author))
    return [*found.scalars()]


def _delete(session: Session, table: sa.Table, where: sa.ColumnElement[bool]) -> int:
    key = next(iter(table.primary_key))
    return len(session.execute(sa.delete(table).where(where).returning(key)).all())


def _compact(database: Database) -> None:
    """Write the file anew without what was deleted; the log beside it holds old pages too."""
    statements: Sequence[str] = ("VACUUM",)
    if database.is_sqlite:
        statements = ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
    connection = database.engine.raw_connection()
    try:
        driver = connection.driver_connection
        assert driver is not None
        if not database.is_sqlite:
            driver.autocommit = True
            statements = tuple(f"VACUUM {t.name}" for t in (mentions, cases, *_PARTS_OF_A_CASE))
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)
    finally:
        # Not back into the pool: its state is no longer that of the others.
        connection.invalidate()
        connection.close()


def _rows(session: Session, table: sa.Table, where: sa.ColumnElement[bool]) -> list[dict[str, Any]]:
    found = session.execute(sa.select(table).where(where).order_by(*table.primary_key))
    # Numbers made of a text tell nobody anything that the text does not.
    return [
        {name: _plain(value) for name, value in row._mapping.items() if name != "embedding"}
        for row in found
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
