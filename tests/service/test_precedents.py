"""What was approved before stands beside the next case like it, whatever searches for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import service.store.migrations
from service.bootstrap import build_precedents
from service.checks import checks
from service.privacy import erase_author
from service.rereading import Rereading
from service.store import insights, vector_search
from service.store.database import Database
from service.store.embedded_search import EmbeddedSearch
from service.store.precedents import StoredPrecedents
from service.store.tables import precedents as table
from service.store.vector_search import VectorSearch, take_up
from tests.fakes import ANNA, FakeClassifier
from tests.postgres import PostgresServer
from tests.receiver import Receiver
from tests.service.goodwill import euros, goodwill_desk
from tests.world import World, running, settings
from triage.case import Status
from triage.complaint import Assessment
from triage.decision import DecisionKind
from triage.mention import Conversation, Mention
from triage.outcome import Outcome, Precedent

#: What a mention with this word is about.
PLACES = {"bag": (1.0, 0.0, 0.0), "case": (0.98, 0.199, 0.0), "seat": (0.5, 0.866, 0.0)}


class Placing(FakeClassifier):
    """Embeds by the words of PLACES."""

    encoder = "e1"

    def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]:
        return [
            replace(read, embedding=self._place(c.mention.text), encoder=self.encoder)
            for c, read in zip(conversations, super().assess(conversations), strict=True)
        ]

    def _place(self, text: str) -> tuple[float, ...]:
        return next((at for word, at in PLACES.items() if word in text), (0.0, 0.0, 1.0))


@dataclass
class House:
    """The program at work, and the precedents as two other processes find them."""

    world: World
    one: StoredPrecedents
    other: StoredPrecedents

    def waiting(self, text: str, author: str) -> str:
        fields = {"author": {"id": author, "name": author}, "conversation": f"c-{author}"}
        case_id = self.world.mention(text, id=f"m-{author}-{text}", **fields)
        self.world.wait_for(case_id, Status.AWAITING, Status.ESCALATED)
        return case_id

    def answered(self, text: str, author: str) -> str:
        case_id = self.waiting(text, author)
        version = self.world.case(case_id).draft_version
        self.world.kulanz.decisions.decide(
            case_id, DecisionKind.APPROVE, ANNA, draft_version=version, surface="console"
        )
        self.world.wait_for(case_id, Status.PUBLISHED)
        return case_id

    def writes_again(self, text: str, author: str, outcome: Outcome) -> None:
        case_id = self.world.mention(text, id=f"m-{author}-{text}", conversation=f"c-{author}")
        self.world.until(lambda: self.world.case(case_id).outcome is outcome)

    def like(self, case_id: str, count: int = 3) -> tuple[Precedent, ...]:
        """Those that both processes find for a case that waits."""
        with self.world.kulanz.database.read() as session:
            embedding = insights.embedding_of(session, case_id)
        known = self.world.case(case_id).assessment
        assert known is not None
        asked = replace(known, embedding=embedding)
        one, other = (p.nearest(asked, count, besides=case_id) for p in (self.one, self.other))
        assert one == other
        return one


@pytest.fixture(params=["sqlite", "postgresql", "pgvector"])
def house(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[House]:
    with ExitStack() as stack:
        url = f"sqlite+pysqlite3:///{tmp_path / 'kulanz.sqlite'}"
        if request.param != "sqlite":
            server: PostgresServer = request.getfixturevalue(f"{request.param}_server")
            url = stack.enter_context(server.filled_database())
        receiver = stack.enter_context(Receiver())
        chosen = settings(tmp_path, monkeypatch, receiver, database_url=url)
        desk = replace(goodwill_desk(None), classifier=Placing())
        world = stack.enter_context(running(chosen, desk=desk))
        others = [Database(chosen.resolved_database_url) for _ in range(2)]
        for database in others:
            stack.callback(database.dispose)
        one, other = map(build_precedents, others)
        means = VectorSearch if request.param == "pgvector" else EmbeddedSearch
        assert isinstance(one.search, means)
        yield House(world, one, other)


def test_the_story_of_a_few_cases(house: House) -> None:
    first = house.waiting("the bag is late", "dora")
    assert house.like(first) == (), "nothing is approved yet"

    ana = house.answered("my bag is late", "ana")
    [only] = house.like(first)
    assert (only.case_id, only.complaint, only.outcome) == (ana, "my bag is late", None)
    assert only.reply.endswith("^AB")
    assert only.likeness == pytest.approx(1, abs=1e-5)
    assert only.remedy is not None
    assert (only.remedy.kind, only.remedy.money) == ("voucher", euros(50)), "from the ledger"

    assert house.like(house.waiting("the lounge is late", "gus")) == (), "it is too unlike"

    # What became of it reaches who knew it before; it counts, and is told.
    bo, cleo = house.answered("bag is late", "bo"), house.answered("the seat is late", "cleo")
    eve = house.answered("suit case late", "eve")
    house.writes_again("now there is fire, late", "ana", Outcome.WORSE)
    house.writes_again("thank you", "bo", Outcome.RECOVERED)
    found = house.like(first)
    assert [(p.case_id, p.outcome) for p in found] == [
        (bo, Outcome.RECOVERED), (eve, None), (ana, Outcome.WORSE),
    ]  # fmt: skip
    assert [p.case_id for p in house.like(first, 10)] == [bo, eve, ana, cleo]
    assert house.like(first, 1) == found[:1]

    # The second reply of a case stands for other words than the first; the case is shown once.
    house.writes_again("the seat is late too", "cleo", Outcome.UNCHANGED)
    house.world.wait_for(cleo, Status.AWAITING)
    assert [p.case_id for p in house.like(cleo, 10)] == [eve, bo, ana], "it is none of its own"
    house.answered("bag lost", "fay")
    assert len({p.case_id for p in house.like(first, 10)}) == len(house.like(first, 10)) == 5

    # The author takes the words back; another has everything erased.
    house.world.deliver("mention.deleted", {"id": "m-eve-suit case late"})
    erase_author(house.world.kulanz.database, house.world.kulanz.engine, "bo")
    assert [p.case_id for p in house.like(first, 2)][-1] == ana
    assert not {bo, eve} & {p.case_id for p in house.like(first, 10)}
    for search in (house.one.search, house.other.search):
        if isinstance(search, EmbeddedSearch):
            assert not {bo, eve} & search.index.keys(), "not in memory either"


def test_what_another_encoder_read_is_read_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_again = Rereading.round
    # The program's own, which reads with the encoder that it has.
    monkeypatch.setattr(Rereading, "round", lambda _: 0)
    ana = house.answered("my bag is late", "ana")
    dora = house.waiting("the bag is late", "dora")
    assert [p.case_id for p in house.like(dora)] == [ana]

    newer = Placing()
    newer.model, newer.encoder = "fake-2", "e2"
    rereading = Rereading(house.world.kulanz.database, newer)
    # So does a migration leave them: known, and not read by any encoder.
    with house.world.kulanz.database.begin() as session:
        session.execute(sa.update(table).values(embedding=None, encoder=None))
    assert read_again(rereading) == 1
    assert read_again(rereading) == 0

    [asked] = newer.assess([Conversation(Mention("m", "a bag, late"))])
    for precedents in (house.one, house.other):
        assert [p.case_id for p in precedents.nearest(asked)] == [ana]
    assert house.like(dora) == (), "numbers of two encoders are not compared"


def test_an_older_database_gets_the_last_reply_of_each_case(house: House) -> None:
    ana = house.answered("my bag is late", "ana")
    database = house.world.kulanz.database
    with database.read() as session:
        before = [*session.execute(sa.select(*_FILLED))]
    config = Config()
    config.set_main_option("script_location", str(service.store.migrations.__path__[0]))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0007")
    database.migrate()
    with database.read() as session:
        assert [*session.execute(sa.select(*_FILLED))] == before
    assert [row.case_id for row in before] == [ana]
    assert Rereading(database, house.world.kulanz.desk.classifier).round() == 1


_FILLED = [table.c[name] for name in ("reply_key", "case_id", "mention_id", "lang", "topic")]


# -- PostgreSQL with the extension, without it, and without the right to it ------------------------


def test_without_the_extension_the_doctor_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    database = Database(postgresql_url)
    database.migrate()
    if take_up(database) is None:
        pytest.skip("This PostgreSQL has pgvector.")
    precedents = build_precedents(database)
    assert (precedents.search.lacks, precedents.search.means) == (True, vector_search.NO_PGVECTOR)
    chosen = settings(tmp_path, monkeypatch, None, database_url=postgresql_url)
    desk = replace(goodwill_desk(None), precedents=precedents)
    with running(chosen, desk=desk) as world:
        [check] = [check for check in checks(world.kulanz) if check.name == "precedents"]
    assert (check.well, check.needed) == (False, False)
    assert "postgresql-NN-pgvector" in check.detail
    database.dispose()


def test_who_may_not_set_it_up_searches_in_memory_until_somebody_has(
    pgvector_server: PostgresServer,
) -> None:
    with pgvector_server.fresh_database() as url:
        address = url.replace("+psycopg", "")
        name = url.rpartition("/")[2]
        with psycopg.connect(address, autocommit=True) as admin:
            # As others package it, whoever owns a database may.
            trusted = admin.execute(
                "SELECT trusted FROM pg_available_extension_versions WHERE name = 'vector'"
            ).fetchone()
            admin.execute(f"CREATE ROLE own_{name} LOGIN")
            admin.execute(f"GRANT ALL ON SCHEMA public TO own_{name}")
            database = Database(url.replace("//kulanz@", f"//own_{name}@"))
            database.migrate()
            assert take_up(database) == vector_search.FORBIDDEN_PGVECTOR, trusted
            admin.execute("CREATE EXTENSION vector")
        assert take_up(database) is None
        assert take_up(database) is None, "once more does no harm"
        assert not build_precedents(database).search.lacks
        database.dispose()
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute(f"DROP OWNED BY own_{name}")
            admin.execute(f"DROP ROLE own_{name}")
