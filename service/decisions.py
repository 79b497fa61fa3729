"""What people do with a case, whatever surface they do it on: stored before it is acknowledged."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from service.crash_points import crash_point
from service.jobs import Jobs, publish_again_job
from service.keeping import Keeping
from service.store import cases, mentions, publications
from service.store.cases import ChangedMeanwhile
from service.store.database import Database
from service.store.publications import PublicationState
from triage.case import Case, Status
from triage.decision import Decision, DecisionKind, Granting
from triage.desk import Desk
from triage.errors import ReplyBlocked, StatusChangeNotAllowed
from triage.guard import Finding
from triage.mention import clean_text
from triage.outcome import Outcome
from triage.ports import Clock
from triage.publishing import draft_signed, published, publishing
from triage.remedy import Remedy
from triage.routing import Approver

log = logging.getLogger(__name__)

_IN_TROUBLE = {Status.PUBLISH_FAILED, Status.PUBLISH_IN_DOUBT}


@dataclass(frozen=True)
class Decisions:
    """The same for the console, Slack and the API."""

    database: Database
    jobs: Jobs
    desk: Desk
    clock: Clock

    @cached_property
    def _keeping(self) -> Keeping:
        return Keeping(self.database, self.jobs)

    def decide(
        self,
        of: str | Case,
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

        `of` is the case's id, or the case where the caller has just loaded it; `reply` is the
        edited text, without sign-off; `undo_seconds` how long an approval can be taken back where
        the queue does not say. Raises CaseNotFound, AlreadyDecided, StaleDraft,
        CaseNotOpenForDecision, ApproverMayNot, OverBudget, GrantedBefore, NoSuchRemedy or
        ReplyBlocked.
        """
        case = self._load(of) if isinstance(of, str) else of
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
        if self._was_said(case, decision):
            return case
        if decision.sends:
            leaves_at = self._leaves_at(case, now, undo_seconds)
            decision = replace(decision, leaves_at=leaves_at)
        decided = self.desk.decide(case, decision, approver, self._found(case, decision))
        return self._keep(decided, decision)

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

    def publish_again(self, case_id: str, approver: Approver, *, revision: int) -> Case:
        """Send a reply again that failed, or that somebody has seen not to be out.

        `revision`: of the case, as the person saw it, so that each trouble is answered once. Raises
        CaseNotFound, ApproverMayNot or StatusChangeNotAllowed.
        """
        case = self._as_seen(case_id, approver, revision)
        if case.status not in _IN_TROUBLE:
            raise StatusChangeNotAllowed(
                "A case that is %(status)s can't be sent again.", status=case.status
            )
        now = self.clock()
        with self.database.begin() as session:
            publications.move(
                session, case.reply_key, from_states=set(PublicationState),
                to=PublicationState.NOT_DELIVERED, now=now, attempts=0, next_at=None, error=None,
            )  # fmt: skip
            case = self.jobs.save(session, publishing(case, now, attempt=1, by=approver.id))
            self.jobs.engine.enqueue(session, publish_again_job(case, 1))
        return case

    def confirm_published(
        self, case_id: str, approver: Approver, *, revision: int, url: str | None
    ) -> Case:
        """A person has seen the reply in doubt, or posted it by hand; otherwise as above."""
        case = self._as_seen(case_id, approver, revision)
        if case.status not in _IN_TROUBLE:
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
            return self.jobs.save(session, published(case, now, url=url, by=approver.id))

    # ------------------------------------------------------------------------------------------

    def _as_seen(self, case_id: str, approver: Approver, revision: int) -> Case:
        case = self._load(case_id)
        self.desk.desks.ensure_may(approver, self.desk.queue_of(case), None)
        if case.revision != revision:
            raise StatusChangeNotAllowed(
                "This case has changed since you saw it. Please look at it again."
            )
        return case

    def _reply_to_send(
        self, case: Case, kind: DecisionKind, approver: Approver, reply: str | None
    ) -> str | None:
        if kind is DecisionKind.APPROVE:
            return self._as_drafted(case, approver)
        if kind is DecisionKind.EDIT:
            text = clean_text(reply or "").strip()
            if not text:
                raise ReplyBlocked((), "The reply is empty.")
            return self.desk.desks.signature_of(approver).added_to(text, case.channel)
        return None

    def _found(self, case: Case, decision: Decision) -> tuple[Finding, ...]:
        """The guard's findings on what would go out. A draft was checked when it was written, with
        room for the sign-off: whoever approves it as it stands need not wait for the model."""
        if decision.kind is DecisionKind.APPROVE:
            return case.draft.findings if case.draft else ()
        return self.check(case.id, decision.reply) if decision.reply is not None else ()

    def _was_said(self, case: Case, decision: Decision) -> bool:
        """Whether this came before: an escalation ends nothing, so that nothing else would keep one
        that Slack delivers twice from being told twice."""
        if decision.kind is not DecisionKind.ESCALATE or case.status is not Status.ESCALATED:
            return False
        with self.database.read() as session:
            history = cases.history(session, case.id)
        last = [event for event in history if event.kind == "decided"][-1:]
        said = {"decision": decision.kind, "version": decision.draft_version}
        said |= {"reason": decision.reason, "surface": decision.surface}
        return any(e.by == decision.approver and said.items() <= e.details.items() for e in last)

    def _as_drafted(self, case: Case, approver: Approver) -> str:
        """Raises ReplyBlocked where nothing was drafted."""
        assert case.draft is not None, "open for decision means drafted"
        if case.draft.is_blank:
            raise ReplyBlocked((), "There is no draft: please write the reply.")
        return draft_signed(case, self.desk.desks.signature_of(approver))

    def _leaves_at(self, case: Case, now: datetime, undo_seconds: float) -> datetime | None:
        queue = self.desk.desks.queue(self.desk.queue_of(case))
        if queue is not None and queue.undo_seconds is not None:
            undo_seconds = queue.undo_seconds
        return now + timedelta(seconds=undo_seconds) if undo_seconds else None

    def _remedy(
        self, case: Case, kind: DecisionKind, granting: Granting, now: datetime
    ) -> Remedy | None:
        """What is granted with the reply; nothing goes out without one. Whether the budget covers
        what the draft offers is seen when it is booked."""
        if kind not in (DecisionKind.APPROVE, DecisionKind.EDIT):
            return None
        if granting is Granting.OFFERED:
            return case.draft.remedy if case.draft else None
        return self.desk.offer(case, now).of(granting)

    def _keep(self, decided: Case, decision: Decision) -> Case:
        try:
            stored = self._keeping.keep(decided, decision)
        except ChangedMeanwhile:
            # Somebody was faster: say who, if a decision is what changed the case.
            self._load(decided.id).ensure_open_for(decision.draft_version)
            raise
        crash_point("after decision")
        log.info(
            "decided",
            extra={"case": decided.id, "decision": decision.kind, "surface": decision.surface},
        )
        return stored

    def _load(self, case_id: str) -> Case:
        with self.database.read() as session:
            return cases.load(session, case_id)

    def _save(self, case: Case) -> Case:
        with self.database.begin() as session:
            return self.jobs.save(session, case)
