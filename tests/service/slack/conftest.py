"""A running program, a Slack, and people in it; over both transports."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from service.app import create_app
from service.bootstrap import Kulanz
from service.commands.running import address_of, listening, web_server
from tests.receiver import Receiver
from tests.service.slack.what_is_logged import Ear, listening as listening_to_the_log
from tests.slack_channels import CHANNEL, Message
from tests.slack_person import SIGNING_SECRET, Person, over_http, over_socket, wait_until, words_of
from tests.slack_stand_in import SlackStandIn
from tests.slack_surfaces import Wire, http_wire, socket_wire
from tests.world import World, running, settings
from triage.case import Case, Status


@dataclass
class Office:
    world: World
    slack: SlackStandIn
    receiver: Receiver
    anna: Person
    ben: Person
    cara: Person
    stranger: Person
    app_url: str

    def mention(self, text: str, **fields: Any) -> str:
        """Somebody writes; the case's id. Each text is made unlike all others."""
        return self.world.mention(f"{text} ({next(_NUMBERS)})", **fields)

    def card_of(self, case_id: str) -> Message:
        """The one card of that case, as soon as it stands in the channel."""

        def found() -> list[Message]:
            return [m for m in self.slack.messages if _case_of(m) == case_id]

        cards: list[Message] = wait_until(found)
        assert len(cards) == 1
        return cards[0]

    def waiting_card(self, text: str) -> tuple[Case, Message]:
        """Somebody complains; the case, and its card."""
        case_id = self.mention(text)
        case = self.world.wait_for(case_id, Status.AWAITING, Status.ESCALATED)
        return case, self.card_of(case_id)

    def shows(self, message: Message, words: str) -> None:
        """Wait until the card says so."""
        wait_until(lambda: words in words_of(message.blocks))


#: One program serves many tests: no two mentions may be alike.
_NUMBERS = itertools.count(1)


def _case_of(message: Message) -> str:
    """Empty for what is no card: lines in threads, messages to people, digests."""
    if message.thread_ts:
        return ""
    return str(message.metadata.get("event_payload", {}).get("case_id", ""))


@pytest.fixture(scope="module", autouse=True)
def ear() -> Iterator[Ear]:
    """No secret and no word of anybody gets into any line that a test's program logs."""
    with listening_to_the_log() as ear:
        yield ear
    assert ear.leaks == []


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn() as slack:
        yield slack
    assert slack.complaints == []


def slack_settings(slack: SlackStandIn, **more: str) -> dict[str, str]:
    return {
        "slack_bot_token": slack.bot_token,
        "slack_api_url": slack.api_url,
        "slack_channel": CHANNEL,
        "public_url": "https://kulanz.example",
        "slack_undo_seconds": "0",
        # It would come in the middle of a story, at some hours of the day.
        "slack_digest_at": "",
        **more,
    }


class _Errors(logging.Handler):
    """What the web server had to say of our failures."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(self.format(record))


@contextmanager
def serving(kulanz: Kulanz) -> Iterator[str]:
    """The web app of a program on a real socket, Socket Mode included; its address."""
    bound, errors = listening("127.0.0.1", 0), _Errors()
    server = web_server(create_app(kulanz, workers=False))
    logging.getLogger("uvicorn.error").addHandler(errors)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    wait_until(lambda: server.started)
    try:
        yield address_of(bound)
    finally:
        server.should_exit = True
        thread.join()
        bound.close()
        logging.getLogger("uvicorn.error").removeHandler(errors)
    assert errors.seen == [], "nothing may go wrong after the answer either"


@pytest.fixture(scope="module", params=["http", "socket"])
def busy_office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """One program for a whole module, as starting one takes seconds."""
    over_the_socket = request.param == "socket"
    with ExitStack() as open_things:
        enter = open_things.enter_context
        slack, receiver = enter(SlackStandIn()), enter(Receiver())
        monkeypatch = enter(pytest.MonkeyPatch.context())
        if over_the_socket:
            given = slack_settings(slack, slack_app_token=slack.app_token)
        else:
            given = slack_settings(slack, slack_signing_secret=SIGNING_SECRET)
        tmp_path = tmp_path_factory.mktemp("office")
        world = enter(running(settings(tmp_path, monkeypatch, receiver, **given)))
        app_url = enter(serving(world.kulanz))
        deliver = over_socket(slack) if over_the_socket else over_http(app_url)

        def person(user: str) -> Person:
            return Person(slack, deliver, user)

        yield Office(
            world, slack, receiver, anna=person("U0ANNA"), ben=person("U0BEN"),
            cara=person("U0CARA"), stranger=person("U0STRANGER"), app_url=app_url,
        )  # fmt: skip


@pytest.fixture
def office(busy_office: Office) -> Iterator[Office]:
    """The program with nothing on anybody's screen but the cards of earlier tests."""
    slack = busy_office.slack
    slack.private.clear()
    slack.views.clear()
    slack.trigger_life, slack.hooks_open = 60.0, True
    yield busy_office
    assert slack.complaints == []


@pytest.fixture
def wire(office: Office) -> Wire:
    """By which Slack brings what people do beside clicking on cards."""
    if office.world.kulanz.settings.slack_app_token:
        return socket_wire(office.slack)
    return http_wire(office.app_url)
