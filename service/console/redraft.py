"""Other drafts on the case page: alternatives to look at, and a new version to wait for."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.bootstrap import Kulanz
from service.console.case_view import Outgoing, outgoing
from service.console.forms import Fields
from service.console.pages import fragment, kulanz_of
from service.console.sign_in import SignedIn, Visitor, ensure_form_is_ours
from service.store import cases
from triage.case import Case
from triage.draft import Draft
from triage.wish import Wish

router = APIRouter(prefix="/cases", include_in_schema=False)

#: Seconds that a page waits for a new draft. Playbooks need none, a language model may need more:
#: then the page says so when the draft is there.
PATIENCE = 3.0
_PAUSE = 0.05


@dataclass(frozen=True)
class OtherWords:
    """An alternative as the page shows it."""

    wish: Wish
    draft: Draft
    reply: Outgoing
    #: Nothing but the words is different: they can stand in the editor.
    only_words: bool


@router.post("/{case_id}/alternatives")
def show_alternatives(
    case_id: str, request: Request, visitor: SignedIn, fields: Fields
) -> Response:
    """The alternatives, for the page that is open."""
    ensure_form_is_ours(request, visitor, fields)
    found = other_words(kulanz_of(request), visitor, case_id)
    return fragment(
        request, "_alternatives.html", visitor, alternatives=found, case_id=case_id,
        draft_version=fields.get("draft_version", ""),
    )  # fmt: skip


def other_words(kulanz: Kulanz, visitor: Visitor, case_id: str) -> tuple[OtherWords, ...]:
    """Raises CaseNotFound or CaseNotOpenForDecision."""
    signature = kulanz.desk.desks.signature_of(visitor.approver)
    with kulanz.database.read() as session:
        case = cases.load(session, case_id)
    return tuple(
        OtherWords(
            wish, draft, outgoing(case, signature, draft.reply, draft.findings),
            only_words=_differs_in_words_only(case, draft),
        )
        for wish, draft in kulanz.redrafts.alternatives(case_id)
    )  # fmt: skip


def wishes_in(fields: Mapping[str, str]) -> list[Wish]:
    """The boxes that are ticked: `wish-shorter` …"""
    return [wish for wish in Wish if fields.get(f"wish-{wish}")]


def wait_for_draft(kulanz: Kulanz, case_id: str, draft_version: int) -> bool:
    """Whether a newer draft is there after a moment."""
    end = time.monotonic() + PATIENCE
    while kulanz.redrafts.is_under_way(case_id, draft_version) and time.monotonic() < end:
        time.sleep(_PAUSE)
    with kulanz.database.read() as session:
        return cases.load(session, case_id).draft_version != draft_version


def _differs_in_words_only(case: Case, draft: Draft) -> bool:
    present = case.draft
    return present is not None and (draft.lang, draft.remedy) == (present.lang, present.remedy)
