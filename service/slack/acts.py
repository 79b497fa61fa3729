"""What each button and menu entry does, once it is known who acts on what.

Each act stores what it decides before it returns; the cards follow by themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from service.console.marking import N_
from service.decisions import Decisions
from service.handling import Handling
from service.redrafts import Redrafts
from service.slack.card_actions import (
    ALTERNATIVES,
    APPROVE,
    EDIT,
    ESCALATE,
    HAND_OVER,
    IS_OUT,
    NOT_A_COMPLAINT,
    REDRAFT,
    REJECT,
    RETRY,
    SNOOZE,
    TAKE,
    UNDO,
    WAKE,
)
from service.slack.elements import Element
from service.slack.goodwill import UPGRADE, WITHOUT_MONEY
from service.slack.modals import (
    edit_modal,
    escalate_modal,
    reject_modal,
)
from service.slack.payloads import Seen
from service.slack.subject import Subject
from service.slack.windows import (
    hand_over_modal,
    loading_modal,
    redraft_modal,
    snooze_modal,
)
from triage.case import Case
from triage.decision import DecisionKind, Granting
from triage.desk import Desk
from triage.ports import Clock
from triage.routing import Approver
from triage.signature import Signature
from triage.snooze import snooze_times
from triage.wish import Wish

OUT_OF_DATE = N_("This button is out of date. Please look at the case again.")


@dataclass(frozen=True)
class Click:
    """Somebody who may, what they saw when they clicked, and the case as it stands."""

    seen: Seen
    approver: Approver
    case: Case


@dataclass(frozen=True)
class Looked(Click):
    """With what a window tells of the case."""

    subject: Subject


@dataclass(frozen=True)
class Acts:
    """Every method raises the errors of what it calls."""

    decisions: Decisions
    handling: Handling
    redrafts: Redrafts
    desk: Desk
    clock: Clock
    #: To take an approval back, where the queue does not say.
    undo_seconds: float

    # -- at once -------------------------------------------------------------------------------

    def approve(self, click: Click, granting: Granting = Granting.OFFERED) -> None:
        self.decide(click, DecisionKind.APPROVE, granting=granting)

    def without_money(self, click: Click) -> None:
        self.approve(click, Granting.WITHOUT_MONEY)

    def upgrade(self, click: Click) -> None:
        self.approve(click, Granting.UPGRADE)

    def not_a_complaint(self, click: Click) -> None:
        self.decide(click, DecisionKind.NOT_A_COMPLAINT)

    def undo(self, click: Click) -> None:
        self.handling.take_back(
            click.seen.case_id, click.approver, draft_version=click.seen.number, surface="slack"
        )

    def take(self, click: Click) -> None:
        self.handling.assign(click.seen.case_id, click.approver, click.approver, surface="slack")

    def wake(self, click: Click) -> None:
        self.handling.wake(click.seen.case_id, click.approver, surface="slack")

    def retry(self, click: Click) -> None:
        # This button carries the case's revision, as does the next one.
        self.decisions.publish_again(click.seen.case_id, click.approver, revision=click.seen.number)

    def is_out(self, click: Click) -> None:
        self.decisions.confirm_published(
            click.seen.case_id, click.approver, revision=click.seen.number, url=None
        )

    # -- windows -------------------------------------------------------------------------------

    def edit_window(self, look: Looked) -> Element:
        return edit_modal(look.subject, self.signature_of(look))

    def signature_of(self, look: Looked) -> Signature:
        """How that person signs a reply."""
        return self.desk.desks.signature_of(look.approver)

    def reject_window(self, look: Looked) -> Element:
        return reject_modal(look.subject)

    def escalate_window(self, look: Looked) -> Element:
        return escalate_modal(look.subject)

    def hand_over_window(self, look: Looked) -> Element:
        case = look.case
        can = self.handling.who_can_take(case)
        return hand_over_modal(look.subject, [a for a in can if a.id != case.assigned_to])

    def snooze_window(self, look: Looked) -> Element:
        return snooze_modal(look.subject, snooze_times(self.clock(), self.desk.hours))

    def redraft_window(self, look: Looked) -> Element:
        return redraft_modal(look.subject, own_words=self.redrafts.takes_instructions)

    def alternatives_window(self, look: Looked) -> Element:
        return loading_modal(look.subject)

    # ------------------------------------------------------------------------------------------

    def decide(
        self,
        click: Click,
        kind: DecisionKind,
        *,
        reply: str | None = None,
        reason: str = "",
        granting: Granting = Granting.OFFERED,
    ) -> None:
        self.decisions.decide(
            click.case, kind, click.approver, draft_version=click.seen.number,
            reply=reply, reason=reason, granting=granting, surface="slack",
            undo_seconds=self.undo_seconds,
        )  # fmt: skip

    def redraft(self, click: Click, wishes: list[Wish], instruction: str = "") -> None:
        self.redrafts.request(
            click.seen.case_id, click.approver, draft_version=click.seen.number,
            wishes=wishes, instruction=instruction, surface="slack",
        )  # fmt: skip


#: What a click does at once, and which window it opens.
AT_ONCE: dict[str, Callable[[Acts, Click], None]] = {
    APPROVE: Acts.approve,
    WITHOUT_MONEY: Acts.without_money,
    UPGRADE: Acts.upgrade,
    NOT_A_COMPLAINT: Acts.not_a_complaint,
    UNDO: Acts.undo,
    RETRY: Acts.retry,
    IS_OUT: Acts.is_out,
    TAKE: Acts.take,
    WAKE: Acts.wake,
}
WINDOWS: dict[str, Callable[[Acts, Looked], Element]] = {
    EDIT: Acts.edit_window,
    REJECT: Acts.reject_window,
    ESCALATE: Acts.escalate_window,
    HAND_OVER: Acts.hand_over_window,
    SNOOZE: Acts.snooze_window,
    REDRAFT: Acts.redraft_window,
    ALTERNATIVES: Acts.alternatives_window,
}
