"""The web app on a real socket, and deliveries to its webhook signed or signed wrongly."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from service.app import create_app
from service.bootstrap import Kulanz, build
from service.commands.running import address_of, listening, web_server
from service.console.sign_in import SESSION_COOKIE, new_login_link, open_session
from service.inboxes.standard_webhooks import sign
from service.receive import case_id_of
from service.settings import Settings
from service.store import cases, mentions
from service.store.mentions import StoredMention
from tests.fakes import ANNA, fake_desk
from tests.postgres import PostgresServer
from tests.world import KEY, settings as world_settings
from triage.case import Case, Event
from triage.errors import CaseNotFound
from triage.ports import Approvals

#: What KEY comes after: while the two are changed, an inbox may take both.
OLD_KEY = b"fedcba9876543210fedcba9876543210"


@dataclass(frozen=True)
class Web:
    kulanz: Kulanz
    base: str

    def post(
        self,
        body: bytes,
        *,
        id: str | None = None,
        key: bytes = KEY,
        late: timedelta = timedelta(),
        headers: Mapping[str, str] | None = None,
        inbox: str = "social",
    ) -> httpx2.Response:
        """Deliver these bytes, signed unless `headers` say otherwise; `late` may be negative."""
        if headers is None:
            signed_at = self.kulanz.clock() - late
            headers = sign(id or f"d-{uuid.uuid4().hex}", body, key, signed_at)
        return httpx2.post(
            f"{self.base}/webhooks/{inbox}", content=body, headers=dict(headers), timeout=20
        )

    def send(self, mention: Mapping[str, Any], type: str = "mention.created", **given: Any) -> int:
        """Deliver a mention; the status of the answer."""
        return self.post(json.dumps({"type": type, "data": mention}).encode(), **given).status_code

    def mention(self, id: str) -> StoredMention | None:
        with self.kulanz.database.read() as session:
            return mentions.find(session, "social", id)

    def case(self, conversation: str) -> Case | None:
        with self.kulanz.database.read() as session:
            try:
                return cases.load(session, case_id_of("social", conversation))
            except CaseNotFound:
                return None

    def history(self, conversation: str) -> list[Event]:
        with self.kulanz.database.read() as session:
            return cases.history(session, case_id_of("social", conversation))


@contextmanager
def serving(
    settings: Settings, *, workers: bool = False, approvals: Approvals | None = None
) -> Iterator[Web]:
    """The web app alone; without workers, what it accepts stays as it was stored."""
    kulanz = build(settings, desk=fake_desk(), approvals=approvals)
    bound = listening("127.0.0.1", 0)
    server = web_server(create_app(kulanz, workers=workers))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield Web(kulanz, address_of(bound))
    finally:
        server.should_exit = True
        thread.join()
        bound.close()
        kulanz.close()


@contextmanager
def web_on(
    database: str,
    server: PostgresServer,
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Web]:
    """The same over `sqlite` or `postgresql`, with more in its environment."""
    with ExitStack() as stack:
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        url = stack.enter_context(server.filled_database()) if database == "postgresql" else ""
        chosen = world_settings(folder, monkeypatch, None, database_url=url)
        for name, value in (environment or {}).items():
            monkeypatch.setenv(name, value)
        yield stack.enter_context(serving(chosen))


@contextmanager
def signed_in(web: Web) -> Iterator[httpx2.Client]:
    """As Anna, as programs are."""
    token = new_login_link(web.kulanz.database, web.kulanz.clock(), ANNA, web.base).partition(
        "token="
    )[2]
    with httpx2.Client(base_url=web.base, timeout=20) as client:
        client.cookies.set(SESSION_COOKIE, open_session(web.kulanz, token))
        yield client
