"""The first try: Slack is set up, and nobody has put Slack accounts into the policy yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes import fake_desk
from tests.receiver import Receiver
from tests.service.slack.conftest import serving, slack_settings
from tests.slack_directory import person
from tests.slack_person import SIGNING_SECRET, Person, over_http, wait_until
from tests.slack_stand_in import SlackStandIn
from tests.world import running, settings
from triage.case import Status
from triage.routing import Approver, Desks


def test_whoever_of_the_workspace_sees_the_card_may_decide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> None:
    desk = replace(fake_desk(), desks=Desks(approvers=(Approver("lena", "Lena Voss"),)))
    slack.directory.users["U0DANA"] = person("U0DANA", "Dana Ruhl")
    given = slack_settings(slack, slack_signing_secret=SIGNING_SECRET)
    with Receiver() as receiver:
        chosen = settings(tmp_path, monkeypatch, receiver, **given)
        with running(chosen, desk=desk) as world, serving(world.kulanz) as app_url:
            case_id = world.mention("My bag is lost")
            world.wait_for(case_id, Status.AWAITING)
            wait_until(lambda: slack.messages)
            guest = Person(slack, over_http(app_url), "U0GUEST", team="T0GUESTS")
            guest.click(slack.messages[0], "approve")
            wait_until(guest.told)
            assert world.case(case_id).status is Status.AWAITING
            Person(slack, over_http(app_url), "U0DANA").click(slack.messages[0], "approve")
            case = world.wait_for(case_id, Status.PUBLISHED)
    assert case.decision is not None
    assert (case.decision.approver, case.decision.approver_name) == ("slack-U0DANA", "Dana Ruhl")
