"""Requests that Slack never sent to our addresses for it: forged, stale, bent, cut, or no HTTP."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode, urlsplit

from service.slack.manifest import SIGN_IN_BACK
from tests.slack_person import signed

EVENTS = "/slack/events"

_CLICK = {
    "type": "block_actions",
    "user": {"id": "U0ANNA", "team_id": "T0HOME"},
    "team": {"id": "T0HOME"},
    "actions": [{"action_id": "approve", "value": "c0:1"}],
}
_COMMAND = {"command": "/kulanz", "text": "next", "user_id": "U0ANNA", "team_id": "T0HOME"}
_EVENT = {"type": "event_callback", "event": {"type": "app_home_opened", "user": "U0ANNA"}}

FORM, JSON = "application/x-www-form-urlencoded", "application/json"

#: Bodies as Slack would send them, with their kind.
_BODIES = [
    (urlencode({"payload": json.dumps(_CLICK)}).encode(), FORM),
    (urlencode(_COMMAND).encode(), FORM),
    (json.dumps(_EVENT).encode(), JSON),
    (json.dumps({"type": "url_verification", "challenge": "x"}).encode(), JSON),
    (b"ssl_check=1&token=x", FORM),
]
_KINDS = [
    FORM,
    JSON,
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/json; charset=\xff",
    "",
]
_NUMBERS = ["", "abc", "-1", "0", "1e400", "nan", "9" * 400, "9" * 5000, "1.5", "٣", "0x10"]
_METHODS = ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW"]


def malformed(count: int, seed: int) -> Iterator[bytes]:
    """Whole requests as bytes, the same ones for the same seed; none of them is signed by Slack."""
    chance = random.Random(seed)
    ways: list[Callable[[random.Random], bytes]] = [_forged, _forged, _bent, _bent, _odd_head,
                                                    _other_method, _sign_in, _no_http]  # fmt: skip
    for _ in range(count):
        yield chance.choice(ways)(chance)


def status_of(base: str, request: bytes) -> int:
    """What is answered; 0 where the connection is closed without an answer."""
    address = urlsplit(base)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=30) as line:
        try:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            answers = [said for said in line.makefile("rb") if said.startswith(b"HTTP/1.")]
        except ConnectionError:
            return 0
    # `100 Continue` comes before the answer.
    return int(answers[-1].split()[1]) if answers else 0


# -- ways to be malformed --------------------------------------------------------------------------


def _forged(chance: random.Random) -> bytes:
    """Well-formed, and signed by somebody else, long ago or not at all."""
    body, kind = chance.choice(_BODIES)
    proofs: list[dict[str, str]] = [
        {},
        signed(body, secret="guessed"),
        signed(body + b" "),
        signed(body, age=301),
        signed(body, age=-301),
        {**signed(body), "X-Slack-Request-Timestamp": chance.choice(_NUMBERS)},
        {**signed(body), "X-Slack-Signature": "v0=" + "0" * chance.randrange(200)},
        {**signed(body), "X-Slack-Signature": chance.choice(["", "v0", "v1=", "v0=\xff\xe9"])},
    ]
    return _request("POST", EVENTS, body, {"Content-Type": kind, **chance.choice(proofs)})


def _bent(chance: random.Random) -> bytes:
    """Bytes flipped, cut, nested or repeated, under any content type."""
    body, _ = chance.choice(_BODIES)
    bend = chance.choice([_flipped, _cut, _nested, _repeated, _noise])
    headers = {"Content-Type": chance.choice(_KINDS), **signed(b"another")}
    return _request("POST", EVENTS, bend(chance, body), headers)


def _odd_head(chance: random.Random) -> bytes:
    """A header that says something else than what comes."""
    body, kind = chance.choice(_BODIES)
    odd = chance.choice(
        [
            {"Content-Length": str(len(body) + 50)},
            {"Content-Length": "0"},
            {"Content-Length": "-5"},
            {"Content-Length": "many"},
            {"Content-Length": "99999999999"},
            {"Transfer-Encoding": "chunked"},
            {"Content-Encoding": "gzip"},
            {"Expect": "100-continue"},
            {"X-Slack-Retry-Num": chance.choice(_NUMBERS)},
            {"X-" + "a" * chance.randrange(1, 9000): "b"},
            {"Host": ""},
        ]
    )
    return _request("POST", EVENTS, body, {"Content-Type": kind, **odd})


def _other_method(chance: random.Random) -> bytes:
    path = chance.choice([EVENTS, f"{EVENTS}/", f"{EVENTS}?a=%ff", f"/slack/{quote(chr(0))}"])
    return _request(chance.choice(_METHODS), path, b"", {})


def _sign_in(chance: random.Random) -> bytes:
    """Back from Slack's page for signing in, without having been there."""
    value = chance.choice(["", "x", "%00", "%ff%fe", "a" * 3000, "..", "%F0%9F%92%A9"])
    query = chance.choice(["", f"?code={value}", f"?code={value}&state={value}", f"?error={value}"])
    cookie = chance.choice(["", "kulanz_slack_sign_in=a.b", f"kulanz_slack_sign_in={value}", "=;="])
    return _request("GET", f"{SIGN_IN_BACK}{query}", b"", {"Cookie": cookie})


def _no_http(chance: random.Random) -> bytes:
    whole = _forged(chance)
    return chance.choice([_flipped, _cut, _noise])(chance, whole)


def _flipped(chance: random.Random, given: bytes) -> bytes:
    changed = bytearray(given or b"x")
    for _ in range(chance.randrange(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(chance: random.Random, given: bytes) -> bytes:
    return given[: chance.randrange(len(given))]


def _nested(chance: random.Random, given: bytes) -> bytes:
    deep = chance.choice([b"[", b'{"a":', b"%5B", b"payload=["])
    return deep * chance.randrange(1, 20_000) + given


def _repeated(chance: random.Random, given: bytes) -> bytes:
    return b"&".join([given] * chance.randrange(2, 60))


def _noise(chance: random.Random, _given: bytes) -> bytes:
    return chance.randbytes(chance.randrange(400))


def _request(method: str, path: str, body: bytes, headers: dict[str, str]) -> bytes:
    whole = {"Host": "kulanz.example", "Content-Length": str(len(body)), "Connection": "close"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in {**whole, **headers}.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("utf-8", "surrogateescape") + body
