"""Signing in and out, and the language of the pages."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from service.console.forms import Fields
from service.console.pages import kulanz_of, page
from service.console.sign_in import (
    SESSION_COOKIE,
    NotSignedIn,
    SignedIn,
    end_session,
    ensure_form_is_ours,
    open_session,
    set_session_cookie,
    visitor,
)
from service.console.slack_sign_in import (
    ATTEMPT_COOKIE,
    ATTEMPT_LIVES,
    BACK,
    Attempt,
    NotLetIn,
    SlackSignIn,
)
from service.console.words import CODES, LANGUAGE_COOKIE
from triage.errors import DeliveryError

router = APIRouter(include_in_schema=False)

_YEAR = 365 * 24 * 3600


@router.get("/sign-in")
def sign_in(request: Request, token: str = "") -> Response:
    """Let the bearer of a one-time link in; without one, say how to get one."""
    if not token:
        return page(request, "sign_in.html", None, **_ways(request))
    if "prefetch" in request.headers.get("sec-purpose", ""):
        # A browser that looks ahead must not use the link up.
        return Response(status_code=503)
    kulanz = kulanz_of(request)
    try:
        session_token = open_session(kulanz, token)
    except NotSignedIn:
        if _is_signed_in(request):
            return RedirectResponse("/", status_code=303)
        return page(request, "sign_in.html", None, status=401, **_ways(request, link_refused=True))
    response = RedirectResponse("/", status_code=303)
    set_session_cookie(response, session_token, kulanz)
    return response


@router.get("/sign-in/slack")
def sign_in_with_slack(request: Request) -> Response:
    """Send the browser to Slack, with a state and a nonce that only it brings back."""
    kulanz = kulanz_of(request)
    if not SlackSignIn.is_set_up(kulanz):
        return RedirectResponse("/sign-in", status_code=303)
    attempt = Attempt.new()
    try:
        address = SlackSignIn(kulanz).address(attempt)
    except DeliveryError:
        return _not_let_in(request)
    response = RedirectResponse(address, status_code=303)
    response.set_cookie(
        ATTEMPT_COOKIE, str(attempt), max_age=ATTEMPT_LIVES, path=BACK, httponly=True,
        samesite="lax", secure=True,
    )  # fmt: skip
    return response


@router.get(BACK)
def come_back_from_slack(request: Request, state: str = "", code: str = "") -> Response:
    """Let in whom Slack's signed word names and the policy knows."""
    kulanz = kulanz_of(request)
    if not SlackSignIn.is_set_up(kulanz):
        return RedirectResponse("/sign-in", status_code=303)
    attempt = Attempt.of(request.cookies.get(ATTEMPT_COOKIE, ""))
    try:
        token = SlackSignIn(kulanz).come_back(attempt, state, code)
    except NotSignedIn as error:
        return _not_let_in(request, unknown=isinstance(error, NotLetIn))
    response = RedirectResponse("/", status_code=303)
    response.delete_cookie(ATTEMPT_COOKIE, path=BACK, httponly=True, samesite="lax", secure=True)
    set_session_cookie(response, token, kulanz)
    return response


@router.post("/sign-out")
def sign_out(request: Request, visitor: SignedIn, fields: Fields) -> Response:
    ensure_form_is_ours(request, visitor, fields)
    end_session(request)
    response = RedirectResponse("/sign-in", status_code=303)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
    return response


@router.get("/language/{code}")
def choose_language(code: str, request: Request, back: str = "/") -> Response:
    """Remember the language; go back to where the person was, on this site only."""
    local = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = RedirectResponse(back if local else "/", status_code=303)
    if code in CODES:
        response.set_cookie(
            LANGUAGE_COOKIE, code, max_age=_YEAR, path="/", httponly=True, samesite="lax",
            secure=kulanz_of(request).settings.public_url.startswith("https:"),
        )  # fmt: skip
    return response


def _ways(request: Request, **refused: bool) -> dict[str, Any]:
    """What the page of the sign-in offers, and what was refused."""
    none = {"link_refused": False, "slack_refused": False, "unknown": False}
    return {
        **none, **refused,
        "with_slack": SlackSignIn.is_set_up(kulanz_of(request)),
        "link_command": request.app.state.link_command,
    }  # fmt: skip


def _not_let_in(request: Request, *, unknown: bool = False) -> Response:
    ways = _ways(request, slack_refused=True, unknown=unknown)
    return page(request, "sign_in.html", None, status=401, **ways)


def _is_signed_in(request: Request) -> bool:
    try:
        visitor(request)
    except NotSignedIn:
        return False
    return True
