"""One program and one browser for a module; a window for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.house import CHROMIUM, FLAGS, House, Visit, house as open_house, visit as open_visit
from tests.receiver import Receiver
from tests.world import settings


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the whole session: it keeps an event loop running, in which no engine starts."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with (
        pytest.MonkeyPatch.context() as patch,
        Receiver() as receiver,
        open_house(settings(folder, patch, receiver), receiver) as opened,
    ):
        yield opened


@pytest.fixture
def visit(browser: Browser, house: House) -> Iterator[Visit]:
    """Anna at her desk."""
    with open_visit(browser, house) as seen:
        yield seen
        assert seen.complaints == []
        assert seen.foreign_requests == []
