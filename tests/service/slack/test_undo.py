"""Taking an approval back from its card, while the reply waits to leave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes import fake_desk
from tests.receiver import Receiver
from tests.service.slack.conftest import Office, serving, slack_settings
from tests.service.slack.test_decide_in_slack import buttons, opened_by
from tests.slack_person import SIGNING_SECRET, Person, over_http, wait_until, words_of
from tests.slack_stand_in import SlackStandIn
from tests.world import running, settings
from triage.case import Status


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A program where what is approved in Slack can be taken back for longer than any test."""
    with ExitStack() as open_things:
        enter = open_things.enter_context
        slack, receiver = enter(SlackStandIn()), enter(Receiver())
        monkeypatch = enter(pytest.MonkeyPatch.context())
        folder: Path = tmp_path_factory.mktemp("patient")
        hears = slack_settings(slack, slack_signing_secret=SIGNING_SECRET)
        given = settings(folder, monkeypatch, receiver, **{**hears, "slack_undo_seconds": "100"})
        # In the lounge everything leaves at once.
        desks = fake_desk().desks
        queues = (desks.queues[0], replace(desks.queues[1], undo_seconds=0.0))
        desk = replace(fake_desk(), desks=replace(desks, queues=queues))
        world = enter(running(given, desk=desk))
        app_url = enter(serving(world.kulanz))
        people = {
            name: Person(slack, over_http(app_url), f"U0{name.upper()}")
            for name in ("anna", "ben", "cara", "stranger")
        }
        yield Office(world, slack, receiver, app_url=app_url, **people)
        assert slack.complaints == []


def test_an_approval_is_taken_back_on_its_card_and_nothing_goes_out(patient: Office) -> None:
    case, card = patient.waiting_card("My bag is lost")
    first = deepcopy(card)
    patient.anna.click(card, "approve")
    patient.shows(card, "It leaves at")
    assert buttons(card) == ["undo"]
    leaving = deepcopy(card)
    patient.ben.click(leaving, "undo")
    assert patient.world.case(case.id).status is Status.AWAITING, "before it was acknowledged"
    patient.shows(card, "Approval taken back by Ben Croft. Nothing went out.")
    assert buttons(card) == ["approve", "edit", "reject", "more"]
    patient.ben.again()
    patient.anna.click(first, "approve")
    wait_until(lambda: patient.ben.told() and patient.anna.told())
    assert "schon zurückgenommen" in patient.ben.told()[0]
    assert "newer draft" in patient.anna.told()[0]
    assert patient.world.case(case.id).status is Status.AWAITING
    assert case.id not in patient.receiver.effects
    assert patient.card_of(case.id) is card, "one message a case"


def test_typed_words_are_the_draft_again(patient: Office) -> None:
    _, card = patient.waiting_card("My bag is lost")
    editor = opened_by(patient, patient.anna, card, "edit")
    patient.anna.submit(editor, "Half an hour\n\nof my life")
    patient.shows(card, "It leaves at")
    patient.anna.click(card, "undo")
    patient.shows(card, "Approval taken back by Anna Berg.")
    assert "Half an hour\n\nof my life" in words_of(card.blocks)
    again = opened_by(patient, patient.anna, card, "edit")
    assert "Half an hour\n\nof my life" in str(again["blocks"][-1]["element"]["initial_value"])


def test_nobody_of_another_queue_takes_it_back(patient: Office) -> None:
    case, card = patient.waiting_card("My bag is lost")
    patient.anna.click(card, "approve")
    patient.shows(card, "It leaves at")
    patient.cara.click(card, "undo")
    wait_until(patient.cara.told)
    assert "in another queue" in patient.cara.told()[0]
    assert patient.world.case(case.id).status is Status.APPROVED
