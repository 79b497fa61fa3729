"""The states of a case, and which may follow which.

received → dismissed | awaiting | escalated
awaiting, escalated → approved | rejected | escalated | dismissed
approved → publishing → published | publish_in_doubt | publish_failed
approved → awaiting | escalated (taken back before it left)
published → closed (outcome) | received (the author writes again)
"""

from __future__ import annotations

from enum import StrEnum

from triage.decision import DecisionKind
from triage.errors import StatusChangeNotAllowed


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

#: What a person's word makes of a case that waits for it.
DECIDES_TO: dict[DecisionKind, Status] = {
    DecisionKind.APPROVE: Status.APPROVED,
    DecisionKind.EDIT: Status.APPROVED,
    DecisionKind.REJECT: Status.REJECTED,
    DecisionKind.ESCALATE: Status.ESCALATED,
    DecisionKind.NOT_A_COMPLAINT: Status.DISMISSED,
}


def ensure_may_follow(present: Status, following: Status) -> None:
    """Raise StatusChangeNotAllowed where a case can't go from the one to the other."""
    if following not in _MAY_FOLLOW[present]:
        raise StatusChangeNotAllowed(
            "A case that is %(status)s can't become %(next)s.", status=present, next=following
        )
