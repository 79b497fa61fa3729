"""One database that survives all deaths, Slack and the receiver of replies, which go on whatever
dies, and the people and the sender who do again what they did not see done."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import sqlalchemy as sa

from service.inboxes.standard_webhooks import sign
from service.receive import case_id_of
from service.store import cases, tables
from service.store.database import Database
from tests.receiver import Receiver
from tests.slack_person import SIGNING_SECRET, Person, over_http, words_of
from tests.slack_stand_in import CHANNEL, Message, SlackStandIn
from tests.slack_surfaces import Visitor, http_wire
from tests.world import KEY, SECRET
from triage.case import Case, Status
from triage.errors import CaseNotFound

#: How a process ends at a crash point.
DIED = 9

#: How long a story waits for what is to come, in seconds.
_PATIENCE = 30


class Died(Exception):
    """The program is dead."""


@dataclass
class House:
    variables: dict[str, str]
    program: subprocess.Popen[str]
    database: Database
    receiver: Receiver
    slack: SlackStandIn
    base: str = ""
    pid: int = 0
    #: What the program said.
    _said: queue.Queue[str] = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        self.anna = Person(self.slack, self._deliver, "U0ANNA")
        threading.Thread(target=self._listen, daemon=True).start()

    # -- lives ---------------------------------------------------------------------------------

    def begin(self, crash_at: str = "", **more: str) -> None:
        """A new life of the program, which ends at that point. Raises Died."""
        given = {**self.variables, **more}
        given["KULANZ_SLACK_API_URL"] = self.slack.api_url
        if crash_at:
            given["KULANZ_CRASH_AT"] = f"{crash_at}:1"
        assert self.program.stdin is not None
        self.pid = 0
        self.program.stdin.write(json.dumps(given) + "\n")
        self.program.stdin.flush()
        said = self._said.get(timeout=_PATIENCE)
        if " " not in said:
            self._said.put(said)
            raise Died
        self.pid, self.base = int(said.split()[0]), said.split()[1]

    def dies_at(self, crash_at: str, story: Callable[[], object], **more: str) -> None:
        """Live through a story until death."""
        try:
            self.begin(crash_at, **more)
            story()
            # The point may come after the last thing that people see.
            self.until(lambda: False)
        except Died:
            pass
        finally:
            ended = self._end()
        assert ended == DIED, f"nobody died at {crash_at!r}"

    def lives(self, story: Callable[[], object], **more: str) -> None:
        """Live through a story to its end, which is kill −9 as well."""
        self.begin(**more)
        try:
            story()
        finally:
            ended = self._end()
        assert ended == -signal.SIGKILL, "it died before"

    def _end(self) -> int:
        """How the process ended, by kill −9 if it did not by itself."""
        with suppress(ProcessLookupError):
            if self.pid:
                os.kill(self.pid, signal.SIGKILL)
        return int(self._said.get(timeout=_PATIENCE))

    def forget_work(self) -> None:
        """What is left to be done of one story is no part of the next one."""
        with self.database.begin() as session:
            session.execute(sa.delete(tables.cards))
            where = "" if self.database.is_sqlite else "dbos."
            session.execute(sa.text(f"DELETE FROM {where}workflow_status"))

    def until(self, seen: Callable[[], Any]) -> Any:
        """What is seen at last. Raises Died."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if found := seen():
                return found
            if not self._said.empty():
                raise Died
            time.sleep(0.02)
        raise AssertionError("it did not happen")

    def _listen(self) -> None:
        assert self.program.stdout is not None
        for line in self.program.stdout:
            self._said.put(line.strip())

    # -- the world outside ---------------------------------------------------------------------

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Whoever calls while the program dies gets no answer."""
        try:
            yield
        except httpx2.TransportError:
            raise Died from None

    def receives(self, name: str) -> str:
        """The sender delivers the mention until it is accepted; the case's id."""
        body = json.dumps(
            {"type": "mention.created", "data": {"id": name, "text": "My bag is lost"}}
        )
        headers = sign(f"delivery {name}", body.encode(), KEY, datetime.now(UTC))
        with self.asking():
            answer = httpx2.post(
                f"{self.base}/webhooks/social", content=body, headers=headers, timeout=20
            )
        assert answer.status_code in {200, 202}
        return self.case_id(name)

    def case_id(self, name: str) -> str:
        return case_id_of("social", name)

    def _deliver(self, payload: dict[str, Any]) -> dict[str, Any] | None:
        with self.asking():
            return over_http(self.base)(payload)

    def visitor(self) -> Visitor:
        """Anna beside the cards."""
        return Visitor(self.slack, http_wire(self.base), "U0ANNA")

    # -- what is seen --------------------------------------------------------------------------

    def case(self, case_id: str) -> Case | None:
        with self.database.read() as session:
            try:
                return cases.load(session, case_id)
            except CaseNotFound:
                return None

    def status(self, case_id: str) -> Status | None:
        case = self.case(case_id)
        return case.status if case else None

    def messages(self, case_id: str) -> list[Message]:
        """The card, and what stands in its thread."""
        posted = list(self.slack.messages)
        return [m for m in posted if m.metadata.get("event_payload", {}).get("case_id") == case_id]

    def cards(self, case_id: str) -> list[Message]:
        return [m for m in self.messages(case_id) if m.thread_ts is None]

    def card(self, case_id: str) -> Message:
        """As it stands now, as soon as there is one. Raises Died."""
        cards: list[Message] = self.until(lambda: self.cards(case_id))
        return deepcopy(cards[0])

    def shows(self, case_id: str, words: str) -> None:
        """Wait until the card says so. Raises Died."""
        self.until(lambda: words in words_of(self.card(case_id).blocks))

    def window(self, click: Callable[[], None]) -> dict[str, Any]:
        """The window that opens on a click. Raises Died."""
        before = len(self.slack.views)
        click()
        self.until(lambda: len(self.slack.views) > before)
        return self.slack.views[-1]

    def sent(self, case_id: str) -> int:
        """How often the reply left the house."""
        return [key for key, _ in self.receiver.deliveries].count(case_id)

    @property
    def look_up(self) -> dict[str, str]:
        return {"KULANZ_INBOX_SOCIAL_LOOKUP_URL": self.receiver.lookup_url}


@contextmanager
def house_over(url: str) -> Iterator[House]:
    """A house over that database, which may be empty."""
    with ExitStack() as stack:
        receiver, slack = (
            stack.enter_context(Receiver()),
            stack.enter_context(SlackStandIn(seconds_between_posts=0.0)),
        )
        variables = {
            "KULANZ_DATABASE_URL": url,
            "KULANZ_INBOX_SOCIAL_SECRET": SECRET,
            "KULANZ_INBOX_SOCIAL_REPLY_URL": receiver.url,
            "KULANZ_ALLOW_PRIVATE_ADDRESSES": "true",
            "KULANZ_POLL_INTERVAL": "0.05",
            "KULANZ_WATCH_INTERVAL": "0.2",
            "KULANZ_WORKER_STALE_AFTER": "1.0",
            "KULANZ_PUBLISH_PAUSES": "0.1,0.1,0.1",
            "KULANZ_PUBLISH_SETTLE": "0.1",
            "KULANZ_PUBLISH_TIMEOUT": "5",
            "KULANZ_SLACK_BOT_TOKEN": slack.bot_token,
            "KULANZ_SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "KULANZ_SLACK_CHANNEL": CHANNEL,
            "KULANZ_SLACK_UNDO_SECONDS": "0",
            "KULANZ_SLACK_DIGEST_AT": "",
        }
        program = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "tests.service.crash_child"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                cwd=Path(__file__).parents[2],
                env={k: v for k, v in os.environ.items() if not k.startswith("KULANZ_")},
            )
        )  # fmt: skip
        database = Database(url)
        stack.callback(database.dispose)
        yield House(variables, program, database, receiver, slack)
        assert program.stdin is not None
        program.stdin.close()
