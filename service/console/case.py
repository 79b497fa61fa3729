"""One case: reading it, trying out a text, and deciding."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.console.case_actions import act, done, redraft, send
from service.console.case_page import case_page, refused, shown, shown_again, tried
from service.console.case_view import view_case
from service.console.done import said_of
from service.console.forms import Fields, granting_in, typed_in
from service.console.pages import fragment, kulanz_of
from service.console.refusals import REFUSALS
from service.console.sign_in import SignedIn, ensure_form_is_ours
from triage.errors import CaseNotFound

router = APIRouter(prefix="/cases", include_in_schema=False)

#: Nothing is done: the page comes again with the typed text.
_SHOWN_AGAIN = frozenset({"back", "alternatives"})


@router.get("/{case_id}")
def show_case(case_id: str, request: Request, visitor: SignedIn) -> Response:
    return case_page(request, visitor, case_id, done=request.query_params.get("done", ""))


@router.get("/{case_id}/state")
def show_state(case_id: str, request: Request, visitor: SignedIn) -> Response:
    """What changes while the page is open, for the live update."""
    view = view_case(kulanz_of(request), case_id, visitor.approver)
    seen = request.query_params.get("seen", "")
    newer = view.is_open and seen.isdigit() and int(seen) != view.case.draft_version
    return fragment(
        request, "_state.html", visitor, **shown(request, view), newer_draft=newer,
        done=said_of(request.query_params.get("done", ""), view),
    )  # fmt: skip


@router.post("/{case_id}/check")
def check_text(case_id: str, request: Request, visitor: SignedIn, fields: Fields) -> Response:
    """Length, findings and the exact words for a text as it stands in the editor."""
    ensure_form_is_ours(request, visitor, fields)
    kulanz = kulanz_of(request)
    view = view_case(kulanz, case_id, visitor.approver)
    reply = tried(request, visitor, view.case, typed_in(fields))
    return fragment(
        request, "_outgoing.html", visitor, view=view, reply=reply, granting=granting_in(fields)
    )


@router.post("/{case_id}/decisions")
def decide(case_id: str, request: Request, visitor: SignedIn, fields: Fields) -> Response:
    """Whatever the page's buttons do. A refusal shows the page again with the typed text."""
    ensure_form_is_ours(request, visitor, fields)
    action = fields.get("action", "")
    try:
        if action in _SHOWN_AGAIN or "adopt" in fields:
            return shown_again(request, visitor, case_id, fields)
        if action == "send":
            return send(request, visitor, case_id, fields)
        if action == "redraft":
            return redraft(request, visitor, case_id, fields)
        if action == "show_personal_data":
            kulanz_of(request).handling.show_personal_data(
                case_id, visitor.approver, surface="console"
            )
            return case_page(request, visitor, case_id, revealed=True)
        act(request, visitor, case_id, action, fields)
    except CaseNotFound:
        raise
    except REFUSALS as error:
        return refused(request, visitor, case_id, fields, error)
    return done(case_id, action)
