"""What the law gives a person: a copy of everything, and a deletion that leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from service.privacy import erase_author, export_author
from service.store import cases, tables
from service.store.database import Database
from tests.command import kulanz
from tests.receiver import Receiver
from tests.world import World, running, settings
from triage.case import Case, Status
from triage.decision import DecisionKind
from triage.mention import Author, Channel
from triage.routing import Approver

ANA, BO = {"id": "ana", "name": "Ana Silberstein"}, {"id": "bo", "name": "Bo"}


@contextmanager
def _decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[World]:
    """Ana complained twice and was answered; Bo complained, and Ana added a word there."""
    with Receiver() as receiver:
        own = settings(tmp_path, monkeypatch, receiver, database_url=database_url)
        with running(own) as world:
            case = world.mention(
                "my periwinkle trunk is lost", id="a1", author=ANA, conversation="ca"
            )
            waiting = world.wait_for(case, Status.AWAITING, Status.ESCALATED)
            world.kulanz.decisions.decide(
                case, DecisionKind.APPROVE, Approver("op", "Op"),
                draft_version=waiting.draft_version, surface="console",
            )  # fmt: skip
            world.wait_for(case, Status.PUBLISHED)
            world.mention("the periwinkle one, still lost", id="a2", author=ANA, conversation="ca")
            world.wait_for(case, Status.AWAITING, Status.ESCALATED)
            other = world.mention("our flight is late", id="b1", author=BO, conversation="cb")
            world.mention("periwinkle people are late too", id="a3", author=ANA, conversation="cb")
            world.wait_for(other, Status.AWAITING, Status.ESCALATED)
            yield world


def _count(database: Database, table: sa.Table) -> int:
    with database.read() as session:
        return session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_a_copy_holds_everything_that_is_kept_of_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    with _decided(tmp_path, monkeypatch, database_url) as world:
        copy: dict[str, Any] = json.loads(json.dumps(export_author(world.kulanz.database, "ana")))
    [case] = copy["cases"]
    assert [mention["message_id"] for mention in case["mentions"]] == ["a1", "a2"]
    assert [m["message_id"] for m in copy["mentions_in_other_cases"]] == ["a3"]
    assert case["publications"][0]["reply"]
    assert case["decisions"][0]["kind"] == "approve"
    assert case["events"]
    assert case["drafts"]


def test_deletion_leaves_nothing_and_takes_nothing_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    with _decided(tmp_path, monkeypatch, database_url) as world:
        database = world.kulanz.database
        erased = erase_author(database, world.kulanz.engine, "ana")
        assert erased.rows["cases"] == 1
        assert erased.rows["mentions"] == 3
        assert erase_author(database, world.kulanz.engine, "ana").nothing
        assert _count(database, tables.cases) == 1
        assert _count(database, tables.mentions) == 1
        with database.read() as session:
            left = session.execute(sa.select(tables.mentions.c.text)).scalar_one()
        assert left == "our flight is late"
        # The program goes on: a new word of that author opens a new case.
        case = world.mention("lost again", id="a9", author=ANA, conversation="ca")
        world.wait_for(case, Status.AWAITING, Status.ESCALATED)


def test_not_even_the_file_holds_the_words_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite+pysqlite3:///{tmp_path / 'kept.sqlite'}"
    with _decided(tmp_path, monkeypatch, url) as world:
        assert _found_in_files(tmp_path, b"periwinkle")
        erase_author(world.kulanz.database, world.kulanz.engine, "ana")
        assert not _found_in_files(tmp_path, b"periwinkle")
        assert not _found_in_files(tmp_path, b"Silberstein")


def _found_in_files(folder: Path, words: bytes) -> bool:
    return any(words in path.read_bytes() for path in folder.glob("kept.sqlite*"))


def test_the_commands_do_the_same(tmp_path: Path) -> None:
    database = _stored_by(tmp_path, "ana")
    copy = json.loads(kulanz(tmp_path, "export", "--author", "ana").stdout)
    assert [case["id"] for case in copy["cases"]] == ["c1"]
    done = kulanz(tmp_path, "erase", "--author", "ana")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"1 cases" in done.stdout
    assert b"channel C1, message 17.5" in done.stdout
    assert _count(database, tables.cases) == 0
    assert b"Nothing is kept" in kulanz(tmp_path, "erase", "--author", "ana").stdout
    database.dispose()


def _stored_by(folder: Path, author: str) -> Database:
    """A case as the program would have stored it, with its card in Slack."""
    database = Database(f"sqlite+pysqlite3:///{folder / 'data' / 'kulanz.sqlite'}")
    database.migrate()
    now = datetime(2026, 11, 23, tzinfo=UTC)
    case = Case("c1", "social", "c", Channel.X, Author(author, "Ana"), now, now)
    with database.begin() as session:
        cases.insert_new(session, [case.noted(now, "received")])
        session.execute(
            sa.insert(tables.cards).values(
                case_id="c1", channel="C1", ts="17.5", revision=1, updated_at=now
            )
        )
    return database
