"""What people do with a case, whatever surface they do it on: stored before it is acknowledged."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from service.crash_points import crash_point
from service.jobs import Jobs, publish_again_job
from service.store import cases, mentions, publications
from service.store.cases import ChangedMeanwhile
from service.store.database import Database
from service.store.publications import PublicationState
from triage.case import Case, Status
from triage.decision import Decision, DecisionKind, Granting
from triage.desk import Desk
from triage.draft import signed
from triage.errors import ReplyBlocked, StatusChangeNotAllowed
from triage.guard import Finding
from triage.mention import clean_text
from triage.outcome import Outcome
from triage.ports import Clock
from triage.remedy import Remedy
from triage.routing import Approver

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Decisions:
    """The same for the console, Slack and the API."""

    database: Database
    jobs: Jobs
    desk: Desk
    clock: Clock

    def decide(
        self,
        case_id: str,
        kind: DecisionKind,
        approver: Approver,
        *,
        draft_version: int,
        reply: str | None = None,
        reason: str = "",
        granting: Granting = Granting.OFFERED,
        surface: str,
        undo_seconds: float = 0.0,
    ) -> Case:
        """Take a decision; the first valid one wins.

        `reply` is the edited text, without sign-off; `undo_seconds` how long an approval can be
        taken back where the queue does not say. Raises CaseNotFound, AlreadyDecided,
        StaleDraft, CaseNotOpenForDecision, ApproverMayNot, OverBudget, GrantedBefore,
        NoSuchRemedy or ReplyBlocked.
        """
        case = self._load(case_id)
        case.ensure_open_for(draft_version)
        now = self.clock()
        decision = Decision(
            kind=kind,
            approver=approver.id,
            approver_name=approver.name,
            draft_version=draft_version,
            decided_at=now,
            reply=self._reply_to_send(case, kind, approver, reply),
            reason=clean_text(reason).strip(),
            surface=surface,
            remedy=self._remedy(case, kind, granting, now),
        )
        if decision.sends:
            leaves_at = self._leaves_at(case, now, undo_seconds)
            decision = replace(decision, leaves_at=leaves_at)
        findings = self.check(case_id, decision.reply) if decision.reply is not None else ()
        decided = self.desk.decide(case, decision, approver, findings)
        return self._keep(case_id, decided, decision)

    def check(self, case_id: str, reply: str) -> tuple[Finding, ...]:
        """What the guard finds in a text for this case, as it would go out."""
        with self.database.read() as session:
            case = cases.load(session, case_id)
            conversation = mentions.conversation_of(session, case_id)
        return self.desk.check_edit(case, reply, conversation)

    def redraft(self, case_id: str, approver: Approver, *, reason: str = "") -> Case:
        """A new draft, or a dismissed case taken up after all."""
        case = self._load(case_id)
        return self._save(
            case.renewed(
                self.clock(), by=approver.id, reason=reason or "new draft wanted", insisted=True
            )
        )

    def close(self, case_id: str, approver: Approver) -> Case:
        """Close a rejected or published case that needs nothing more."""
        case = self._load(case_id)
        now = self.clock()
        if case.status is Status.PUBLISHED:
            case = case.turned_out(now, Outcome.SILENT)
        return self._save(case.closed(now, outcome=case.outcome, by=approver.id))

    def publish_again(self, case_id: str, approver: Approver) -> Case:
        """Send a reply again that failed, or that somebody has seen not to be out."""
        case = self._load(case_id)
        self.desk.desks.ensure_may(approver, self.desk.queue_of(case), None)
        if case.status not in {Status.PUBLISH_FAILED, Status.PUBLISH_IN_DOUBT}:
            raise StatusChangeNotAllowed(
                "A case that is %(status)s can't be sent again.", status=case.status
            )
        now = self.clock()
        with self.database.begin() as session:
            publications.move(
                session, case.reply_key, from_states=set(PublicationState),
                to=PublicationState.NOT_DELIVERED, now=now, attempts=0, next_at=None, error=None,
            )  # fmt: skip
            case = self.jobs.save(session, case.publishing(now, attempt=1, by=approver.id))
            self.jobs.engine.enqueue(session, publish_again_job(case, 1))
        return case

    def confirm_published(self, case_id: str, approver: Approver, *, url: str | None) -> Case:
        """A person has seen the reply in doubt, or posted it by hand."""
        case = self._load(case_id)
        self.desk.desks.ensure_may(approver, self.desk.queue_of(case), None)
        if case.status not in {Status.PUBLISH_FAILED, Status.PUBLISH_IN_DOUBT}:
            # While an attempt is under way, its end says what became of the reply.
            raise StatusChangeNotAllowed(
                "A case that is %(status)s can't be confirmed.", status=case.status
            )
        now = self.clock()
        with self.database.begin() as session:
            publications.move(
                session, case.reply_key, from_states=set(PublicationState),
                to=PublicationState.PUBLISHED, now=now, url=url, next_at=None, error=None,
            )  # fmt: skip
            return self.jobs.save(session, case.published(now, url=url, by=approver.id))

    # ------------------------------------------------------------------------------------------

    def _reply_to_send(
        self, case: Case, kind: DecisionKind, approver: Approver, reply: str | None
    ) -> str | None:
        if kind is DecisionKind.APPROVE:
            return self._as_drafted(case, approver)
        if kind is DecisionKind.EDIT:
            text = clean_text(reply or "").strip()
            if not text:
                raise ReplyBlocked((), "The reply is empty.")
            return signed(text, approver.initials)
        return None

    def _as_drafted(self, case: Case, approver: Approver) -> str:
        """Raises ReplyBlocked where nothing was drafted."""
        assert case.draft is not None, "open for decision means drafted"
        if case.draft.is_blank:
            raise ReplyBlocked((), "There is no draft: please write the reply.")
        return case.draft_signed(approver.initials)

    def _leaves_at(self, case: Case, now: datetime, undo_seconds: float) -> datetime | None:
        queue = self.desk.desks.queue(self.desk.queue_of(case))
        if queue is not None and queue.undo_seconds is not None:
            undo_seconds = queue.undo_seconds
        return now + timedelta(seconds=undo_seconds) if undo_seconds else None

    def _remedy(
        self, case: Case, kind: DecisionKind, granting: Granting, now: datetime
    ) -> Remedy | None:
        """What is granted with the reply; nothing goes out without one."""
        if kind not in (DecisionKind.APPROVE, DecisionKind.EDIT):
            return None
        return self.desk.offer(case, now).of(granting)

    def _keep(self, case_id: str, decided: Case, decision: Decision) -> Case:
        try:
            with self.database.begin() as session:
                stored = self.jobs.save(session, decided)
                if decided.first_approval is None or not decision.sends:
                    # The first of two approvals is in the history; it decides nothing yet.
                    cases.add_decision(session, case_id, decided.decision or decision)
                crash_point("before commit of decision")
        except ChangedMeanwhile:
            # Somebody was faster: say who, if a decision is what changed the case.
            self._load(case_id).ensure_open_for(decision.draft_version)
            raise
        crash_point("after decision")
        log.info(
            "decided",
            extra={"case": case_id, "decision": decision.kind, "surface": decision.surface},
        )
        return stored

    def _load(self, case_id: str) -> Case:
        with self.database.read() as session:
            return cases.load(session, case_id)

    def _save(self, case: Case) -> Case:
        with self.database.begin() as session:
            return self.jobs.save(session, case)
