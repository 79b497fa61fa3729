"""Signing and verifying by Standard Webhooks.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
Our own lines rather than the package: version 1.1.0 raises ValueError, UnicodeDecodeError and
binascii.Error on malformed headers, and takes one key, where a change of keys needs several.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from triage.errors import TriageError

#: How far the sender's clock may be off, and how old a delivery may be.
TOLERANCE = timedelta(minutes=5)


class SignatureRefused(TriageError):
    """The signature is missing, wrong or too old."""


def verify(headers: Mapping[str, str], body: bytes, keys: Iterable[bytes], now: datetime) -> str:
    """The delivery's id. Raises SignatureRefused.

    `body` is what came over the wire: once parsed and written again, umlauts may be escaped
    otherwise and no signature fits.
    """
    id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "")
    if not (id and given and _is_recent(timestamp, now)):
        raise SignatureRefused
    signed = f"{id}.{timestamp}.".encode(errors="replace") + body
    expected = [_signature(key, signed).encode() for key in keys]
    for one in given.split(" "):
        if any(hmac.compare_digest(one.encode(errors="replace"), fits) for fits in expected):
            return id
    raise SignatureRefused


def sign(id: str, body: bytes, key: bytes, now: datetime) -> dict[str, str]:
    """The headers of an outgoing delivery."""
    timestamp = str(int(now.timestamp()))
    return {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": _signature(key, f"{id}.{timestamp}.".encode() + body),
    }


def _signature(key: bytes, signed: bytes) -> str:
    return "v1," + b64encode(hmac.new(key, signed, sha256).digest()).decode()


def _is_recent(timestamp: str, now: datetime) -> bool:
    # isdecimal() alone would let through digits of other scripts and numbers beyond any date.
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return False
    return abs(now.timestamp() - int(timestamp)) <= TOLERANCE.total_seconds()
