"""The generic inbox's way out: what an answer means, and where no call may go."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest
from hypothesis import given, strategies as st

from service.inboxes.generic import GenericPublisher
from service.inboxes.outgoing import Outgoing, is_public
from service.inboxes.standard_webhooks import TOLERANCE, SignatureRefused, sign, verify
from service.settings import InboxSettings
from tests.world import KEY
from triage.errors import DeliveryInDoubt, DeliveryRefused, NotDelivered
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


# -- where no call may go --------------------------------------------------------------------------

PRIVATE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "localhost",
    "localhost.", "0.0.0.0", "0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]",
    "[::ffff:7f00:1]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd12:3456::1]", "[ff02::1]",
    "[64:ff9b::7f00:1]", "[2002:7f00:1::1]", "user:pass@127.0.0.1", "127.0.0.1:8443",
    "public.example@127.0.0.1", "①②⑦.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_no_reply_goes_into_a_private_network(host: str) -> None:
    with pytest.raises((DeliveryRefused, NotDelivered)):
        publisher(f"https://{host}", private=False).publish(REPLY)


@pytest.mark.parametrize("host", [*PRIVATE[:2], "localhost"])
def test_a_server_in_a_private_network_hears_nothing(host: str) -> None:
    with answering(says(200)) as (base, read):
        port = base.rpartition(":")[2]
        for scheme in ("http", "https"):
            with pytest.raises(DeliveryRefused):
                publisher(f"{scheme}://{host}:{port}", private=False).publish(REPLY)
        assert read == []


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8", "ftp://8.8.8.8", "file:///etc/passwd", "https://", "https:///x", "",
        "//8.8.8.8", "https://[::1", "https://8.8.8.8:99999", "https://8.8.8.8:x",
        "https://" + "a" * 70 + ".example", "https://a..example", "https://\x00", "https:// ",
    ],
)  # fmt: skip
def test_what_is_no_https_address_is_refused(url: str) -> None:
    with pytest.raises((DeliveryRefused, NotDelivered)):
        publisher(url, private=False).publish(REPLY)


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://h:99999", "http://" + "a" * 70, "http://\x00"]
)
def test_a_broken_address_is_refused_where_private_ones_are_allowed_too(url: str) -> None:
    with pytest.raises((DeliveryRefused, NotDelivered)):
        publisher(url).publish(REPLY)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_open(address: str) -> None:
    assert is_public(address)


# -- signatures ------------------------------------------------------------------------------------

_headers = st.dictionaries(
    st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", "x"]),
    st.text(st.characters())
    | st.sampled_from(["v1,", "v1,bm8=", str(int(NOW.timestamp())), "９９９"]),
)


@given(_headers, st.binary(), st.lists(st.binary(min_size=1), max_size=2))
def test_no_headers_but_the_right_ones_open_the_door(
    headers: Mapping[str, str], body: bytes, keys: list[bytes]
) -> None:
    with pytest.raises(SignatureRefused):
        verify(headers, body, keys, NOW)


@given(
    st.text(st.characters(codec="utf-8"), min_size=1),
    st.binary(),
    st.binary(min_size=1),
    st.timedeltas(min_value=-2 * TOLERANCE, max_value=2 * TOLERANCE),
)
def test_what_was_signed_is_verified_within_the_tolerance(
    id: str, body: bytes, key: bytes, late: timedelta
) -> None:
    headers = sign(id, body, key, NOW - late)
    whole_seconds = abs(NOW.timestamp() - int((NOW - late).timestamp()))
    if whole_seconds <= TOLERANCE.total_seconds():
        assert verify(headers, body, [b"another", key], NOW) == id
        with pytest.raises(SignatureRefused):
            verify(headers, body + b"x", [key], NOW)
    else:
        with pytest.raises(SignatureRefused):
            verify(headers, body, [key], NOW)
