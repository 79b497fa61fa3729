"""A program with many queues that is stopped and started again, on a clock that is put forward."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest

from service.bootstrap import utc_now
from service.console.sign_in import SESSION_COOKIE, new_login_link, open_session
from service.settings import Settings
from tests.fakes import ANNA, FakeClassifier, fake_desk
from tests.receiver import Receiver
from tests.service.slack.conftest import serving, slack_settings
from tests.slack_channels import BOT
from tests.slack_person import SIGNING_SECRET, wait_until
from tests.slack_stand_in import SlackStandIn
from tests.slack_surfaces import Wire, http_wire, socket_wire
from tests.world import World, running, settings
from triage.complaint import Assessment, Topic
from triage.desk import Desk
from triage.routing import Queue

Transport = Literal["http", "socket"]

#: Seconds to take an approval back, in every second queue.
UNDO = 0.8
#: A queue, and with it a channel, for each: Slack takes one message a second and channel.
TOPICS = [topic for topic in Topic if topic not in (Topic.OTHER, Topic.NONE)]
CHANNELS = {topic: f"C0{number:02}" for number, topic in enumerate(TOPICS)}


class Sorter(FakeClassifier):
    """Knows the topic by its name."""

    def _assess(self, text: str) -> Assessment:
        topic = next((topic for topic in TOPICS if f"[{topic}]" in text), Topic.DELAY)
        found = super()._assess(text)
        return replace(found, topic=topic) if found.complaint else found


def many_queues(desk: Desk, undo_seconds: float = UNDO) -> Desk:
    """In every second queue an approval can be taken back for so long."""
    undo = itertools.cycle([0.0, undo_seconds])
    queues = tuple(
        Queue(t, frozenset({t}), slack_channel=CHANNELS[t], undo_seconds=next(undo))
        for t in TOPICS
    )  # fmt: skip
    return replace(desk, classifier=Sorter(), desks=replace(desk.desks, queues=queues))


def slack_of_all_queues() -> SlackStandIn:
    members = {BOT, "U0ANNA", "U0BEN", "U0CARA", "U0STRANGER"}
    return SlackStandIn(channels={channel: {*members} for channel in CHANNELS.values()})


@contextmanager
def program_at_work(folder: Path, desk: Desk | None = None) -> Iterator[Program]:
    """With both ways in at once; in the end Slack has nothing to object to."""
    with pytest.MonkeyPatch.context() as patch, slack_of_all_queues() as slack, Receiver() as by:
        tokens = {"slack_signing_secret": SIGNING_SECRET, "slack_app_token": slack.app_token}
        given = slack_settings(slack, **tokens)
        program = Program(
            settings(folder, patch, by, **given), slack, by, desk or many_queues(fake_desk())
        )
        program.start()
        try:
            yield program
        finally:
            program.stop()
        assert slack.complaints == []


@dataclass
class Program:
    settings: Settings
    slack: SlackStandIn
    receiver: Receiver
    desk: Desk
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return utc_now() + self.ahead

    def start(self) -> None:
        self._running = ExitStack()
        enter = self._running.enter_context
        self.world: World = enter(running(self.settings, desk=self.desk, clock=self.now))
        self.app_url: str = enter(serving(self.world.kulanz))

    def stop(self) -> None:
        self._running.close()
        wait_until(lambda: not self.slack.sockets)

    def signed_in(self) -> dict[str, str]:
        """Anna's cookies; a session ends as time passes."""
        token = new_login_link(
            self.world.kulanz.database, self.world.kulanz.clock(), ANNA, "http://k"
        ).partition("token=")[2]
        return {SESSION_COOKIE: open_session(self.world.kulanz, token)}

    def wire(self, transport: Transport) -> Wire:
        if transport == "socket":
            return socket_wire(self.slack)
        return http_wire(self.app_url, age=-self.ahead.total_seconds())
