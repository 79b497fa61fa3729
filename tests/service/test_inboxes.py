"""The generic inbox's way out: what an answer means, and what a look-up finds."""

from __future__ import annotations

import socket
import time
from datetime import timedelta
from email.utils import format_datetime

import httpx2
import pytest

from service.inboxes.standard_webhooks import verify
from tests.service.other_side import (
    NOW,
    REPLY,
    Answering,
    answering,
    publish,
    publisher,
    says,
    sends,
)
from tests.world import KEY
from triage.errors import DeliveryInDoubt, DeliveryRefused, NotDelivered
from triage.ports import Receipt

# -- what an answer means --------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_what_the_inbox_takes_is_out(status: int) -> None:
    body = b"" if status == 204 else b'{"id": 17, "url": "https://social.example/17"}'
    assert publish(says(status, body)) == (
        Receipt() if status == 204 else Receipt("17", "https://social.example/17")
    )


@pytest.mark.parametrize(
    "answer",
    [
        says(200, b"thanks"),
        says(200, b"\xff\xfe"),
        says(200, b"[" * 90_000),
        says(200, b'{"id": ' + b"9" * 5000 + b"}"),
        says(200, b'{"id": "' + b"i" * 5000 + b'", "url": "javascript:alert(1)"}'),
        says(200, b'{"id": {"a": 1}, "url": 3}'),
        says(200, b'["id"]'),
        says(200, b"x" * 500_000),
        says(200, b"no gzip", content_encoding="gzip"),
        sends(b'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"id": "cut'),
        sends(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
    ],
    ids=range(11),
)
def test_no_answer_however_odd_makes_a_taken_reply_doubtful(answer: Answering) -> None:
    receipt = publish(answer)
    assert receipt.external_id is None or len(receipt.external_id) < 100
    assert receipt.url is None


def test_halves_of_characters_in_an_answer_are_dropped() -> None:
    receipt = publish(says(200, b'{"id": "a\\u0000b\\ud800c", "url": "https://a.example/\\u0000"}'))
    assert receipt == Receipt("abc", "https://a.example/")


def test_an_answer_that_drips_is_not_read_for_ever() -> None:
    def drip(connection: socket.socket) -> None:
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 90000\r\n\r\n")
            for _ in range(100):
                connection.sendall(b" ")
                time.sleep(0.05)
        except OSError:
            drops.append(True)

    drops: list[bool] = []
    assert publish(drip) == Receipt()
    assert drops


@pytest.mark.parametrize("status", [408, 425, 429, 503])
def test_what_the_inbox_says_it_did_not_take_may_go_again(status: int) -> None:
    with pytest.raises(NotDelivered):
        publish(says(status))


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        (format_datetime(NOW + timedelta(seconds=90)), 90.0),
        (format_datetime(NOW - timedelta(seconds=90)), 0.0),
        ("Mon, 23 Nov 2026 12:01:00", 60.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
        ("٣", None),
        ("Mon, 99 Foo 99999 99:99:99 +9999", None),
    ],
)
def test_the_pause_the_inbox_asks_for_is_a_number_or_a_date(
    given: str, seconds: float | None
) -> None:
    with pytest.raises(NotDelivered) as caught:
        publish(says(429, retry_after=given))
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_broken_inbox_leaves_the_reply_in_doubt_and_asks_again(status: int) -> None:
    with pytest.raises(DeliveryInDoubt) as caught:
        publish(says(status))
    assert caught.value.asks_again


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 413, 422])
def test_a_refusal_is_final(status: int) -> None:
    with pytest.raises(DeliveryRefused):
        publish(says(status))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with answering(says(200)) as (elsewhere, read):
        with pytest.raises(DeliveryRefused):
            publish(says(status, location=f"{elsewhere}/secret"))
        assert read == []


@pytest.mark.parametrize(
    "answer",
    [
        lambda connection: None,
        sends(b"HTTP/1.1 20"),
        sends(b"no http at all\r\n\r\n"),
        lambda connection: time.sleep(0.6),
    ],
    ids=["hangs up", "hangs up in the middle", "speaks otherwise", "says nothing"],
)
def test_no_answer_leaves_the_reply_in_doubt(answer: Answering) -> None:
    with pytest.raises(DeliveryInDoubt) as caught:
        publish(answer)
    assert not caught.value.asks_again


@pytest.mark.parametrize("host", ["127.0.0.1:1", "nowhere.invalid"])
def test_who_can_not_be_reached_took_nothing(host: str) -> None:
    with pytest.raises(NotDelivered):
        publisher(f"http://{host}").publish(REPLY)


def test_the_reply_is_signed_and_carries_its_key() -> None:
    with answering(says(200)) as (base, read):
        publisher(base).publish(REPLY)
    head, _, body = read[0].partition(b"\r\n\r\n")
    lines = (line.partition(b": ") for line in head.split(b"\r\n")[1:])
    headers = httpx2.Headers([(name, value) for name, _, value in lines])
    assert verify(headers, body, [KEY], NOW) == headers["idempotency-key"] == "c1"
    assert b"Das tut uns leid. ^AB" in body


# -- look-up ---------------------------------------------------------------------------------------


def test_a_look_up_finds_the_reply_or_says_that_there_is_none() -> None:
    with answering(says(200, b'{"id": "r1"}')) as (base, read):
        assert publisher(base).look_up("c1") == Receipt("r1")
    assert b"GET /lookup?key=c1 " in read[0]
    with answering(says(404)) as (base, _):
        assert publisher(base).look_up("c1") is None


@pytest.mark.parametrize("status", [204, 301, 400, 401, 429, 500, 503])
def test_a_look_up_that_says_neither_leaves_the_doubt(status: int) -> None:
    with answering(says(status)) as (base, _), pytest.raises(DeliveryInDoubt):
        publisher(base).look_up("c1")


def test_a_look_up_that_can_not_be_made_leaves_the_doubt() -> None:
    for base, private in (("http://127.0.0.1:1", True), ("https://127.0.0.1", False)):
        with pytest.raises(DeliveryInDoubt):
            publisher(base, private=private).look_up("c1")
