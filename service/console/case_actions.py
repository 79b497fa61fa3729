"""What the buttons on a case's page do, and what the page says then."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from service.console.case_page import tried
from service.console.case_view import view_case
from service.console.forms import granting_in, number_in, typed_in, version_in
from service.console.handling import HANDLING
from service.console.pages import kulanz_of, page, safe_address
from service.console.redraft import wait_for_draft, wishes_in
from service.console.sign_in import Visitor
from triage.decision import DecisionKind
from triage.errors import StatusChangeNotAllowed
from triage.mention import clean_text

_WITHOUT_TEXT = {
    "reject": DecisionKind.REJECT,
    "escalate": DecisionKind.ESCALATE,
    "not_a_complaint": DecisionKind.NOT_A_COMPLAINT,
}


def send(request: Request, visitor: Visitor, case_id: str, fields: dict[str, str]) -> Response:
    """Approve the draft, or the text that the person made of it.

    An edited text, what can't be taken back, and whatever answers a critical complaint goes out
    only if it was shown with its sign-off, by the live preview or, without scripts, on a page of
    its own.
    """
    kulanz = kulanz_of(request)
    view = view_case(kulanz, case_id, visitor.approver)
    case = view.case
    text = typed_in(fields)
    edited = view.is_edited(text)
    case.ensure_open_for(version_in(fields))
    if (edited or view.asks_first) and text and fields.get("previewed") != "1":
        reply = tried(request, visitor, case, text)
        if not reply.blocked:
            return page(
                request, "confirm.html", visitor, case=case, view=view, reply=reply,
                granting=granting_in(fields),
            )  # fmt: skip
    kind = DecisionKind.EDIT if edited else DecisionKind.APPROVE
    decided = kulanz.decisions.decide(
        case_id, kind, visitor.approver, draft_version=version_in(fields),
        reply=text if edited else None, granting=granting_in(fields), surface="console",
    )  # fmt: skip
    return done(case_id, "approved_once" if decided.first_approval else kind)


def redraft(request: Request, visitor: Visitor, case_id: str, fields: dict[str, str]) -> Response:
    """Have a new version written and wait a moment for it, so that most see it at once."""
    kulanz, version = kulanz_of(request), version_in(fields)
    kulanz.redrafts.request(
        case_id, visitor.approver, draft_version=version, wishes=wishes_in(fields),
        instruction=fields.get("reason", ""), surface="console",
    )  # fmt: skip
    return done(case_id, "redrafted" if wait_for_draft(kulanz, case_id, version) else "redraft")


def act(
    request: Request, visitor: Visitor, case_id: str, action: str, fields: dict[str, str]
) -> None:
    """Everything else that a button of the page does. Raises StatusChangeNotAllowed and the errors
    of what is done."""
    decisions = kulanz_of(request).decisions
    approver, reason = visitor.approver, fields.get("reason", "")
    if action in _WITHOUT_TEXT:
        decisions.decide(
            case_id, _WITHOUT_TEXT[action], approver, draft_version=version_in(fields),
            reason=reason, surface="console",
        )  # fmt: skip
    elif action in HANDLING:
        HANDLING[action](kulanz_of(request), approver, case_id, fields)
    elif action == "reopen":
        decisions.redraft(case_id, approver, reason=clean_text(reason).strip())
    elif action == "close":
        decisions.close(case_id, approver)
    elif action == "publish_again":
        decisions.publish_again(case_id, approver, revision=number_in(fields, "revision"))
    elif action == "confirm_published":
        url = safe_address(fields.get("url", "").strip())
        seen = number_in(fields, "revision")
        decisions.confirm_published(case_id, approver, revision=seen, url=url)
    else:
        raise StatusChangeNotAllowed("There is no such action.")


def done(case_id: str, action: str) -> Response:
    """Back to the page, which says what was done."""
    return RedirectResponse(f"/cases/{case_id}?done={action}", status_code=303)
