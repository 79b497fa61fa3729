"""The report of a replay in a real browser: drawn, searched and read without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.service.small_past import assembled


@pytest.fixture
def report(tmp_path: Path) -> Path:
    assembled(tmp_path)
    return tmp_path / "report.html"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1100, "height": 680})
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text))
    yield page
    assert [url for url in asked if not url.startswith("file:")] == []
    assert wrong == []
    context.close()


def test_every_plot_is_drawn_and_a_bar_leads_to_its_cases(page: Page, report: Path) -> None:
    page.goto(report.as_uri())
    expect(page.locator(".canvas .main-svg").first).to_be_visible()
    assert page.locator(".canvas").count() == page.locator(".canvas .svg-container").count() > 3
    expect(page.locator(".numbers[open]")).to_have_count(0)
    cases = page.locator("#cases article")
    expect(cases).to_have_count(6)
    expect(page.locator("article")).to_have_count(6)

    bar = page.locator("section:has(#topics) .canvas .point path").first
    bar.scroll_into_view_if_needed()
    spot = bar.bounding_box()
    assert spot
    page.mouse.click(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    expect(page.locator("#all-cases")).to_be_in_viewport()
    expect(cases).to_have_count(4)


def test_a_browser_that_can_not_unzip_has_numbers_and_the_list(page: Page, report: Path) -> None:
    page.add_init_script("delete window.DecompressionStream")
    page.goto(f"{report.as_uri()}#show=replied")
    expect(page.locator("#all-cases")).to_be_in_viewport()
    expect(page.locator("#cases article")).to_have_count(2)
    expect(page.locator(".numbers:not([open])")).to_have_count(0)


def test_what_can_not_be_drawn_leaves_the_numbers_open(browser: Browser, report: Path) -> None:
    context = browser.new_context(viewport={"width": 1100, "height": 680})
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'Plotly', {set() {}, get() { throw new Error('no room'); }})"
    )
    uncaught: list[str] = []
    page.on("pageerror", lambda error: uncaught.append(str(error)))
    with page.expect_console_message() as said:
        page.goto(f"{report.as_uri()}#show=replied")
    assert "no room" in said.value.text
    expect(page.locator("#all-cases")).to_be_in_viewport()
    expect(page.locator(".numbers:not([open])")).to_have_count(0)
    assert uncaught == []
    context.close()


def test_a_link_to_cases_lands_on_them(page: Page, report: Path) -> None:
    page.goto(f"{report.as_uri()}#show=replied")
    expect(page.locator(".canvas .main-svg").first).to_be_visible()
    expect(page.locator("#all-cases")).to_be_in_viewport()
    expect(page.locator("#cases article")).to_have_count(2)


def test_without_scripts_numbers_and_what_is_worth_reading_are_there(
    browser: Browser, report: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    expect(page.get_by_role("rowheader", name="1 annoyance")).to_be_visible()
    expect(page.get_by_text("my bag is lost").first).to_be_visible()
    context.close()
