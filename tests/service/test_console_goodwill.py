"""The case page on goodwill: the offer, what is left, and what is done when that is too little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.bootstrap import Kulanz
from service.console.words import LANGUAGE_COOKIE
from tests.fakes import BEN
from tests.service.console_client import Person, sign_in, words_of
from tests.service.goodwill import Office, euros, goodwill_desk
from tests.world import settings
from triage.case import Status

DRAFT = "We are sorry (1). Please send us a message."


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    opened = Office.of(settings(tmp_path, monkeypatch, None), goodwill_desk(70, beyond=["anna"]))
    yield opened
    opened.kulanz.close()


def strict_office(office: Office, **desks: Any) -> Kulanz:
    """Where nobody may grant more than 20 but who has a ceiling of their own."""
    kulanz = office.kulanz
    small = replace(kulanz.desk.desks, default_ceiling=euros(20), **desks)
    desk = replace(kulanz.desk, desks=small)
    return replace(
        kulanz, desk=desk, handling=replace(kulanz.handling, desk=desk),
        decisions=replace(kulanz.decisions, desk=desk),
    )  # fmt: skip


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
    page = ben.decide(second, "send", reply="My own words.")
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
    anna.decide(case, "send", reply=DRAFT, draft_version="2", granting="upgrade")
    assert office.granted(case) == "voucher 75 EUR"


def test_without_scripts_the_choice_survives_the_confirmation(office: Office, ben: Person) -> None:
    ben.decide(office.waiting(), "send", reply=DRAFT)
    case = office.waiting()
    office.kulanz.decisions.redraft(case, BEN)
    office.draft(case)
    mine = {"reply": "My own words.", "draft_version": "2", "granting": "upgrade"}
    page = ben.decide(case, "send", previewed="", **mine)
    assert "Send exactly this?" in words_of(page)
    assert 'name="granting" value="upgrade"' in page.text


def test_what_is_above_a_ceiling_is_marked_and_handed_to_whom_it_is_not(
    office: Office, ben: Person
) -> None:
    case, strict = office.waiting(), strict_office(office)
    small, anna = sign_in(strict, BEN), sign_in(strict)
    page = words_of(small.get(f"/cases/{case}"))
    assert "This case is above your ceiling. Who may decide it: Anna Berg." in page
    assert "Reject the draft" in page, "which costs nothing"
    assert "You may not send it: above your ceiling" in words_of(small.get("/"))
    assert '<option value="anna">Anna Berg</option>' in small.get(f"/cases/{case}").text
    assert '<option value="ben">' in sign_in(office.kulanz).get(f"/cases/{case}").text
    assert '<option value="ben">' not in anna.get(f"/cases/{case}").text


def test_nobody_is_handed_what_they_may_not_send_and_everybody_can_take_it(office: Office) -> None:
    case, strict = office.waiting(), strict_office(office)
    page = sign_in(strict).decide(case, "hand_over", to="ben")
    assert page.status_code == 403
    assert "Ben Croft may not send this reply. Who can take it: Anna Berg." in words_of(page)
    assert office.case(case).assigned_to is None
    sign_in(strict, BEN).decide(case, "take")
    assert office.case(case).assigned_to == "ben"


def test_that_nobody_may_is_said_in_the_readers_language(office: Office) -> None:
    case, ben = office.waiting(), sign_in(strict_office(office, approvers=(BEN,)), BEN)
    ben.client.cookies.set(LANGUAGE_COOKIE, "de")
    page = words_of(ben.decide(case, "send", reply=DRAFT))
    assert "Es ist nichts geschehen." in page
    assert "Entscheiden dürfen: niemand in der Richtlinie." in page
    assert "nobody" not in page


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
