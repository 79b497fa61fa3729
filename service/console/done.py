"""What a case's page says after a form went through."""

from __future__ import annotations

from service.console.case_view import CaseView
from service.console.marking import N_

_DONE = {
    "approve": N_("Approved. The reply is on its way."),
    "edit": N_("Your text is approved and on its way."),
    "approved_once": N_("Your approval is noted. It goes out when another person approves it too."),
    "reject": N_("Rejected. Nothing goes out."),
    "escalate": N_("Escalated."),
    "not_a_complaint": N_("Dismissed: not a complaint."),
    "redraft": N_("A new draft is being written. This page says so when it is there."),
    "redrafted": N_("Here is the new draft."),
    "reopen": N_("A new draft is being written."),
    "close": N_("Closed."),
    "publish_again": N_("The reply is being sent again."),
    "confirm_published": N_("Noted: the reply is out."),
    "take": N_("The case is yours."),
    "give_back": N_("Nobody has the case any more."),
    "hand_over": N_("Handed over."),
    "snooze": N_("Put off."),
    "wake": N_("Back in the queue."),
    "take_back": N_("Undone: nothing has gone out."),
    "corrected": N_("Noted. Thank you."),
    "taken_up": N_("Noted. A new draft is being written."),
}

_SENDS = frozenset({"approve", "edit", "publish_again"})


def said_of(action: str, view: CaseView) -> str | None:
    """Nothing where the sending failed since: the page then says that."""
    return None if action in _SENDS and view.is_unclear else _DONE.get(action)
