"""The other side of a generic inbox, byte by byte: what it says to a reply, and what it read."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from service.inboxes.generic import GenericPublisher
from service.inboxes.outgoing import Outgoing
from service.settings import InboxSettings
from tests.world import KEY
from triage.mention import Mention
from triage.ports import OutgoingReply, Receipt

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

REPLY = OutgoingReply(
    key="c1", case_id="c1", text="Das tut uns leid. ^AB", mention=Mention("m1", "Zu spät"),
    approved_by="Anna Berg", approved_at=NOW,
)  # fmt: skip

#: Plays one connection of the other side.
Answering = Callable[[socket.socket], None]


@contextmanager
def answering(play: Answering) -> Iterator[tuple[str, list[bytes]]]:
    """A server on loopback that plays this to every connection; its address, and what it read."""
    read: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                read.append(_request(connection))
                play(connection)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", read
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def _request(connection: socket.socket) -> bytes:
    request = connection.makefile("rb")
    head = b"".join(iter(request.readline, b"\r\n"))
    length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return head + b"\r\n" + (request.read(int(length[0].split(b":")[1])) if length else b"")


def says(status: int, body: bytes = b"", **headers: str) -> Answering:
    lines = [f"HTTP/1.1 {status} So", f"content-length: {len(body)}", "connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return lambda connection: connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)


def sends(raw: bytes) -> Answering:
    return lambda connection: connection.sendall(raw)


def publisher(base: str, *, timeout: float = 0.4, private: bool = True) -> GenericPublisher:
    inbox = InboxSettings("social", (KEY,), f"{base}/replies", f"{base}/lookup")
    outgoing = Outgoing(timeout=timeout, allow_private=private)
    return GenericPublisher(inbox, outgoing, lambda: NOW)


def publish(play: Answering) -> Receipt:
    with answering(play) as (base, _):
        return publisher(base).publish(REPLY)
