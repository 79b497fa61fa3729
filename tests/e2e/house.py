"""The whole program behind a real address, and a real browser in front of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from service.app import create_app
from service.bootstrap import build, utc_now
from service.console.sign_in import new_login_link
from service.settings import Settings
from tests.fakes import ANNA, fake_desk
from tests.receiver import Receiver
from tests.world import World
from triage.case import Case, Status
from triage.desk import Desk
from triage.ports import Clock
from triage.routing import Approver

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # Pictures without coloured edges on letters are half as large.
    "--disable-lcd-text",
]  # fmt: skip


@dataclass
class House:
    """The program at its address."""

    world: World
    base: str
    receiver: Receiver

    def waiting(self, text: str, **fields: Any) -> str:
        case_id = self.world.mention(text, **fields)
        self.world.wait_for(case_id, Status.AWAITING, Status.ESCALATED)
        return case_id

    def published(self, case_id: str) -> str:
        """What the receiver got for the case."""
        self.world.wait_for(case_id, Status.PUBLISHED)
        return self.receiver.effects[case_id]

    def case(self, case_id: str) -> Case:
        return self.world.case(case_id)


@dataclass
class Visit:
    """A browser window in which somebody is signed in, and what went wrong in it."""

    page: Page
    context: BrowserContext
    house: House
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.house.base}{path}")
        return self.page

    @property
    def foreign_requests(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((self.house.base, "data:"))]


@contextmanager
def house(
    settings: Settings, receiver: Receiver, desk: Desk | None = None, clock: Clock = utc_now
) -> Iterator[House]:
    kulanz = build(settings, desk=desk or fake_desk(), clock=clock)
    config = uvicorn.Config(create_app(kulanz), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield House(World(kulanz), f"http://127.0.0.1:{port}", receiver)
    finally:
        server.should_exit = True
        thread.join()
        kulanz.close()


@contextmanager
def visit(
    browser: Browser, house: House, approver: Approver = ANNA, **options: Any
) -> Iterator[Visit]:
    """Somebody opens their link in a window of their own."""
    options.setdefault("locale", "en-GB")
    context = browser.new_context(**options)
    page = context.new_page()
    seen = Visit(page, context, house)
    page.on("console", lambda message: _note(seen, message.type, message.text))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", lambda request: seen.requests.append(request.url))
    page.goto(
        new_login_link(
            house.world.kulanz.database, house.world.kulanz.clock(), approver, house.base
        )
    )
    try:
        yield seen
    finally:
        context.close()


def _note(seen: Visit, kind: str, text: str) -> None:
    # A refused form answers 4xx, which Chromium reports as an error; the page says so itself.
    if kind in {"error", "warning"} and "Failed to load resource" not in text:
        seen.complaints.append(text)
