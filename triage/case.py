"""Our record of one complaint, and its walk: draft, decision, the clock, what becomes of it.

Every change returns a new Case and adds an Event that says who did what and when. `status.py` says
which changes are allowed. The changes that are no part of every walk stand by themselves: what
people do beside deciding in `handling.py`, another draft in `redraft.py`, the way of an approved
reply out in `publishing.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from triage.complaint import Assessment
from triage.correction import Correction
from triage.decision import Decision, DecisionKind
from triage.draft import Draft
from triage.errors import AlreadyDecided, CaseNotOpenForDecision, StaleDraft, StatusChangeNotAllowed
from triage.event import AUTHOR, KULANZ, Event
from triage.mention import Author, Channel
from triage.outcome import Outcome
from triage.routing import Route
from triage.severity import Grade
from triage.status import DECIDES_TO, OPEN_FOR_DECISION, Status, ensure_may_follow

__all__ = ["AUTHOR", "KULANZ", "OPEN_FOR_DECISION", "Case", "Event", "Status"]


@dataclass(frozen=True)
class Case:
    id: str
    inbox: str
    #: The conversation's key in that inbox.
    conversation: str
    channel: Channel
    author: Author
    received_at: datetime
    updated_at: datetime
    status: Status = Status.RECEIVED
    #: Counts every stored change; the compare-and-set goes by it.
    revision: int = 0
    #: How often the author has written.
    round: int = 1
    #: Up to which of them the draft answers.
    answers_round: int = 0
    #: 0 until there is a draft; then counts up, never down.
    draft_version: int = 0
    assessment: Assessment | None = None
    grade: Grade | None = None
    route: Route | None = None
    draft: Draft | None = None
    decision: Decision | None = None
    #: One person's word for the present draft, where it takes two.
    first_approval: Decision | None = None
    outcome: Outcome | None = None
    due_at: datetime | None = None
    #: None once the reminder is out.
    remind_at: datetime | None = None
    #: A person took the case up by hand: it is answered, whatever the model says.
    insisted: bool = False
    #: Who has taken it, by id, and the name at that time; others may decide all the same.
    assigned_to: str | None = None
    assigned_name: str = ""
    #: Put off by a person: until then nobody is reminded. Any change of status ends it.
    snoozed_until: datetime | None = None
    #: How many replies of ours were published in this case.
    replies: int = 0
    #: How often the author had written when the last of them went out.
    replied_round: int = 0
    #: What a person said of it, against the model or in agreement.
    correction: Correction | None = None
    #: Changes since the case was loaded; the store appends them to the history.
    events: tuple[Event, ...] = ()

    # -- assessment and draft ------------------------------------------------------------------

    def opened(
        self,
        assessment: Assessment,
        grade: Grade,
        route: Route,
        draft: Draft,
        *,
        due: datetime,
        remind: datetime,
        now: datetime,
    ) -> Case:
        """A complaint with its draft, waiting for a person. Raises StatusChangeNotAllowed."""
        if self.status is Status.APPROVED:
            raise StatusChangeNotAllowed("A reply that is approved gets no new draft.")
        stopped = "drafts are paused" if draft.is_blank else "the guard stops every draft"
        reason = route.escalation_reason or (stopped if draft.blocked else None)
        status = Status.ESCALATED if reason else Status.AWAITING
        facts = {"topic": assessment.topic, "severity": int(grade.severity)}
        case = replace(
            self.to(status), assessment=assessment, grade=grade, route=route, draft=draft,
            draft_version=self.draft_version + 1, answers_round=self.round,
            decision=None, first_approval=None, due_at=due, remind_at=remind,
        )  # fmt: skip
        case = case.noted(now, "assessed", KULANZ, **facts)
        drafted = "not_drafted" if draft.is_blank else "drafted"
        case = case.noted(now, drafted, KULANZ, version=case.draft_version)
        return case.noted(now, "escalated", KULANZ, reason=reason) if reason else case

    def dismissed(self, now: datetime, *, by: str, reason: str, **more: Any) -> Case:
        case = replace(self.to(Status.DISMISSED), remind_at=None, first_approval=None, **more)
        return case.noted(now, "dismissed", by, reason=reason)

    def renewed(self, now: datetime, *, by: str, reason: str, **more: Any) -> Case:
        """Back to the start of the walk: the author wrote again, or a person wants a new draft.

        A reply that is on its way can't be called back: those states refuse. Who asks again before
        we answered waits no longer for it.
        """
        asks_again = by == AUTHOR and self.status in OPEN_FOR_DECISION
        case = replace(
            self.to(Status.RECEIVED), decision=None, first_approval=None, remind_at=None,
            due_at=self.due_at if asks_again else None, **more,
        )  # fmt: skip
        return case.noted(now, "reopened", by, reason=reason)

    # -- a person's decision -------------------------------------------------------------------

    def decided(self, decision: Decision) -> Case:
        """Take a decision: the first valid one wins.

        Raises AlreadyDecided, StaleDraft or CaseNotOpenForDecision.
        """
        self.ensure_open_for(decision.draft_version)
        case = self.to(DECIDES_TO[decision.kind])
        if not decision.sends:
            # An approval can be taken back, and then the reminder is still to come.
            case = replace(case, remind_at=None)
        if decision.kind is not DecisionKind.ESCALATE:
            case = replace(case, decision=decision, first_approval=None)
        return case.noted(
            decision.decided_at,
            "decided",
            decision.approver,
            name=decision.approver_name,
            decision=decision.kind,
            version=decision.draft_version,
            reason=decision.reason,
            surface=decision.surface,
            status=self.status,
            overruled=[*decision.overruled],
        )

    def approved_once(self, decision: Decision, draft: Draft) -> Case:
        """The first of two approvals. What it is for becomes the present draft, with a version of
        its own, so that nobody confirms what they have not seen.

        Raises AlreadyDecided, StaleDraft or CaseNotOpenForDecision.
        """
        self.ensure_open_for(decision.draft_version)
        version, by, at = self.draft_version + 1, decision.approver, decision.decided_at
        case = replace(
            self,
            draft=draft,
            draft_version=version,
            first_approval=replace(decision, draft_version=version),
        )
        case = case.noted(at, "drafted", by, version=version)
        return case.noted(
            at, "approved_once", by, name=decision.approver_name, version=version,
            surface=decision.surface,
        )  # fmt: skip

    def ensure_open_for(self, draft_version: int) -> None:
        if self.status in OPEN_FOR_DECISION:
            if draft_version != self.draft_version:
                raise self._stale()
            return
        if self.decision is not None:
            raise AlreadyDecided(
                "%(name)s already decided at %(at)s.",
                name=self.decision.approver_name, at=self.decision.decided_at,
            )  # fmt: skip
        raise CaseNotOpenForDecision(
            "This case is %(status)s, not waiting for a decision.", status=self.status
        )

    def _stale(self) -> StaleDraft:
        first = self.first_approval
        if first is None:
            return StaleDraft()
        return StaleDraft(
            "%(name)s gave the first of two approvals at %(at)s. Please look at the case again.",
            name=first.approver_name, at=first.decided_at,
        )  # fmt: skip

    # -- the clock -----------------------------------------------------------------------------

    def woken(self, now: datetime, *, by: str = KULANZ, **by_whom: Any) -> Case:
        """Back in the queue, its time having come or somebody having wished so."""
        if self.snoozed_until is None:
            return self
        return replace(self, snoozed_until=None).noted(now, "woken", by, **by_whom)

    def reminded(self, now: datetime) -> Case:
        return replace(self, remind_at=None).noted(now, "reminded", KULANZ)

    def escalated(self, now: datetime, *, by: str, reason: str) -> Case:
        if self.status not in OPEN_FOR_DECISION:
            # On its way back to a draft: there is nothing to decide on yet.
            raise StatusChangeNotAllowed(
                "A case that is %(status)s can't be escalated.", status=self.status
            )
        case = replace(self.to(Status.ESCALATED), remind_at=None)
        return case.noted(now, "escalated", by, reason=reason)

    # -- what becomes of it --------------------------------------------------------------------

    @property
    def reply_key(self) -> str:
        """The idempotency key of the reply that is to go out: the case's id for its first reply,
        with a number behind it for each later one in the same conversation."""
        return self.id if self.replies == 0 else f"{self.id}-{self.replies + 1}"

    @property
    def is_answered_back(self) -> bool:
        """Whether the author wrote after our last reply."""
        return self.replies > 0 and self.round > self.replied_round

    def turned_out(self, now: datetime, outcome: Outcome) -> Case:
        """The author's next words say what our last reply was worth."""
        return replace(self, outcome=outcome).noted(
            now, "turned_out", KULANZ, outcome=outcome, reply=self.replies
        )

    def closed(self, now: datetime, *, outcome: Outcome | None, by: str = KULANZ) -> Case:
        case = replace(self.to(Status.CLOSED), outcome=outcome)
        return case.noted(now, "closed", by, outcome=outcome)

    def fell_silent(self, now: datetime) -> Case:
        """The author has not written for long after our last reply."""
        return self.turned_out(now, Outcome.SILENT).closed(now, outcome=Outcome.SILENT)

    # -- what every change is made of ----------------------------------------------------------

    def noted(self, at: datetime, kind: str, by: str = KULANZ, **details: Any) -> Case:
        """One more event in its history, and no change of status."""
        event = Event(at=at, kind=kind, by=by, details=details)
        return replace(self, updated_at=max(at, self.updated_at), events=(*self.events, event))

    def to(self, status: Status) -> Case:
        """In another status, which ends its being put off. Raises StatusChangeNotAllowed."""
        ensure_may_follow(self.status, status)
        return replace(self, status=status, snoozed_until=None)
