"""The WebSocket to Slack: it comes up when Slack does, and comes back by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.bootstrap import Kulanz, build
from service.checks import checks
from service.slack.socket import socket_mode
from tests.fakes import FakeClassifier, fake_desk
from tests.service.slack.conftest import slack_settings
from tests.service.slack.what_is_logged import Ear
from tests.slack_person import Person, over_socket, wait_until
from tests.slack_stand_in import SlackStandIn
from tests.slack_surfaces import Visitor, socket_wire
from tests.world import settings


@contextmanager
def listening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn, **given: str
) -> Iterator[Kulanz]:
    more = slack_settings(slack, **{"slack_app_token": slack.app_token, **given})
    kulanz = build(settings(tmp_path, monkeypatch, None, **more), desk=fake_desk())
    try:
        with socket_mode(kulanz):
            yield kulanz
    finally:
        kulanz.close()


def detail(kulanz: Kulanz) -> str:
    return next(check.detail for check in checks(kulanz) if check.name == "slack")


def is_answered(slack: SlackStandIn) -> bool:
    """Whether a click over the newest connection is acknowledged."""
    stranger = Person(slack, over_socket(slack), "U0STRANGER")
    answer = stranger.deliver({"type": "block_actions", "user": {"id": "U0STRANGER"}})
    return answer is None


def test_slack_asks_for_a_new_connection_and_gets_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> None:
    with listening(tmp_path, monkeypatch, slack):
        first = wait_until(lambda: slack.sockets)[0]
        first.send(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
        wait_until(lambda: slack.sockets and slack.sockets[-1] is not first)
        assert is_answered(slack)


def test_a_line_that_drops_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> None:
    with listening(tmp_path, monkeypatch, slack):
        first = wait_until(lambda: slack.sockets)[0]
        first.close()
        wait_until(lambda: slack.sockets and slack.sockets[-1] is not first)
        assert is_answered(slack)


def test_slack_being_away_at_the_start_delays_nothing_but_slack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> None:
    slack.faults = {"auth.test": ["dropped"], "apps.connections.open": ["500"]}
    with listening(tmp_path, monkeypatch, slack) as kulanz:
        wait_until(lambda: slack.sockets)
        wait_until(lambda: detail(kulanz) == "Set up")
        assert is_answered(slack)


def test_a_wrong_app_token_is_told_to_the_operator(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> None:
    wrong = slack.bot_token
    with listening(tmp_path, monkeypatch, slack, slack_app_token=wrong) as kulanz:
        wait_until(lambda: "KULANZ_SLACK_APP_TOKEN" in detail(kulanz))
    assert slack.sockets == []


def test_what_comes_over_the_line_and_cannot_be_read_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> None:
    odd = [
        "not JSON",
        "[]",
        json.dumps({"type": "interactive", "envelope_id": "e1", "payload": {"type": 7}}),
        json.dumps({"type": "interactive", "envelope_id": "e2", "payload": "words"}),
        json.dumps({"type": "events_api", "envelope_id": "e3", "payload": {"event": {}}}),
        json.dumps({"type": "interactive", "envelope_id": "e4", "payload": {"user": "\ud800"}}),
    ]
    with listening(tmp_path, monkeypatch, slack):
        line = wait_until(lambda: slack.sockets)[0]
        for message in odd:
            line.send(message)
        wait_until(lambda: {"e1", "e2", "e3", "e4"} <= set(slack.acknowledged))
        assert is_answered(slack)


def test_what_fails_after_the_answer_is_in_the_log_and_harms_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn, ear: Ear
) -> None:
    def stumble(*_: object) -> None:
        raise RuntimeError("My Himbeere is late")

    monkeypatch.setattr(FakeClassifier, "assess", stumble)
    with listening(tmp_path, monkeypatch, slack):
        Visitor(slack, socket_wire(slack), "U0ANNA").drafts_for("My Himbeere is late")
        wait_until(lambda: "answered, then failed" in "".join(ear.lines))
        assert is_answered(slack)
    assert "RuntimeError" in next(line for line in ear.lines if "then failed" in line)
    assert ear.leaks == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"slack_app_token": ""}, "No click gets here: set KULANZ_SLACK_APP_TOKEN"),
        ({"slack_bot_token": ""}, "Set KULANZ_SLACK_BOT_TOKEN"),
        ({"slack_bot_token": "", "slack_app_token": ""}, "the console is the only place"),
    ],
)
def test_the_checks_say_what_is_missing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    slack: SlackStandIn,
    given: dict[str, str],
    told: str,
) -> None:
    with listening(tmp_path, monkeypatch, slack, **given) as kulanz:
        assert told in detail(kulanz)
