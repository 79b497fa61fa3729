"""Calls to addresses that the operator configured: bounded, and never into private networks."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2

from triage.errors import DeliveryInDoubt, DeliveryRefused, NotDelivered

#: What we read of an answer at most; more is not our affair.
MAX_ANSWER_BYTES = 100_000

#: The request never reached the other side.
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: httpx2.Headers
    body: bytes


class Outgoing:
    """An HTTP client with our rules: no redirects, no proxies from the environment, time limits."""

    def __init__(self, *, timeout: float, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._client = httpx2.Client(timeout=timeout, follow_redirects=False, trust_env=False)

    def send(self, method: str, url: str, *, content: bytes, headers: dict[str, str]) -> Answer:
        """Raises NotDelivered (never reached the other side), DeliveryInDoubt or DeliveryRefused."""
        self._ensure_allowed(url)
        try:
            with self._client.stream(method, url, content=content, headers=headers) as response:
                body = b""
                for chunk in response.iter_bytes(16_384):
                    body += chunk
                    if len(body) >= MAX_ANSWER_BYTES:
                        break
                return Answer(response.status_code, response.headers, body)
        except _NEVER_SENT as error:
            raise NotDelivered(
                f"The inbox could not be reached ({type(error).__name__})."
            ) from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise DeliveryInDoubt(f"The inbox gave no answer ({type(error).__name__}).") from error

    def close(self) -> None:
        self._client.close()

    def _ensure_allowed(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise DeliveryRefused("The inbox's address is no http(s) address.")
        if self._allow_private:
            return
        if parts.scheme != "https":
            raise DeliveryRefused("Replies go out over https only.")
        for address in _resolve(parts.hostname, parts.port or 443):
            if not ipaddress.ip_address(address).is_global:
                raise DeliveryRefused(
                    "The inbox's address lies in a private network. "
                    "KULANZ_ALLOW_PRIVATE_ADDRESSES=true allows that."
                )


def _resolve(host: str, port: int) -> set[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotDelivered("The inbox's host name is not known.") from error
    # An address may carry a zone (fe80::1%eth0), which ipaddress keeps for link-local ones only.
    return {str(entry[4][0]).split("%")[0] for entry in found}
