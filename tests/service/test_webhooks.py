"""The webhook over real HTTP: who is let in, what is too large, and what it answers while the
database is away."""

from __future__ import annotations

import json
import socket
from base64 import b64encode
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from service.inboxes.standard_webhooks import sign
from tests.postgres import running_server
from tests.web import OLD_KEY, Web, serving
from tests.world import KEY, settings

BODY = json.dumps({"id": "signed", "text": "My flight is late"}).encode()


# -- who is let in ---------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [KEY, OLD_KEY])
def test_each_of_two_keys_opens_while_they_are_changed(web: Web, key: bytes) -> None:
    assert web.send({"id": f"rotation {key!r}", "text": "late"}, key=key) == 202


def test_one_of_several_signatures_is_enough(web: Web) -> None:
    headers = sign("several", BODY, KEY, web.kulanz.clock())
    headers["webhook-signature"] = f"v1a,bm8= v1,bm8= {headers['webhook-signature']} v2,bm8="
    assert web.post(BODY, headers=headers).status_code in {200, 202}


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1,not base64"},
        {"webhook-signature": "v1," + b64encode(b"0" * 32).decode()},
        {"webhook-signature": "v1a," + b64encode(b"0" * 64).decode()},
        {"webhook-id": "another"},
        {"webhook-id": ""},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": "9" * 400},
        {"webhook-timestamp": "-1"},
        {"webhook-timestamp": "1e9"},
    ],
)
def test_what_is_not_signed_rightly_is_refused(web: Web, change: dict[str, str]) -> None:
    headers = sign("refused", BODY, KEY, web.kulanz.clock()) | change
    answer = web.post(BODY, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (401, "SignatureRefused")


def test_unsigned_is_refused(web: Web) -> None:
    assert web.post(BODY, headers={}).status_code == 401


def test_a_signature_of_another_body_or_key_is_refused(web: Web) -> None:
    headers = sign("other body", BODY, KEY, web.kulanz.clock())
    assert web.post(BODY + b" ", headers=headers).status_code == 401
    assert web.post(BODY, key=b"x" * 32).status_code == 401


@pytest.mark.parametrize(
    ("late", "status"),
    [
        (timedelta(minutes=6), 401),
        (timedelta(minutes=-6), 401),
        (timedelta(minutes=4), 202),
        (timedelta(minutes=-4), 202),
    ],
)
def test_the_clocks_may_differ_by_five_minutes(web: Web, late: timedelta, status: int) -> None:
    assert web.send({"id": f"skew {late}", "text": "late"}, late=late) == status


def test_an_unknown_inbox_is_not_found_whoever_signed(web: Web) -> None:
    answer = web.post(BODY, inbox="nowhere")
    assert (answer.status_code, answer.json()["error"]) == (404, "UnknownInbox")


# -- too large -------------------------------------------------------------------------------------


def test_what_says_it_is_too_large_is_refused_before_it_is_read(web: Web) -> None:
    with _connection(web) as connection:
        connection.sendall(
            b"POST /webhooks/social HTTP/1.1\r\nHost: k\r\nContent-Length: 2000001\r\n"
        )
        connection.sendall(b"\r\n{")
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_what_grows_too_large_is_refused_before_its_end(web: Web) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    with _connection(web) as connection:
        connection.sendall(
            b"POST /webhooks/social HTTP/1.1\r\nHost: k\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        try:
            for _ in range(40):
                connection.sendall(chunk)
        except OSError:
            pass  # It need not listen any longer.
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def _connection(web: Web) -> socket.socket:
    parts = urlsplit(web.base)
    assert parts.hostname is not None
    assert parts.port is not None
    return socket.create_connection((parts.hostname, parts.port), timeout=20)


# -- the database is away --------------------------------------------------------------------------


def test_while_the_database_is_away_the_sender_is_asked_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost and nothing stored twice, although PostgreSQL is stopped for real."""
    mention = {"id": "patient", "text": "My flight is late"}
    with ExitStack() as stack:
        server = stack.enter_context(running_server())
        url = stack.enter_context(server.fresh_database())
        chosen = settings(tmp_path, monkeypatch, None, database_url=url)
        web = stack.enter_context(serving(chosen))
        assert web.send({"id": "before", "text": "late"}) == 202
        server.stop("immediate")
        answer = web.post(json.dumps(mention).encode())
        assert (answer.status_code, answer.json()["error"]) == (503, "StoreIsDown")
        assert int(answer.headers["retry-after"]) > 0
        server.start()
        assert web.send(mention) == 202
        assert web.send(mention) == 200
        assert web.mention("before") is not None
