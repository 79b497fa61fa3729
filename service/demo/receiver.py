"""The other side of the demo: takes approved replies, keeps them, and shows them on a page."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from service.demo.kept import keep, load
from service.inboxes.standard_webhooks import SignatureRefused, verify

MAX_BODY_BYTES = 100_000

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Published replies</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;
color-scheme:light dark}}article{{border-top:1px solid #8886;padding:1rem 0}}
blockquote{{margin:0 0 .5rem;opacity:.75}}p{{margin:0}}footer{{font-size:.85rem;opacity:.75}}
:target{{outline:2px solid #36c;outline-offset:.5rem}}</style>
<h1>Published replies</h1><p>What the network shows: {count}.</p>{replies}</html>"""

_REPLY = """<article id="{id}"><blockquote>{mention}</blockquote><p>{reply}</p>
<footer>{channel}, approved by {approved_by}</footer></article>"""


class Receiver(AbstractContextManager["Receiver"]):
    """A server on loopback; a reply whose key it knows is taken once."""

    def __init__(
        self, port: int, *, key: bytes, kept: Path, mentions: Sequence[dict[str, Any]]
    ) -> None:
        self._key = key
        self._kept = kept
        self._texts = {mention["id"]: mention["text"] for mention in mentions}
        self._published: dict[str, dict[str, Any]] = load(kept, {})
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), partial(_Handler, self))
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Receiver:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def verified(self, headers: Any, body: bytes) -> bool:
        try:
            verify(headers, body, [self._key], datetime.now(UTC))
        except SignatureRefused:
            return False
        return True

    def publish(self, key: str, reply: dict[str, Any]) -> dict[str, str]:
        """Durable before it is acknowledged."""
        with self._lock:
            if key not in self._published:
                self._published[key] = reply
                keep(self._kept, self._published)
        return self.receipt(key)

    def knows(self, key: str) -> bool:
        with self._lock:
            return key in self._published

    def receipt(self, key: str) -> dict[str, str]:
        return {"id": f"reply-{key}", "url": f"{self.address}/#{_anchor(key)}"}

    def page(self) -> str:
        with self._lock:
            published = [*self._published.items()]
        replies = "".join(self._shown(key, reply) for key, reply in reversed(published))
        return _PAGE.format(count=len(published), replies=replies)

    def _shown(self, key: str, reply: dict[str, Any]) -> str:
        mention = self._texts.get(reply.get("in_reply_to"), "")
        words = {name: escape(str(reply.get(name, ""))) for name in ("channel", "approved_by")}
        return _REPLY.format(
            id=_anchor(key), mention=escape(mention), reply=escape(reply["reply"]), **words
        )


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, receiver: Receiver, *arguments: Any) -> None:
        self._receiver = receiver
        super().__init__(*arguments)

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/":
            self._answer(200, self._receiver.page().encode(), "text/html; charset=utf-8")
            return
        key = parse_qs(address.query).get("key", [""])[0]
        if not self._receiver.verified(self.headers, b""):
            self._say(401, {"error": "signature"})
        elif address.path == "/replies" and self._receiver.knows(key):
            self._say(200, self._receiver.receipt(key))
        else:
            self._say(404, {"error": "unknown"})

    def do_POST(self) -> None:
        length = self.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
            self.close_connection = True
            self._say(413, {"error": "size"})
            return
        body = self.rfile.read(int(length))
        if not self._receiver.verified(self.headers, body):
            self._say(401, {"error": "signature"})
            return
        reply = json.loads(body)["data"]
        self._say(200, self._receiver.publish(self.headers["idempotency-key"], reply))

    def log_message(self, *_: object) -> None:
        """The terminal belongs to the demo's own lines."""

    def _say(self, status: int, document: dict[str, str]) -> None:
        self._answer(status, json.dumps(document).encode(), "application/json")

    def _answer(self, status: int, body: bytes, type: str) -> None:
        self.send_response(status)
        self.send_header("content-type", type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _anchor(key: str) -> str:
    return "r" + sha256(key.encode()).hexdigest()[:12]
