"""Errors as pages for people; programs get the JSON they got before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from service.console.marking import N_
from service.console.pages import page
from service.console.sign_in import NotSignedIn, RequestRefused, Visitor, visitor
from service.errors import status_of
from triage.errors import TriageError

#: What happened, and what to do.
_SAID = {
    401: (N_("You are not signed in"), N_("Open a fresh sign-in link.")),
    403: (
        N_("This is not allowed"),
        N_("The request did not come from a page of this session. Go back, reload, try again."),
    ),
    404: (N_("There is no such page"), N_("It may have been erased, or the address is wrong.")),
    405: (N_("There is no such page"), N_("It may have been erased, or the address is wrong.")),
    409: (N_("The case has changed"), N_("Look at it again: somebody else was at work.")),
    413: (N_("Too much text"), N_("What was sent is larger than this service takes.")),
    500: (
        N_("Something broke on our side"),
        N_("Nothing you decided is lost. Try again; if it stays, see the service's log."),
    ),
    503: (N_("The database can't be reached"), N_("Try again in a moment.")),
}

#: Paths for programs: they never get a page.
_PROGRAMS = ("/api/", "/webhooks/", "/slack/", "/healthz", "/readyz", "/metrics", "/openapi.json")


def add_error_pages(app: FastAPI) -> None:
    app.add_exception_handler(NotSignedIn, _not_signed_in)
    app.add_exception_handler(RequestRefused, _request_refused)
    _for_people(app, TriageError, lambda error: status_of(type(error)))
    _for_people(app, HTTPException, lambda error: error.status_code)
    _for_people(app, RequestValidationError, lambda error: 404)
    for kind in (OperationalError, InterfaceError, PoolTimeout):
        _for_people(app, kind, lambda error: 503)
    app.add_exception_handler(Exception, _broken)


def _for_people(app: FastAPI, kind: type[Exception], status: Callable[[Any], int]) -> None:
    """Answer a person with a page and leave everybody else to the handler there was."""
    before: Any = app.exception_handlers[kind]

    async def answer(request: Request, error: Exception) -> Response:
        if wants_page(request):
            return error_page(request, status(error))
        answered = before(request, error)
        response: Response = await answered if isinstance(answered, Awaitable) else answered
        return response

    app.add_exception_handler(kind, answer)


def wants_page(request: Request) -> bool:
    for_people = not request.url.path.startswith(_PROGRAMS)
    return for_people and "text/html" in request.headers.get("accept", "")


def error_page(request: Request, status: int) -> Response:
    headline, advice = _SAID.get(status, _SAID[500] if status >= 500 else _SAID[404])
    return page(
        request, "error.html", _known_visitor(request, status), status=status,
        code=status, headline=headline, advice=advice,
    )  # fmt: skip


def _known_visitor(request: Request, status: int) -> Visitor | None:
    """Whoever is signed in; not asked when the database may be what broke."""
    if status >= 500:
        return None
    try:
        return visitor(request)
    except NotSignedIn:
        return None


def _not_signed_in(request: Request, error: Exception) -> Response:
    if wants_page(request):
        return RedirectResponse("/sign-in", status_code=303)
    return JSONResponse({"error": "NotSignedIn", "detail": "Sign in with a one-time link."}, 401)


def _request_refused(request: Request, error: Exception) -> Response:
    if wants_page(request):
        return error_page(request, 403)
    detail = "Changes need the same origin and a JSON body or a form of this session."
    return JSONResponse({"error": "RequestRefused", "detail": detail}, 403)


def _broken(request: Request, error: Exception) -> Response:
    if wants_page(request):
        return error_page(request, 500)
    return JSONResponse({"error": "InternalError", "detail": "Something broke on our side."}, 500)
