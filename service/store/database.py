"""The database connection: SQLite embedded or PostgreSQL, the same code above it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.dialects import postgresql, registry, sqlite
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.orm import Session, sessionmaker

from service.precedence import PRECEDENCE
from service.store.writers import WritersLine, is_patient

registry.register("sqlite.pysqlite3", __name__, "Pysqlite3Dialect")

#: SQLite before this version can lose commits in WAL mode with two connections
#: (https://sqlite.org/changes.html, the WAL-reset bug).
SAFE_WAL_VERSION = (3, 51, 3)

#: Seconds that a writer waits for its turn on SQLite.
LONGEST_WAIT = 30

#: Marks the connection that stands at the front of the line.
_IN_FRONT = "kulanz_in_front"

_READ_ONLY: dict[str, Any] = {"kulanz_read_only": True}

#: On PostgreSQL each statement sees what is committed by then, within a transaction as without:
#: for who only reads, its begin and end are two waits for nothing.
_READ_ONLY_POSTGRESQL: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}

#: Seconds for which a connection to PostgreSQL that served somebody counts as alive.
SURELY_ALIVE = 1.0
_USED_AT = "kulanz_used_at"

#: Any number; processes that start at once migrate one after the other.
_MIGRATION_LOCK = 7_305_124


class Pysqlite3Dialect(SQLiteDialect_pysqlite):
    """`sqlite+pysqlite3://`: SQLite as a package brings it, not as the system has it."""

    driver = "pysqlite3"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Any:
        from pysqlite3 import dbapi2

        return dbapi2


class Database:
    """Our tables and the durable engine's, in one database."""

    def __init__(self, url: str, *, synchronous: str = "FULL", pool_size: int = 10) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            self.engine = _sqlite(url, synchronous, pool_size, own_begin=True)
            # The durable engine reads on a second connection while its step holds the write lock
            # on the first: with our begin, which takes the lock at once, it would wait for itself.
            self.engine_for_jobs = _sqlite(url, synchronous, pool_size, own_begin=False)
        else:
            self.engine = self.engine_for_jobs = _postgresql(url, pool_size)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        self._disposed = False
        for engine in {self.engine, self.engine_for_jobs}:
            sa.event.listen(engine, "checkin", self._close_if_late)

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One writing transaction; commits when the block ends."""
        with self._sessions.begin() as session:
            yield session

    @contextmanager
    def read(self, *, as_one: bool = False) -> Iterator[Session]:
        """One look, which never waits for a writer: on SQLite as at its beginning, on PostgreSQL as
        at each of its statements.

        `as_one`: in a transaction there, too, for what lasts as long as one.
        """
        options = _READ_ONLY if self.is_sqlite or as_one else _READ_ONLY_POSTGRESQL
        with self._sessions() as session:
            session.connection(execution_options=options)
            yield session

    def migrate(self) -> None:
        """Bring the tables to the newest form."""
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.engine.begin() as connection:
            if not self.is_sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def dispose(self) -> None:
        """Close all connections: those at rest now, those in use when they come back."""
        self._disposed = True
        self.engine.dispose()
        self.engine_for_jobs.dispose()

    def _close_if_late(self, _connection: Any, record: Any) -> None:
        """A job of a stopped engine ends when it ends, and no pool would close what it used."""
        if self._disposed:
            record.close()


def sqlite_version() -> tuple[int, ...]:
    """Version of the SQLite in use."""
    version: tuple[int, ...] = Pysqlite3Dialect.import_dbapi().sqlite_version_info
    return version


def upsert(session: Session, table: sa.Table) -> Any:
    """The dialect's insert, which knows `on conflict do nothing … returning`.

    Row counts are not to be trusted here: they lied on psycopg.
    """
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def _postgresql(url: str, pool_size: int) -> sa.Engine:
    engine = sa.create_engine(
        url, pool_size=pool_size, max_overflow=pool_size,
        # What people wrote must not come into the log with an error of the database.
        hide_parameters=True,
        isolation_level="READ COMMITTED",
    )  # fmt: skip
    _look_after(engine)
    return engine


def _look_after(engine: sa.Engine) -> None:
    """Workers give way before each transaction. And whether a connection still lives is asked of
    those that nobody used for a while; the pool itself would ask each one each time."""

    @sa.event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info[_USED_AT] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        if is_patient():
            # On SQLite it is the line of writers that workers let people pass in.
            PRECEDENCE.give_way()
        if time.monotonic() - record.info.get(_USED_AT, 0.0) < SURELY_ALIVE:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            # The server was away: none of those from before lives.
            raise sa.exc.InvalidatePoolError from error


def _sqlite(url: str, synchronous: str, pool_size: int, *, own_begin: bool) -> sa.Engine:
    path = sa.make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(
        url, pool_size=pool_size, max_overflow=pool_size,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )  # fmt: skip
    journal = "WAL" if sqlite_version() >= SAFE_WAL_VERSION else "DELETE"

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # Left to itself the driver opens a transaction only before the first change, and what was
        # read before that is not protected (lost updates): ours begin by themselves.
        connection.isolation_level = None if own_begin else "IMMEDIATE"
        connection.execute(f"PRAGMA busy_timeout={LONGEST_WAIT * 1000}")
        connection.execute(f"PRAGMA journal_mode={journal}")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("PRAGMA foreign_keys=ON")

    if own_begin:
        _begin_ourselves(engine)
    return engine


def _begin_ourselves(engine: sa.Engine) -> None:
    """Begin late for readers and at once for writers, who stand in line for it.

    Whom SQLite itself lets wait sleeps and looks again, up to 100 ms at a time and in no order: of
    many threads few get on, and a webhook may wait for all of them. In the line senders and people
    go before the workers. It is a courtesy, the lock that counts is still SQLite's.
    """
    line = WritersLine()

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("kulanz_read_only"):
            connection.exec_driver_sql("BEGIN")
            return
        if not connection.info.get(_IN_FRONT):
            connection.info[_IN_FRONT] = line.acquire(timeout=LONGEST_WAIT)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @sa.event.listens_for(engine, "checkin")
    def step_aside(_connection: Any, record: Any) -> None:
        if record.info.pop(_IN_FRONT, False):
            line.release()
