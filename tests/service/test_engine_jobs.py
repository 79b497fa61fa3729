"""Jobs as we put them into the engine's tables: as its own client would, and once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from dbos import EnqueueOptions

from service.engine_jobs import OPEN, PUBLISH, Job
from tests.postgres import PostgresServer
from tests.service.intake_door import Door, door_on


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def program(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgresql_server: PostgresServer,
) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("intake")
    with door_on(request.param, postgresql_server, folder) as door:
        yield door


@pytest.fixture
def door(program: Door) -> Door:
    program.clear()
    return program


#: Of the moment, or of who put it there: not of the job.
_NOT_OF_THE_JOB = {"creator_xid", "owner_xid", "created_at", "updated_at", "delay_until_epoch_ms"}


def _as_the_engine_sees(door: Door, job_id: str) -> dict[str, Any]:
    engines = "" if door.kulanz.database.is_sqlite else "dbos."
    query = sa.text(
        f"SELECT * FROM {engines}workflow_status JOIN {engines}workflow_input "
        "USING (workflow_uuid) WHERE workflow_uuid = :id"
    )
    with door.kulanz.database.read() as session:
        row = session.execute(query, {"id": job_id}).mappings().one()
    seen = {name: value for name, value in row.items() if name not in _NOT_OF_THE_JOB}
    delay = row["delay_until_epoch_ms"] and row["delay_until_epoch_ms"] - row["created_at"]
    return seen | {"inputs": json.loads(row["inputs"]), "delay": delay and round(delay, -5)}


@pytest.mark.parametrize("delay", [0.0, 7200.0])
def test_a_job_looks_as_if_the_engines_client_had_enqueued_it(door: Door, delay: float) -> None:
    kulanz = door.kulanz
    job = Job(f"c1-ours-{delay}", "publish_reply", PUBLISH, ('c"1', 3, 1), delay)
    options: EnqueueOptions = {
        "workflow_name": job.workflow, "queue_name": job.queue, "workflow_id": f"theirs-{delay}",
    }  # fmt: skip
    if delay:
        options["delay_seconds"] = delay
    with kulanz.database.begin() as session:
        kulanz.engine.enqueue(session, replace(job, id=f"other-{delay}"), job)
        door.client.enqueue_in_transaction(session, options, *job.arguments)
    ours, theirs = _as_the_engine_sees(door, job.id), _as_the_engine_sees(door, f"theirs-{delay}")
    assert ours == theirs | {"workflow_uuid": job.id}


def test_a_job_that_is_there_stays_as_it_is(door: Door) -> None:
    engine, job = door.kulanz.engine, Job("c1-twice", "open_case", OPEN, ("c1", 1))
    with door.kulanz.database.begin() as session:
        engine.enqueue(session, job, job)
    before = _as_the_engine_sees(door, job.id)
    with door.kulanz.database.begin() as session:
        engine.enqueue(session, replace(job, arguments=("c1", 2)), replace(job, id="c1-new"))
    assert _as_the_engine_sees(door, job.id) == before
    assert engine.has_live("c1-new")


def test_a_job_is_taken_back_with_the_transaction_it_belongs_to(door: Door) -> None:
    engine = door.kulanz.engine
    with door.kulanz.database.begin() as session:
        engine.enqueue(session, Job("c1-taken-back", "open_case", OPEN, ("c1", 1)))
        session.rollback()
    assert not engine.has_live("c1-taken-back")
