"""Cards asked for by hand instead of by the engine, in worlds without a Slack of their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from service.slack.approvals import SlackApprovals
from service.slack.client import SlackClient
from service.slack.line import Patience
from service.store import mentions, tables
from tests.fakes import ANNA
from tests.postgres import PostgresServer
from tests.slack_channels import BOT, CHANNEL, Message
from tests.slack_stand_in import SlackStandIn
from tests.world import World, running, settings
from triage.case import Case, Status
from triage.decision import DecisionKind
from triage.errors import NotDelivered
from triage.mention import Mention
from triage.ports import Approvals

PATIENCE = Patience(look=0.01, settle=0.02, refused=0.01, lease=30.0, stretch=0.0)
QUICK = Patience(between_posts=0.05, look=0.05, settle=0.1, refused=0.05, lease=1.0, stretch=0.5)


class Elsewhere:
    """Cases are shown in Slack, but by others: by whoever the test lets work."""

    trouble = None

    def request(self, case: Case, mention: Mention) -> bool:
        return False

    def tell(self, case: Case) -> bool:
        return False


@contextmanager
def world_on(
    database: str,
    request: pytest.FixtureRequest,
    folder: Path,
    approvals: Approvals | None = None,
    **given: str,
) -> Iterator[World]:
    """A program over `sqlite` or `postgresql`."""
    with ExitStack() as open_things:
        enter = open_things.enter_context
        if database == "postgresql":
            server: PostgresServer = request.getfixturevalue("postgresql_server")
            given["database_url"] = enter(server.filled_database())
        monkeypatch = enter(pytest.MonkeyPatch.context())
        yield enter(running(settings(folder, monkeypatch, None, **given), approvals=approvals))


def empty_the_line(world: World) -> None:
    """No card of an earlier test is to be posted first."""
    with world.kulanz.database.begin() as session:
        session.execute(sa.delete(tables.cards))


def free_channels(world: World) -> None:
    """As after a while: other tests post into them, too."""
    with world.kulanz.database.begin() as session:
        session.execute(sa.delete(tables.slack_channels))


def drafted(world: World, count: int) -> list[Case]:
    """Cases that wait for somebody, in the order in which their mentions came in."""
    ids = [world.mention("My bag is lost") for _ in range(count)]
    return [world.wait_for(id, Status.AWAITING) for id in ids]


class Counter:
    """One worker's cards, asked for by hand instead of by the engine."""

    def __init__(
        self,
        world: World,
        slack: SlackStandIn,
        patience: Patience = PATIENCE,
        channel: str = CHANNEL,
    ) -> None:
        self.world, self.slack = world, slack
        self.approvals = SlackApprovals(
            SlackClient(slack.bot_token, slack.api_url),
            world.kulanz.database,
            world.kulanz.desk,
            world.kulanz.clock,
            channel=channel,
            console_url=None,
            patience=patience,
        )

    def show(self, case: Case) -> None:
        self.go_on(lambda: self.approvals.request(self.world.case(case.id), self.mention(case)))

    def go_on(self, step: Callable[[], bool]) -> None:
        """Until there is nothing left to do. On a busy machine a post may arrive sooner behind the
        last one than it left: Slack asks to wait, and as with a worker the next try is in time."""
        is_left = True
        while is_left:
            too_soon = self.slack.too_soon
            try:
                is_left = step()
            except NotDelivered as error:
                if self.slack.too_soon == too_soon:
                    raise
                time.sleep(error.retry_after or 0.0)

    def mention(self, case: Case) -> Mention:
        with self.world.kulanz.database.read() as session:
            return mentions.conversation_of(session, case.id).mention

    def fails_to_show(self, case: Case) -> NotDelivered:
        with pytest.raises(NotDelivered) as failed:
            self.show(case)
        return failed.value

    def decide(self, case: Case, kind: DecisionKind = DecisionKind.REJECT) -> None:
        self.world.kulanz.decisions.decide(
            case.id, kind, ANNA, draft_version=case.draft_version, surface="console"
        )


def card_of(slack: SlackStandIn, case: Case) -> Message:
    found = [m for m in slack.messages if m.bot_id == BOT and case.id in str(m.metadata)]
    assert len(found) == 1
    return found[0]


def others(slack: SlackStandIn, count: int, **fields: Any) -> None:
    """Messages of other people and apps in the same channel."""
    for n in range(count):
        message = Message(CHANNEL, f"{4_000_000_000 + n}.0", "hi", [], {}, bot_id="B0OTHER")
        for name, value in fields.items():
            setattr(message, name, value)
        slack.messages.append(message)


def cases_shown(slack: SlackStandIn) -> list[str]:
    return [m.metadata["event_payload"]["case_id"] for m in slack.messages if m.bot_id == BOT]


def ids(cases: Sequence[Case]) -> list[str]:
    return [case.id for case in cases]


def show_in_turn(counter: Counter, case: Case) -> None:
    """As the case's job does: it comes back for as long as it is told to."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if not counter.approvals.request(counter.world.case(case.id), counter.mention(case)):
                return
        except NotDelivered as error:
            time.sleep(min(error.retry_after or 0.0, 0.2))
    raise AssertionError("it is not shown")


def trouble_with(counter: Counter, case: Case) -> str:
    """What the operator is told when that card is refused."""
    assert counter.fails_to_show(case).retry_after == PATIENCE.refused
    return counter.approvals.trouble or ""
