"""Other drafts for a case that has one, whatever surface asks: alternatives that nobody stores, and
new versions, each written once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from prompts.drafter import PlaybookDrafter
from service.crash_points import crash_point
from service.jobs import Jobs, redraft_job, redrafts_of
from service.store import cases, insights, mentions
from service.store.cases import ChangedMeanwhile
from service.store.database import Database
from triage.case import KULANZ, Case, Event
from triage.complaint import Assessment
from triage.desk import Desk
from triage.draft import Draft
from triage.errors import (
    CaseNotFound,
    CaseNotOpenForDecision,
    WishNotFollowed,
)
from triage.mention import Conversation, clean_text
from triage.ports import Clock
from triage.redraft import (
    Alternative,
    alternatives,
    ensure_can_redraft,
    redraft,
    redraft_wanted,
    redrafted,
)
from triage.routing import Approver
from triage.wish import Wanted, Wish

log = logging.getLogger(__name__)

#: As many characters of an approver's instruction are kept.
LONGEST_INSTRUCTION = 500


@dataclass(frozen=True)
class Redrafts:
    """The same for the console and Slack."""

    database: Database
    jobs: Jobs
    desk: Desk
    clock: Clock

    @property
    def takes_instructions(self) -> bool:
        """Whether the drafter follows more than the wishes that can be ticked."""
        return not isinstance(self.desk.drafter, PlaybookDrafter)

    def alternatives(
        self, case_id: str, wishes: Sequence[Wish] = tuple(Wish)
    ) -> tuple[Alternative, ...]:
        """(wish, draft) for each wish that makes a difference; nothing is stored.

        A language model takes seconds for it. Raises CaseNotFound or CaseNotOpenForDecision.
        """
        case, assessment, conversation = self._read(case_id)
        case.ensure_open_for(case.draft_version)
        return alternatives(self.desk, case, assessment, conversation, wishes, self.clock())

    def request(
        self,
        case_id: str,
        approver: Approver,
        *,
        draft_version: int,
        wishes: Sequence[Wish] = (),
        instruction: str = "",
        surface: str,
    ) -> Case:
        """Have a new version of the draft written; neither wishes nor instruction means the same in
        other words. Asked twice for the same version, it is written once.

        Raises CaseNotFound, AlreadyDecided, StaleDraft, CaseNotOpenForDecision, ApproverMayNot or
        WishNotFollowed.
        """
        wanted = Wanted(frozenset(wishes), clean_text(instruction).strip()[:LONGEST_INSTRUCTION])
        with self.database.read() as session:
            case = cases.load(session, case_id)
        case.ensure_open_for(draft_version)
        self.desk.desks.ensure_may(approver, self.desk.queue_of(case), None)
        ensure_can_redraft(self.desk, case, wanted, self.clock())
        if self.is_under_way(case_id, draft_version):
            return case
        try:
            return self._store(case, approver.id, wanted, surface)
        except ChangedMeanwhile:
            if self.is_under_way(case_id, draft_version):
                return case
            raise

    def is_under_way(self, case_id: str, draft_version: int) -> bool:
        """Whether a draft in place of that version is being written.

        The history knows before the engine does that a job is done; that one failed without a
        word, only the engine knows.
        """
        with self.database.read() as session:
            told = last_of_redraft(cases.history(session, case_id))
        wanted = told is not None and told.kind == "redraft_wanted"
        return wanted and self.jobs.engine.has_live(redrafts_of(case_id, draft_version))

    def write(self, case_id: str, draft_version: int, wishes: str, instruction: str) -> None:
        """The job: draft outside the transaction, store inside if that version still stands."""
        wanted = Wanted(frozenset(map(Wish, wishes.split())), instruction)
        draft, why_not = self._draft(case_id, draft_version, wanted)

        def keep(session: Session) -> str:
            return self._keep(session, case_id, draft_version, draft, why_not)

        log.info("redraft", extra={"case": case_id, "status": self.jobs.engine.step(keep)})

    # ------------------------------------------------------------------------------------------

    def _store(self, case: Case, by: str, wanted: Wanted, surface: str) -> Case:
        """The wish in the history, and its job, in one transaction."""
        told = redraft_wanted(case, self.clock(), by=by, wanted=wanted, surface=surface)
        with self.database.begin() as session:
            stored = self.jobs.save(session, told)
            self.jobs.engine.enqueue(session, redraft_job(stored, wanted))
            crash_point("before commit of wish")
        crash_point("after wish")
        log.info("redraft wanted", extra={"case": case.id, "surface": surface})
        return stored

    def _draft(self, case_id: str, draft_version: int, wanted: Wanted) -> tuple[Draft | None, str]:
        """The draft, or why there is none; neither where nobody waits for it any more."""
        try:
            case, assessment, conversation = self._read(case_id)
            case.ensure_open_for(draft_version)
            draft = redraft(self.desk, case, assessment, conversation, wanted, self.clock())
        except WishNotFollowed as error:
            return None, str(error)
        except (CaseNotFound, CaseNotOpenForDecision):
            return None, ""
        return draft, ""

    def _keep(
        self, session: Session, case_id: str, draft_version: int, draft: Draft | None, why_not: str
    ) -> str:
        try:
            case = cases.load(session, case_id, to_change=True)
            case.ensure_open_for(draft_version)
        except (CaseNotFound, CaseNotOpenForDecision):
            # Somebody decided, or a newer draft is there.
            return "stale"
        if draft is None:
            if why_not:
                now = self.clock()
                self.jobs.save(
                    session, case.noted(now, "redraft_failed", by=KULANZ, reason=why_not)
                )
            return "not followed"
        return self.jobs.save(session, redrafted(case, draft, self.clock())).status

    def _read(self, case_id: str) -> tuple[Case, Assessment, Conversation]:
        """The case, its assessment with the embedding, and what it answers."""
        with self.database.read() as session:
            case = cases.load(session, case_id)
            conversation = mentions.conversation_of(session, case_id)
            embedding = insights.embedding_of(session, case_id)
        if case.assessment is None:
            raise CaseNotOpenForDecision("This case has no draft yet.")
        return case, replace(case.assessment, embedding=embedding), conversation


def last_of_redraft(history: Sequence[Event]) -> Event | None:
    """The last word on a new draft that was wanted and is not there: `redraft_wanted` or
    `redraft_failed`."""
    kinds = {"redraft_wanted", "redraft_failed", "drafted"}
    last = next((e for e in reversed(history) if e.kind in kinds), None)
    return last if last and last.kind != "drafted" else None
