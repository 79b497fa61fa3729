"""What people do with a case beside deciding on it: take it or hand it over, put it off, and take
an approval back before the reply leaves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from service.crash_points import crash_point
from service.jobs import Jobs
from service.store import cases, mentions
from service.store.database import Database
from triage.case import AUTHOR, OPEN_FOR_DECISION, Case, Event, Status
from triage.decision import Decision, DecisionKind
from triage.desk import Desk
from triage.draft import Draft
from triage.errors import ApproverMayNot, StaleDraft, StatusChangeNotAllowed
from triage.handling import assigned, snoozed, taken_back
from triage.ports import Clock
from triage.routing import Approver
from triage.snooze import ensure_may_wait

log = logging.getLogger(__name__)

#: What the author did while the approved reply waited: the draft does not answer that.
_AUTHORS = frozenset({"received", "edited", "deleted"})


@dataclass(frozen=True)
class Handling:
    """The same for the console and Slack."""

    database: Database
    jobs: Jobs
    desk: Desk
    clock: Clock

    def assign(
        self, case_id: str, approver: Approver, to: Approver | None, *, surface: str
    ) -> Case:
        """Take the case (`to` is who does it), hand it over, or with None give it back to all.

        Raises CaseNotFound, CaseNotOpenForDecision, or ApproverMayNot for who is not on the queue
        or is handed what they may not send.
        """

        def change(session: Session, case: Case, now: datetime) -> Case:
            if to is not None and to.id != approver.id:
                self._ensure_can_take(case, to)
            return assigned(
                case, now, to=to.id if to else None, to_name=to.name if to else "",
                by=approver.id, name=approver.name, surface=surface,
            )  # fmt: skip

        return self._change(case_id, approver, "assigned", change)

    def who_can_take(self, case: Case) -> tuple[Approver, ...]:
        """Who may send the reply as drafted; where nobody may, everybody on the queue."""
        desks, queue = self.desk.desks, self.desk.queue_of(case)
        remedy = case.draft.remedy if case.draft else None
        may = desks.who_may(queue, remedy)
        others = tuple(a for a in may if not self.desk.is_the_first(case, a, remedy))
        return others or desks.who_may(queue, None)

    def snooze(self, case_id: str, approver: Approver, until: datetime, *, surface: str) -> Case:
        """Put the case off: nobody is reminded until then, and a word of the author's ends it.

        Raises CaseNotFound, CaseNotOpenForDecision, ApproverMayNot or SnoozeRefused.
        """

        def change(session: Session, case: Case, now: datetime) -> Case:
            ensure_may_wait(case, until, now)
            return snoozed(
                case, now, until=until, by=approver.id, name=approver.name, surface=surface
            )

        return self._change(case_id, approver, "snoozed", change)

    def wake(self, case_id: str, approver: Approver, *, surface: str) -> Case:
        """Back into the queue at once.

        Raises CaseNotFound, CaseNotOpenForDecision or ApproverMayNot.
        """

        def change(session: Session, case: Case, now: datetime) -> Case:
            case.ensure_open_for(case.draft_version)
            return case.woken(now, by=approver.id, name=approver.name, surface=surface)

        return self._change(case_id, approver, "woken", change)

    def take_back(
        self, case_id: str, approver: Approver, *, draft_version: int, surface: str
    ) -> Case:
        """Undo an approval whose reply has not left; the words are kept as the next draft.

        If the author wrote or changed something meanwhile, a new draft is written instead. Raises
        CaseNotFound, ApproverMayNot, StaleDraft, or StatusChangeNotAllowed when it is too late.
        """
        with self.database.read() as session:
            case = cases.load(session, case_id)
            conversation = mentions.conversation_of(session, case_id)
        decision, draft = self._approved(case, draft_version)
        reply = self._unsigned(case, decision, draft)
        findings = self.desk.check_edit(case, decision.reply or "", conversation)
        kept = replace(draft, reply=reply, findings=findings)

        def change(session: Session, case: Case, now: datetime) -> Case:
            self._approved(case, draft_version)
            since = _since_decision(cases.history(session, case.id))
            case = taken_back(
                case, now, by=approver.id, name=approver.name, surface=surface, draft=kept,
                status=_status_before(since),
            )  # fmt: skip
            if any(event.kind in _AUTHORS for event in since):
                case = case.renewed(now, by=AUTHOR, reason="the author wrote again")
            return case

        return self._change(case_id, approver, "taken back", change)

    def _unsigned(self, case: Case, decision: Decision, draft: Draft) -> str:
        """The approved words without their sign-off."""
        if decision.kind is DecisionKind.APPROVE or decision.reply is None:
            return draft.reply
        by = Approver(decision.approver, decision.approver_name)
        return self.desk.desks.signature_of(by).taken_from(decision.reply, case.channel)

    def show_personal_data(self, case_id: str, approver: Approver, *, surface: str) -> None:
        """Note that somebody looks behind the dots; whoever may decide the case may.

        Raises CaseNotFound or ApproverMayNot.
        """
        details = {"name": approver.name, "surface": surface}
        shown = Event(self.clock(), "personal_data_shown", approver.id, details)
        with self.database.begin() as session:
            case = cases.load(session, case_id)
            self.desk.desks.ensure_may(approver, self.desk.queue_of(case), None)
            cases.add_event(session, case_id, shown)
        log.info("personal data shown", extra={"case": case_id})

    # ------------------------------------------------------------------------------------------

    def _approved(self, case: Case, draft_version: int) -> tuple[Decision, Draft]:
        """Raises StaleDraft or StatusChangeNotAllowed."""
        if case.status in OPEN_FOR_DECISION or draft_version != case.draft_version:
            raise StaleDraft("This was taken back already, or there is a newer draft.")
        if case.status is not Status.APPROVED or case.decision is None or case.draft is None:
            raise StatusChangeNotAllowed(
                "It is too late to undo this: the case is %(status)s.", status=case.status
            )
        return case.decision, case.draft

    def _ensure_can_take(self, case: Case, to: Approver) -> None:
        can = {a.id: a.name for a in self.who_can_take(case)}
        if to.id not in can:
            names = ", ".join(can.values()) or "nobody in the policy"
            raise ApproverMayNot(
                "%(name)s may not send this reply. Who can take it: %(names)s.",
                name=to.name, names=names,
            )  # fmt: skip

    def _change(
        self,
        case_id: str,
        approver: Approver,
        what: str,
        change: Callable[[Session, Case, datetime], Case],
    ) -> Case:
        """In one transaction, in turn with everybody else who changes the case."""
        with self.database.begin() as session:
            case = cases.load(session, case_id, to_change=True)
            self.desk.desks.ensure_may(approver, self.desk.queue_of(case), None)
            changed = change(session, case, self.clock())
            if changed == case:
                return case
            stored = self.jobs.save(session, changed)
            crash_point("before commit of handling")
        crash_point("after handling")
        log.info(what, extra={"case": case_id})
        return stored


def _since_decision(history: list[Event]) -> list[Event]:
    """The last decision and what came after it."""
    last = max(n for n, event in enumerate(history) if event.kind == "decided")
    return history[last:]


def _status_before(since: list[Event]) -> Status:
    before = since[0].details.get("status")
    return Status.ESCALATED if before == Status.ESCALATED else Status.AWAITING
