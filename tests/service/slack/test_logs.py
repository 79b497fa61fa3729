"""What is written into the log while people decide in Slack: ids and actions only.

Every test of this folder is read in the same way: see `ear` in conftest.py.
"""

from __future__ import annotations

import json
import logging

import pytest

from service.slack.client import QUIET
from tests.service.slack.conftest import Office
from tests.service.slack.what_is_logged import ALWAYS, Ear
from tests.slack_person import wait_until
from tests.slack_surfaces import Visitor, Wire
from tests.slack_wire import Fault
from triage.case import Status


def test_no_secret_and_no_word_of_anybody_gets_into_the_log(office: Office, ear: Ear) -> None:
    """One story with all that can fail on its way: refused, dropped, slowed down, stopped."""
    faults: list[Fault] = ["500", "dropped", "429"]
    office.slack.faults["chat.update"] = faults
    case_id = office.mention("Zwetschge lost", author={"id": "a-quince", "name": "Quitte Marille"})
    office.world.wait_for(case_id, Status.AWAITING)
    card = office.card_of(case_id)
    office.stranger.click(card, "approve")
    office.anna.click(card, "edit")
    wait_until(lambda: office.slack.views)
    office.anna.submit(office.slack.views[0], "haha Ribisel")
    office.anna.submit(office.slack.views[0], "Mirabelle, eingekocht")
    office.shows(card, "Published. Edited and approved by Anna Berg.")
    # What was published shows on the card as soon as it is stored; the line comes after that.
    wait_until(lambda: _told_of(case_id, ear) >= {"opened", "card shown", "publishing"})
    assert {"haha Ribisel", "Mirabelle, eingekocht", "Quitte Marille"} <= ear.said
    assert ear.leaks == []


def _told_of(case_id: str, ear: Ear) -> set[str]:
    told = [json.loads(line) for line in list(ear.lines)]
    return {line["action"] for line in told if case_id in line.get("case", "")}


def test_nor_does_it_where_slack_fails_beside_the_cards(
    office: Office, wire: Wire, ear: Ear
) -> None:
    anna = Visitor(office.slack, wire, "U0ANNA")
    office.slack.faults |= {"views.open": ["500"], "views.publish": ["dropped"]}
    anna.drafts_for("My Brombeere is late")
    wait_until(office.anna.told)
    anna.drafts_for("My Brombeere is late")
    wait_until(lambda: "We are sorry" in str(office.slack.views))
    anna.asks_for_home()
    wait_until(lambda: "home not shown" in "".join(ear.lines))
    anna.opens_home()
    assert "No case" in anna.types("search Stachelbeere rot")
    anna.types("pause delay 1h Preiselbeere im Tunnel")
    anna.types("resume delay")
    assert {"My Brombeere is late", "pause delay 1h Preiselbeere im Tunnel"} <= ear.said
    assert ear.leaks == []


@pytest.mark.parametrize("leak", [ALWAYS[0], "Ein Wort, das jemand schrieb"])
def test_a_leak_is_found_wherever_it_stands(ear: Ear, leak: str) -> None:
    log = logging.getLogger("service.somewhere")
    ear.hear("Ein Wort, das jemand schrieb")
    log.debug("all is well", extra={"case": "c1"})
    assert ear.leaks == []
    log.debug("said", extra={"case": f"… {leak} …"})
    log.warning("%s", leak)
    QUIET.error("%s", leak)
    assert len(ear.leaks) == 2, "slack_sdk's own words go nowhere"
    ear.lines[:] = [line for line in ear.lines if "service.somewhere" not in line]
