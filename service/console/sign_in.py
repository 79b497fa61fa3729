"""Who is at the console: one-time links, sessions, and what a change must bring with it."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Request
from starlette.responses import Response

from service.bootstrap import Kulanz
from service.store import sign_ins
from service.store.database import Database
from service.store.sign_ins import SignInKind
from triage.routing import OPERATOR, Approver

LINK_LIVES = timedelta(hours=24)
SESSION_LIVES = timedelta(hours=12)

SESSION_COOKIE = "kulanz_session"

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class NotSignedIn(Exception):
    """Nobody is signed in, or the session has ended."""


class RequestRefused(Exception):
    """The request does not come from our own page."""


@dataclass(frozen=True)
class Visitor:
    """The person at the console in this request."""

    approver: Approver
    #: Stands in every form; derived from the session, so that only our own pages know it.
    csrf_token: str


def operator() -> Approver:
    """The person at the console where the policy names no approvers."""
    return Approver(id=OPERATOR, name="Operator")


def new_login_link(database: Database, now: datetime, approver: Approver, base_url: str) -> str:
    """An address that signs this approver in: once, and within a day."""
    token = secrets.token_urlsafe(32)
    with database.begin() as session:
        sign_ins.forget_expired(session, now)
        sign_ins.add(session, _hash(token), SignInKind.LINK, approver.id, now + LINK_LIVES)
    return f"{base_url.rstrip('/')}/sign-in?{urlencode({'token': token})}"


def open_session(kulanz: Kulanz, link_token: str) -> str:
    """Turn a one-time link into a session; its token. Raises NotSignedIn."""
    now = kulanz.clock()
    token = secrets.token_urlsafe(32)
    with kulanz.database.begin() as session:
        approver = sign_ins.use_link(session, _hash(link_token), now)
        if approver is None or _approver(kulanz, approver) is None:
            raise NotSignedIn
        sign_ins.add(session, _hash(token), SignInKind.SESSION, approver, now + SESSION_LIVES)
    return token


def new_session(kulanz: Kulanz, approver: Approver) -> str:
    """A session for somebody who has proved who they are; its token."""
    token = secrets.token_urlsafe(32)
    now = kulanz.clock()
    with kulanz.database.begin() as session:
        sign_ins.forget_expired(session, now)
        sign_ins.add(session, _hash(token), SignInKind.SESSION, approver.id, now + SESSION_LIVES)
    return token


def end_session(request: Request) -> None:
    token = request.cookies.get(SESSION_COOKIE, "")
    kulanz: Kulanz = request.app.state.kulanz
    with kulanz.database.begin() as session:
        sign_ins.end_session(session, _hash(token))


def set_session_cookie(response: Response, token: str, kulanz: Kulanz) -> None:
    response.set_cookie(
        SESSION_COOKIE, token, max_age=int(SESSION_LIVES.total_seconds()), path="/",
        httponly=True, samesite="lax", secure=kulanz.settings.public_url.startswith("https:"),
    )  # fmt: skip


def visitor(request: Request) -> Visitor:
    """FastAPI dependency for pages. Raises NotSignedIn."""
    token = request.cookies.get(SESSION_COOKIE, "")
    kulanz: Kulanz = request.app.state.kulanz
    if not token:
        raise NotSignedIn
    with kulanz.database.read() as session:
        id = sign_ins.approver_of_session(session, _hash(token), kulanz.clock())
    approver = _approver(kulanz, id) if id else None
    if approver is None:
        raise NotSignedIn
    return Visitor(approver, csrf_token=_hash(f"csrf {token}"))


SignedIn = Annotated[Visitor, Depends(visitor)]


def signed_in_program(request: Request) -> Approver:
    """FastAPI dependency for the API: the person whose session the request carries.

    Raises NotSignedIn, or RequestRefused for a change that another site may have caused.
    """
    approver = visitor(request).approver
    if request.method not in _SAFE_METHODS:
        ensure_same_origin(request)
        if not _is_json(request.headers.get("content-type", "")):
            raise RequestRefused
    return approver


def ensure_form_is_ours(request: Request, visitor: Visitor, fields: Mapping[str, str]) -> None:
    """Raises RequestRefused unless the form comes from a page of this session."""
    ensure_same_origin(request)
    if not hmac.compare_digest(fields.get("csrf", "").encode(), visitor.csrf_token.encode()):
        raise RequestRefused


def ensure_same_origin(request: Request) -> None:
    """Browsers say where a request comes from; programs that are none say nothing."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise RequestRefused
        return
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc not in _our_hosts(request):
        raise RequestRefused


def _our_hosts(request: Request) -> set[str]:
    public = urlsplit(request.app.state.kulanz.settings.public_url).netloc
    return {host for host in (request.headers.get("host", ""), public) if host}


def _approver(kulanz: Kulanz, id: str) -> Approver | None:
    """None for somebody whom the policy no longer names."""
    desks = kulanz.desk.desks
    nobody_named = not desks.approvers and id == operator().id
    return operator() if nobody_named else desks.approver(id)


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
