"""`POST /slack/events`: size, signature on the raw bytes, form; then as over the socket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from slack_sdk.signature import Clock as SignatureClock, SignatureVerifier
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from service.bootstrap import Kulanz
from service.slack.approvals import SlackApprovals
from service.slack.interactions import Answer, Interactions
from service.slack.payloads import UnreadablePayload, read_envelope, read_interaction
from triage.ports import Clock

#: Slack's own payloads stay below a quarter of this.
LARGEST_BODY = 1_000_000

_ANSWERS: dict[int | str, dict[str, Any]] = {
    400: {"description": "Can't be read"},
    401: {"description": "Signature missing, wrong or stale"},
    404: {"description": "Not set up"},
    413: {"description": "Too large"},
    503: {"description": "The store is down"},
}


class _Now(SignatureClock):
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()


def interactions_of(kulanz: Kulanz) -> Interactions | None:
    """None where Slack is not set up."""
    if not isinstance(kulanz.approvals, SlackApprovals):
        return None
    return Interactions(
        decisions=kulanz.decisions,
        approvals=kulanz.approvals,
        database=kulanz.database,
        desks=kulanz.desk.desks,
        api_url=kulanz.settings.slack_api_url,
    )


def mount_slack(app: FastAPI, kulanz: Kulanz) -> None:
    """Add the endpoint; without a signing secret nothing is accepted."""
    interactions = interactions_of(kulanz)
    secret = kulanz.settings.slack_signing_secret
    verifier = SignatureVerifier(secret.get_secret_value(), _Now(kulanz.clock)) if secret else None

    @app.post("/slack/events", tags=["slack"], responses=_ANSWERS)
    async def receive_from_slack(request: Request) -> Response:
        """Clicks, windows and events from Slack, signed by it."""
        if verifier is None or interactions is None:
            return _refused(404, "SlackIsOff", "KULANZ_SLACK_SIGNING_SECRET is not set.")
        body = await _bounded_body(request)
        if body is None:
            return _refused(413, "TooLarge", f"At most {LARGEST_BODY:,} bytes are accepted.")
        if not _is_signed(verifier, body, request.headers):
            return _refused(401, "SignatureRefused", "The signature is missing, wrong or stale.")
        try:
            return await run_in_threadpool(_answer, interactions, body, request.headers)
        except UnreadablePayload:
            return _refused(400, "UnreadablePayload", "This can't be read as a message from Slack.")


async def _bounded_body(request: Request) -> bytes | None:
    """The bytes as they came; None beyond the limit, where reading stops."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)


def _is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    try:
        return verifier.is_valid_request(body, dict(headers))
    except (ValueError, TypeError, ArithmeticError):
        # A time that is no number, a signature or a body that is no text.
        return False


def _answer(interactions: Interactions, body: bytes, headers: Mapping[str, str]) -> Response:
    """Raises UnreadablePayload."""
    if "json" in headers.get("content-type", ""):
        envelope = read_envelope(body)
        is_greeting = envelope.type == "url_verification"
        return JSONResponse({"challenge": envelope.challenge} if is_greeting else {})
    return _as_response(interactions.answer(read_interaction(_payload(body))))


def _payload(body: bytes) -> str:
    try:
        fields = parse_qs(body.decode(), strict_parsing=True, max_num_fields=20)
    except ValueError as error:
        raise UnreadablePayload from error
    if "payload" not in fields:
        raise UnreadablePayload
    return fields["payload"][0]


def _as_response(answer: Answer) -> Response:
    background = BackgroundTask(answer.afterwards)
    if answer.body is None:
        # An empty body acknowledges a click and closes a window.
        return Response(status_code=200, background=background)
    return JSONResponse(answer.body, background=background)


def _refused(status: int, error: str, detail: str) -> JSONResponse:
    return JSONResponse({"error": error, "detail": detail}, status)
