"""Every expected error as an HTTP status and a sentence that a person can act on."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError as PoolTimeout
from starlette.requests import ClientDisconnect

from service.inboxes.standard_webhooks import SignatureRefused
from service.store.cases import ChangedMeanwhile
from triage.errors import (
    AlreadyDecided,
    ApproverMayNot,
    CaseNotFound,
    CaseNotOpenForDecision,
    DeliveryError,
    DrafterNotReady,
    GrantedBefore,
    ModelFolderTaken,
    ModelNotPromoted,
    NoSuchRemedy,
    NothingToRollBackTo,
    NotPaused,
    OverBudget,
    ReplyBlocked,
    SnoozeRefused,
    StatusChangeNotAllowed,
    TriageError,
    UnreadableExamples,
    UnreadableMention,
    UnreadableModel,
    UnreadablePlaybook,
    UnreadablePolicy,
    WishNotFollowed,
)

#: The most special class counts.
STATUS: dict[type[TriageError], int] = {
    SignatureRefused: 401,
    ApproverMayNot: 403,
    CaseNotFound: 404,
    AlreadyDecided: 409,
    GrantedBefore: 409,
    NoSuchRemedy: 409,
    NotPaused: 409,
    OverBudget: 409,
    ChangedMeanwhile: 409,
    CaseNotOpenForDecision: 409,
    StatusChangeNotAllowed: 409,
    ModelFolderTaken: 409,
    ModelNotPromoted: 409,
    NothingToRollBackTo: 409,
    UnreadableExamples: 422,
    UnreadableMention: 422,
    ReplyBlocked: 422,
    DrafterNotReady: 503,
    SnoozeRefused: 422,
    WishNotFollowed: 422,
    DeliveryError: 502,
    UnreadableModel: 503,
    UnreadablePlaybook: 503,
    UnreadablePolicy: 503,
}

#: Seconds after which it is worth trying again when the database is away.
RETRY_AFTER = 5


def status_of(error: type[TriageError]) -> int:
    return next(STATUS[kind] for kind in error.__mro__ if kind in STATUS)


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(TriageError, _expected)
    app.add_exception_handler(RequestValidationError, _wrong_form)
    for kind in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(kind, _store_is_down)
    app.add_exception_handler(ClientDisconnect, _hung_up)


def body(error: TriageError) -> dict[str, object]:
    """`{"error", "detail"}`, and the guard's findings where it stopped a reply."""
    answer: dict[str, object] = {"error": type(error).__name__, "detail": str(error)}
    if isinstance(error, ReplyBlocked):
        answer["findings"] = [
            {"rule": f.rule, "blocking": f.blocking, "span": list(f.span), "why": f.why}
            for f in error.findings
        ]
    return answer


def _expected(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, TriageError)
    return JSONResponse(body(error), status_of(type(error)))


def _wrong_form(request: Request, error: Exception) -> JSONResponse:
    """What is wrong where, without what was sent: not all that can be sent can be sent back."""
    assert isinstance(error, RequestValidationError)
    said = [{key: one[key] for key in ("loc", "msg", "type")} for one in error.errors()]
    return JSONResponse({"detail": said}, 422)


def _store_is_down(request: Request, error: Exception) -> JSONResponse:
    answer = {"error": "StoreIsDown", "detail": "The database can't be reached. Please try again."}
    return JSONResponse(answer, 503, headers={"Retry-After": str(RETRY_AFTER)})


def _hung_up(request: Request, error: Exception) -> JSONResponse:
    """Nobody reads it: whoever called went away before the end of what was announced."""
    return JSONResponse({"error": "Incomplete", "detail": "The request ended too early."}, 400)
