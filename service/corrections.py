"""What people say of an assessment, in agreement or against it: kept as a label, and heeded."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from service.jobs import Jobs
from service.store import cases
from service.store.database import Database
from triage.case import OPEN_FOR_DECISION, Case
from triage.complaint import Topic
from triage.correction import Correction
from triage.desk import Desk
from triage.handling import corrected
from triage.ports import Clock
from triage.routing import Approver

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Labels:
    """What somebody says of a case; None where they say nothing."""

    complaint: bool | None = None
    ironic: bool | None = None
    severity: int | None = None
    topic: Topic | None = None


@dataclass(frozen=True)
class Corrections:
    """The same for the case's page and for labelling; what is at rest, anybody may label."""

    database: Database
    jobs: Jobs
    desk: Desk
    clock: Clock

    def correct(self, case_id: str, approver: Approver, said: Labels, *, surface: str) -> Case:
        """Keep a person's word; a case that waits for a decision gets a draft that heeds it.

        Raises CaseNotFound, ApproverMayNot or ChangedMeanwhile.
        """
        with self.database.read() as session:
            case = cases.load(session, case_id)
        correction = Correction(
            by=approver.id,
            at=self.clock(),
            round=case.round,
            complaint=said.complaint,
            ironic=said.ironic,
            severity=said.severity,
            topic=said.topic,
        )
        changed = corrected(case, correction, name=approver.name, surface=surface)
        if self._needs_another_draft(case, correction):
            self.desk.desks.ensure_may(approver, self.desk.queue_of(case), None)
            changed = changed.renewed(
                correction.at, by=approver.id, reason="the assessment was corrected"
            )
        with self.database.begin() as session:
            stored = self.jobs.save(session, changed)
        log.info("corrected", extra={"case": case_id, "surface": surface})
        return stored

    def _needs_another_draft(self, case: Case, correction: Correction) -> bool:
        return (
            case.status in OPEN_FOR_DECISION
            and case.assessment is not None
            and correction.complaint is not False
            and correction.differs_from(case.assessment)
        )
