"""Our record of one complaint: its states, and the rules by which it goes from one to the next.

received → dismissed | awaiting | escalated
awaiting, escalated → approved | rejected | escalated | dismissed
approved → publishing → published | publish_in_doubt | publish_failed
published → closed (outcome) | received (the author writes again)

Every change returns a new Case and adds an Event that says who did what and when.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from triage.complaint import Assessment
from triage.decision import Decision, DecisionKind
from triage.draft import Draft
from triage.errors import AlreadyDecided, CaseNotOpenForDecision, StaleDraft, StatusChangeNotAllowed
from triage.mention import Author, Channel
from triage.outcome import Outcome
from triage.routing import Route
from triage.severity import Grade


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
    # Only the author, by deleting the post, stops what a person approved.
    Status.APPROVED: frozenset({Status.PUBLISHING, Status.DISMISSED}),
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
    outcome: Outcome | None = None
    due_at: datetime | None = None
    #: None once the reminder is out.
    remind_at: datetime | None = None
    #: A person took the case up by hand: it is answered, whatever the model says.
    insisted: bool = False
    #: How many replies of ours were published in this case.
    replies: int = 0
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
        """A complaint with its draft, waiting for a person."""
        blocked = "the guard stops every draft" if draft.blocked else None
        reason = route.escalation_reason or blocked
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
            due_at=due,
            remind_at=remind,
        )
        case = case._noted(now, "assessed", KULANZ, **facts)
        case = case._noted(now, "drafted", KULANZ, version=case.draft_version)
        return case._noted(now, "escalated", KULANZ, reason=reason) if reason else case

    def dismissed(self, now: datetime, *, by: str, reason: str, **more: Any) -> Case:
        case = replace(self._to(Status.DISMISSED), **more)
        return replace(case, remind_at=None)._noted(now, "dismissed", by, reason=reason)

    def renewed(self, now: datetime, *, by: str, reason: str, **more: Any) -> Case:
        """Back to the start of the walk: the author wrote again, or a person wants a new draft.

        A reply that is on its way can't be called back: those states refuse.
        """
        case = replace(self._to(Status.RECEIVED), decision=None, remind_at=None, **more)
        return case._noted(now, "reopened", by, reason=reason)

    # -- a person's decision -------------------------------------------------------------------

    def decided(self, decision: Decision) -> Case:
        """Take a decision: the first valid one wins.

        Raises AlreadyDecided, StaleDraft or CaseNotOpenForDecision.
        """
        self.ensure_open_for(decision.draft_version)
        case = replace(self._to(_DECIDES_TO[decision.kind]), remind_at=None)
        if decision.kind is not DecisionKind.ESCALATE:
            case = replace(case, decision=decision)
        return case._noted(
            decision.decided_at,
            "decided",
            decision.approver,
            name=decision.approver_name,
            decision=decision.kind,
            version=decision.draft_version,
            reason=decision.reason,
            surface=decision.surface,
        )

    def ensure_open_for(self, draft_version: int) -> None:
        if self.status in OPEN_FOR_DECISION:
            if draft_version != self.draft_version:
                raise StaleDraft
            return
        if self.decision is not None:
            at = self.decision.decided_at.strftime("%H:%M")
            raise AlreadyDecided(f"{self.decision.approver_name} already decided at {at}.")
        raise CaseNotOpenForDecision(f"This case is {self.status}, not waiting for a decision.")

    # -- the clock -----------------------------------------------------------------------------

    def reminded(self, now: datetime) -> Case:
        return replace(self, remind_at=None)._noted(now, "reminded", KULANZ)

    def escalated(self, now: datetime, *, by: str, reason: str) -> Case:
        if self.status not in OPEN_FOR_DECISION:
            # On its way back to a draft: there is nothing to decide on yet.
            raise StatusChangeNotAllowed(f"A case that is {self.status} can't be escalated.")
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
        case = replace(self._to(Status.PUBLISHED), replies=self.replies + 1)
        return case._noted(now, "published", by, url=url)

    def publish_in_doubt(self, now: datetime, *, reason: str) -> Case:
        return self._to(Status.PUBLISH_IN_DOUBT)._noted(
            now, "publish_in_doubt", KULANZ, reason=reason
        )

    def publish_failed(self, now: datetime, *, reason: str, by: str = KULANZ) -> Case:
        return self._to(Status.PUBLISH_FAILED)._noted(now, "publish_failed", by, reason=reason)

    def closed(self, now: datetime, *, outcome: Outcome, by: str = KULANZ) -> Case:
        case = replace(self._to(Status.CLOSED), outcome=outcome)
        return case._noted(now, "closed", by, outcome=outcome)

    # -- notes that change no status -----------------------------------------------------------

    def noted(self, now: datetime, kind: str, *, by: str = KULANZ, **details: Any) -> Case:
        return self._noted(now, kind, by, **details)

    def _noted(self, at: datetime, kind: str, by: str, **details: Any) -> Case:
        event = Event(at=at, kind=kind, by=by, details=details)
        return replace(self, updated_at=max(at, self.updated_at), events=(*self.events, event))

    def _to(self, status: Status) -> Case:
        if status not in _MAY_FOLLOW[self.status]:
            raise StatusChangeNotAllowed(f"A case that is {self.status} can't become {status}.")
        return replace(self, status=status)
