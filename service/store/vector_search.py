"""The precedent search inside PostgreSQL, where its extension pgvector can be had.

The column and the indexes it needs are no part of the migrations: the extension may come later, and
may be missing. They hold nothing that is not in the column `embedding`.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.precedents import Alike
from service.store.database import Database
from triage.complaint import Assessment
from triage.outcome import SAME_TOPIC, WENT, Outcome

if TYPE_CHECKING:
    from service.store.precedents import Search

log = logging.getLogger(__name__)

#: What the doctor says.
BY_PGVECTOR = "Searched in PostgreSQL, by pgvector."
NO_PGVECTOR = "Searched in memory: this PostgreSQL has no pgvector (postgresql-NN-pgvector)."
OLD_PGVECTOR = "Searched in memory: the pgvector of this PostgreSQL is older than 0.8."
FORBIDDEN_PGVECTOR = (
    "Searched in memory: for pgvector an administrator has to run `CREATE EXTENSION vector` in"
    " this database."
)

#: The first version whose index goes on searching when a filter leaves too few.
_NEEDED = (0, 8)

#: How many candidates the index is asked for at least; what the order takes into account besides
#: likeness is looked at among these.
_CANDIDATES = 64

_AT_A_TIME = 500

#: Any number; processes that make an index go one after the other.
_INDEX_LOCK = 7_305_125

# All in one place, and of no use to a database without the extension.
_NEAR = """
SELECT p.reply_key, p.topic, o.outcome,
    -(p.vector::vector({width}) <#> CAST(:asked AS vector)) AS likeness
FROM precedents p LEFT JOIN outcomes o ON o.case_id = p.case_id AND o.reply = p.reply
WHERE p.vector_by = {encoder} AND p.lang = :lang {and_topic}
ORDER BY p.vector::vector({width}) <#> CAST(:asked AS vector) LIMIT :candidates
"""

_NEW = "embedding IS NOT NULL AND vector_by IS DISTINCT FROM encoder"
_NOT_TAKEN_IN = f"FROM precedents WHERE {_NEW}"
_SOME_NOT_TAKEN_IN = sa.text(f"SELECT 1 {_NOT_TAKEN_IN} LIMIT 1")
_SOME_TO_TAKE_IN = sa.text(
    f"SELECT reply_key, encoder, embedding {_NOT_TAKEN_IN} LIMIT :most FOR UPDATE"
)
_TAKE_IN = sa.text(
    "UPDATE precedents SET vector = CAST(:vector AS vector), vector_by = :encoder "
    "WHERE reply_key = :key"
)


def take_up(database: Database) -> str | None:
    """Make the database ready to search by itself, if it can; else what it takes.

    Safe to do again, and by several processes at once.
    """
    with database.read() as session:
        version = session.execute(
            sa.text("SELECT default_version FROM pg_available_extensions WHERE name = 'vector'")
        ).scalar()
    if version is None:
        return NO_PGVECTOR
    if tuple(map(int, version.split(".")[:2])) < _NEEDED:
        return OLD_PGVECTOR
    try:
        with database.begin() as session:
            _prepare(session)
    except DBAPIError as error:
        log.warning("pgvector not used", extra={"error": type(error.orig).__name__})
        return FORBIDDEN_PGVECTOR
    return None


def _prepare(session: Session) -> None:
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(_INDEX_LOCK)))
    for statement in (
        "CREATE EXTENSION IF NOT EXISTS vector",
        "ALTER TABLE precedents ADD COLUMN IF NOT EXISTS vector vector",
        # Whose embedding it is: another than `encoder` when the words have been read again.
        "ALTER TABLE precedents ADD COLUMN IF NOT EXISTS vector_by varchar(64)",
        # What is new is found by it; it is as good as empty.
        "CREATE INDEX IF NOT EXISTS ix_precedents_not_taken_in ON precedents (reply_key) "
        f"WHERE {_NEW}",
    ):
        session.execute(sa.text(statement))


@dataclass
class VectorSearch:
    """Needs `take_up` to have been done. Approximate, like the index it uses."""

    database: Database
    means: str = BY_PGVECTOR
    lacks: bool = False
    #: Encoders whose replies have an index, as far as we know.
    _indexed: set[str] = field(default_factory=set)

    def nearest(self, asked: Assessment, most: int) -> list[Alike]:
        self._take_in()
        # What is set for the search holds until the end of a transaction.
        with self.database.read(as_one=True) as session:
            found = self._candidates(session, asked, max(_CANDIDATES, 2 * most))
        worth = {
            row.reply_key: row.likeness
            + (SAME_TOPIC if row.topic == asked.topic else 0.0)
            + WENT.get(Outcome(row.outcome) if row.outcome else None, 0.0)
            for row in found
        }
        likeness = {row.reply_key: row.likeness for row in found}
        best = sorted(worth, key=lambda key: (-worth[key], key))[:most]
        return [Alike(key, likeness[key]) for key in best]

    def forget(self, keys: Collection[str]) -> None:
        """Nothing is kept here."""

    # ------------------------------------------------------------------------------------------

    def _candidates(self, session: Session, asked: Assessment, many: int) -> list[sa.Row[Any]]:
        """The most alike in the language, and those of the same topic."""
        given = {
            "asked": _literal(np.asarray(asked.embedding, np.float32)),
            "lang": asked.lang, "topic": asked.topic, "candidates": many,
        }  # fmt: skip
        settings = {"hnsw.iterative_scan": "strict_order", "hnsw.ef_search": str(min(1000, many))}
        for name, value in settings.items():
            session.execute(sa.select(sa.func.set_config(name, value, True)))
        parts = (
            _NEAR.format(
                width=len(asked.embedding), encoder=_quoted(asked.encoder), and_topic=and_topic
            )
            for and_topic in ("", "AND p.topic = :topic")
        )
        both = " UNION ".join(f"({part})" for part in parts)
        return [*session.execute(sa.text(both), given)]

    def _take_in(self) -> None:
        """What was stored since, by whichever process."""
        widths: dict[str, int] = {}
        while self._some_not_taken_in():
            with self.database.begin() as session:
                for row in session.execute(_SOME_TO_TAKE_IN, {"most": _AT_A_TIME}).all():
                    vector = np.frombuffer(row.embedding, np.float32)
                    widths[row.encoder] = len(vector)
                    given = {"vector": _literal(vector), "encoder": row.encoder}
                    session.execute(_TAKE_IN, given | {"key": row.reply_key})
        # Afterwards: to index what is there is much faster than to keep an index while it comes.
        for encoder in widths.keys() - self._indexed:
            with self.database.begin() as session:
                _index(session, encoder, widths[encoder])
            self._indexed.add(encoder)

    def _some_not_taken_in(self) -> bool:
        with self.database.read() as session:
            return session.execute(_SOME_NOT_TAKEN_IN).first() is not None


def _index(session: Session, encoder: str, width: int) -> None:
    """One for each encoder, whose embeddings are all as wide."""
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(_INDEX_LOCK)))
    session.execute(sa.text("SET LOCAL maintenance_work_mem = '512MB'"))
    name = f"ix_precedents_near_{hashlib.sha256(encoder.encode()).hexdigest()[:12]}"
    session.execute(
        sa.text(
            f"CREATE INDEX IF NOT EXISTS {name} ON precedents "
            f"USING hnsw ((vector::vector({width})) vector_ip_ops) "
            f"WHERE vector_by = {_quoted(encoder)}"
        )
    )


def _literal(vector: np.ndarray[Any, np.dtype[np.float32]]) -> str:
    """As pgvector reads it."""
    return f"[{','.join(map(repr, vector.tolist()))}]"


def _quoted(encoder: str) -> str:
    """As a constant, so that the planner knows whose index fits. It is a hash, or empty."""
    if not encoder.isalnum() and encoder:
        raise ValueError(f"This is no encoder's name: {encoder!r}")
    return f"'{encoder}'"


if TYPE_CHECKING:
    _: type[Search] = VectorSearch
