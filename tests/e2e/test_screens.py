"""Every page in every light, with the real model behind it: complete, in bounds, and on its own.

With KULANZ_SCREENSHOTS=1 the pictures of the README are taken anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

import service.console
from service.desk_building import build_desk
from service.store import queues
from tests.e2e.house import House, house as open_house, visit as open_visit
from tests.e2e.past_week import MovedClock, live_through
from tests.receiver import Receiver
from tests.world import settings
from triage.case import OPEN_FOR_DECISION
from triage.routing import Approver

PICTURES = Path(str(service.console.__file__)).parent / "screenshots"
WRITES_PICTURES = os.environ.get("KULANZ_SCREENSHOTS") == "1"
#: The README loads them all.
MOST_BYTES = 160 * 1024

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1100, "height": 680}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1100, "height": 680}, "color_scheme": "dark"},
    "narrow": {
        "viewport": {"width": 390, "height": 844}, "color_scheme": "light", "has_touch": True,
    },
}  # fmt: skip
_ADDRESSES = {"queue": "", "insights": "insights?days=7"}
PAGES = ("queue", "case", "insights", "label", "settings", "sign-in")


# A week is lived through before the first picture.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("past-week")
    clock = MovedClock()
    with pytest.MonkeyPatch.context() as patch, Receiver() as receiver:
        given = settings(folder, patch, receiver, watch_interval=3600, worker_stale_after=3600)
        with open_house(given, receiver, build_desk(given), clock) as opened:
            live_through(opened.world, clock, boss(opened))
            yield opened


def boss(house: House) -> Approver:
    """Who may decide everything."""
    return next(a for a in house.world.kulanz.desk.desks.approvers if not a.queues)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_each_light(
    browser: Browser, house: House, tmp_path: Path, name: str, look: str
) -> None:
    with open_visit(browser, house, boss(house), **LOOKS[look]) as seen:
        _go_to(seen.page, name, house)
        folder = PICTURES if WRITES_PICTURES else tmp_path
        folder.mkdir(exist_ok=True)
        picture = folder / f"{name}-{look}.png"
        seen.page.screenshot(path=picture)
        assert not WRITES_PICTURES or picture.stat().st_size < MOST_BYTES
        assert _overhang(seen.page) <= 0
        assert seen.complaints == []
        assert seen.foreign_requests == []


def _go_to(page: Page, name: str, house: House) -> None:
    if name == "case":
        page.goto(f"{house.base}/cases/{_waiting_case(house, 'wedding at 4 pm')}")
        expect(page.locator(".thread mark").first).to_be_visible()
        # Down to the buttons, from a line that is not cut.
        page.evaluate("scrollTo(0, document.querySelector('.case-head').offsetTop - 16)")
    elif name == "sign-in":
        page.context.clear_cookies()
        page.goto(f"{house.base}/sign-in")
    else:
        page.goto(f"{house.base}/{_ADDRESSES.get(name, name)}")
    if name == "insights":
        expect(page.locator(".canvas .main-svg").first).to_be_visible()
        expect(page.locator(".canvas .barlayer .point")).not_to_have_count(0)
    page.locator("h1").wait_for()


def _waiting_case(house: House, words: str) -> str:
    wanted = queues.Filter(statuses=tuple(OPEN_FOR_DECISION), words=words)
    kulanz = house.world.kulanz
    with kulanz.database.read() as session:
        return queues.find(session, wanted, now=kulanz.clock())[0].id


def _overhang(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return wide


def test_the_colours_follow_the_system(browser: Browser, house: House) -> None:
    grounds = set()
    for look in ("light", "dark"):
        with open_visit(browser, house, boss(house), **LOOKS[look]) as seen:
            grounds.add(seen.page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 2


def test_with_a_german_browser_the_pages_are_german(browser: Browser, house: House) -> None:
    with open_visit(browser, house, boss(house), locale="de-DE") as seen:
        expect(seen.page.get_by_role("heading", level=1)).to_have_text("Warteschlange")
        seen.page.get_by_role("link", name="English").click()
        expect(seen.page.get_by_role("heading", level=1)).to_have_text("Queue")
