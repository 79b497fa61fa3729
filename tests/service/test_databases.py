"""The two databases that the tests run on are real and fresh each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from service.store.database import Database
from service.store.tables import cases
from tests.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+pysqlite3:///{tmp_path / 'empty.sqlite'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


def test_an_empty_database_gets_all_tables(empty_url: str) -> None:
    database = Database(empty_url)
    with database.engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == []
    database.migrate()
    assert _cases_in(database) == 0
    database.dispose()


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_gets_a_database_that_no_other_has_used(database_url: str, time: str) -> None:
    database = Database(database_url)
    assert _cases_in(database) == 0
    with database.begin() as session:
        session.execute(sa.text("CREATE TABLE of_this_test_alone (word TEXT)"))
    database.dispose()


def _cases_in(database: Database) -> int:
    with database.read() as session:
        return session.execute(sa.select(sa.func.count()).select_from(cases)).scalar_one()


def test_what_was_committed_survives_a_crash_of_postgresql(
    postgresql_server: PostgresServer, postgresql_url: str
) -> None:
    address = postgresql_url.replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'word' AS said")
    postgresql_server.stop("immediate")
    postgresql_server.start()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT said FROM kept").fetchone() == ("word",)


def test_a_connection_that_was_silent_is_replaced_if_the_server_was_away(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, other = Database(postgresql_url), Database(postgresql_url)
    with database.read() as session:
        process = session.execute(sa.select(sa.func.pg_backend_pid())).scalar_one()
    with other.begin() as session:
        session.execute(sa.select(sa.func.pg_terminate_backend(process, 5000)))
    monkeypatch.setattr("service.store.database.SURELY_ALIVE", 0.0)
    with database.begin() as session:
        assert session.execute(sa.select(sa.func.pg_backend_pid())).scalar_one() != process
    for each in (database, other):
        each.dispose()


@pytest.mark.parametrize("engine", ["engine", "engine_for_jobs"])
def test_what_comes_back_after_the_end_is_closed(database_url: str, engine: str) -> None:
    database = Database(database_url)
    opened: list[Any] = []
    sa.event.listen(getattr(database, engine), "connect", lambda given, _: opened.append(given))
    with getattr(database, engine).connect() as connection:
        connection.execute(sa.text("SELECT 1"))
        database.dispose()
        connection.execute(sa.text("SELECT 1"))
    with getattr(database, engine).connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    assert len(opened) == 2
    # A closed connection refuses, of whichever driver.
    for one in opened:
        with pytest.raises(Exception, match="closed"):
            one.execute("SELECT 1")


def test_who_only_reads_begins_no_transaction_on_postgresql(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    moment = sa.select(sa.func.now())
    with database.read() as session:
        assert session.execute(moment).scalar() != session.execute(moment).scalar()
    with database.read(as_one=True) as session:
        assert session.execute(moment).scalar() == session.execute(moment).scalar()
    with database.begin() as session:
        assert session.execute(moment).scalar() == session.execute(moment).scalar()
    database.dispose()
