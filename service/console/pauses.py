"""Pausing drafts on a topic in a crisis, and drafting again."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from service.console.forms import Fields
from service.console.marking import N_
from service.console.pages import kulanz_of
from service.console.sign_in import SignedIn, ensure_form_is_ours
from triage.complaint import Topic
from triage.errors import NotPaused

router = APIRouter(prefix="/pauses", include_in_schema=False)

#: For how long; hours, and 0 for as long as nobody resumes.
SPANS = {
    1: N_("one hour"), 4: N_("four hours"), 24: N_("a day"), 168: N_("a week"),
    0: N_("until somebody resumes"),
}  # fmt: skip

#: What the settings page says after a form went through.
PAUSE_DONE = {
    "paused": N_("Paused: from now on complaints on this topic go to a person without a draft."),
    "resumed": N_("Resumed: what came in meanwhile is being drafted."),
    "unknown": N_("Please choose a topic."),
}


@router.post("")
def pause(request: Request, visitor: SignedIn, fields: Fields) -> Response:
    """Raises ApproverMayNot for who is not on the topic's queue."""
    ensure_form_is_ours(request, visitor, fields)
    kulanz, topic = kulanz_of(request), _topic(fields)
    if topic is None:
        return _done("unknown")
    hours = fields.get("hours", "")
    span = int(hours) if hours in {str(hours) for hours in SPANS} else 0
    until = kulanz.clock() + timedelta(hours=span) if span else None
    kulanz.pausing.pause(topic, visitor.approver, until=until, reason=fields.get("reason", ""))
    return _done("paused")


@router.post("/end")
def resume(request: Request, visitor: SignedIn, fields: Fields) -> Response:
    """Raises ApproverMayNot. That somebody else was faster comes to the same."""
    ensure_form_is_ours(request, visitor, fields)
    topic = _topic(fields)
    if topic is None:
        return _done("unknown")
    with suppress(NotPaused):
        kulanz_of(request).pausing.resume(topic, visitor.approver)
    return _done("resumed")


def _topic(fields: dict[str, str]) -> Topic | None:
    name = fields.get("topic", "")
    return Topic(name) if name in set(Topic) - {Topic.NONE} else None


def _done(what: str) -> Response:
    return RedirectResponse(f"/settings?done={what}#pauses-title", status_code=303)
