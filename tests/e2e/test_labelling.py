"""Labelling by keyboard alone, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.learning.examples import examples_of
from tests.e2e.house import House, house as open_house, visit as open_visit
from tests.fakes import fake_desk
from tests.receiver import Receiver
from tests.service.test_labelling import Attentive
from tests.world import settings
from triage.case import Status


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    with Receiver() as receiver:
        given = settings(tmp_path, monkeypatch, receiver)
        desk = replace(fake_desk(), classifier=Attentive())
        with open_house(given, receiver, desk) as opened:
            yield opened


def test_a_key_for_every_answer(browser: Browser, house: House) -> None:
    texts = ("what a day", "is the bar open on sundays?", "lovely crew, all of them")
    ids = [house.world.mention(text) for text in texts]
    for case_id in ids:
        house.world.wait_for(case_id, Status.DISMISSED)
    with open_visit(browser, house) as seen:
        page = seen.open("/label")
        asked = page.locator("input[name=case]")
        first = asked.get_attribute("value") or ""
        page.keyboard.press("s")
        expect(asked).not_to_have_value(first)
        second = asked.get_attribute("value") or ""
        page.keyboard.press("3")
        page.keyboard.press("i")
        page.keyboard.press("c")
        expect(asked).not_to_have_value(second)
        page.keyboard.press("n")
        expect(page.get_by_text("Nothing left that would teach")).to_be_visible()
        assert seen.complaints == []

    said = {e["conversation"]["id"]: e["labels"] for e in examples_of(house.world.kulanz.database)}
    assert said[second] == {"complaint": True, "ironic": True, "severity": 3}
    assert len(said) == 2
    assert first not in said, "what was skipped says nothing"
