"""Who has a case's editor open, so that the card can say so.

A hint to colleagues and no lock: others may decide all the same, and whoever walks away is
forgotten after a while.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.engine import Engine
from service.engine_jobs import CARDS, Job
from service.store import cards, editing
from service.store.database import Database
from triage.ports import Clock
from triage.routing import Approver

#: Slack does not say that somebody closed the whole of Slack.
LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Editing:
    database: Database
    engine: Engine
    clock: Clock

    def begin(self, case_id: str, approver: Approver) -> None:
        now = self.clock()
        with self.database.begin() as session:
            editing.begin(session, case_id, approver.id, approver.name, until=now + LASTS)
            self._show(session, case_id, now)
            # By then the card has to stop saying so, if nothing else has happened.
            self.engine.enqueue(
                session, _card_job(case_id, now, "over", LASTS + timedelta(seconds=1))
            )

    def end(self, case_id: str, approver: Approver) -> None:
        with self.database.begin() as session:
            if editing.end(session, case_id, approver.id):
                self._show(session, case_id, self.clock())

    def _show(self, session: Session, case_id: str, now: datetime) -> None:
        cards.outdate(session, case_id, now)
        self.engine.enqueue(session, _card_job(case_id, now, "now", timedelta()))


def _card_job(case_id: str, now: datetime, when: str, delay: timedelta) -> Job:
    """A number of its own, as none of the case's revisions stands for it."""
    number = int(now.timestamp() * 1_000_000)
    return Job(
        id=f"{case_id}-editing-{when}-{number}",
        workflow="show_card",
        queue=CARDS,
        arguments=(case_id, number, 1),
        delay_seconds=delay.total_seconds(),
    )
