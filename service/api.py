"""The API: the same cases and decisions as in the console, for programs."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field

from service.bootstrap import Kulanz
from service.console.sign_in import signed_in_program
from service.store import cases, mentions, publications, queues
from service.store.documents import to_document
from triage.case import Case, Event, Status
from triage.decision import DecisionKind, Granting
from triage.draft import Draft
from triage.facts import Facts
from triage.personal_data import mask, mask_fact
from triage.routing import Approver

router = APIRouter(
    prefix="/api",
    tags=["cases"],
    responses={
        400: {"description": "The body can't be read"},
        401: {"description": "Nobody is signed in"},
        403: {"description": "You may not do this, or the request comes from another site"},
        413: {"description": "Too large"},
        503: {"description": "The store is down"},
    },
)

SignedIn = Annotated[Approver, Depends(signed_in_program)]


class DecisionForm(BaseModel):
    """A person's word on one version of a draft."""

    kind: DecisionKind
    draft_version: int = Field(ge=1, le=1_000_000)
    #: The edited text, without sign-off; for kind edit only.
    reply: str | None = Field(None, max_length=20_000)
    reason: str = Field("", max_length=2_000)
    #: Which remedy goes out with the reply.
    granting: Granting = Granting.OFFERED


@router.get("/cases")
def list_cases(
    request: Request,
    approver: SignedIn,
    status: Annotated[list[Status] | None, Query()] = None,
    order: Literal["priority", "newest"] = "priority",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> dict[str, Any]:
    """Cases by priority or by age, with their mention and draft."""
    kulanz: Kulanz = request.app.state.kulanz
    wanted = queues.Filter(statuses=tuple(status or ()))
    with kulanz.database.read() as session:
        found = queues.find(
            session, wanted, now=kulanz.clock(), order=order, limit=limit, offset=offset
        )
        total = queues.count(session, wanted)
    return {"total": total, "cases": [summary(case) for case in found]}


@router.get("/cases/{case_id}", responses={404: {"description": "No such case"}})
def show_case(case_id: str, request: Request, approver: SignedIn) -> dict[str, Any]:
    """One case with everything known of it; what the author wrote with personal data masked."""
    kulanz: Kulanz = request.app.state.kulanz
    with kulanz.database.read() as session:
        case = cases.load(session, case_id)
        return {
            **summary(case),
            "assessment": to_document(case.assessment),
            "decision": to_document(case.decision),
            "offer": to_document(kulanz.desk.offer(case, kulanz.clock())),
            "mentions": [_mention(m) for m in mentions.of_case(session, case_id)],
            "history": [_event(event) for event in cases.history(session, case_id)],
            "publications": [to_document(p) for p in publications.of_case(session, case_id)],
        }


@router.post(
    "/cases/{case_id}/decisions",
    responses={
        403: {"description": "You may not decide this case"},
        404: {"description": "No such case"},
        409: {"description": "Already decided, a stale draft, or over the budget"},
        422: {"description": "The guard stops this reply"},
    },
)
def decide(
    case_id: str, form: DecisionForm, request: Request, approver: SignedIn
) -> dict[str, Any]:
    """Decide as the person signed in; the first valid decision wins."""
    kulanz: Kulanz = request.app.state.kulanz
    case = kulanz.decisions.decide(
        case_id, form.kind, approver, draft_version=form.draft_version, reply=form.reply,
        reason=form.reason, granting=form.granting, surface="api",
    )  # fmt: skip
    return summary(case)


def summary(case: Case) -> dict[str, Any]:
    assessment = case.assessment
    return {
        "id": case.id,
        "inbox": case.inbox,
        "conversation": case.conversation,
        "channel": case.channel,
        "author": to_document(case.author),
        "status": case.status,
        "complaint": assessment.complaint if assessment else None,
        "topic": assessment.topic if assessment else None,
        "lang": assessment.lang if assessment else None,
        "ironic": assessment.ironic if assessment else None,
        "severity": int(case.grade.severity) if case.grade else None,
        "urgency": case.grade.urgency if case.grade else None,
        "queue": case.route.queue if case.route else None,
        "received_at": case.received_at,
        "updated_at": case.updated_at,
        "due_at": case.due_at,
        "assigned_to": case.assigned_to,
        "snoozed_until": case.snoozed_until,
        "revision": case.revision,
        "draft_version": case.draft_version,
        "draft": _draft(case.draft),
        "outcome": case.outcome,
    }


def _mention(stored: mentions.StoredMention) -> dict[str, Any]:
    mention = replace(stored.mention, text=mask(stored.mention.text))
    context = tuple(replace(turn, text=mask(turn.text)) for turn in stored.context)
    extra = {k: mask(v) if isinstance(v, str) else v for k, v in stored.extra.items()}
    masked = replace(stored, mention=mention, context=context, extra=extra)
    document: dict[str, Any] = to_document(masked)
    return document


def _draft(draft: Draft | None) -> Any:
    if draft is None:
        return None
    facts = (
        replace(fact, value=mask_fact(fact.name, fact.value))
        if isinstance(fact.value, str)
        else fact
        for fact in draft.facts.items
    )
    return to_document(replace(draft, facts=Facts(tuple(facts))))


def _event(event: Event) -> Any:
    said = {k: mask(v) if isinstance(v, str) else v for k, v in event.details.items()}
    return to_document(replace(event, details=said))
