"""The API beside decisions: take a case or hand it over, put it off, undo, have another draft
written, answer for a reply that failed. For programs the same as the console's buttons."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BaseModel, Field

from service.api import SignedIn, summary
from service.bootstrap import Kulanz
from service.redrafts import LONGEST_INSTRUCTION
from triage.errors import ApproverMayNot
from triage.wish import Wish

router = APIRouter(
    prefix="/api/cases/{case_id}",
    tags=["cases"],
    responses={
        400: {"description": "The body can't be read"},
        401: {"description": "Nobody is signed in"},
        403: {"description": "You may not do this, or the request comes from another site"},
        404: {"description": "No such case"},
        409: {"description": "The case is not as you saw it, or past this"},
        422: {"description": "This can't be done with this case"},
        503: {"description": "The store is down"},
    },
)

Version = Annotated[int, Field(ge=1, le=1_000_000)]


class AssignmentForm(BaseModel):
    """Who takes the case: an approver's id, null to give it back to all."""

    to: str | None = Field(max_length=200)


class SnoozeForm(BaseModel):
    """Until when nobody is reminded, with its time zone; null to bring it back."""

    until: AwareDatetime | None


class UndoForm(BaseModel):
    """Which approved draft does not go out after all."""

    draft_version: Version


class RedraftForm(BaseModel):
    """What is wanted of a draft in place of that one; nothing: the same in other words."""

    draft_version: Version
    wishes: list[Wish] = Field([], max_length=len(Wish))
    instruction: str = Field("", max_length=LONGEST_INSTRUCTION)


class TroubleForm(BaseModel):
    """Which trouble with a reply is answered: the case's `revision`, as it was seen."""

    revision: Version


class OutForm(TroubleForm):
    """The reply is out, and where."""

    url: str | None = Field(None, max_length=2_000, pattern="^https?://")


@router.post("/assignment")
def assign(
    case_id: str, form: AssignmentForm, request: Request, approver: SignedIn
) -> dict[str, Any]:
    """Take the case, hand it over, or give it back; others may decide all the same."""
    kulanz: Kulanz = request.app.state.kulanz
    to = kulanz.desk.desks.approver(form.to) if form.to is not None else None
    if to is None and form.to == approver.id:
        to = approver
    if to is None and form.to is not None:
        raise ApproverMayNot("There is no such approver.")
    return summary(kulanz.handling.assign(case_id, approver, to, surface="api"))


@router.post("/snooze")
def snooze(case_id: str, form: SnoozeForm, request: Request, approver: SignedIn) -> dict[str, Any]:
    """Put the case off, or bring it back; a word of the author's ends it at once."""
    handling = request.app.state.kulanz.handling
    if form.until is None:
        return summary(handling.wake(case_id, approver, surface="api"))
    return summary(handling.snooze(case_id, approver, form.until, surface="api"))


@router.post("/undo")
def undo(case_id: str, form: UndoForm, request: Request, approver: SignedIn) -> dict[str, Any]:
    """Take an approval back before the reply leaves; its words become the next draft."""
    kulanz: Kulanz = request.app.state.kulanz
    case = kulanz.handling.take_back(
        case_id, approver, draft_version=form.draft_version, surface="api"
    )
    return summary(case)


@router.post("/redrafts", status_code=202)
def redraft(
    case_id: str, form: RedraftForm, request: Request, approver: SignedIn
) -> dict[str, Any]:
    """Have another draft written; it is there when `draft_version` has grown."""
    kulanz: Kulanz = request.app.state.kulanz
    case = kulanz.redrafts.request(
        case_id, approver, draft_version=form.draft_version, wishes=form.wishes,
        instruction=form.instruction, surface="api",
    )  # fmt: skip
    return summary(case)


@router.post("/send-again", status_code=202)
def send_again(
    case_id: str, form: TroubleForm, request: Request, approver: SignedIn
) -> dict[str, Any]:
    """Send a reply again that failed, or that you have seen not to be out. Each trouble is answered
    once: with the `revision` of an earlier one nothing is sent."""
    kulanz: Kulanz = request.app.state.kulanz
    return summary(kulanz.decisions.publish_again(case_id, approver, revision=form.revision))


@router.post("/is-out")
def is_out(case_id: str, form: OutForm, request: Request, approver: SignedIn) -> dict[str, Any]:
    """Say of a reply that failed or is in doubt that it is out; nothing more is sent."""
    kulanz: Kulanz = request.app.state.kulanz
    case = kulanz.decisions.confirm_published(
        case_id, approver, revision=form.revision, url=form.url
    )
    return summary(case)
