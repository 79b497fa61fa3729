"""Where no reply of a generic inbox may go: into private networks, and over anything but HTTPS."""

from __future__ import annotations

import pytest

from service.inboxes.outgoing import is_public
from tests.service.other_side import REPLY, answering, publisher, says
from triage.errors import DeliveryRefused, NotDelivered

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
