"""The report of an evaluation in a real browser: in every light, on a phone, and on its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from service.evaluation.measured import Judges, measure
from service.evaluation.report import report_html
from service.evaluation.sets import read_sets
from tests.fakes import FakeClassifier
from tests.service.evaluating import MENTIONS, REPLIES, ByEar, mention, written

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1100, "height": 680}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1100, "height": 680}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "has_touch": True},
}

LONG = "x" * 400 + " and then my bag was lost. " + "We walked along the river. " * 40


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    labels = {"ironic": True, "severity": 3, "topic": "communication_unreachable"}
    rows = [
        *MENTIONS,
        {"text": "lost for words", "lang": "de", "labels": {"complaint": True, **labels}},
        mention(LONG, False, lang="de", kind="a_kind_with_a_very_long_name_that_goes_on_and_on"),
    ]
    files = [written(folder / "ours.jsonl", rows), written(folder / "said.jsonl", REPLIES)]
    measured = measure(read_sets(files), Judges(FakeClassifier(), ByEar))
    page = folder / "report.html"
    page.write_text(report_html(measured, measured.as_dict()), "utf-8")
    return page


@contextmanager
def _opened(browser: Browser, report: Path, look: str) -> Iterator[Page]:
    context = browser.new_context(**LOOKS[look])
    page = context.new_page()
    foreign: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: foreign.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(report.as_uri())
    expect(page.locator(".canvas .main-svg").first).to_be_visible()
    yield page
    assert [url for url in foreign if url != report.as_uri()] == []
    assert complaints == []
    context.close()


@pytest.mark.parametrize("look", LOOKS)
def test_the_report_in_each_light(browser: Browser, report: Path, look: str) -> None:
    with _opened(browser, report, look) as page:
        wide: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
        # Calibration of two heads, and the flippant replies.
        expect(page.locator(".canvas .xy .scatterlayer .trace")).not_to_have_count(0)
        assert page.locator(".plots section").count() == 3


def test_plots_and_page_follow_the_system(browser: Browser, report: Path) -> None:
    with _opened(browser, report, "light") as page:
        ground = "getComputedStyle(document.body).backgroundColor"
        tick = page.locator(".canvas .xtick text").first
        light, ink = page.evaluate(ground), tick.evaluate("tick => getComputedStyle(tick).fill")
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(ground) != light
        # The plots are drawn anew, a moment later.
        expect(tick).not_to_have_css("fill", ink)


def test_the_mistakes_can_be_searched_and_long_texts_opened(browser: Browser, report: Path) -> None:
    with _opened(browser, report, "phone") as page:
        story = page.get_by_text("We walked along the river.")
        expect(story).to_be_hidden()
        page.locator(".mistakes summary").click()
        expect(story).to_be_visible()

        shown = page.locator(".mistakes article:visible")
        expect(shown).to_have_count(5)
        page.get_by_label("Search").fill("WINGS")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text("Wings, they say")


def test_without_scripts_the_numbers_are_there(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    expect(page.get_by_role("cell", name="0.90").first).to_be_visible()
    context.close()
