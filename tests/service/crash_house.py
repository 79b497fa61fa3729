"""One database that survives all deaths, Slack and the receiver of replies, which go on whatever
dies, and the people and the sender who do again what they did not see done."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import httpx2
import sqlalchemy as sa

from service.inboxes.standard_webhooks import sign
from service.receive import case_id_of
from service.store import cases, tables
from service.store.database import Database
from tests.receiver import Receiver
from tests.service.crash_lives import Lives, start_program
from tests.service.slack.what_is_logged import overhearing
from tests.slack_channels import CHANNEL, Message
from tests.slack_person import SIGNING_SECRET, Person, wait_until, words_of
from tests.slack_stand_in import SlackStandIn
from tests.slack_surfaces import Deliver, Visitor, Wire, http_wire, socket_wire
from tests.world import KEY, SECRET
from triage.case import Case, Event, Status
from triage.errors import CaseNotFound

Transport = Literal["http", "socket"]

COMPLAINT = "My bag is lost"


@dataclass(kw_only=True)
class House(Lives):
    database: Database
    receiver: Receiver
    slack: SlackStandIn
    #: How Slack brings what people do.
    transport: Transport = "http"

    def __post_init__(self) -> None:
        super().__post_init__()
        self.anna = Person(self.slack, lambda payload: self.wire.interactive(payload), "U0ANNA")

    # -- lives ---------------------------------------------------------------------------------

    def begin(self, crash_at: str = "", **more: str) -> None:
        ways_in = {
            "http": {"KULANZ_SLACK_SIGNING_SECRET": SIGNING_SECRET},
            "socket": {"KULANZ_SLACK_APP_TOKEN": self.slack.app_token},
        }
        api = {"KULANZ_SLACK_API_URL": self.slack.api_url}
        super().begin(crash_at, **{**ways_in[self.transport], **api, **more})

    def end(self) -> int:
        ended = super().end()
        wait_until(lambda: not self.slack.sockets)
        return ended

    def forget_work(self) -> None:
        """What is left to be done of one story is no part of the next one."""
        with self.database.begin() as session:
            session.execute(sa.delete(tables.cards))
            where = "" if self.database.is_sqlite else "dbos."
            session.execute(sa.text(f"DELETE FROM {where}workflow_status"))

    # -- the world outside ---------------------------------------------------------------------

    def receives(self, name: str) -> str:
        """The sender delivers the mention until it is accepted; the case's id."""
        data = {"id": name, "text": COMPLAINT}
        body = json.dumps({"type": "mention.created", "data": data})
        headers = sign(f"delivery {name}", body.encode(), KEY, datetime.now(UTC))
        with self.asking():
            answer = httpx2.post(
                f"{self.base}/webhooks/social", content=body, headers=headers, timeout=20
            )
        assert answer.status_code in {200, 202}
        return self.case_id(name)

    def case_id(self, name: str) -> str:
        return case_id_of("social", name)

    @property
    def wire(self) -> Wire:
        """From Slack to the present life. What is brought raises Died while there is none."""
        if self.transport == "socket":
            return socket_wire(self.slack, self.until)
        wire = http_wire(self.base)
        ways = (wire.interactive, wire.command, wire.event)
        return Wire(*map(self._answered, ways))

    def _answered(self, deliver: Deliver) -> Deliver:
        def asked(document: dict[str, Any]) -> dict[str, Any] | None:
            with self.asking():
                return deliver(document)

        return asked

    def visitor(self) -> Visitor:
        """Anna beside the cards."""
        return Visitor(self.slack, self.wire, "U0ANNA")

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

    def history(self, case_id: str) -> list[Event]:
        with self.database.read() as session:
            return cases.history(session, case_id)

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
def house_over(url: str, log: Path, transport: Transport = "http") -> Iterator[House]:
    """A house over that database, which may be empty; no secret and no word of anybody gets into
    what its programs log."""
    with ExitStack() as stack:
        enter = stack.enter_context
        receiver, slack = enter(Receiver()), enter(SlackStandIn(seconds_between_posts=0.0))
        ear = enter(overhearing())
        ear.hear(COMPLAINT)
        variables = {
            "KULANZ_DATABASE_URL": url,
            "KULANZ_INBOX_SOCIAL_SECRET": SECRET,
            "KULANZ_INBOX_SOCIAL_REPLY_URL": receiver.url,
            "KULANZ_ALLOW_PRIVATE_ADDRESSES": "true",
            "KULANZ_POLL_INTERVAL": "0.2",
            "KULANZ_WATCH_INTERVAL": "0.2",
            "KULANZ_WORKER_STALE_AFTER": "1.0",
            "KULANZ_PUBLISH_PAUSES": "0.1,0.1,0.1",
            "KULANZ_PUBLISH_SETTLE": "0.1",
            "KULANZ_PUBLISH_TIMEOUT": "5",
            "KULANZ_SLACK_BOT_TOKEN": slack.bot_token,
            "KULANZ_SLACK_CHANNEL": CHANNEL,
            "KULANZ_SLACK_UNDO_SECONDS": "0",
            "KULANZ_SLACK_DIGEST_AT": "",
        }
        program, database = enter(start_program(log)), Database(url)
        stack.callback(database.dispose)
        house = House(
            variables, program, database=database, receiver=receiver, slack=slack,
            transport=transport,
        )  # fmt: skip
        assert program.stdin is not None
        # The end of its input is its own, whatever becomes of the story.
        stack.callback(program.stdin.close)
        yield house
    ear.read(log)
    assert any('"card shown"' in line for line in ear.lines)
    assert ear.leaks == []
