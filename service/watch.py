"""The watch: heartbeat, take-over from dead processes, reminders and time-outs, the sweep.

It runs in a thread of every worker and does not trust the engine: it goes by the states of our own
cases. Everything it does is a compare-and-set, so that several watches do not disturb each other.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.engine import Engine
from service.jobs import Jobs, open_job, publish_again_job, publish_job
from service.store import cases, publications
from service.store.cases import ChangedMeanwhile
from service.store.database import Database, upsert
from service.store.tables import workers
from triage.case import Case, Status
from triage.desk import Desk
from triage.ports import Clock

log = logging.getLogger(__name__)

#: States that go on by themselves; a case that stays in one has lost its job.
_GOES_ON = (Status.RECEIVED, Status.APPROVED, Status.PUBLISHING)


@dataclass(frozen=True)
class Watch:
    database: Database
    engine: Engine
    jobs: Jobs
    desk: Desk
    clock: Clock
    #: After so long without a heartbeat a process counts as dead, and a job as lost.
    stale_after: timedelta
    keep_engine_rows: timedelta

    def first_round(self) -> None:
        """Before the worker launches: nobody else runs on SQLite, so all older work is orphaned."""
        self.beat()
        if self.database.is_sqlite:
            self.engine.take_over(self.engine.executors_at_work() - {self.engine.executor_id})

    def round(self) -> None:
        self.beat()
        self.take_over()
        self.remind_and_escalate()
        self.sweep()
        self.forget()

    def beat(self) -> None:
        now = self.clock()
        with self.database.begin() as session:
            session.execute(
                upsert(session, workers)
                .values(executor_id=self.engine.executor_id, started_at=now, beat_at=now)
                .on_conflict_do_update(index_elements=["executor_id"], set_={"beat_at": now})
            )

    def sign_off(self) -> None:
        """A clean end: whoever looks next need not wait to take over."""
        with self.database.begin() as session:
            session.execute(
                sa.delete(workers).where(workers.c.executor_id == self.engine.executor_id)
            )

    def take_over(self) -> int:
        """Jobs of processes that have not been heard of for long go back into their queues."""
        with self.database.read() as session:
            alive = set(
                session.execute(
                    sa.select(workers.c.executor_id).where(workers.c.beat_at > self._stale())
                ).scalars()
            )
        dead = self.engine.executors_at_work() - alive - {self.engine.executor_id}
        taken = self.engine.take_over(dead)
        if taken:
            log.warning("took over", extra={"jobs": taken})
        return taken

    def remind_and_escalate(self) -> int:
        """A time-out never publishes: it moves the case to somebody with more authority."""
        now = self.clock()
        with self.database.read() as session:
            due = cases.to_watch(session, now)
        return sum(
            self._change(case_id, lambda case: self.desk.watch(case, now)) for case_id in due
        )

    def sweep(self) -> int:
        """Any case that should have moved on and has no live job gets one; how many did.

        This should always be none; it is the net under the engine.
        """
        with self.database.read() as session:
            late = cases.stuck(session, _GOES_ON, self._stale())
        return sum(self._put_back(case) for case in late)

    def forget(self) -> int:
        """Rows of jobs long ended and of processes long dead; how many jobs."""
        before = self.clock() - self.keep_engine_rows
        with self.database.begin() as session:
            session.execute(sa.delete(workers).where(workers.c.beat_at < before))
        return self.engine.forget_finished(before)

    # ------------------------------------------------------------------------------------------

    def _put_back(self, case: Case) -> bool:
        opens = case.status is Status.RECEIVED
        if self.engine.has_live(open_job(case).id if opens else publish_job(case).id):
            return False
        with self.database.read() as session:
            publication = publications.load(session, case.reply_key)
        attempt = publication.attempts + 1 if publication else 1
        log.error("swept", extra={"case": case.id, "status": case.status})

        def again(session: Session, stored: Case) -> None:
            if not opens:
                self.engine.enqueue(session, publish_again_job(stored, attempt))

        def swept(now: Case) -> Case:
            # It may have moved on since we looked, or another watch was faster.
            return now.noted(self.clock(), "swept") if now.revision == case.revision else now

        return self._change(case.id, swept, again)

    def _change(
        self,
        case_id: str,
        change: Callable[[Case], Case],
        after: Callable[[Session, Case], None] | None = None,
    ) -> bool:
        try:
            with self.database.begin() as session:
                case = cases.load(session, case_id, to_change=True)
                changed = change(case)
                if changed == case:
                    return False
                stored = self.jobs.save(session, changed)
                if after:
                    after(session, stored)
        except ChangedMeanwhile:
            return False
        return True

    def _stale(self) -> datetime:
        return self.clock() - self.stale_after


class WatchThread(threading.Thread):
    """Runs the watch until told to stop; one failed round is logged, and the next one comes."""

    def __init__(self, watch: Watch, interval: float) -> None:
        super().__init__(name="kulanz-watch", daemon=True)
        self._watch = watch
        self._interval = interval
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(self._interval):
            try:
                self._watch.round()
            except Exception:
                log.exception("watch failed")

    def stop(self) -> None:
        self._stopped.set()
        self.join(timeout=30)
