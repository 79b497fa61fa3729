"""What people say of an assessment, in agreement or against it: kept as a label, and heeded."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.jobs import Jobs
from service.store import cases, mentions
from service.store.database import Database
from service.store.labelling import AT_REST
from service.store.mentions import StoredMention
from triage.case import OPEN_FOR_DECISION, Case, Status
from triage.complaint import Topic
from triage.correction import Correction
from triage.desk import Desk
from triage.handling import corrected
from triage.ports import Clock
from triage.routing import Approver

log = logging.getLogger(__name__)

_REASON = "the assessment was corrected"


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
        """Keep a person's word. A case that waits for a decision gets a draft that heeds it, and
        what was put aside is taken up if it is a complaint.

        Raises CaseNotFound or ApproverMayNot.
        """
        with self.database.begin() as session:
            case = cases.load(session, case_id, to_change=True)
            changed = self._heeded(session, case, approver, said, surface)
            stored = self.jobs.save(session, changed)
        log.info("corrected", extra={"case": case_id, "surface": surface})
        return stored

    def label(self, case_id: str, approver: Approver, said: Labels, *, surface: str) -> None:
        """The same for a case at rest. If it has been taken up since it was shown, the word is kept
        as a label alone: what others have at hand stays as it is. Raises CaseNotFound."""
        with self.database.begin() as session:
            case = cases.load(session, case_id, to_change=True)
            if case.status in AT_REST:
                self.jobs.save(session, self._heeded(session, case, approver, said, surface))
            else:
                noted = self._noted(case, approver, said, surface)
                cases.add_event(session, case_id, noted.events[-1])
        log.info("labelled", extra={"case": case_id, "surface": surface})

    def _noted(self, case: Case, approver: Approver, said: Labels, surface: str) -> Case:
        correction = Correction(
            by=approver.id,
            at=self.clock(),
            round=case.round,
            complaint=said.complaint,
            ironic=said.ironic,
            severity=said.severity,
            topic=said.topic,
        )
        return corrected(case, correction, name=approver.name, surface=surface)

    def _heeded(
        self, session: Session, case: Case, approver: Approver, said: Labels, surface: str
    ) -> Case:
        """With the word, and back at the start of the walk where a draft follows from it."""
        noted = self._noted(case, approver, said, surface)
        correction = noted.correction
        assert correction is not None, "it was noted just now"
        if self._needs_another_draft(case, correction):
            self.desk.desks.ensure_may(approver, self.desk.queue_of(case), None)
            return noted.renewed(correction.at, by=approver.id, reason=_REASON)
        if _was_missed(case, correction, mentions.of_case(session, case.id)):
            return noted.renewed(correction.at, by=approver.id, reason=_REASON, insisted=True)
        return noted

    def _needs_another_draft(self, case: Case, correction: Correction) -> bool:
        return (
            case.status in OPEN_FOR_DECISION
            and case.assessment is not None
            and correction.complaint is not False
            and correction.differs_from(case.assessment)
        )


def _was_missed(case: Case, correction: Correction, said: Sequence[StoredMention]) -> bool:
    """A complaint that was put aside as none, and of which something is still there to answer."""
    put_aside = case.status is Status.DISMISSED and correction.complaint is True
    return put_aside and still_there(said)


def still_there(said: Sequence[StoredMention]) -> bool:
    """Whether anything is left that its author has not deleted."""
    return any(mention.deleted_at is None for mention in said)
