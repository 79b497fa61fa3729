"""Labelling: one case after the other, the most useful first, with a key for every answer."""

from __future__ import annotations

from typing import Any

import numpy as np
from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import URL
from starlette.responses import RedirectResponse, Response

from models.usefulness import Unlabelled, doubt_of, most_useful
from service.console.correcting import labels_in
from service.console.forms import Fields
from service.console.pages import kulanz_of, page
from service.console.sign_in import SignedIn, ensure_form_is_ours
from service.corrections import still_there
from service.store import cases, labelling, mentions
from service.store.labelling import Resting
from triage.case import Status
from triage.complaint import Topic
from triage.errors import CaseNotFound

router = APIRouter(include_in_schema=False)

#: As many are put in order; nobody labels more at one sitting without a new look.
_ROUND = 30


@router.get("/label")
def show_next(request: Request, visitor: SignedIn) -> Response:
    """The case that is most worth labelling, of those not skipped."""
    skipped = _ids(request.query_params.get("skip", ""))
    kulanz = kulanz_of(request)
    with kulanz.database.read() as session:
        resting = labelling.at_rest(session)
        waiting = _most_useful(resting, skipped)
        labelled = labelling.count_labels(session)
        shown = _shown(session, waiting[0]) if waiting else None
    following = "/label"
    if shown:
        following += (
            "?" + URL("").include_query_params(skip=" ".join([*skipped, shown["case"].id])).query
        )
    return page(
        request, "label.html", visitor, shown=shown, labelled=labelled, waiting=len(waiting),
        skip=" ".join(skipped), following=following,
        topics=[topic for topic in Topic if topic is not Topic.NONE],
    )  # fmt: skip


@router.post("/label")
def label(request: Request, visitor: SignedIn, fields: Fields) -> Response:
    """Keep one answer and show the next case."""
    ensure_form_is_ours(request, visitor, fields)
    kulanz_of(request).corrections.label(
        fields.get("case", ""), visitor.approver, labels_in(fields), surface="console"
    )
    skipped = _ids(fields.get("skip", ""))
    query = URL("").include_query_params(skip=" ".join(skipped)).query if skipped else ""
    return RedirectResponse(f"/label?{query}" if query else "/label", status_code=303)


def _most_useful(resting: list[Resting], skipped: list[str]) -> list[Resting]:
    """Doubt × novelty; none that says what another one here says."""
    # Of another encoder's embeddings nothing can be said beside these.
    width = len(resting[0].embedding) if resting else 0
    known = [r for r in resting if len(r.embedding) == width]
    open_ = {r.id: r for r in known if not r.labelled and r.id not in skipped}
    said = [r.embedding for r in known if r.labelled or r.id in skipped]
    chosen = most_useful(
        [Unlabelled(r.id, _doubt(r), r.embedding) for r in open_.values()],
        np.stack(said) if said else np.zeros((0, width), np.float32),
        _ROUND,
    )
    return [open_[one.id] for one in chosen]


def _doubt(resting: Resting) -> float:
    return 1.0 if resting.disagreement else doubt_of(resting.p_complaint, resting.p_ironic)


def _shown(session: Session, resting: Resting) -> dict[str, Any] | None:
    try:
        case = cases.load(session, resting.id)
    except CaseNotFound:
        return None
    there = still_there(mentions.of_case(session, case.id))
    return {
        "case": case,
        "conversation": mentions.conversation_of(session, case.id),
        "why": resting.disagreement,
        # Else there is nothing to answer.
        "can_be_taken_up": case.status is Status.DISMISSED and there,
    }


def _ids(listed: str) -> list[str]:
    return listed.split()[-_ROUND:]
