"""The console for a test: the whole program with fakes for ports, and a person at the pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from httpx2 import Response
from starlette.testclient import TestClient

from service.app import create_app
from service.bootstrap import Kulanz
from service.console.sign_in import new_login_link
from service.settings import Settings
from tests.fakes import ANNA, fake_desk
from tests.world import World, running
from triage.case import Status
from triage.desk import Desk
from triage.routing import Approver

BASE = "http://testserver"


@dataclass
class Person:
    """Somebody at the console, signed in by a one-time link."""

    client: TestClient

    def get(self, path: str, **more: Any) -> Response:
        headers = {"accept": "text/html", **more.pop("headers", {})}
        return self.client.get(path, headers=headers, **more)

    def decide(self, case_id: str, action: str, **fields: str) -> Response:
        """Send the form of the case's page as a browser with scripts does, which has shown what
        goes out; the page that answers."""
        fields.setdefault("draft_version", "1")
        fields.setdefault("previewed", "1")
        return self.send(f"/cases/{case_id}/decisions", action=action, **fields)

    def send(self, path: str, **fields: str) -> Response:
        form = {"csrf": self.csrf, **fields}
        return self.client.post(path, data=form, headers={"accept": "text/html"})

    @property
    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="(\w+)"', self.client.get("/settings").text)
        assert found
        return found[1]


def sign_in(kulanz: Kulanz, approver: Approver = ANNA, base: str = BASE) -> Person:
    client = TestClient(
        create_app(kulanz, workers=False), base_url=base, raise_server_exceptions=False
    )
    link = urlsplit(new_login_link(kulanz.database, kulanz.clock(), approver, base))
    answer = client.get(f"{link.path}?{link.query}", headers={"accept": "text/html"})
    assert answer.status_code == 200
    return Person(client)


@contextmanager
def console(settings: Settings, desk: Desk | None = None) -> Iterator[tuple[World, Person]]:
    """The program at work, and Anna at the console."""
    with running(settings, desk=desk or fake_desk()) as world:
        yield world, sign_in(world.kulanz)


def words_of(page: Response) -> str:
    """What a reader sees: no tags, no entities, single spaces."""
    body = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", " ", page.text)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def opened(world: World, text: str, **fields: object) -> str:
    """A mention that has been assessed; its case's id."""
    case_id = world.mention(text, **fields)
    world.wait_for(case_id, Status.AWAITING, Status.ESCALATED, Status.DISMISSED)
    return case_id
