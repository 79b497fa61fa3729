"""The system behind a generic inbox: takes replies over a real socket, and fails on demand."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

#: What a receiver does with one delivery: status and headers, or None to hang up.
Behaviour = Callable[["Receiver", str, bytes], tuple[int, dict[str, str]] | None]


@dataclass
class Receiver:
    """Counts deliveries and effects: a key it knows has no second effect."""

    behaviours: list[Behaviour] = field(default_factory=list)
    deliveries: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    effects: dict[str, str] = field(default_factory=dict)
    #: What the next look-ups are answered with instead of the truth.
    lookups: list[int] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    base: str = ""

    @property
    def url(self) -> str:
        return f"{self.base}/replies"

    @property
    def lookup_url(self) -> str:
        return f"{self.base}/lookup"

    def forget(self) -> None:
        """Begin anew, for the next story."""
        with self.lock:
            for kept in (
                self.behaviours,
                self.deliveries,
                self.headers,
                self.effects,
                self.lookups,
            ):
                kept.clear()

    def accept(self, key: str, body: bytes) -> None:
        with self.lock:
            self.effects.setdefault(key, json.loads(body)["data"]["reply"])

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def accepts(receiver: Receiver, key: str, body: bytes) -> tuple[int, dict[str, str]]:
    receiver.accept(key, body)
    return 200, {}


def fails_before(status: int, **headers: str) -> Behaviour:
    return lambda receiver, key, body: (
        status,
        {k.replace("_", "-"): v for k, v in headers.items()},
    )


def fails_after(status: int) -> Behaviour:
    def behave(receiver: Receiver, key: str, body: bytes) -> tuple[int, dict[str, str]]:
        receiver.accept(key, body)
        return status, {}

    return behave


def hangs_up_after(receiver: Receiver, key: str, body: bytes) -> None:
    receiver.accept(key, body)


def hangs_up_before(receiver: Receiver, key: str, body: bytes) -> None:
    return None


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            key = self.headers["idempotency-key"]
            with receiver.lock:
                receiver.deliveries.append((key, json.loads(body)))
                receiver.headers.append({k.lower(): v for k, v in self.headers.items()})
                behave = receiver.behaviours.pop(0) if receiver.behaviours else accepts
            self._answer(behave(receiver, key, body), {"id": f"r-{key}"})

        def do_GET(self) -> None:
            key = parse_qs(urlsplit(self.path).query)["key"][0]
            with receiver.lock:
                status = receiver.lookups.pop(0) if receiver.lookups else 200
            if status != 200:
                self._answer((status, {}), {})
                return
            known = key in receiver.effects
            self._answer((200 if known else 404, {}), {"id": f"r-{key}"} if known else {})

        def _answer(
            self, answer: tuple[int, dict[str, str]] | None, document: dict[str, str]
        ) -> None:
            if answer is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            status, headers = answer
            body = json.dumps(document).encode()
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler
