"""The people of `test_chaos.py`: who writes and who clicks, whatever dies meanwhile."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
from sqlalchemy.exc import DBAPIError

from service.bootstrap import utc_now
from service.console.sign_in import SESSION_COOKIE
from service.inboxes.standard_webhooks import sign
from service.store import cases, queues
from service.store.database import Database
from tests.world import KEY
from triage.case import Case, Status


class Traffic:
    """People who write, people who click, and an inbox that repeats itself."""

    def __init__(self, database: Database, port: int, cookie: str, chance: random.Random) -> None:
        self.database = database
        self.base = f"http://127.0.0.1:{port}"
        self.cookie = cookie
        self.chance = chance
        self.accepted: list[str] = []
        self.clicks = Counter[int]()
        self.answers = Counter[int]()
        self.all_in = threading.Event()

    def write(self, number: int, pause: float) -> None:
        """Send one mention until it is accepted, as senders do; a fifth of them twice."""
        body = json.dumps({"id": f"m{number}", "text": f"My bag is lost ({number})"}).encode()
        twice = self.chance.random() < 0.2
        for _ in range(2 if twice else 1):
            self._until_taken(lambda: self._post(body, number))
        self.accepted.append(f"m{number}")
        time.sleep(pause)

    def _post(self, body: bytes, number: int) -> int:
        headers = sign(f"d{number}", body, KEY, utc_now())
        return httpx2.post(
            f"{self.base}/webhooks/social", content=body, headers=headers, timeout=20
        ).status_code

    def _until_taken(self, post: Callable[[], int]) -> None:
        while True:
            try:
                status = post()
            except httpx2.HTTPError:
                status = 0
            self.answers[status] += 1
            if status in {200, 202}:
                return
            assert status in {0, 503}, "a sender is asked to come back, nothing else"
            time.sleep(0.1)

    def click_until_all_are_decided(self, pool: ThreadPoolExecutor, total: int) -> None:
        seen: set[str] = set()
        while len(seen) < total:
            for case in self._waiting():
                twice = case.id not in seen and self.chance.random() < 0.25
                seen.add(case.id)
                list(pool.map(self._click, [case] * (2 if twice else 1)))
            if self.all_in.is_set() and not self._open():
                return
            time.sleep(0.05)

    def _click(self, case: Case) -> None:
        try:
            answer = httpx2.post(
                f"{self.base}/api/cases/{case.id}/decisions", timeout=20,
                json={"kind": "approve", "draft_version": case.draft_version},
                cookies={SESSION_COOKIE: self.cookie},
            )  # fmt: skip
        except httpx2.HTTPError:
            self.clicks[0] += 1
            return
        self.clicks[answer.status_code] += 1
        assert answer.status_code in {200, 409, 503}, answer.text

    def _waiting(self) -> list[Case]:
        wanted = queues.Filter(statuses=(Status.AWAITING, Status.ESCALATED))
        return self.found(lambda s: queues.find(s, wanted, now=utc_now(), limit=20)) or []

    def _open(self) -> int:
        wanted = (Status.RECEIVED, Status.AWAITING, Status.ESCALATED)
        counted = self.found(cases.counts_by_status)
        return 1 if counted is None else sum(counted.get(status, 0) for status in wanted)

    def found(self, query: Callable[[Any], Any]) -> Any:
        try:
            with self.database.read() as session:
                return query(session)
        except DBAPIError:
            return None
