"""`kulanz doctor` on Slack: what it proves, and what it says where something is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.bootstrap import Kulanz, build
from service.checks import Check
from service.slack.check_up import check_up
from tests.fakes import fake_desk
from tests.service.slack.conftest import Office, slack_settings
from tests.slack_channels import BOT, CHANNEL
from tests.slack_person import wait_until, words_of
from tests.slack_stand_in import SlackStandIn
from tests.world import settings
from triage.routing import ApproverGroup, Queue


@pytest.fixture
def kulanz(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> Iterator[Kulanz]:
    slack.directory.groups = {"S0CARE": ["U0STRANGER"]}
    desk = fake_desk()
    queues = (Queue("care", slack_escalation_channel="C0CHIEFS"), Queue("lounge"))
    desks = replace(desk.desks, queues=queues, groups=(ApproverGroup("S0CARE"),))
    slack.channels["C0CHIEFS"] = {BOT}
    chosen = settings(
        tmp_path, monkeypatch, None, **slack_settings(slack, slack_app_token=slack.app_token)
    )
    built = build(chosen, desk=replace(desk, desks=desks))
    yield built
    built.close()


def found(kulanz: Kulanz, **more: Any) -> dict[str, Check]:
    checks = [*check_up(kulanz, **{"test_card": False, **more})]
    assert len({check.name for check in checks}) == len(checks) or more
    assert not any(check.needed for check in checks)
    return {check.name: check for check in checks}


def test_all_is_well_and_said_in_a_line_each(kulanz: Kulanz, slack: SlackStandIn) -> None:
    checks = found(kulanz)
    assert [*checks] == [
        "slack token", "scopes", f"channel {CHANNEL}", "channel C0CHIEFS", "user groups",
        "socket mode",
    ]  # fmt: skip
    assert all(check.well for check in checks.values())
    assert checks["scopes"].detail == "All there, and no more"
    assert checks["user groups"].detail == "1 read; 1 approvers by way of them"
    assert slack.messages == []


def unwell(kulanz: Kulanz) -> dict[str, str]:
    kulanz.people.client._identity = None  # type: ignore[union-attr]
    return {name: check.detail for name, check in found(kulanz).items() if not check.well}


def test_what_is_wrong_is_said_with_what_to_do(kulanz: Kulanz, slack: SlackStandIn) -> None:
    slack.channels["C0CHIEFS"].discard(BOT)
    assert "invite it there" in unwell(kulanz)["channel C0CHIEFS"]
    del slack.channels["C0CHIEFS"]
    assert "channel_not_found" in unwell(kulanz)["channel C0CHIEFS"]
    slack.scopes = "chat:write,channels:history,groups:history,users:read,commands,files:read"
    wrong = unwell(kulanz)
    assert wrong["scopes"].startswith("Missing: usergroups:read. Install the app again")
    assert "missing_scope" in wrong["user groups"]
    slack.app_token = "xapp-renewed"
    assert "renew" in unwell(kulanz)["socket mode"]
    slack.revoked = True
    assert unwell(kulanz) == {
        "slack token": "Slack refuses the token: renew KULANZ_SLACK_BOT_TOKEN. (token_revoked)"
    }


def test_a_queue_without_a_channel_and_a_channel_by_its_name_are_told(
    slack: SlackStandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for channel, told in (("", "set KULANZ_SLACK_CHANNEL"), ("#care", "id (C…) instead of its")):
        given = {**slack_settings(slack), "slack_channel": channel}
        built = build(settings(tmp_path, monkeypatch, None, **given), desk=fake_desk())
        assert told in unwell(built)[f"channel {channel}".strip()]
        built.close()


def test_where_slack_is_not_set_up_there_is_nothing_to_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = build(settings(tmp_path, monkeypatch, None), desk=fake_desk())
    assert found(built) == {}
    built.close()


def test_a_test_card_is_posted_on_request_and_a_click_on_it_is_answered(office: Office) -> None:
    before = len(office.slack.messages)
    wait_until(lambda: found(office.world.kulanz, test_card=True)["test card"].well)
    (card,) = office.slack.messages[before:]
    assert "Nothing is published." in words_of(card.blocks)
    office.anna.click(card, "test_click")
    office.stranger.click(card, "test_click")
    wait_until(lambda: office.anna.told() and office.stranger.told())
    (anna,), (stranger,) = office.anna.told(), office.stranger.told()
    assert anna == "Your click got through, Anna Berg. You may decide in: care, lounge."
    assert stranger.startswith("Your click got through. You are no approver here.")
