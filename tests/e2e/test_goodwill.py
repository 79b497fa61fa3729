"""In a real browser: what goes with the reply is chosen beside it, by mouse or by keyboard; and one
click or key sends what can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.house import House, house as open_house, visit as open_visit
from tests.fakes import BEN
from tests.receiver import Receiver
from tests.service.goodwill import goodwill_desk
from tests.world import settings
from triage.case import Status
from triage.decision import DecisionKind


@pytest.fixture(scope="module")
def thrifty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A budget that is enough for one voucher, and time in which an approval can be undone."""
    desk = goodwill_desk(70)
    queues = tuple(replace(queue, undo_seconds=60.0) for queue in desk.desks.queues)
    desk = replace(desk, desks=replace(desk.desks, queues=queues))
    folder = tmp_path_factory.mktemp("thrifty")
    with (
        pytest.MonkeyPatch.context() as patch,
        Receiver() as receiver,
        open_house(settings(folder, patch, receiver), receiver, desk) as opened,
    ):
        yield opened


def test_over_budget_the_reply_goes_out_without_money(browser: Browser, thrifty: House) -> None:
    first, second = thrifty.waiting("late in Oslo"), thrifty.waiting("late in Rome")
    thrifty.world.kulanz.decisions.decide(
        first, DecisionKind.APPROVE, BEN, draft_version=1, surface="console"
    )
    with open_visit(browser, thrifty, BEN, viewport={"width": 390, "height": 844}) as seen:
        page = seen.open(f"/cases/{second}")
        choices = page.get_by_role("group", name="What goes with the reply")
        expect(choices.get_by_label("voucher, €50")).to_be_disabled()
        expect(choices.get_by_label("a personal call")).to_be_checked()
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
        page.keyboard.press("a")
        expect(page.get_by_text("Approved. The reply is on its way.")).to_be_visible()
        assert seen.complaints == []
    decided = thrifty.world.wait_for(second, Status.APPROVED).decision
    assert decided is not None
    assert decided.remedy is not None
    assert decided.remedy.kind == "personal_call"


def test_a_click_on_what_can_be_undone_sends_too(browser: Browser, thrifty: House) -> None:
    case = thrifty.waiting("late in Bern")
    with open_visit(browser, thrifty) as seen:
        page = seen.open(f"/cases/{case}")
        page.get_by_role("button", name="Approve and send").click()
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_text("Undone: nothing has gone out.")).to_be_visible()
    assert thrifty.case(case).status is Status.AWAITING
