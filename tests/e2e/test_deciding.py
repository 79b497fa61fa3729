"""From the click to the published reply, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.house import House, Visit, visit as open_visit
from tests.fakes import BEN
from triage.case import Status

DRAFT = "We are sorry (1). Please send us a message."
MINE = "I am sorry, Priya. Please send me a message and I will look for it."
_parts = count(1)


@pytest.fixture
def case(house: House) -> str:
    return house.waiting(
        f"my bag is late, part {next(_parts)}", author={"id": "u", "name": "Priya"}
    )


def send(page: Page, button: str = "Approve and send") -> None:
    """What can't be taken back is asked about."""
    page.get_by_role("button", name=button).click()
    page.locator("#confirm").get_by_role("button", name="Send it").click()


def test_what_is_approved_goes_out_once_it_was_shown(house: House, visit: Visit, case: str) -> None:
    page = visit.open("/")
    page.locator(f"#row-{case}").click()
    expect(page.locator(".outgoing").first).to_have_text(f"{DRAFT} ^AB")
    for answer in ("Back", "Send it"):
        page.get_by_role("button", name="Approve and send").click()
        expect(page.locator("#confirm [data-confirm-text]")).to_have_text(f"{DRAFT} ^AB")
        expect(page.locator("#confirm")).to_contain_text("It goes out at once")
        assert house.case(case).status is Status.AWAITING
        page.locator("#confirm").get_by_role("button", name=answer).click()
    expect(page.locator("#done")).to_contain_text("The reply is on its way")
    assert house.published(case) == f"{DRAFT} ^AB"
    expect(page.locator(".state .now strong")).to_have_text("Published", timeout=15_000)


def test_an_edited_text_is_checked_as_it_is_typed(house: House, visit: Visit, case: str) -> None:
    page = visit.open(f"/cases/{case}")
    editor = page.get_by_label("The public text")
    editor.fill("haha, never mind")
    expect(page.locator(".findings")).to_contain_text("Don't joke")
    expect(page.locator(".count")).to_have_text("Length: 20 of 2000")
    editor.fill(MINE)
    expect(page.locator("#outgoing .outgoing")).to_have_text(f"{MINE} ^AB")
    send(page, "Send my text")
    expect(page.locator("#done")).to_contain_text("Your text is approved")
    assert house.published(case) == f"{MINE} ^AB"


def test_an_empty_text_is_not_asked_about(visit: Visit, case: str) -> None:
    page = visit.open(f"/cases/{case}")
    page.get_by_label("The public text").fill("")
    page.get_by_role("button", name="Send my text").click()
    expect(page.locator("#refusal")).to_contain_text("There is no text to send.")


def test_a_blocked_text_is_still_there(house: House, visit: Visit, case: str) -> None:
    page = visit.open(f"/cases/{case}")
    page.get_by_label("The public text").fill("haha")
    page.get_by_role("button", name="Send my text").click()
    expect(page.locator("#refusal")).to_contain_text("The guard stops this text.")
    expect(page.get_by_label("The public text")).to_have_value("haha")
    assert house.case(case).status is Status.AWAITING


@pytest.mark.parametrize(
    ("way", "button", "status"),
    [
        ("Reject", "Reject the draft", Status.REJECTED),
        ("Not a complaint", "Put it aside", Status.DISMISSED),
        ("Escalate", "Escalate the case", Status.ESCALATED),
    ],
)
def test_the_other_ways(
    house: House, visit: Visit, case: str, way: str, button: str, status: Status
) -> None:
    page = visit.open(f"/cases/{case}")
    page.locator("summary", has_text=re.compile(f"^{way}")).click()
    page.locator("details[open] textarea").fill("because of the flight number")
    page.get_by_role("button", name=button).click()
    expect(page.locator("#done")).to_be_visible()
    assert house.case(case).status is status
    expect(page.locator(".history")).to_contain_text("Anna Berg")


def test_the_page_learns_by_itself_that_somebody_else_decided(
    house: House, visit: Visit, browser: Browser, case: str
) -> None:
    page = visit.open(f"/cases/{case}")
    page.get_by_label("The public text").fill(MINE)
    with open_visit(browser, house, BEN) as bens:
        send(bens.open(f"/cases/{case}"))
        expect(bens.page.locator("#done")).to_be_visible()
    expect(page.locator(".state .decided")).to_contain_text("Ben Croft", timeout=15_000)
    expect(page.get_by_label("The public text")).to_have_value(MINE)
    send(page, "Send my text")
    expect(page.locator("#refusal")).to_contain_text("Somebody was faster.")
    expect(page.get_by_label("It was not sent")).to_have_value(MINE)


def test_new_cases_appear_by_themselves(house: House, visit: Visit) -> None:
    page = visit.open("/?words=surprise")
    expect(page.locator(".empty")).to_be_visible()
    case = house.waiting("a late surprise")
    expect(page.locator(f"#row-{case}")).to_be_visible(timeout=15_000)


def test_the_left_column_has_no_gap_however_long_the_right_one_is(visit: Visit, case: str) -> None:
    page = visit.open(f"/cases/{case}")
    page.get_by_role("button", name="Other wordings").click()
    page.locator("summary", has_text="New draft").click()
    page.get_by_label("more formal").check()
    ends, begins = (page.locator(part).bounding_box() for part in (".left", ".rest"))
    assert ends is not None
    assert begins is not None
    assert begins["y"] - (ends["y"] + ends["height"]) < 32


@pytest.mark.parametrize("wide", [1100, 1280])
@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_no_tab_of_the_queue_is_cut(house: House, browser: Browser, wide: int, locale: str) -> None:
    size = {"width": wide, "height": 680}
    with open_visit(browser, house, viewport=size, locale=locale) as seen:
        last = seen.page.locator(".tabs a").last.bounding_box()
        assert last is not None
        assert last["x"] + last["width"] <= wide


# -- other words ---------------------------------------------------------------------------------


def test_other_wordings_come_when_asked_for_and_one_click_takes_them(
    house: House, visit: Visit, case: str
) -> None:
    page = visit.open(f"/cases/{case}")
    page.get_by_label("The public text").fill(MINE)
    page.get_by_role("button", name="Other wordings").click()
    expect(page.locator("#alternatives-title")).to_be_focused()
    warmer = page.locator(".alternatives li", has_text="Warmer")
    warmer.get_by_role("button", name="Take these words").click()
    expect(page.get_by_label("The public text")).to_have_value(f"{DRAFT} [warmer]")
    expect(page.locator("#outgoing .outgoing")).to_have_text(f"{DRAFT} [warmer] ^AB")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("The public text")).to_have_value(MINE)
    expect(page.locator("#outgoing .outgoing")).to_have_text(f"{MINE} ^AB")
    warmer.get_by_role("button", name="Take these words").click()
    expect(page.locator("#outgoing .outgoing")).to_have_text(f"{DRAFT} [warmer] ^AB")
    send(page, "Send my text")
    assert house.published(case) == f"{DRAFT} [warmer] ^AB"


def test_a_new_draft_by_wish_is_on_the_page_at_once(house: House, visit: Visit, case: str) -> None:
    page = visit.open(f"/cases/{case}")
    page.locator("summary", has_text="New draft").click()
    page.get_by_label("more formal").check()
    page.get_by_label("In your own words (optional)").fill("name the train")
    page.get_by_role("button", name="Write a new draft").click()
    expect(page.locator("#done")).to_contain_text("Here is the new draft.")
    expect(page.get_by_label("The public text")).to_have_value(
        f"{DRAFT} [more_formal, name the train]"
    )
    assert house.case(case).draft_version == 2


# -- with the keyboard alone ---------------------------------------------------------------------


def test_from_the_queue_to_the_published_reply_by_keyboard(house: House, visit: Visit) -> None:
    case = house.waiting("late, and only a keyboard at hand")
    page = visit.open("/?words=keyboard")
    page.keyboard.press("j")
    expect(page.locator(f"#row-{case}")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{case}")
    page.keyboard.press("a")
    expect(page.locator("#confirm [data-confirm-text]")).to_have_text(f"{DRAFT} ^AB")
    page.keyboard.press("Enter")
    expect(page.locator("#done")).to_be_focused()
    assert house.published(case) == f"{DRAFT} ^AB"


def test_keys_lead_to_the_editor_and_the_reasons_and_back(visit: Visit, case: str) -> None:
    page = visit.open(f"/cases/{case}")
    page.keyboard.press("e")
    expect(page.get_by_label("The public text")).to_be_focused()
    page.keyboard.type("aerx?")
    expect(page.get_by_label("The public text")).to_have_value(re.compile("aerx\\?"))
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_label("What is wrong with the draft?")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    expect(page.get_by_label("Why not? (optional)")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", level=1)).to_have_text("Queue")


def test_escape_sends_nothing(house: House, visit: Visit, case: str) -> None:
    page = visit.open(f"/cases/{case}")
    page.keyboard.press("a")
    expect(page.locator("#confirm")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#confirm")).to_be_hidden()
    assert house.case(case).status is Status.AWAITING


# -- without scripts -----------------------------------------------------------------------------


@pytest.fixture
def plain(browser: Browser, house: House) -> Iterator[Page]:
    with open_visit(browser, house, java_script_enabled=False) as seen:
        yield seen.page


@pytest.mark.parametrize("text", [DRAFT, MINE])
def test_without_scripts_a_text_is_shown_before_it_goes_out(
    house: House, plain: Page, case: str, text: str
) -> None:
    plain.goto(f"{house.base}/cases/{case}")
    plain.get_by_label("The public text").fill(text)
    plain.get_by_role("button", name="Approve and send").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Send exactly this?")
    expect(plain.locator(".outgoing")).to_have_text(f"{text} ^AB")
    plain.get_by_role("button", name="Send it").click()
    assert house.published(case) == f"{text} ^AB"


def test_without_scripts_a_draft_can_be_rejected(house: House, plain: Page, case: str) -> None:
    plain.goto(f"{house.base}/cases/{case}")
    plain.locator("summary", has_text="Reject").click()
    plain.get_by_label("What is wrong with the draft?").fill("too stiff")
    plain.get_by_role("button", name="Reject the draft").click()
    expect(plain.locator(".history")).to_contain_text("too stiff")


def test_without_scripts_other_wordings_go_into_the_editor(
    house: House, plain: Page, case: str
) -> None:
    plain.goto(f"{house.base}/cases/{case}")
    plain.get_by_label("The public text").fill(MINE)
    plain.get_by_role("button", name="Other wordings").click()
    shorter = plain.locator(".alternatives li", has_text="Shorter")
    shorter.get_by_role("button", name="Take these words").click()
    expect(plain.get_by_label("The public text")).to_have_value(f"{DRAFT} [shorter]")
    expect(plain.locator(".compare", has_text="Your text before")).to_contain_text(MINE)


def test_without_scripts_insights_are_tables(house: House, plain: Page, case: str) -> None:
    plain.goto(f"{house.base}/insights")
    expect(plain.get_by_role("table").first).to_be_visible()
    expect(plain.locator(".canvas").first).to_be_hidden()
