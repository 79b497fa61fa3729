"""Brings the sample mentions over the signed webhook, at the pace of people."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2

from service.demo.kept import keep, load
from service.inboxes.standard_webhooks import sign

#: So many come at once, so that the first look at the console finds something.
AT_ONCE = 8


class Feeder(threading.Thread):
    """Sends what was not yet taken; a mention that was taken twice is stored once."""

    def __init__(
        self, mentions: Sequence[dict[str, Any]], *, url: str, key: bytes, every: float, kept: Path
    ) -> None:
        super().__init__(name="demo-feeder", daemon=True)
        self._mentions = mentions
        self._url = url
        self._key = key
        self._every = every
        self._kept = kept
        self._stopped = threading.Event()

    def run(self) -> None:
        taken: list[str] = load(self._kept, [])
        with httpx2.Client(timeout=10, trust_env=False) as client:
            for place, mention in enumerate(self._mentions):
                if mention["id"] in taken:
                    continue
                if place >= AT_ONCE and self._stopped.wait(self._every):
                    return
                if not self._brought(client, mention):
                    return
                taken.append(mention["id"])
                keep(self._kept, taken)

    def stop(self) -> None:
        self._stopped.set()
        self.join(timeout=15)

    def _brought(self, client: httpx2.Client, mention: dict[str, Any]) -> bool:
        """Try until the service is up and has stored it; False if told to stop before."""
        while not self._stopped.is_set():
            now = datetime.now(UTC)
            body = json.dumps({**mention, "posted_at": now.isoformat()}).encode()
            headers = sign(f"delivery-{mention['id']}", body, self._key, now)
            try:
                answer = client.post(self._url, content=body, headers=headers)
            except httpx2.TransportError:
                answer = None
            if answer is not None and answer.is_success:
                return True
            self._stopped.wait(0.1 if answer is None else 2.0)
        return False
