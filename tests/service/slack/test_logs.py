"""What is written into the log while people decide in Slack: ids and actions only."""

from __future__ import annotations

import logging

import pytest

from tests.service.slack.conftest import Office
from tests.slack_person import SIGNING_SECRET, wait_until
from tests.slack_wire import Fault
from triage.case import Status

#: The stand-in's own voice, and that of the people in it.
_NOT_OURS = ("websockets", "httpx", "httpcore", "asyncio", "hypothesis")


def test_no_secret_and_no_word_of_anybody_gets_into_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    faults: list[Fault] = ["500", "dropped", "429"]
    office.slack.faults["chat.update"] = faults
    case_id = office.mention("Zwetschge lost", author={"id": "a-quince", "name": "Quitte Marille"})
    office.world.wait_for(case_id, Status.AWAITING)
    card = office.card_of(case_id)
    office.stranger.click(card, "approve")
    office.anna.click(card, "edit")
    wait_until(lambda: office.slack.views)
    office.anna.submit(office.slack.views[0], "haha Ribisel")
    office.anna.submit(office.slack.views[0], "Mirabelle")
    office.shows(card, "Published. Edited and approved by Anna Berg.")
    ours = [r for r in caplog.records if not r.name.startswith(_NOT_OURS)]
    assert {r.msg for r in ours if r.name.startswith("service.slack")} >= {"card shown"}
    logged = "\n".join(f"{caplog.handler.format(r)} {r.__dict__}" for r in ours)
    slack = office.slack
    words = ["Zwetschge", "quince", "Quitte", "Ribisel", "Mirabelle", "We are sorry", "Anna Berg"]
    secrets = [slack.bot_token, slack.app_token, SIGNING_SECRET, "ticket", "the words of a proxy"]
    assert [word for word in (*words, *secrets) if word in logged] == []
