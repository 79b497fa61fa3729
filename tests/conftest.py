"""What all tests share: the two databases, and a cache folder that no other run has filled."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.filled import put_sqlite
from tests.postgres import PostgresServer, running_server


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One for all workers of a run and for the processes that they start."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    os.environ["XDG_CACHE_HOME"] = str(shared / "cache")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql_server: PostgresServer) -> Iterator[str]:
    """An empty database of its own."""
    with postgresql_server.fresh_database() as url:
        yield url


@pytest.fixture(scope="session")
def pgvector_server() -> Iterator[PostgresServer]:
    """A PostgreSQL that has the extension."""
    with running_server(pgvector=True) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all tables and nothing in them: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        put_sqlite(tmp_path / "kulanz.sqlite")
        yield f"sqlite+pysqlite3:///{tmp_path / 'kulanz.sqlite'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgresql_server")
        with server.filled_database() as url:
            yield url
