"""How the stand-in for Slack speaks HTTP: Web API and response_urls, and faults on demand."""

from __future__ import annotations

import json
import socket
import time
from base64 import b64decode
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from tests.slack_stand_in import SlackStandIn

#: 429: asked to wait; 500: an error of its own; lost: done, but the line drops before the answer;
#: dropped: the line drops before anything is done; slow: done, and answered late; refused: this
#: message is not taken; none: this call goes well.
Fault = Literal["429", "500", "lost", "dropped", "slow", "refused", "none"]

#: Seconds that a slow answer takes.
SLOW = 1.5


class Refused(Exception):
    """`{"ok": false, "error": …}`."""


class Limited(Exception):
    """429 with Retry-After."""


def handler(slack: SlackStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/openid/connect/keys":
                return self._send(200, slack.identity.keys())
            return self._send(404, b"")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            if self.path.startswith("/actions/"):
                status = slack.respond(self.path.removeprefix("/actions/"), json.loads(body))
                return self._send(status, b"ok")
            method = self.path.removeprefix("/api/")
            fault = slack.fault(method)
            if fault == "dropped":
                return self._hang_up()
            if fault == "429":
                return self._limited()
            if fault == "500":
                return self._send(500, b"<html>the words of a proxy</html>")
            if fault == "refused":
                return self._send(200, b'{"ok": false, "error": "msg_too_long"}')
            return self._call(method, body, fault)

        def _call(self, method: str, body: bytes, fault: Fault | None) -> None:
            given = self._given(body)
            token = self.headers.get("authorization", "").removeprefix("Bearer ")
            if token.startswith("Basic "):
                # How an app names itself where there is no token yet.
                client = b64decode(token.removeprefix("Basic ")).decode().partition(":")
                given |= {"client_id": client[0], "client_secret": client[2]}
            try:
                answer = slack.call(method, token, given)
            except Refused as refused:
                answer = {"ok": False, "error": str(refused)}
            except Limited:
                return self._limited()
            if fault == "lost":
                return self._hang_up()
            if fault == "slow":
                time.sleep(SLOW)
            scopes = {"X-OAuth-Scopes": slack.scopes}
            return self._send(200, json.dumps(answer).encode(), scopes)

        def _given(self, body: bytes) -> dict[str, Any]:
            if "json" in self.headers.get("content-type", ""):
                given: dict[str, Any] = json.loads(body or b"{}")
                return given
            return {name: values[0] for name, values in parse_qs(body.decode()).items()}

        def _limited(self) -> None:
            wait = {"Retry-After": str(slack.asks_to_wait)}
            self._send(429, b'{"ok": false, "error": "ratelimited"}', wait)

        def _hang_up(self) -> None:
            self.connection.shutdown(socket.SHUT_RDWR)

        def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler
