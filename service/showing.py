"""Showing a case in Slack as durable workflows: its card, and in its thread what happened."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from service.crash_points import crash_point
from service.engine import Engine
from service.engine_jobs import CARDS
from service.jobs import NEWS_TOGETHER, card_job, thread_job
from service.store import cases, mentions
from service.store.database import Database
from triage.case import Case
from triage.errors import CaseNotFound, NotDelivered
from triage.mention import Mention
from triage.ports import Approvals

log = logging.getLogger(__name__)

#: Longest pause before Slack is tried again; an outage is waited out, never given up.
LONGEST_CARD_PAUSE = 300.0

#: Longest pause before news is tried again that gave way to cards.
LONGEST_YIELD = 60.0

#: How many jobs may stay where more is to be shown. Others come back for it, so that changed cards
#: always find a worker (`worker.CHANNELS_AT_ONCE`).
MOST_STAYING = 4


@dataclass(frozen=True)
class Showing:
    database: Database
    engine: Engine
    approvals: Approvals
    _staying: threading.Semaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(MOST_STAYING)
    )

    def workflows(self) -> dict[str, Callable[..., None]]:
        return {"show_card": self._show_card, "tell_in_thread": self._tell_in_thread}

    def _show_card(self, case_id: str, revision: int, attempt: int = 1, failures: int = 0) -> None:
        """Bring the card in line with the case as it stands now, and the next one after it; wait
        out an outage."""
        pause = self.engine.call("card", lambda: self._request(case_id, failures))

        def come_back(session: Session) -> bool:
            if pause is None:
                return False
            failed = failures + 1 if pause else 0
            again = card_job(case_id, revision, attempt + 1, pause, failures=failed)
            self.engine.enqueue(session, again)
            return True

        self.engine.step(come_back)

    def _tell_in_thread(self, case_id: str, revision: int, attempt: int = 1) -> None:
        """Tell what happened, one message at a time, while no card waits to be shown."""
        pause = self.engine.call("tell", lambda: self._tell(case_id, attempt))

        def come_back(session: Session) -> bool:
            if pause is None:
                return False
            self.engine.enqueue(session, thread_job(case_id, revision, attempt + 1, pause))
            return True

        self.engine.step(come_back)

    def _tell(self, case_id: str, attempt: int) -> float | None:
        """Seconds until there is more to do, None when everything is told."""
        if self.engine.has_waiting(CARDS):
            # A channel takes one message a second: whoever is to be asked comes first.
            return min(NEWS_TOGETHER * 2.0 ** min(attempt, 9), LONGEST_YIELD)
        found = self._load(case_id)
        if found is None:
            return None
        try:
            return 0.0 if self.approvals.tell(found[0]) else None
        except NotDelivered as error:
            return max(error.retry_after or 0.0, min(2.0 ** min(attempt, 9), LONGEST_CARD_PAUSE))

    def _request(self, case_id: str, failures: int) -> float | None:
        """Seconds until there is more to show, None when everything is shown."""
        try:
            if not self._show(case_id):
                return None
            return 0.0 if self._show_on(case_id) else None
        except NotDelivered as error:
            log.info("card not delivered", extra={"case": case_id})
            return error.retry_after or min(2.0**failures, LONGEST_CARD_PAUSE)

    def _show(self, case_id: str) -> bool:
        """Whether there is more. Raises NotDelivered."""
        found = self._load(case_id)
        if found is None:
            return False
        crash_point("before card")
        more = self.approvals.request(*found)
        crash_point("after card")
        return more

    def _show_on(self, case_id: str) -> bool:
        """Stay, if there is room: coming back by way of the engine takes long where much is to do.
        Whether there is still more. Raises NotDelivered."""
        if not self._staying.acquire(blocking=False):
            return True
        try:
            while not self.engine.stopping.is_set():
                if not self._show(case_id):
                    return False
            return True
        finally:
            self._staying.release()

    def _load(self, case_id: str) -> tuple[Case, Mention] | None:
        """None once the case was erased."""
        with self.database.read() as session:
            try:
                case = cases.load(session, case_id)
            except CaseNotFound:
                return None
            return case, mentions.conversation_of(session, case_id).mention
