"""A person's word on a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DecisionKind(StrEnum):
    APPROVE = "approve"
    EDIT = "edit"
    REJECT = "reject"
    ESCALATE = "escalate"
    NOT_A_COMPLAINT = "not_a_complaint"


@dataclass(frozen=True)
class Decision:
    """What one approver decided about one version of a draft."""

    kind: DecisionKind
    #: The approver's id, and the name at that time for the history.
    approver: str
    approver_name: str
    draft_version: int
    decided_at: datetime
    #: The public words to send: as drafted (approve) or as edited (edit); None otherwise.
    reply: str | None = None
    reason: str = ""
    #: Where it was decided: console, slack, api.
    surface: str = "console"
