"""A case's page: as it is, with a text that somebody typed, or with what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import Request
from starlette.responses import Response

from service.console.case_view import CaseView, Outgoing, outgoing, view_case
from service.console.delivery_words import why_not_out
from service.console.done import said_of
from service.console.forms import granting_in, typed_in
from service.console.handling import ways
from service.console.history import name_of, remark, sentence, who
from service.console.notes import legal_claim, note_lines
from service.console.pages import kulanz_of, page, words_of
from service.console.redraft import OtherWords, other_words, wishes_in
from service.console.refusals import decided_by, may_not_send, refusal
from service.console.sign_in import Visitor
from service.errors import status_of
from service.store import insights
from triage.case import Case
from triage.complaint import Topic
from triage.decision import Granting
from triage.errors import TriageError
from triage.guard import Finding
from triage.mention import clean_text
from triage.outcome import Precedent
from triage.signature import Signature, unsigned_by_anyone
from triage.wish import Wish


def shown_again(
    request: Request, visitor: Visitor, case_id: str, fields: dict[str, str]
) -> Response:
    """The page with the typed text, or with other words in its place, or with alternatives."""
    typed, adopted = typed_in(fields), clean_text(fields.get("adopt", "")).strip()
    offered = None
    if fields.get("action") == "alternatives":
        offered = other_words(kulanz_of(request), visitor, case_id)
    return case_page(
        request, visitor, case_id, typed=adopted or typed, granting=granting_in(fields),
        replaced=typed if adopted and adopted != typed else "", alternatives=offered,
    )  # fmt: skip


def refused(
    request: Request, visitor: Visitor, case_id: str, fields: dict[str, str], error: TriageError
) -> Response:
    typed = typed_in(fields) if fields.get("action") == "send" else None
    return case_page(
        request, visitor, case_id, status=status_of(type(error)), typed=typed,
        action=fields.get("action", ""), reason=fields.get("reason", ""), error=error,
        granting=granting_in(fields), ticked=wishes_in(fields),
    )  # fmt: skip


def case_page(
    request: Request,
    visitor: Visitor,
    case_id: str,
    *,
    status: int = 200,
    typed: str | None = None,
    action: str = "",
    reason: str = "",
    error: TriageError | None = None,
    done: str = "",
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
            else tried(request, visitor, view.case, typed)
        )
    return page(
        request, "case.html", visitor, status=status, **shown(request, view), reply=reply,
        refusal=refusal(words_of(request), error, view) if error else None,
        precedents=_precedents(request, view.case), action=action,
        done=said_of(done, view), action_done=done if said_of(done, view) else "",
        handling=ways(kulanz_of(request), view.case, visitor.approver),
        typed=typed, reason=reason, newer_draft=False, granting=granting,
        replaced=replaced, alternatives=alternatives, wishes=[*Wish], case_id=case_id,
        draft_version=view.case.draft_version, unsigned=unsigned_by_anyone, ticked=ticked,
        signature=_signature(request, visitor).on(view.case.channel),
        revealed=revealed, takes_instructions=kulanz_of(request).redrafts.takes_instructions,
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


def tried(request: Request, visitor: Visitor, case: Case, text: str) -> Outgoing:
    """A typed text with what the guard finds in it as it would go out."""
    found: tuple[Finding, ...] = ()
    if text:
        whole = _signature(request, visitor).added_to(text, case.channel)
        found = kulanz_of(request).decisions.check(case.id, whole)
    return outgoing(case, _signature(request, visitor), text, found)


def _signature(request: Request, visitor: Visitor) -> Signature:
    return kulanz_of(request).desk.desks.signature_of(visitor.approver)


def shown(request: Request, view: CaseView) -> dict[str, Any]:
    """What the templates of a case, and of its parts, go by."""
    kulanz, words = kulanz_of(request), words_of(request)
    return {
        "view": view,
        "case": view.case,
        "why_not_out": partial(why_not_out, words),
        "sentence": partial(sentence, words=words),
        "remark": partial(remark, words=words),
        "decided_by": partial(decided_by, words=words),
        "may_not_send": partial(may_not_send, words),
        "note_lines": note_lines,
        "legal_claim": legal_claim,
        "who": partial(who, case=view.case, kulanz=kulanz, words=words),
        "name_of": partial(name_of, kulanz=kulanz),
        "correct_topics": [topic for topic in Topic if topic is not Topic.NONE],
    }
