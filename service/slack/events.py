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
from service.precedence import PRECEDENCE
from service.slack.answers import Answer
from service.slack.payloads import UnreadablePayload, read_envelope
from service.slack.requests import Requests, requests_of
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


def mount_slack(app: FastAPI, kulanz: Kulanz) -> None:
    """Add the endpoint; without a signing secret nothing is accepted."""
    requests = requests_of(kulanz)
    secret = kulanz.settings.slack_signing_secret
    verifier = SignatureVerifier(secret.get_secret_value(), _Now(kulanz.clock)) if secret else None

    @app.post("/slack/events", tags=["slack"], responses=_ANSWERS)
    async def receive_from_slack(request: Request) -> Response:
        """Clicks, windows, commands and events from Slack, signed by it."""
        if verifier is None or requests is None:
            return _refused(404, "SlackIsOff", "KULANZ_SLACK_SIGNING_SECRET is not set.")
        body = await _bounded_body(request)
        if body is None:
            return _refused(413, "TooLarge", f"At most {LARGEST_BODY:,} bytes are accepted.")
        if not _is_signed(verifier, body, request.headers):
            return _refused(401, "SignatureRefused", "The signature is missing, wrong or stale.")
        try:
            # From now on: until a thread is there to answer, much work could be begun.
            with PRECEDENCE.somebody_waits():
                return await run_in_threadpool(_answer, requests, body, request.headers)
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


def _answer(requests: Requests, body: bytes, headers: Mapping[str, str]) -> Response:
    """Raises UnreadablePayload."""
    if "json" in headers.get("content-type", ""):
        envelope = read_envelope(body)
        if envelope.type == "url_verification":
            return JSONResponse({"challenge": envelope.challenge})
        return _as_response(requests.event(body))
    fields = _fields(body)
    if "payload" in fields:
        return _as_response(requests.interactive(fields["payload"]))
    return _as_response(requests.command(fields))


def _fields(body: bytes) -> dict[str, str]:
    try:
        fields = parse_qs(
            body.decode(), strict_parsing=True, max_num_fields=40, keep_blank_values=True
        )
    except ValueError as error:
        raise UnreadablePayload from error
    return {name: values[0] for name, values in fields.items()}


def _as_response(answer: Answer) -> Response:
    background = BackgroundTask(answer.was_given)
    if answer.body is None:
        # An empty body acknowledges a click and closes a window.
        return Response(status_code=200, background=background)
    return JSONResponse(answer.body, background=background)


def _refused(status: int, error: str, detail: str) -> JSONResponse:
    return JSONResponse({"error": error, "detail": detail}, status)
