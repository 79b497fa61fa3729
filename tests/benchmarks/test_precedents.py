"""The precedent search with 100,000 past replies, in memory and inside PostgreSQL."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from models.arrays import Vectors
from service.bootstrap import build_precedents
from service.store.database import Database
from service.store.embedded_search import EmbeddedSearch
from service.store.tables import Moment, precedents
from service.store.vector_search import VectorSearch
from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.test_waiting import resident
from tests.factories import NOON, assessment
from tests.postgres import PostgresServer
from triage.complaint import Assessment, Topic

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

MANY, WIDTH = 100_000, 384
#: Matters that people complain about; what is said of one is alike, as in life (cosine about 0.4).
MATTERS = 500
ROUNDS, MUST, AIM = 60, 20, 10
LANGS = ("de", "en")
TOPICS = [topic for topic in Topic if topic is not Topic.NONE]
AT_A_TIME = 5000


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    random = np.random.default_rng(20261125)
    matters = random.standard_normal((MATTERS, WIDTH), np.float32)
    made = matters[np.arange(MANY) % MATTERS]
    made += 1.2 * random.standard_normal((MANY, WIDTH), np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return np.asarray(made)


def test_in_memory(vectors: Vectors, figures: list[Figure], tmp_path: Path) -> None:
    with filled(f"sqlite+pysqlite3:///{tmp_path / 'many.sqlite'}", vectors) as database:
        search = EmbeddedSearch(database)
        before, began = resident(os.getpid()), time.perf_counter()
        search.nearest(_asked(vectors, 0), 3)
        figures.append(Figure("first search, reading 100,000 precedents", (_since(began),), "s"))
        figures.append(
            Figure("memory of 100,000 precedents, searched in memory",
                   (resident(os.getpid()) - before,), "MB")
        )  # fmt: skip
        _measure("precedents of 100,000, in memory", search.nearest, vectors, figures)
        _measure_shown(database, vectors, figures)


def test_in_postgresql(
    vectors: Vectors,
    figures: list[Figure],
    pgvector_server: PostgresServer,
) -> None:
    with pgvector_server.fresh_database() as url, filled(url, vectors) as database:
        search = build_precedents(database).search
        assert isinstance(search, VectorSearch)
        began = time.perf_counter()
        search.nearest(_asked(vectors, 0), 3)
        figures.append(Figure("taking 100,000 precedents into pgvector", (_since(began),), "s"))
        with database.begin() as session:
            session.execute(sa.text("ANALYZE precedents"))
        _measure("precedents of 100,000, pgvector", search.nearest, vectors, figures)
        exact = EmbeddedSearch(database)
        same = [
            len(_keys(search.nearest(asked, 3)) & _keys(exact.nearest(asked, 3))) / 3
            for asked in (_asked(vectors, i) for i in range(100))
        ]
        found = 100 * sum(same) / len(same)
        figures.append(
            Figure("of the three most alike, found by pgvector", (found,), "%", more_is_better=True)
        )


def _measure(
    what: str,
    search: Callable[[Assessment, int], Any],
    vectors: Vectors,
    figures: list[Figure],
) -> None:
    """In turns with the plain product of all of them with one vector."""
    measured, plain = [], []
    for i in range(ROUNDS):
        asked = _asked(vectors, i)
        began = time.perf_counter()
        vectors @ vectors[i]
        plain.append(1000 * _since(began))
        began = time.perf_counter()
        search(asked, 12)
        measured.append(1000 * _since(began))
    figures.append(
        Figure(what, tuple(measured), "ms", "numpy, float32, all rows @ one", tuple(plain),
               must=MUST, aim=AIM)
    )  # fmt: skip
    figures.append(Figure(f"{what}, p95", (percentile(measured, 95),), "ms"))


def _measure_shown(
    database: Database,
    vectors: Vectors,
    figures: list[Figure],
) -> None:
    port, rounds = build_precedents(database), []
    port.nearest(_asked(vectors, 0))
    for i in range(ROUNDS):
        began = time.perf_counter()
        assert len(port.nearest(_asked(vectors, i))) == 3
        rounds.append(1000 * _since(began))
    figures.append(Figure("the same with words, cost and outcome", tuple(rounds), "ms"))


def _asked(vectors: Vectors, i: int) -> Assessment:
    """Something like the i-th complaint, and none of those there."""
    asked = vectors[i] + vectors[(i * 7 + 3) % MANY] * 0.3
    asked /= np.linalg.norm(asked)
    return assessment(
        embedding=tuple(asked.tolist()), encoder="e1", lang=LANGS[i % 2],
        topic=TOPICS[i % MATTERS % len(TOPICS)],
    )  # fmt: skip


def _keys(alike: Any) -> set[str]:
    return {key for key, _ in alike}


def _since(began: float) -> float:
    return time.perf_counter() - began


@contextmanager
def filled(url: str, vectors: Vectors) -> Iterator[Database]:
    """A database with a case, a mention and a reply for each vector."""
    database = Database(url, synchronous="NORMAL")
    database.migrate()
    with database.begin() as session:
        for statement in _BESIDE:
            made = sa.text(f"WITH RECURSIVE n(i) AS ({_NUMBERS}) {statement}")
            noon = sa.bindparam("noon", NOON, Moment())
            session.execute(made.bindparams(noon, most=MANY))
    for start in range(0, MANY, AT_A_TIME):
        rows = [_precedent(i, vectors[i].tobytes()) for i in range(start, start + AT_A_TIME)]
        with database.begin() as session:
            session.execute(sa.insert(precedents), rows)
    yield database
    database.dispose()


_NUMBERS = "SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :most"

#: Made in the database: as many as there are precedents, with nothing in them that is searched.
_BESIDE = (
    "INSERT INTO cases (id, inbox, conversation, channel, author_id, author_name, status, revision,"
    " round, answers_round, draft_version, replies, insisted, received_at, updated_at)"
    " SELECT 'c' || i, 'social', 'k' || i, 'x', 'a' || i, '', 'published', 1, 1, 1, 1, 1, false,"
    " :noon, :noon FROM n",
    "INSERT INTO mentions (id, inbox, message_id, delivery_id, case_id, round, text, channel,"
    " author_id, author_name, received_at, context, extra)"
    " SELECT i + 1, 'social', 'm' || i, 'd' || i, 'c' || i, 1, 'Five hours late, number ' || i,"
    " 'x', 'a' || i, '', :noon, '[]', '{}' FROM n",
    "INSERT INTO publications (key, case_id, draft_version, reply, state, attempts, updated_at)"
    " SELECT 'c' || i, 'c' || i, 1, 'We are sorry.', 'published', 1, :noon FROM n",
    "INSERT INTO outcomes (case_id, reply, published_at, playbook, approver, outcome)"
    " SELECT 'c' || i, 1, :noon, 'delay', 'anna', CASE i % 5 WHEN 0 THEN 'recovered' WHEN 1 THEN"
    " 'unchanged' WHEN 2 THEN 'worse' WHEN 3 THEN 'silent' END FROM n",
)


def _precedent(i: int, embedding: bytes) -> dict[str, Any]:
    return {
        "reply_key": f"c{i}", "case_id": f"c{i}", "reply": 1, "mention_id": i + 1,
        "lang": LANGS[i % 2], "topic": TOPICS[i % MATTERS % len(TOPICS)], "embedding": embedding,
        "encoder": "e1", "changed_at": NOON,
    }  # fmt: skip
