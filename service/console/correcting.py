"""Saying what a case is, where the model erred: on the case's page."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from service.console.case_page import refused
from service.console.forms import Fields
from service.console.pages import kulanz_of
from service.console.sign_in import SignedIn, ensure_form_is_ours
from service.corrections import Labels
from triage.case import Status
from triage.complaint import Topic
from triage.errors import ApproverMayNot

router = APIRouter(prefix="/cases", include_in_schema=False)


@router.post("/{case_id}/corrections")
def correct(case_id: str, request: Request, visitor: SignedIn, fields: Fields) -> Response:
    """Keep what somebody says of the case; where that calls for a new draft, the page says so."""
    ensure_form_is_ours(request, visitor, fields)
    try:
        case = kulanz_of(request).corrections.correct(
            case_id, visitor.approver, labels_in(fields), surface="console"
        )
    except ApproverMayNot as error:
        # Taken up by somebody else since it was shown.
        return refused(request, visitor, case_id, fields, error)
    said = "taken_up" if case.status is Status.RECEIVED else "corrected"
    return RedirectResponse(f"/cases/{case_id}?done={said}", status_code=303)


def labels_in(fields: Mapping[str, str]) -> Labels:
    """What a form says; what it leaves out, or nobody knows, stays open."""
    complaint = {"yes": True, "no": False}.get(fields.get("complaint", ""))
    if complaint is False:
        # Neither of the two belongs to what is no complaint.
        return Labels(complaint=False, ironic=_ironic(fields))
    severity, topic = fields.get("severity", ""), fields.get("topic", "")
    return Labels(
        complaint=complaint,
        ironic=_ironic(fields),
        severity=int(severity) if severity in {"1", "2", "3", "4"} else None,
        topic=Topic(topic) if topic in set(Topic) - {Topic.NONE} else None,
    )


def _ironic(fields: Mapping[str, str]) -> bool | None:
    """A box that is not ticked sends nothing: the form says that it had one."""
    return fields.get("ironic") == "1" if "asks_ironic" in fields else None
