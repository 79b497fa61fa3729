"""One case: reading it, trying out a text, and deciding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from service.console.case_view import CaseView, Outgoing, outgoing, view_case
from service.console.forms import Fields
from service.console.handling import HANDLING, ways
from service.console.history import name_of, remark, sentence, who
from service.console.marking import N_
from service.console.pages import fragment, kulanz_of, page, safe_address, words_of
from service.console.redraft import OtherWords, other_words, wait_for_draft, wishes_in
from service.console.refusals import REFUSALS, decided_by, refusal
from service.console.sign_in import SignedIn, Visitor, ensure_form_is_ours
from service.errors import status_of
from service.store import insights
from triage.case import Case
from triage.complaint import Topic
from triage.decision import DecisionKind, Granting
from triage.errors import (
    CaseNotFound,
    StatusChangeNotAllowed,
    TriageError,
)
from triage.guard import Finding
from triage.mention import clean_text
from triage.outcome import Precedent
from triage.signature import Signature, unsigned_by_anyone
from triage.wish import Wish

router = APIRouter(prefix="/cases", include_in_schema=False)

#: What the page says after a form went through.
DONE = {
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
}

#: Nothing is done: the page comes again with the typed text.
_SHOWN_AGAIN = frozenset({"back", "alternatives"})

_WITHOUT_TEXT = {
    "reject": DecisionKind.REJECT,
    "escalate": DecisionKind.ESCALATE,
    "not_a_complaint": DecisionKind.NOT_A_COMPLAINT,
}


@router.get("/{case_id}")
def show_case(case_id: str, request: Request, visitor: SignedIn) -> Response:
    done = DONE.get(request.query_params.get("done", ""))
    return _case_page(request, visitor, case_id, done=done)


@router.get("/{case_id}/state")
def show_state(case_id: str, request: Request, visitor: SignedIn) -> Response:
    """What changes while the page is open, for the live update."""
    view = view_case(kulanz_of(request), case_id, visitor.approver)
    seen = request.query_params.get("seen", "")
    newer = view.is_open and seen.isdigit() and int(seen) != view.case.draft_version
    return fragment(request, "_state.html", visitor, **_shown(request, view), newer_draft=newer)


@router.post("/{case_id}/check")
def check_text(case_id: str, request: Request, visitor: SignedIn, fields: Fields) -> Response:
    """Length, findings and the exact words for a text as it stands in the editor."""
    ensure_form_is_ours(request, visitor, fields)
    kulanz = kulanz_of(request)
    view = view_case(kulanz, case_id, visitor.approver)
    reply = _tried(request, visitor, view.case, _typed(fields))
    return fragment(request, "_outgoing.html", visitor, reply=reply)


@router.post("/{case_id}/decisions")
def decide(case_id: str, request: Request, visitor: SignedIn, fields: Fields) -> Response:
    """Whatever the page's buttons do. A refusal shows the page again with the typed text."""
    ensure_form_is_ours(request, visitor, fields)
    action = fields.get("action", "")
    try:
        if action in _SHOWN_AGAIN or "adopt" in fields:
            return _shown_again(request, visitor, case_id, fields)
        if action == "send":
            return _send(request, visitor, case_id, fields)
        if action == "redraft":
            return _redraft(request, visitor, case_id, fields)
        if action == "show_personal_data":
            kulanz_of(request).handling.show_personal_data(
                case_id, visitor.approver, surface="console"
            )
            return _case_page(request, visitor, case_id, revealed=True)
        _do(request, visitor, case_id, action, fields)
    except CaseNotFound:
        raise
    except REFUSALS as error:
        return _refused(request, visitor, case_id, fields, error)
    return _done(case_id, action)


# -- doing ---------------------------------------------------------------------------------------


def _send(request: Request, visitor: Visitor, case_id: str, fields: dict[str, str]) -> Response:
    """Approve the draft, or the text that the person made of it.

    An edited text goes out only if it was shown with its sign-off, by the live preview or, without
    scripts, on a page of its own.
    """
    kulanz = kulanz_of(request)
    case = view_case(kulanz, case_id, visitor.approver).case
    text = _typed(fields)
    edited = case.draft is None or text != case.draft.reply.strip()
    case.ensure_open_for(_version(fields))
    if edited and text and fields.get("previewed") != "1":
        reply = _tried(request, visitor, case, text)
        if not reply.blocked:
            return page(
                request, "confirm.html", visitor, case=case, reply=reply, granting=_granting(fields)
            )
    kind = DecisionKind.EDIT if edited else DecisionKind.APPROVE
    decided = kulanz.decisions.decide(
        case_id, kind, visitor.approver, draft_version=_version(fields),
        reply=text if edited else None, granting=_granting(fields), surface="console",
    )  # fmt: skip
    return _done(case_id, "approved_once" if decided.first_approval else kind)


def _redraft(request: Request, visitor: Visitor, case_id: str, fields: dict[str, str]) -> Response:
    """Have a new version written and wait a moment for it, so that most see it at once."""
    kulanz, version = kulanz_of(request), _version(fields)
    kulanz.redrafts.request(
        case_id, visitor.approver, draft_version=version, wishes=wishes_in(fields),
        instruction=fields.get("reason", ""), surface="console",
    )  # fmt: skip
    return _done(case_id, "redrafted" if wait_for_draft(kulanz, case_id, version) else "redraft")


def _do(
    request: Request, visitor: Visitor, case_id: str, action: str, fields: dict[str, str]
) -> None:
    decisions = kulanz_of(request).decisions
    approver, reason = visitor.approver, fields.get("reason", "")
    if action in _WITHOUT_TEXT:
        decisions.decide(
            case_id, _WITHOUT_TEXT[action], approver, draft_version=_version(fields),
            reason=reason, surface="console",
        )  # fmt: skip
    elif action in HANDLING:
        HANDLING[action](kulanz_of(request), approver, case_id, fields)
    elif action == "reopen":
        decisions.redraft(case_id, approver, reason=clean_text(reason).strip())
    elif action == "close":
        decisions.close(case_id, approver)
    elif action == "publish_again":
        decisions.publish_again(case_id, approver, revision=_number(fields, "revision"))
    elif action == "confirm_published":
        url = safe_address(fields.get("url", "").strip())
        seen = _number(fields, "revision")
        decisions.confirm_published(case_id, approver, revision=seen, url=url)
    else:
        raise StatusChangeNotAllowed("There is no such action.")


def _done(case_id: str, action: str) -> Response:
    return RedirectResponse(f"/cases/{case_id}?done={action}", status_code=303)


def _typed(fields: dict[str, str]) -> str:
    return clean_text(fields.get("reply", "")).strip()


def _granting(fields: dict[str, str]) -> Granting:
    granting = fields.get("granting", "")
    return Granting(granting) if granting in set(Granting) else Granting.OFFERED


def _version(fields: dict[str, str]) -> int:
    return _number(fields, "draft_version")


def _number(fields: dict[str, str], name: str) -> int:
    given = fields.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0


# -- showing -------------------------------------------------------------------------------------


def _shown_again(
    request: Request, visitor: Visitor, case_id: str, fields: dict[str, str]
) -> Response:
    """The page with the typed text, or with other words in its place, or with alternatives."""
    typed, adopted = _typed(fields), clean_text(fields.get("adopt", "")).strip()
    offered = None
    if fields.get("action") == "alternatives":
        offered = other_words(kulanz_of(request), visitor, case_id)
    return _case_page(
        request, visitor, case_id, typed=adopted or typed, granting=_granting(fields),
        replaced=typed if adopted and adopted != typed else "", alternatives=offered,
    )  # fmt: skip


def _refused(
    request: Request, visitor: Visitor, case_id: str, fields: dict[str, str], error: TriageError
) -> Response:
    typed = _typed(fields) if fields.get("action") == "send" else None
    return _case_page(
        request, visitor, case_id, status=status_of(type(error)), typed=typed,
        action=fields.get("action", ""), reason=fields.get("reason", ""), error=error,
        granting=_granting(fields), ticked=wishes_in(fields),
    )  # fmt: skip


def _case_page(
    request: Request,
    visitor: Visitor,
    case_id: str,
    *,
    status: int = 200,
    typed: str | None = None,
    action: str = "",
    reason: str = "",
    error: TriageError | None = None,
    done: str | None = None,
    granting: Granting = Granting.OFFERED,
    ticked: Sequence[Wish] = (),
    replaced: str = "",
    alternatives: tuple[OtherWords, ...] | None = None,
    revealed: bool = False,
) -> Response:
    view = view_case(kulanz_of(request), case_id, visitor.approver, revealed=revealed)
    draft = view.case.draft
    reply = None
    if draft is not None:
        reply = (
            outgoing(view.case, _signature(request, visitor), draft.reply, draft.findings)
            if typed is None
            else _tried(request, visitor, view.case, typed)
        )
    return page(
        request, "case.html", visitor, status=status, **_shown(request, view), reply=reply,
        refusal=refusal(words_of(request), error, view) if error else None,
        precedents=_precedents(request, view.case), action=action,
        handling=ways(kulanz_of(request), view.case, visitor.approver),
        typed=typed, reason=reason, done=done, newer_draft=False, granting=granting,
        replaced=replaced, alternatives=alternatives, wishes=[*Wish], case_id=case_id,
        draft_version=view.case.draft_version, unsigned=unsigned_by_anyone, ticked=ticked,
        signature=_signature(request, visitor).on(view.case.channel),
        revealed=revealed,
    )  # fmt: skip


def _precedents(request: Request, case: Case) -> list[Precedent]:
    """Approved cases like this one."""
    if case.assessment is None:
        return []
    kulanz = kulanz_of(request)
    with kulanz.database.read() as session:
        embedding = insights.embedding_of(session, case.id)
    asked = replace(case.assessment, embedding=embedding)
    return [*kulanz.desk.precedents.nearest(asked, besides=case.id)]


def _tried(request: Request, visitor: Visitor, case: Case, text: str) -> Outgoing:
    """A typed text with what the guard finds in it as it would go out."""
    found: tuple[Finding, ...] = ()
    if text:
        whole = _signature(request, visitor).added_to(text, case.channel)
        found = kulanz_of(request).decisions.check(case.id, whole)
    return outgoing(case, _signature(request, visitor), text, found)


def _signature(request: Request, visitor: Visitor) -> Signature:
    return kulanz_of(request).desk.desks.signature_of(visitor.approver)


def _shown(request: Request, view: CaseView) -> dict[str, Any]:
    kulanz, words = kulanz_of(request), words_of(request)
    return {
        "view": view,
        "case": view.case,
        "sentence": partial(sentence, words=words),
        "remark": partial(remark, words=words),
        "decided_by": partial(decided_by, words=words),
        "who": partial(who, case=view.case, kulanz=kulanz, words=words),
        "name_of": partial(name_of, kulanz=kulanz),
        "correct_topics": [topic for topic in Topic if topic is not Topic.NONE],
    }
