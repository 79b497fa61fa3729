"""The heartbeat of a process: who is at work, and what becomes of the jobs of one that died."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from service.engine import Engine
from service.store.database import Database, upsert
from service.store.tables import workers
from triage.ports import Clock

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Heartbeat:
    database: Database
    engine: Engine
    clock: Clock
    #: After so long without a beat a process counts as dead.
    stale_after: timedelta

    def first(self) -> None:
        """Before work begins: nobody else runs on SQLite, so all older work is orphaned."""
        self.beat()
        if self.database.is_sqlite:
            self.engine.take_over(self.engine.executors_at_work() - {self.engine.executor_id})

    def beat(self) -> None:
        now = self.clock()
        with self.database.begin() as session:
            session.execute(
                upsert(session, workers)
                .values(executor_id=self.engine.executor_id, started_at=now, beat_at=now)
                .on_conflict_do_update(index_elements=["executor_id"], set_={"beat_at": now})
            )

    def last(self) -> None:
        """A clean end: whoever looks next need not wait to take over."""
        with self.database.begin() as session:
            session.execute(
                sa.delete(workers).where(workers.c.executor_id == self.engine.executor_id)
            )

    def take_over(self) -> int:
        """Jobs of processes that have not been heard of for long go back into their queues."""
        dead = self.engine.executors_at_work() - self._alive() - {self.engine.executor_id}
        taken = self.engine.take_over(dead)
        if taken:
            log.warning("took over", extra={"jobs": taken})
        return taken

    def forget(self, before: datetime) -> None:
        """The rows of processes long dead."""
        with self.database.begin() as session:
            session.execute(sa.delete(workers).where(workers.c.beat_at < before))

    def _alive(self) -> set[str]:
        heard_of = workers.c.beat_at > self.clock() - self.stale_after
        with self.database.read() as session:
            return set(session.execute(sa.select(workers.c.executor_id).where(heard_of)).scalars())


class Rounds(threading.Thread):
    """Does something again and again until told to stop; one failed round is logged, and the next
    one comes."""

    def __init__(self, name: str, round: Callable[[], object], interval: float) -> None:
        super().__init__(name=name, daemon=True)
        self._round = round
        self._interval = interval
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(self._interval):
            try:
                self._round()
            except Exception:
                log.exception("%s failed", self.name)

    def stop(self) -> None:
        self._stopped.set()
        self.join(timeout=30)
