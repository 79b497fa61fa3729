"""What the engine is given to do: jobs, the queues they stand in, and how they get there."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from dbos import DBOSClient, EnqueueOptions
from sqlalchemy.orm import Session

#: What the engine knows our program by.
NAME = "kulanz"

#: The queues. Shards of a replay have two, so that what is meant for graphics processors waits for
#: a machine that has one.
OPEN, PUBLISH, CARDS, REPLAY, REPLAY_GPU = "open", "publish", "cards", "replay", "replay-gpu"
#: What is told in Slack beside the cards, which do not wait for it.
NOTICES = "notices"

#: The client enqueues one job with two statements; PostgreSQL has a function of DBOS for the same,
#: which takes all of them with one.
_ENQUEUE_ALL = sa.text(
    """
    SELECT dbos.enqueue_workflow(
        workflow_name => workflow, queue_name => queue, workflow_id => id,
        positional_args => arguments, delay_until_epoch_ms => delay_until, priority => priority,
        application_name => :name
    )
    FROM json_to_recordset(CAST(:jobs AS json))
    AS job(
        id text, workflow text, queue text, arguments json[], delay_until bigint, priority int
    )
    """
)


@dataclass(frozen=True)
class Job:
    """A workflow to be run once. Its id is derived from ours, so that a duplicate is a no-op."""

    id: str
    workflow: str
    queue: str
    arguments: tuple[str | int, ...]
    delay_seconds: float = 0.0
    #: Lower is sooner; equals in the order in which they came.
    priority: int = 0


def enqueue_each(client: DBOSClient, session: Session, jobs: Iterable[Job]) -> None:
    for job in jobs:
        client.enqueue_in_transaction(session, _options(job), *job.arguments)


def enqueue_all(session: Session, jobs: Iterable[Job]) -> None:
    """On PostgreSQL only."""
    session.execute(_ENQUEUE_ALL, {"name": NAME, "jobs": json.dumps([*map(_row, jobs)])})


def _options(job: Job) -> EnqueueOptions:
    options: EnqueueOptions = {
        "workflow_name": job.workflow,
        "queue_name": job.queue,
        "workflow_id": job.id,
    }
    if job.delay_seconds:
        options["delay_seconds"] = job.delay_seconds
    if job.priority:
        options["priority"] = job.priority
    return options


def _row(job: Job) -> dict[str, Any]:
    delay_until = int(1000 * (time.time() + job.delay_seconds)) if job.delay_seconds else None
    return {
        "id": job.id,
        "workflow": job.workflow,
        "queue": job.queue,
        "arguments": job.arguments,
        "delay_until": delay_until,
        "priority": job.priority,
    }
