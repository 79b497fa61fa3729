"""The watch: reminders and time-outs, the sweep, and with them the heartbeat.

It runs in a thread of every worker and does not trust the engine: it goes by the states of our own
cases. Everything it does is a compare-and-set, so that several watches do not disturb each other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from service.engine import Engine
from service.heartbeat import Heartbeat
from service.jobs import Jobs, open_job, publish_again_job, publish_job
from service.store import cases, publications
from service.store.cases import ChangedMeanwhile
from service.store.database import Database
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
    heart: Heartbeat
    #: After so long without a live job a case counts as stuck.
    stale_after: timedelta
    keep_engine_rows: timedelta
    #: After so long without a word the author of an answered case counts as silent.
    silent_after: timedelta

    def round(self) -> None:
        self.heart.beat()
        self.heart.take_over()
        self.remind_and_escalate()
        self.close_silent()
        self.sweep()
        self.forget()

    def remind_and_escalate(self) -> int:
        """A time-out never publishes: it moves the case to somebody with more authority."""
        now = self.clock()
        with self.database.read() as session:
            due = cases.to_watch(session, now)
        return sum(
            self._change(case_id, lambda case: self.desk.watch(case, now)) for case_id in due
        )

    def close_silent(self) -> int:
        """Close answered cases of whose authors nothing has been heard for long; how many."""
        now = self.clock()
        with self.database.read() as session:
            quiet = cases.stuck(session, [Status.PUBLISHED], now - self.silent_after)

        def silent(then: Case, case: Case) -> Case:
            return case.fell_silent(now) if case.revision == then.revision else case

        return sum(self._change(case.id, partial(silent, case)) for case in quiet)

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
        self.heart.forget(before)
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
