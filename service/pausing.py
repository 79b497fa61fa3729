"""Pausing drafts on a topic in a crisis, on whatever surface, and taking them up again."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from service.crash_points import crash_point
from service.jobs import Jobs
from service.store import pauses
from service.store.cases import ChangedMeanwhile
from service.store.database import Database
from triage.case import KULANZ, Case
from triage.complaint import Topic
from triage.desk import Desk
from triage.errors import NotPaused
from triage.mention import clean_text
from triage.pause import Pause
from triage.ports import Clock
from triage.routing import Approver

log = logging.getLogger(__name__)

#: Cases that go back to be drafted in one round of the watch.
_A_ROUND = 100
_LONGEST_REASON = 300


@dataclass(frozen=True)
class Pausing:
    """The same for the console and Slack."""

    database: Database
    jobs: Jobs
    desk: Desk
    clock: Clock

    def current(self) -> list[Pause]:
        """The running pauses, the oldest first."""
        with self.database.read() as session:
            return [*pauses.current(session, self.clock()).values()]

    def pause(
        self, topic: Topic, approver: Approver, *, until: datetime | None, reason: str = ""
    ) -> Pause:
        """Draft nothing on this topic until then, or until somebody resumes it.

        What is drafted already stays. Raises ApproverMayNot.
        """
        self._ensure_may(topic, approver)
        words = clean_text(reason).strip()[:_LONGEST_REASON]
        pause = Pause(topic, approver.id, approver.name, self.clock(), until, words)
        with self.database.begin() as session:
            pauses.begin(session, pause)
            crash_point("before commit of pause")
        crash_point("after pause")
        log.warning("drafts paused", extra={"topic": topic, "by": approver.id})
        return pause

    def resume(self, topic: Topic, approver: Approver) -> None:
        """Draft again; what came in meanwhile is drafted within seconds.

        Raises ApproverMayNot or NotPaused.
        """
        self._ensure_may(topic, approver)
        with self.database.begin() as session:
            if not pauses.resume(session, topic, approver.id, self.clock()):
                raise NotPaused
            crash_point("before commit of resumption")
        crash_point("after resumption")
        log.warning("drafts resumed", extra={"topic": topic, "by": approver.id})

    def settle(self) -> int:
        """Send what came in during pauses that are over back to be drafted; how many cases."""
        now, sent_back = self.clock(), 0
        with self.database.read() as session:
            over = pauses.over(session, now)
        for pause in over:
            with self.database.read() as session:
                waiting = pauses.waiting_without_draft(session, pause.topic, _A_ROUND)
            sent_back += sum(self._draft_after_all(case) for case in waiting)
            # Whoever was at one of them just now may have left it blank.
            if not waiting:
                with self.database.begin() as session:
                    pauses.close(session, pause, now)
        return sent_back

    # ------------------------------------------------------------------------------------------

    def _ensure_may(self, topic: Topic, approver: Approver) -> None:
        desks = self.desk.desks
        desks.ensure_may(approver, desks.queue_for(topic).name, None)

    def _draft_after_all(self, case: Case) -> bool:
        renewed = case.renewed(self.clock(), by=KULANZ, reason="drafts are resumed")
        try:
            with self.database.begin() as session:
                self.jobs.save(session, renewed)
        except ChangedMeanwhile:
            # Somebody is at it: the next round looks again.
            return False
        return True
