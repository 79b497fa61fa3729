"""The durable engine; with `engine_jobs.py` and `engine_rows.py` the only place that knows DBOS.

Its verbs: enqueue (in the caller's transaction), step, launch, take over, ask what is live, forget
what is finished. Our state is in our tables, so the engine can be changed for another.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, SQLAlchemyDatasource
from sqlalchemy.orm import Session

from service.engine_jobs import NAME, Job, enqueue_all, enqueue_each
from service.engine_rows import EngineRows
from service.precedence import PRECEDENCE
from service.store.database import Database
from service.store.writers import patiently

T = TypeVar("T")

#: Work of one version is never run by code of another. Change it together with the order of steps
#: in `walk.py`, and only after draining (service/README.md says how).
APPLICATION_VERSION = "kulanz-1"

_UNFINISHED = ["ENQUEUED", "PENDING", "DELAYED"]
_FAILED = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

#: Ids in one statement.
_AT_A_TIME = 1000


def new_executor_id() -> str:
    """One for each process, never used again: two processes under one id would run a step twice."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


class Engine:
    """The engine of one process: every process may enqueue, a worker also runs what is queued."""

    def __init__(
        self, database: Database, *, executor_id: str | None = None, quiet: bool = False
    ) -> None:
        self._database = database
        self._rows = EngineRows(database)
        #: Nothing is logged: whoever waits for the jobs says what became of them.
        self._log_level = "CRITICAL" if quiet else "WARNING"
        self.executor_id = executor_id or new_executor_id()
        #: Once it is set, jobs that could go on for long come to an end.
        self.stopping = threading.Event()
        self._client: DBOSClient | None = None
        self._datasource: SQLAlchemyDatasource | None = None

    def prepare(self) -> None:
        """Create the engine's tables and the client that enqueues. Comes before everything."""
        logger = logging.getLogger("dbos")
        logger.setLevel(self._log_level)
        # Having a handler it makes none of its own, which would write out what an exception says:
        # its lines go the way of ours, with the places and not the words.
        logger.handlers, logger.propagate = [logging.NullHandler()], True
        url = self._database.url
        DBOS.migrate(url)
        # Over our connection: `SQLAlchemyDatasource.migrate` would open the file with the system's
        # SQLite, and two copies of SQLite in one process break each other's locks.
        self._datasource = SQLAlchemyDatasource.create(
            url, engine=self._database.engine, serializer=DBOSPortableJSONSerializer()
        )
        self._client = DBOSClient(
            system_database_engine=self._database.engine_for_jobs,
            serializer=DBOSPortableJSONSerializer(),
            application_name=NAME,
            # A web request must fail at once when the database is down, not hang.
            retry_connection_errors=False,
        )

    def launch(
        self,
        workflows: Mapping[str, Callable[..., None]],
        *,
        queues: Mapping[str, int],
        poll_interval: float,
    ) -> None:
        """Run what is in these queues, of each so many jobs at a time.

        Recovery begins at once, so all registrations come first.
        """
        DBOS(
            config=DBOSConfig(
                name=NAME,
                system_database_url=self._database.url,
                system_database_engine=self._database.engine_for_jobs,
                application_version=APPLICATION_VERSION,
                executor_id=self.executor_id,
                run_migrations=False,
                log_level=self._log_level,
                serializer=DBOSPortableJSONSerializer(),
            )
        )
        for name, workflow in workflows.items():
            DBOS.workflow(name=name)(_plain(workflow))
        for queue, most in queues.items():
            # Before the launch, which else would find them only when it looks again.
            self._enqueuer.register_queue(
                queue, worker_concurrency=most, polling_interval_sec=poll_interval,
                on_conflict="always_update",
            )  # fmt: skip
        DBOS.listen_queues([*queues])
        DBOS.launch()

    def stop(self, drain_seconds: int = 5) -> None:
        """Let running steps finish for a while; what is not finished is taken over later."""
        self.stopping.set()
        # It logs a traceback for each of those, as if something had gone wrong.
        logging.getLogger("dbos").setLevel(logging.CRITICAL)
        DBOS.destroy(workflow_completion_timeout_sec=drain_seconds, destroy_registry=True)
        self._datasource = None
        if self._client is not None:
            self._client.destroy()
            self._client = None

    # -- verbs ---------------------------------------------------------------------------------

    def enqueue(self, session: Session, *jobs: Job) -> None:
        """Put jobs into their queues as part of the caller's transaction."""
        if self._database.is_sqlite:
            enqueue_each(self._enqueuer, session, jobs)
        elif jobs:
            enqueue_all(session, jobs)

    def step(self, change: Callable[[Session], T]) -> T:
        """Run `change` in one transaction with the engine's checkpoint: both or neither.

        Inside a workflow only. What it returns must be plain JSON.
        """
        datasource = self._datasource
        assert datasource is not None, "prepare() comes first"
        isolation: Any = "SERIALIZABLE" if self._database.is_sqlite else "READ COMMITTED"
        with self._storing():
            return datasource.run_tx_step(
                {"name": getattr(change, "__name__", "change"), "isolation_level": isolation},
                lambda: change(datasource.sql_session()),
            )

    def call(self, name: str, call: Callable[[], T]) -> T:
        """Run a call to the outside as a step of its own. What it returns must be plain JSON."""
        PRECEDENCE.give_way()
        return DBOS.run_step({"name": name}, call)

    def has_live(self, job_id_prefix: str) -> bool:
        """Whether a job whose id begins so is waiting or running."""
        return bool(self._list(workflow_id_prefix=job_id_prefix, status=_UNFINISHED, limit=1))

    def has_waiting(self, queue: str) -> bool:
        """Whether a job of that queue is at work, or waits for one to end."""
        return bool(self._list(queue_name=queue, status=["ENQUEUED", "PENDING"], limit=1))

    def take_over(self, dead_executors: Iterable[str]) -> int:
        """Put the running jobs of dead processes back into their queues; how many."""
        dead = [*dead_executors]
        if not dead:
            return 0
        jobs = self._list(status="PENDING", executor_id=dead)
        for job in jobs:
            self._enqueuer.resume_workflow(job.workflow_id, queue_name=job.queue_name)
        return len(jobs)

    def executors_at_work(self) -> set[str]:
        """Ids of the processes that the engine believes to be running something."""
        return self._rows.executors_at_work()

    def running(self, job_id_prefix: str) -> dict[str, str]:
        """Jobs at work whose id begins so, and the process each of them is at."""
        jobs = self._list(workflow_id_prefix=job_id_prefix, status="PENDING")
        return {job.workflow_id: job.executor_id or "" for job in jobs}

    def failure(self, job_id_prefix: str) -> str | None:
        """What one of the jobs whose id begins so failed with, if one did."""
        jobs = self._enqueuer.list_workflows(
            workflow_id_prefix=job_id_prefix, status=_FAILED, limit=1, load_input=False
        )
        return str(jobs[0].error) if jobs else None

    def forget(self, job_id_prefix: str, *, but: Iterable[str] = ()) -> int:
        """Delete the jobs whose id begins so, waiting or ended, but for some; how many.

        What an erased case left would make the jobs of its successor count as done.
        """
        kept = {*but}
        jobs = [job.workflow_id for job in self._list(workflow_id_prefix=job_id_prefix)]
        gone = [id for id in jobs if id not in kept]
        for start in range(0, len(gone), _AT_A_TIME):
            self._enqueuer.delete_workflows(gone[start : start + _AT_A_TIME])
        return len(gone)

    def forget_finished(self, before: datetime, limit: int = 1000) -> int:
        """Delete the engine's rows of jobs that ended before that moment; how many."""
        jobs = self._rows.ended(before, limit)
        if jobs:
            self._enqueuer.delete_workflows(jobs)
        return len(jobs)

    # ------------------------------------------------------------------------------------------

    @property
    def _enqueuer(self) -> DBOSClient:
        assert self._client is not None, "prepare() comes first"
        return self._client

    @contextmanager
    def _storing(self) -> Iterator[None]:
        if self._database.is_sqlite:
            # There one writes at a time, and people go first in the line for it.
            PRECEDENCE.give_way()
            yield
            return
        with PRECEDENCE.storing():
            yield

    def _list(self, **filters: Any) -> list[Any]:
        return self._enqueuer.list_workflows(load_input=False, load_output=False, **filters)


def _plain(workflow: Callable[..., None]) -> Callable[..., None]:
    """The engine marks the functions it is given, which methods do not allow.

    Nobody sits before a workflow: what it does can wait for those who answer somebody.
    """

    def run(*arguments: str | int) -> None:
        PRECEDENCE.give_way()
        with patiently():
            workflow(*arguments)

    return run
