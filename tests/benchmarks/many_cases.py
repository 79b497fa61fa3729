"""A hundred thousand waiting cases, from one that the program itself opened.

Copied inside the database, with everything that belongs to a case: mention, draft, history, and
the engine's rows of the finished job.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from service.receive import case_id_of
from service.store.cases import load as load_case
from service.store.database import Database
from tests.benchmarks.load import load
from tests.benchmarks.programs import serving
from tests.benchmarks.worked_off import database_of, moments_worked_off
from triage.case import Status

#: Table → the column that holds the case's id, or begins with it.
_OURS = {"cases": "id", "mentions": "case_id", "events": "case_id", "drafts": "case_id"}
_THE_ENGINES = {
    "workflow_status": "workflow_uuid",
    "operation_outputs": "workflow_uuid",
    "transaction_completion": "workflow_id",
}

#: What must differ from copy to copy in our tables, and how; `n.i` counts the copies.
_DIFFERS = {
    "conversation": "'copy-' || n.i",
    "message_id": "'copy-' || n.i",
    "delivery_id": "'copy-' || n.i",
    "author_id": "'author-' || n.i",
    # Over the last five days, and due later: so that the order is one, and nothing happens.
    "received_at": "datetime(t.received_at, '-' || (n.i * 4) || ' seconds') || '.000000'",
    "updated_at": "datetime(t.updated_at, '-' || (n.i * 4) || ' seconds') || '.000000'",
    "due_at": "datetime(t.due_at, '+10 days', '+' || n.i || ' seconds') || '.000000'",
    "remind_at": "datetime(t.remind_at, '+9 days', '+' || n.i || ' seconds') || '.000000'",
    # A spread of priorities, as in life.
    "weight": "1 + n.i % 8",
}


def fill(folder: Path, count: int) -> None:
    """One complaint opened by the program itself, and the others copied from it."""
    ids = [case_id_of("social", f"first-{number}") for number in range(20)]
    with serving(folder) as kulanz, database_of(folder) as database:
        assert set(load(kulanz.base, prefix="first", count=len(ids)).statuses) == {202}
        moments_worked_off(database, ids)
    with database_of(folder) as database:
        with database.read() as session:
            opened = [load_case(session, id) for id in ids]
        template = next(case for case in opened if case.status is Status.AWAITING)
        copy_case(database, template.id, count)


def copy_case(database: Database, case_id: str, count: int) -> None:
    """SQLite only."""
    with database.begin() as session:
        connection = session.connection()
        tables = set(sa.inspect(connection).get_table_names())
        for table, key in {**_OURS, **_THE_ENGINES}.items():
            if table in tables:
                _copy(connection, table, key, case_id, count)


def _copy(connection: sa.Connection, table: str, key: str, case_id: str, count: int) -> None:
    columns = sa.inspect(connection).get_columns(table)
    # A counting primary key gives itself.
    names = [c["name"] for c in columns if not (c["name"] == "id" and key != "id")]
    differs = _DIFFERS if table in _OURS else {}
    values = [
        f"replace(t.{name}, :case, :copy || n.i)" if name == key else differs.get(name, f"t.{name}")
        for name in names
    ]
    quoted = ", ".join(f'"{name}"' for name in names)
    connection.execute(
        sa.text(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
            f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)} "
            f"FROM {table} t CROSS JOIN n WHERE t.{key} LIKE :case || '%'"
        ),
        {"case": case_id, "copy": f"{case_id[:8]}-", "count": count},
    )
