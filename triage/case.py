"""Our record of one complaint: its states, and the rules by which it goes from one to the next.

received → dismissed | awaiting | escalated
awaiting, escalated → approved | rejected | escalated | dismissed
approved → publishing → published | publish_in_doubt | publish_failed
approved → awaiting | escalated (taken back before it left)
published → closed (outcome) | received (the author writes again)

Every change returns a new Case and adds an Event that says who did what and when.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from triage.complaint import Assessment
from triage.correction import Correction
from triage.decision import Decision, DecisionKind
from triage.draft import Draft
from triage.errors import AlreadyDecided, CaseNotOpenForDecision, StaleDraft, StatusChangeNotAllowed
from triage.mention import Author, Channel
from triage.outcome import Outcome
from triage.routing import Route
from triage.severity import Grade
from triage.signature import Signature
from triage.wish import Wanted


class Status(StrEnum):
    RECEIVED = "received"
    DISMISSED = "dismissed"
    AWAITING = "awaiting"
    ESCALATED = "escalated"
    APPROVED = "approved"
    REJECTED = "rejected"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    PUBLISH_IN_DOUBT = "publish_in_doubt"
    PUBLISH_FAILED = "publish_failed"
    CLOSED = "closed"


#: Waiting for a person to decide on the draft.
OPEN_FOR_DECISION = frozenset({Status.AWAITING, Status.ESCALATED})

_MAY_FOLLOW: dict[Status, frozenset[Status]] = {
    Status.RECEIVED: frozenset(
        {Status.RECEIVED, Status.DISMISSED, Status.AWAITING, Status.ESCALATED, Status.CLOSED}
    ),
    Status.DISMISSED: frozenset({Status.RECEIVED}),
    Status.AWAITING: frozenset(
        {Status.RECEIVED, Status.ESCALATED, Status.APPROVED, Status.REJECTED, Status.DISMISSED}
    ),
    Status.ESCALATED: frozenset(
        {Status.RECEIVED, Status.ESCALATED, Status.APPROVED, Status.REJECTED, Status.DISMISSED}
    ),
    # What a person approved is stopped by the author, who deletes the post, or taken back.
    Status.APPROVED: frozenset(
        {Status.PUBLISHING, Status.DISMISSED, Status.AWAITING, Status.ESCALATED}
    ),
    Status.REJECTED: frozenset({Status.RECEIVED, Status.CLOSED}),
    Status.PUBLISHING: frozenset(
        {
            Status.PUBLISHING,
            Status.PUBLISHED,
            Status.PUBLISH_IN_DOUBT,
            Status.PUBLISH_FAILED,
        }
    ),
    Status.PUBLISHED: frozenset({Status.RECEIVED, Status.CLOSED}),
    Status.PUBLISH_IN_DOUBT: frozenset(
        {Status.PUBLISHING, Status.PUBLISHED, Status.PUBLISH_FAILED}
    ),
    Status.PUBLISH_FAILED: frozenset({Status.PUBLISHING, Status.PUBLISHED, Status.RECEIVED}),
    Status.CLOSED: frozenset({Status.RECEIVED}),
}

_DECIDES_TO: dict[DecisionKind, Status] = {
    DecisionKind.APPROVE: Status.APPROVED,
    DecisionKind.EDIT: Status.APPROVED,
    DecisionKind.REJECT: Status.REJECTED,
    DecisionKind.ESCALATE: Status.ESCALATED,
    DecisionKind.NOT_A_COMPLAINT: Status.DISMISSED,
}

#: The program itself, where no person acted.
KULANZ = "kulanz"

#: “In an hour”, said twice, is not two different times.
SAME_TIME = timedelta(minutes=1)


@dataclass(frozen=True)
class Event:
    """One change in a case's history."""

    at: datetime
    #: received, assessed, drafted, decided, published … in the past tense.
    kind: str
    #: The approver's id, or `kulanz`.
    by: str
    details: dict[str, Any] = field(default_factory=dict)


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
            self._to(status),
            assessment=assessment,
            grade=grade,
            route=route,
            draft=draft,
            draft_version=self.draft_version + 1,
            answers_round=self.round,
            decision=None,
            first_approval=None,
            due_at=due,
            remind_at=remind,
        )
        case = case._noted(now, "assessed", KULANZ, **facts)
        drafted = "not_drafted" if draft.is_blank else "drafted"
        case = case._noted(now, drafted, KULANZ, version=case.draft_version)
        return case._noted(now, "escalated", KULANZ, reason=reason) if reason else case

    def dismissed(self, now: datetime, *, by: str, reason: str, **more: Any) -> Case:
        case = replace(self._to(Status.DISMISSED), **more)
        case = replace(case, remind_at=None, first_approval=None)
        return case._noted(now, "dismissed", by, reason=reason)

    def renewed(self, now: datetime, *, by: str, reason: str, **more: Any) -> Case:
        """Back to the start of the walk: the author wrote again, or a person wants a new draft.

        A reply that is on its way can't be called back: those states refuse.
        """
        case = replace(
            self._to(Status.RECEIVED), decision=None, first_approval=None, remind_at=None, **more
        )
        return case._noted(now, "reopened", by, reason=reason)

    # -- another draft -------------------------------------------------------------------------

    def redraft_wanted(self, now: datetime, *, by: str, wanted: Wanted, surface: str) -> Case:
        """A person wants another draft; this one can be decided on until it is there."""
        return self._noted(
            now, "redraft_wanted", by, version=self.draft_version, wishes=sorted(wanted.wishes),
            instruction=wanted.instruction, surface=surface,
        )  # fmt: skip

    def redrafted(self, draft: Draft, now: datetime) -> Case:
        """The next version of the draft on the same mention. The time due stays as it was."""
        self.ensure_open_for(self.draft_version)
        version = self.draft_version + 1
        case = replace(self, draft=draft, draft_version=version, first_approval=None)
        return case._noted(now, "drafted", KULANZ, version=version)

    # -- a person's decision -------------------------------------------------------------------

    def decided(self, decision: Decision) -> Case:
        """Take a decision: the first valid one wins.

        Raises AlreadyDecided, StaleDraft or CaseNotOpenForDecision.
        """
        self.ensure_open_for(decision.draft_version)
        case = self._to(_DECIDES_TO[decision.kind])
        if not decision.sends:
            # An approval can be taken back, and then the reminder is still to come.
            case = replace(case, remind_at=None)
        if decision.kind is not DecisionKind.ESCALATE:
            case = replace(case, decision=decision, first_approval=None)
        return case._noted(
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

    def taken_back(
        self, now: datetime, *, by: str, name: str, surface: str, draft: Draft, status: Status
    ) -> Case:
        """Waiting again, before the reply left; `status` is what it was before the approval.

        The words that were to go out are a new version, so that no click on the old one, however
        late it arrives, approves them again. Raises StatusChangeNotAllowed.
        """
        if self.status is not Status.APPROVED or status not in OPEN_FOR_DECISION:
            raise StatusChangeNotAllowed(
                "It is too late: this case is %(status)s.", status=self.status
            )
        version = self.draft_version + 1
        case = replace(self._to(status), decision=None, draft=draft, draft_version=version)
        case = case._noted(now, "taken_back", by, name=name, surface=surface)
        return case._noted(now, "drafted", by, version=version)

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
        case = case._noted(at, "drafted", by, version=version)
        return case._noted(
            at, "approved_once", by, name=decision.approver_name, version=version,
            surface=decision.surface,
        )  # fmt: skip

    def draft_signed(self, signature: Signature) -> str:
        """The draft as it goes out with that person's approval: what another one approved before
        keeps that one's sign-off. Only of a case that has a draft."""
        assert self.draft is not None, "only what is drafted can be approved"
        first = self.first_approval
        return (
            first.reply
            if first and first.reply
            else signature.added_to(self.draft.reply, self.channel)
        )

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

    # -- who takes it, and when ----------------------------------------------------------------

    def assigned(
        self, now: datetime, *, to: str | None, to_name: str = "", by: str, **by_whom: Any
    ) -> Case:
        """Taken by somebody or handed over; `to` is an approver's id, None gives it back to all.

        Raises CaseNotOpenForDecision.
        """
        self._ensure_open()
        if to == self.assigned_to:
            return self
        case = replace(self, assigned_to=to, assigned_name=to_name)
        return case._noted(now, "assigned", by, to=to, to_name=to_name, **by_whom)

    def snoozed(self, now: datetime, *, until: datetime, by: str, **by_whom: Any) -> Case:
        """Put off until then. Raises CaseNotOpenForDecision."""
        self._ensure_open()
        if self.snoozed_until is not None and abs(until - self.snoozed_until) < SAME_TIME:
            return self
        case = replace(self, snoozed_until=until)
        return case._noted(now, "snoozed", by, until=until.isoformat(), **by_whom)

    def woken(self, now: datetime, *, by: str = KULANZ, **by_whom: Any) -> Case:
        """Back in the queue, its time having come or somebody having wished so."""
        if self.snoozed_until is None:
            return self
        return replace(self, snoozed_until=None)._noted(now, "woken", by, **by_whom)

    def _ensure_open(self) -> None:
        self.ensure_open_for(self.draft_version)

    def _stale(self) -> StaleDraft:
        first = self.first_approval
        if first is None:
            return StaleDraft()
        return StaleDraft(
            "%(name)s gave the first of two approvals at %(at)s. Please look at the case again.",
            name=first.approver_name, at=first.decided_at,
        )  # fmt: skip

    # -- the clock -----------------------------------------------------------------------------

    def reminded(self, now: datetime) -> Case:
        return replace(self, remind_at=None)._noted(now, "reminded", KULANZ)

    def escalated(self, now: datetime, *, by: str, reason: str) -> Case:
        if self.status not in OPEN_FOR_DECISION:
            # On its way back to a draft: there is nothing to decide on yet.
            raise StatusChangeNotAllowed(
                "A case that is %(status)s can't be escalated.", status=self.status
            )
        case = replace(self._to(Status.ESCALATED), remind_at=None)
        return case._noted(now, "escalated", by, reason=reason)

    # -- publishing ----------------------------------------------------------------------------

    @property
    def reply_key(self) -> str:
        """The idempotency key of the reply that is to go out: the case's id for its first reply,
        with a number behind it for each later one in the same conversation."""
        return self.id if self.replies == 0 else f"{self.id}-{self.replies + 1}"

    @property
    def reply_to_publish(self) -> str:
        if self.decision is None or self.decision.reply is None:
            raise StatusChangeNotAllowed("Nobody approved a reply for this case.")
        return self.decision.reply

    def publishing(self, now: datetime, *, attempt: int, by: str = KULANZ) -> Case:
        return self._to(Status.PUBLISHING)._noted(now, "publishing", by, attempt=attempt)

    def published(self, now: datetime, *, url: str | None, by: str = KULANZ) -> Case:
        case = replace(
            self._to(Status.PUBLISHED), replies=self.replies + 1, replied_round=self.round,
            outcome=None,
        )  # fmt: skip
        return case._noted(
            now, "published", by, url=url, reply=case.replies,
            topic=self.draft.topic if self.draft else None,
            playbook=self.draft.playbook if self.draft else "",
            approver=self.decision.approver if self.decision else "",
        )  # fmt: skip

    def publish_in_doubt(self, now: datetime, *, reason: str) -> Case:
        return self._to(Status.PUBLISH_IN_DOUBT)._noted(
            now, "publish_in_doubt", KULANZ, reason=reason
        )

    def publish_failed(self, now: datetime, *, reason: str, by: str = KULANZ) -> Case:
        return self._to(Status.PUBLISH_FAILED)._noted(now, "publish_failed", by, reason=reason)

    # -- what becomes of it --------------------------------------------------------------------

    @property
    def is_answered_back(self) -> bool:
        """Whether the author wrote after our last reply."""
        return self.replies > 0 and self.round > self.replied_round

    def turned_out(self, now: datetime, outcome: Outcome) -> Case:
        """The author's next words say what our last reply was worth."""
        return replace(self, outcome=outcome)._noted(
            now, "turned_out", KULANZ, outcome=outcome, reply=self.replies
        )

    def closed(self, now: datetime, *, outcome: Outcome | None, by: str = KULANZ) -> Case:
        case = replace(self._to(Status.CLOSED), outcome=outcome)
        return case._noted(now, "closed", by, outcome=outcome)

    def fell_silent(self, now: datetime) -> Case:
        """The author has not written for long after our last reply."""
        return self.turned_out(now, Outcome.SILENT).closed(now, outcome=Outcome.SILENT)

    # -- what a person says of it --------------------------------------------------------------

    def corrected(self, correction: Correction, *, name: str, surface: str) -> Case:
        """A person's word on the assessment; `renewed` then makes a draft that heeds it."""
        said, model = correction.labels, self.assessment
        was = {label: getattr(model, label) for label in said} if model else {}
        return replace(self, correction=correction)._noted(
            correction.at, "corrected", correction.by, name=name, said=said, was=was,
            round=correction.round, surface=surface,
        )  # fmt: skip

    # -- notes that change no status -----------------------------------------------------------

    def noted(self, now: datetime, kind: str, *, by: str = KULANZ, **details: Any) -> Case:
        return self._noted(now, kind, by, **details)

    def _noted(self, at: datetime, kind: str, by: str, **details: Any) -> Case:
        event = Event(at=at, kind=kind, by=by, details=details)
        return replace(self, updated_at=max(at, self.updated_at), events=(*self.events, event))

    def _to(self, status: Status) -> Case:
        if status not in _MAY_FOLLOW[self.status]:
            raise StatusChangeNotAllowed(
                "A case that is %(status)s can't become %(next)s.", status=self.status, next=status
            )
        return replace(self, status=status, snoozed_until=None)
