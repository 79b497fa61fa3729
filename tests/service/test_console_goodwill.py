"""The case page on goodwill: the offer, what is left, and what is done when that is too little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import BEN
from tests.service.console_client import Person, sign_in, words_of
from tests.service.goodwill import Office, goodwill_desk
from tests.world import settings
from triage.case import Status

DRAFT = "We are sorry (1). Please send us a message."


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    opened = Office.of(settings(tmp_path, monkeypatch, None), goodwill_desk(70, beyond=["anna"]))
    yield opened
    opened.kulanz.close()


@pytest.fixture
def ben(office: Office) -> Person:
    """May not go beyond the budget."""
    return sign_in(office.kulanz, BEN)


def test_the_page_says_what_is_offered_and_what_is_left(office: Office, ben: Person) -> None:
    page = words_of(ben.get(f"/cases/{office.waiting()}"))
    assert "voucher, €50 rule delay" in page
    assert "€70 of €70 left" in page
    assert "over budget" not in page
    assert "With your approval this is granted: voucher, €50." in page
    # There is nothing to choose.
    assert "What goes with the reply" not in page


def test_when_the_budget_is_used_up_the_page_offers_to_send_without_money(
    office: Office, ben: Person
) -> None:
    first, second = office.waiting(), office.waiting()
    ben.decide(first, "send", reply=DRAFT)
    page = ben.get(f"/cases/{second}")
    for expected in (
        "€20 of €70 left", "over budget", "What goes with the reply",
        "more than the budget has left", "Who may: Anna Berg.", "a personal call",
    ):  # fmt: skip
        assert expected in words_of(page)
    assert 'value="offered" disabled' in page.text
    assert 'value="without_money" checked' in page.text
    page = ben.decide(second, "send", reply=DRAFT, granting="without_money")
    assert "Approved" in words_of(page)
    assert office.granted(second) == "personal_call None"


def test_what_the_budget_does_not_cover_any_more_is_not_sent(office: Office, ben: Person) -> None:
    first, second = office.waiting(), office.waiting()
    ben.decide(first, "send", reply=DRAFT)
    page = ben.decide(second, "send", reply="My own words.", previewed="1")
    assert page.status_code == 409
    assert "The budget does not cover this remedy any more." in words_of(page)
    assert ">My own words.</textarea>" in page.text
    assert office.case(second).status is Status.AWAITING


def test_who_may_go_beyond_the_budget_can(office: Office, ben: Person) -> None:
    first, second = office.waiting(), office.waiting()
    ben.decide(first, "send", reply=DRAFT)
    anna = sign_in(office.kulanz)
    assert 'value="offered" checked' in anna.get(f"/cases/{second}").text
    anna.decide(second, "send", reply=DRAFT, granting="offered")
    page = words_of(anna.get(f"/cases/{second}"))
    assert "Granted voucher, €50 Anna Berg" in page
    assert "beyond the budget" in page


def test_a_second_draft_offers_nothing_and_an_upgrade_only_by_choice(
    office: Office, ben: Person
) -> None:
    case = office.waiting()
    ben.decide(case, "send", reply=DRAFT)
    office.publish(case)
    office.follow_up(case, "fire, and late")
    page = ben.get(f"/cases/{case}")
    assert "Granted voucher, €50 Ben Croft" in words_of(page)
    assert "There is no second offer." in words_of(page)
    assert "voucher, €75 in all, in place of what was granted" in words_of(page)
    assert 'value="offered" checked' in page.text
    anna = sign_in(office.kulanz)
    shown = {"reply": DRAFT, "previewed": "1"}
    anna.decide(case, "send", draft_version="2", granting="upgrade", **shown)
    assert office.granted(case) == "voucher 75 EUR"


def test_without_scripts_the_choice_survives_the_confirmation(office: Office, ben: Person) -> None:
    ben.decide(office.waiting(), "send", reply=DRAFT)
    case = office.waiting()
    office.kulanz.decisions.redraft(case, BEN)
    office.draft(case)
    page = ben.decide(case, "send", reply="My own words.", draft_version="2", granting="upgrade")
    assert "Send exactly this?" in words_of(page)
    assert 'name="granting" value="upgrade"' in page.text


def test_insights_show_the_budgets_of_the_month(office: Office, ben: Person) -> None:
    ben.decide(office.waiting(), "send", reply=DRAFT)
    page = words_of(ben.get("/insights"))
    assert "Budgets" in page
    assert "care €70 €50 €20 €0" in page


def test_the_settings_name_budgets_and_who_may_go_beyond_them(office: Office, ben: Person) -> None:
    page = words_of(ben.get("/settings"))
    assert "€70 a month" in page
    assert "€200 and beyond the budget" in page


def test_programs_get_and_choose_the_same(office: Office, ben: Person) -> None:
    first, second = office.waiting(), office.waiting()
    ben.decide(first, "send", reply=DRAFT)
    offer = ben.client.get(f"/api/cases/{second}").json()["offer"]
    assert offer["budget"]["limit"] == {"amount": "70", "currency": "EUR"}
    assert offer["without_money"]["kind"] == "personal_call"
    decision = {"kind": "approve", "draft_version": 1}
    answer = ben.client.post(f"/api/cases/{second}/decisions", json=decision)
    assert (answer.status_code, answer.json()["error"]) == (409, "OverBudget")
    decision["granting"] = "without_money"
    assert ben.client.post(f"/api/cases/{second}/decisions", json=decision).status_code == 200
