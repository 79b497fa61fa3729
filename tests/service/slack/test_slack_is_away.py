"""The whole program while Slack is away: it goes on without, and catches up by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.bootstrap import utc_now
from service.checks import Check, checks
from service.slack.approvals import SlackApprovals
from service.slack.client import SlackClient
from service.slack.line import Patience
from service.store.database import Database
from tests.fakes import ANNA, fake_desk
from tests.receiver import Receiver
from tests.service.console_client import sign_in, words_of
from tests.service.slack.conftest import slack_settings
from tests.slack_channels import CHANNEL
from tests.slack_person import SIGNING_SECRET, wait_until
from tests.slack_stand_in import SlackStandIn
from tests.world import World, running, settings
from triage.case import Status
from triage.decision import DecisionKind


@contextmanager
def impatient(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> Iterator[World]:
    """The program with Slack, trying again soon."""
    with Receiver() as receiver:
        hears = slack_settings(slack, slack_signing_secret=SIGNING_SECRET)
        given = settings(tmp_path, monkeypatch, receiver, **hears)
        database = Database(given.resolved_database_url)
        approvals = SlackApprovals(
            SlackClient(slack.bot_token, slack.api_url), database, fake_desk(), utc_now,
            channel=CHANNEL, console_url=None, patience=Patience(look=0.1, settle=0.1, refused=0.1),
        )  # fmt: skip
        try:
            with running(given, approvals=approvals) as world:
                yield world
        finally:
            database.dispose()


def slack_check(world: World) -> Check:
    return next(check for check in checks(world.kulanz) if check.name == "slack")


def decide(world: World, case_id: str) -> None:
    world.kulanz.decisions.decide(
        case_id, DecisionKind.APPROVE, ANNA, draft_version=1, surface="console"
    )


def test_with_a_revoked_token_people_decide_in_the_console_and_the_checks_say_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> None:
    slack.revoked = True
    with impatient(tmp_path, monkeypatch, slack) as world:
        decided = world.mention("My bag is lost")
        world.wait_for(decided, Status.AWAITING)
        wait_until(lambda: not slack_check(world).well)
        assert "KULANZ_SLACK_BOT_TOKEN" in slack_check(world).detail
        assert not slack_check(world).needed, "the program is ready without Slack"
        anna = sign_in(world.kulanz, base="https://kulanz.example")
        assert "Slack does not show every case" in words_of(anna.get("/"))
        decide(world, decided)
        world.wait_for(decided, Status.PUBLISHED)
        waiting = world.mention("My flight is late")
        world.wait_for(waiting, Status.AWAITING)
        slack.revoked = False
        wait_until(lambda: slack.messages)
        assert [m.metadata["event_payload"]["case_id"] for m in slack.messages] == [waiting]
        wait_until(lambda: slack_check(world).well)
        assert "Slack does not show every case" not in words_of(anna.get("/"))


def test_an_outage_leaves_one_card_a_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> None:
    slack.faults["chat.postMessage"] = ["lost", "500", "dropped", "429"]
    with impatient(tmp_path, monkeypatch, slack) as world:
        waiting = {world.mention("My bag is lost") for _ in range(3)}
        wait_until(lambda: len(slack.messages) >= 3)
        wait_until(lambda: not slack.faults["chat.postMessage"])
        shown = [m.metadata["event_payload"]["case_id"] for m in slack.messages]
        assert (set(shown), len(shown)) == (waiting, 3)
