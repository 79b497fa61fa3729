"""Calls to addresses that the operator configured: bounded, and never into private networks."""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2

from triage.errors import DeliveryInDoubt, DeliveryRefused, NotDelivered

#: What we read of an answer at most; more is not our affair.
MAX_ANSWER_BYTES = 100_000

#: The request never reached the other side.
_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: httpx2.Headers
    body: bytes


class Outgoing:
    """An HTTP client with our rules: no redirects, no proxies from the environment, time limits."""

    def __init__(self, *, timeout: float, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._timeout = timeout
        self._client = httpx2.Client(timeout=timeout, follow_redirects=False, trust_env=False)

    def send(self, method: str, url: str, *, content: bytes, headers: dict[str, str]) -> Answer:
        """Raises NotDelivered (never got to the other side), DeliveryInDoubt, DeliveryRefused."""
        self._ensure_allowed(url)
        try:
            with self._client.stream(method, url, content=content, headers=headers) as response:
                return Answer(response.status_code, response.headers, self._body(response))
        except _NEVER_SENT as error:
            raise NotDelivered(
                f"The inbox could not be reached ({type(error).__name__})."
            ) from error
        except (httpx2.InvalidURL, UnicodeError) as error:
            raise DeliveryRefused("The inbox's address is no http(s) address.") from error
        except httpx2.HTTPError as error:
            raise DeliveryInDoubt(f"The inbox gave no answer ({type(error).__name__}).") from error

    def _body(self, response: httpx2.Response) -> bytes:
        """What there is to read in time; the status alone already says what became of the reply."""
        body = b""
        end = time.monotonic() + self._timeout
        try:
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) >= MAX_ANSWER_BYTES or time.monotonic() > end:
                    break
        except httpx2.HTTPError:
            return b""
        return body

    def close(self) -> None:
        self._client.close()

    def _ensure_allowed(self, url: str) -> None:
        trouble = trouble_with(url, allow_private=self._allow_private)
        if trouble:
            raise DeliveryRefused(trouble)
        if self._allow_private:
            return
        parts = urlsplit(url)
        for address in _resolve(parts.hostname or "", parts.port or 443):
            if not is_public(address):
                raise DeliveryRefused(
                    "The inbox's address lies in a private network. "
                    "KULANZ_ALLOW_PRIVATE_ADDRESSES=true allows that."
                )


def trouble_with(url: str, *, allow_private: bool) -> str | None:
    """Why nothing will ever be sent to this address, as far as the address itself says it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "The inbox's address is no http(s) address."
    if parts.scheme not in {"http", "https"} or not host:
        return "The inbox's address is no http(s) address."
    if parts.scheme != "https" and not allow_private:
        return (
            "Replies go out over https only. For a try on one machine, "
            "KULANZ_ALLOW_PRIVATE_ADDRESSES=true allows http."
        )
    return None


def is_public(address: str) -> bool:
    """Whether an IP address lies in the public internet, however it is wrapped."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        # Addresses that carry one of the old kind: it is that one which is reached.
        old = ip.ipv4_mapped or ip.sixtofour or _behind_nat64(ip)
        if old is not None:
            return is_public(str(old))
    return ip.is_global and not ip.is_multicast


def _behind_nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None


def _resolve(host: str, port: int) -> set[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise DeliveryRefused("The inbox's host name can't be one.") from error
    except OSError as error:
        raise NotDelivered("The inbox's host name is not known.") from error
    # An address may carry a zone (fe80::1%eth0), which ipaddress keeps for link-local ones only.
    return {str(entry[4][0]).split("%")[0] for entry in found}
