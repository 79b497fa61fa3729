"""Die at every commit and every call to the outside: nothing is lost, nothing is doubled.

The points are read from the source, so that a new one can't be forgotten.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

import service
from service.receive import case_id_of
from service.store import cases, mentions
from service.store.database import Database
from tests.postgres import PostgresServer
from tests.receiver import Receiver, hangs_up_after, hangs_up_before
from tests.slack_person import words_of
from tests.slack_stand_in import CHANNEL, SlackStandIn
from tests.world import SECRET
from triage.case import Status

ROOT = Path(service.__path__[0])

POINTS = sorted(
    {
        point
        for path in ROOT.rglob("*.py")
        for point in re.findall(r'crash_point\(\s*"([^"]+)"', path.read_text())
    }
)

#: Reached where cards, and what stands in their threads, are posted to Slack.
IN_SLACK = [point for point in POINTS if point.endswith(" post")]

#: Reached where an inbox is asked about a reply.
LOOK_UP = [point for point in POINTS if "look-up" in point]

#: The reply may have left, and the one who sent it is dead.
IN_THE_DARK = {"after fence", "before sending", "after sending"}

AROUND_THE_CALL = IN_THE_DARK | {"after claim", "after send step", "before commit of settled"}

DIED = 9


@dataclass(frozen=True)
class House:
    """One database that survives all deaths, the receiver, and the program that dies."""

    variables: dict[str, str]
    program: subprocess.Popen[str]
    receiver: Receiver
    cards: Path

    def live(self, story: str, crash_at: str = "", **more: str) -> int:
        """Let the program live through a story, once; how it ended."""
        given = {**self.variables, "STORY": story, "STORY_CARDS": str(self.cards), **more}
        if crash_at:
            given["KULANZ_CRASH_AT"] = f"{crash_at}:1"
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(json.dumps(given) + "\n")
        self.program.stdin.flush()
        return int(self.program.stdout.readline())

    def status(self, story: str) -> Status:
        """Of the case that the mention must have."""
        database = Database(self.variables["KULANZ_DATABASE_URL"])
        try:
            with database.read() as session:
                assert mentions.find(session, "social", story) is not None
                return cases.load(session, case_id_of("social", story)).status
        finally:
            database.dispose()

    def sent(self, story: str) -> int:
        key = case_id_of("social", story)
        return [delivered for delivered, _ in self.receiver.deliveries].count(key)

    def took(self, story: str) -> bool:
        return case_id_of("social", story) in self.receiver.effects

    @property
    def look_up(self) -> dict[str, str]:
        return {"KULANZ_INBOX_SOCIAL_LOOKUP_URL": self.receiver.lookup_url}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgresql_server: PostgresServer,
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with ExitStack() as stack:
        url = f"sqlite+pysqlite3:///{folder / 'kulanz.sqlite'}"
        if request.param == "postgresql":
            url = stack.enter_context(postgresql_server.fresh_database())
        receiver = stack.enter_context(Receiver())
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
        }
        program = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-m", "tests.service.crash_child"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT.parent,
                env={k: v for k, v in os.environ.items() if not k.startswith("KULANZ_")},
            )
        )  # fmt: skip
        (folder / "cards").touch()
        yield House(variables, program, receiver, folder / "cards")
        assert program.stdin is not None
        program.stdin.close()


def test_the_story_ends_well_when_nobody_dies(house: House) -> None:
    assert house.live("nobody dies") == 0
    assert house.status("nobody dies") is Status.PUBLISHED
    assert house.sent("nobody dies") == 1


@pytest.mark.parametrize("point", [p for p in POINTS if p not in IN_SLACK])
def test_who_dies_anywhere_leaves_nothing_lost_and_nothing_doubled(
    house: House, point: str
) -> None:
    """With a look-up: published in the end, and sent once."""
    if point in LOOK_UP:
        house.receiver.behaviours.append(hangs_up_before)
    assert house.live(point, crash_at=point, **house.look_up) == DIED
    assert house.live(point, **house.look_up) == 0
    assert house.status(point) is Status.PUBLISHED
    assert house.took(point)
    assert house.sent(point) == (2 if point in LOOK_UP else 1)


@pytest.mark.parametrize("point", sorted(AROUND_THE_CALL))
def test_where_the_inbox_can_not_be_asked_a_person_is(house: House, point: str) -> None:
    """Without a look-up: in doubt where nobody can know, and never sent a second time."""
    story = f"{point}, blind"
    assert house.live(story, crash_at=point) == DIED
    assert house.live(story) == 0
    in_the_dark = point in IN_THE_DARK
    assert house.status(story) is (Status.PUBLISH_IN_DOUBT if in_the_dark else Status.PUBLISHED)
    assert house.sent(story) <= 1
    if not in_the_dark:
        assert house.took(story)


@pytest.mark.parametrize(
    "second", ["after send step", "before commit of settled", "after settled", "before card"]
)
def test_who_dies_again_while_picking_up_the_pieces_still_sends_nothing_twice(
    house: House, second: str
) -> None:
    story = f"after sending, then {second}"
    assert house.live(story, crash_at="after sending") == DIED
    assert house.live(story, crash_at=second) == DIED
    assert house.live(story) == 0
    assert house.status(story) is Status.PUBLISH_IN_DOUBT
    assert house.sent(story) == 1


@pytest.mark.parametrize("second", ["before look-up", "after look-up", "after send step"])
def test_an_inbox_that_took_it_and_hung_up_is_asked_however_often_we_die(
    house: House, second: str
) -> None:
    story = f"hung up, then {second}"
    house.receiver.behaviours.append(hangs_up_after)
    assert house.live(story, crash_at="after send step", **house.look_up) == DIED
    assert house.live(story, crash_at=second, **house.look_up) == DIED
    assert house.live(story, **house.look_up) == 0
    assert house.status(story) is Status.PUBLISHED
    assert house.sent(story) == 1


@pytest.mark.parametrize("point", IN_SLACK)
def test_who_dies_while_posting_a_card_leaves_one_card_that_shows_the_end(
    house: House, point: str
) -> None:
    with SlackStandIn() as slack:
        given = {"STORY_SLACK": f"{slack.bot_token} {slack.api_url} {CHANNEL}"}
        if "note" in point:
            given["STORY_THREAD"] = "told"
        assert house.live(point, crash_at=point, **given) == DIED
        assert house.live(point, **given) == 0
        assert house.status(point) is Status.PUBLISHED
        posted = [(m.metadata["event_payload"]["case_id"], m.thread_ts) for m in slack.messages]
        cards = [case_id for case_id, thread in posted if thread is None]
        assert cards == [case_id_of("social", point)]
        told = [m for m in slack.messages if "Published." in words_of(m.blocks) and m.thread_ts]
        assert len(told) == ("note" in point)
