"""A person's word on a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from triage.remedy import Remedy


class DecisionKind(StrEnum):
    APPROVE = "approve"
    EDIT = "edit"
    REJECT = "reject"
    ESCALATE = "escalate"
    NOT_A_COMPLAINT = "not_a_complaint"


class Granting(StrEnum):
    """Which remedy goes out with a reply."""

    #: What the draft offers.
    OFFERED = "offered"
    #: One that costs nothing, or none: where the budget is used up.
    WITHOUT_MONEY = "without_money"
    #: What the policy says for the case as it stands now, where the draft offers less.
    UPGRADE = "upgrade"


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
    #: The goodwill granted with the reply.
    remedy: Remedy | None = None
    #: Who approved it before, where it takes two.
    first_approver: str | None = None
    first_approver_name: str | None = None
    #: When the reply leaves, where there is time to take the decision back; None: at once.
    leaves_at: datetime | None = None
    #: What the guard found in the reply and the approver sent all the same: the rules' names.
    overruled: tuple[str, ...] = ()

    @property
    def sends(self) -> bool:
        """Whether a reply goes out with it."""
        return self.kind in (DecisionKind.APPROVE, DecisionKind.EDIT)
