"""The intake of a program without workers, asked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from dbos import DBOSClient, DBOSPortableJSONSerializer

from service.bootstrap import Kulanz, build
from service.inboxes.base import Incoming, Kind
from service.receive import Arrival, Received, case_id_of
from service.store import cases, mentions
from service.store.tables import cases as cases_table, events, mentions as mentions_table
from tests.fakes import fake_desk
from tests.postgres import PostgresServer
from tests.world import settings
from triage.mention import Author, Channel, Mention

START = datetime(2026, 11, 23, 8, tzinfo=UTC)

#: What we answered in the conversation `answered`, and the reply's id in the inbox.
REPLY, REPLY_ID = "We are sorry.", "reply"


def arrival(
    id: str,
    text: str = "My flight is late",
    *,
    conversation: str | None = None,
    kind: Kind = Kind.NEW,
    delivery: str = "",
    after: int = 0,
    inbox: str = "social",
    **more: Any,
) -> Arrival:
    mention = Mention(
        id, text, channel=Channel.X, author=Author("u1", "Mara"), conversation=conversation
    )
    incoming = Incoming(kind, mention, delivery_id=delivery or f"delivery of {id}", **more)
    return Arrival(inbox, incoming, START + timedelta(minutes=after))


@dataclass(frozen=True)
class Door:
    """The intake of a program without workers: what it stores stays as it is."""

    kulanz: Kulanz
    #: The engine's own, as others use it.
    client: DBOSClient

    def take(self, *arrivals: Arrival) -> list[Received]:
        """All in one transaction."""
        with self.kulanz.database.begin() as session:
            return self.kulanz.reception.take(session, arrivals)

    def kept(self) -> dict[str, list[Any]]:
        """Everything there is of cases and mentions, without the numbers of the rows."""
        return {
            "cases": self._rows(sa.select(cases_table).order_by("id")),
            "events": self._rows(_without_id(events).order_by("case_id", events.c.id)),
            "mentions": self._rows(
                _without_id(mentions_table).order_by("case_id", mentions_table.c.id)
            ),
            "jobs": self.jobs(),
        }

    def jobs(self) -> list[Any]:
        engines = "" if self.kulanz.database.is_sqlite else "dbos."
        return self._rows(
            sa.text(
                "SELECT workflow_uuid, name, queue_name, status, priority, application_name, "
                "application_version, serialization, recovery_attempts "
                f"FROM {engines}workflow_status ORDER BY workflow_uuid"
            )
        )

    def said(self, conversation: str) -> list[str]:
        with self.kulanz.database.read() as session:
            stored = mentions.of_case(session, case_id_of("social", conversation))
        return [one.mention.id for one in stored]

    def history(self, conversation: str) -> list[str]:
        with self.kulanz.database.read() as session:
            told = cases.history(session, case_id_of("social", conversation))
        return [event.kind for event in told]

    def clear(self) -> None:
        self.client.delete_workflows([job.workflow_uuid for job in self.jobs()])
        with self.kulanz.database.begin() as session:
            session.execute(sa.delete(cases_table))

    def _rows(self, query: Any) -> list[Any]:
        with self.kulanz.database.read() as session:
            return [*session.execute(query)]


def _without_id(table: sa.Table) -> sa.Select[Any]:
    return sa.select(*(column for column in table.c if column.name != "id"))


@contextmanager
def door_on(database: str, server: PostgresServer, folder: Path) -> Iterator[Door]:
    """Over `sqlite` or `postgresql`."""
    with ExitStack() as stack:
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        url = stack.enter_context(server.filled_database()) if database == "postgresql" else ""
        kulanz = build(settings(folder, monkeypatch, None, database_url=url), desk=fake_desk())
        stack.callback(kulanz.close)
        client = DBOSClient(
            system_database_engine=kulanz.database.engine_for_jobs,
            serializer=DBOSPortableJSONSerializer(), application_name="kulanz",
        )  # fmt: skip
        yield Door(kulanz, client)
