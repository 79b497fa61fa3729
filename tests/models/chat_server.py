"""An OpenAI-compatible server on a real socket that behaves as badly as it is told to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: Takes the request's document; gives the status and the answer's document.
Behaviour = Callable[[dict[str, Any]], tuple[int, dict[str, Any]]]


@dataclass
class ChatServer:
    base_url: str = ""
    #: Used up one after the other; the last stays.
    behaviours: list[Behaviour] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, document: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        with self._lock:
            self.requests.append(document)
            self.headers.append(headers)
            many = len(self.behaviours) > 1
            behaviour = self.behaviours.pop(0) if many else self.behaviours[0]
        return behaviour(document)


def says(text: str | None) -> Behaviour:
    message = {"role": "assistant", "content": text}
    choices = [{"index": 0, "finish_reason": "stop", "message": message}]
    return lambda _: (200, {"id": "1", "object": "chat.completion", "created": 1, "model": "m",
                            "choices": choices})  # fmt: skip


def fails(status: int) -> Behaviour:
    return lambda _: (status, {"error": {"message": "no", "type": "error"}})


def hangs(document: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    time.sleep(3)
    return fails(500)(document)


def knows_no_schema(then: Behaviour) -> Behaviour:
    return lambda document: (fails(400) if "response_format" in document else then)(document)


@contextmanager
def chat_server(*behaviours: Behaviour) -> Iterator[ChatServer]:
    server = ChatServer(behaviours=[*behaviours])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            document = json.loads(self.rfile.read(length))
            status, answer = server.answer(
                document, {k.lower(): v for k, v in self.headers.items()}
            )
            body = json.dumps(answer).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # whoever asked has not waited

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.base_url = f"http://127.0.0.1:{listening.server_address[1]}/v1"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()
