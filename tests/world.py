"""A whole program for one test: real database, real engine, real HTTP; the ports of your choice."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.bootstrap import Kulanz, build, utc_now
from service.inboxes.standard_webhooks import sign
from service.receive import Received, case_id_of
from service.settings import Settings
from service.store import cases, publications, queues
from service.worker import working
from tests.fakes import fake_desk
from tests.filled import put_sqlite
from tests.receiver import Receiver
from triage.case import Case, Status
from triage.desk import Desk
from triage.ports import Approvals, Clock

KEY = b"0123456789abcdef0123456789abcdef"
SECRET = "whsec_" + b64encode(KEY).decode()


def settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, receiver: Receiver | None, **given: Any
) -> Settings:
    """Quick settings with one inbox called `social`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KULANZ_INBOX_SOCIAL_SECRET", SECRET)
    if receiver:
        monkeypatch.setenv("KULANZ_INBOX_SOCIAL_REPLY_URL", receiver.url)
    quick: dict[str, Any] = {
        "data_dir": tmp_path / "data",
        "allow_private_addresses": True,
        # Looking more often would take more of the processor than the work that is found.
        "poll_interval": 0.2,
        "watch_interval": 0.5,
        "publish_pauses": (0.2, 0.2, 0.2),
        "publish_settle": 0.2,
        "worker_concurrency": 8,
    }
    chosen = Settings(**{**quick, **given})
    if not chosen.database_url:
        put_sqlite(chosen.data_dir / "kulanz.sqlite")
    return chosen


@dataclass
class World:
    kulanz: Kulanz

    def mention(self, text: str, **fields: Any) -> str:
        """Take one mention in, as the webhook does; the case's id."""
        fields = {"id": f"m{time.perf_counter_ns()}", "text": text, **fields}
        self.deliver("mention.created", fields)
        return case_id_of("social", fields.get("conversation", fields["id"]))

    def deliver(self, type: str, mention: dict[str, Any]) -> Received:
        """Sign, verify, parse and store one delivery."""
        body = json.dumps({"type": type, "data": mention}).encode()
        kulanz = self.kulanz
        inbox, now = kulanz.inboxes["social"], kulanz.clock()
        headers = sign(f"d{time.perf_counter_ns()}", body, KEY, now)
        incoming = inbox.parse(body, inbox.verify(headers, body, now))
        return kulanz.intake.take("social", incoming, now)

    def only(self, text: str) -> Case:
        with self.kulanz.database.read() as session:
            found = queues.find(session, queues.Filter(words=text), now=self.kulanz.clock())
        assert len(found) == 1
        return found[0]

    def case(self, case_id: str) -> Case:
        with self.kulanz.database.read() as session:
            return cases.load(session, case_id)

    def wait_for(self, case_id: str, *statuses: Status, seconds: float = 60) -> Case:
        try:
            case: Case = self.until(lambda: self._in(case_id, statuses), seconds)
        except AssertionError:
            raise AssertionError(f"not {statuses} in time, but {self._story(case_id)}") from None
        return case

    def until(self, seen: Callable[[], Any], seconds: float = 60) -> Any:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = seen()
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError("it did not happen in time")

    def _story(self, case_id: str) -> str:
        """What became of a case, for who reads of the failure only."""
        case = self.case(case_id)
        with self.kulanz.database.read() as session:
            events = [(e.kind, dict(e.details)) for e in cases.history(session, case_id)]
            replies = [(p.state, p.error) for p in publications.of_case(session, case_id)]
        return f"{case.status}: {events}, {replies}"

    def _in(self, case_id: str, statuses: tuple[Status, ...]) -> Case | None:
        case = self.case(case_id)
        return case if case.status in statuses else None


@contextmanager
def running(
    settings: Settings,
    *,
    desk: Desk | None = None,
    approvals: Approvals | None = None,
    clock: Clock = utc_now,
) -> Iterator[World]:
    """The program at work, without a web server."""
    kulanz = build(settings, desk=desk or fake_desk(), approvals=approvals, clock=clock)
    try:
        with working(kulanz):
            yield World(kulanz)
    finally:
        kulanz.close()
