"""Personal data is dotted out wherever it shows; whoever may decide can look, and that is noted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes import CARA
from tests.receiver import Receiver
from tests.service.console_client import console, sign_in, words_of
from tests.service.test_console_decisions import Care
from tests.world import settings
from triage.case import Status

TEXT = "The train is late, booking K7QX2L, and I wait. Ring me: 07700 900123, 14 Orchard Lane."
HIDDEN = ("K7QX2L", "07700 900123", "14 Orchard Lane")


@pytest.fixture(scope="module")
def care(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Care]:
    folder = tmp_path_factory.mktemp("personal")
    with (
        pytest.MonkeyPatch.context() as patch,
        Receiver() as receiver,
        console(settings(folder, patch, receiver)) as (world, anna),
    ):
        yield Care(world, anna, receiver)


@pytest.fixture(scope="module")
def case(care: Care) -> str:
    case_id = care.world.mention(TEXT)
    care.world.wait_for(case_id, Status.AWAITING)
    return case_id


def hidden_in(text: str) -> list[bool]:
    return [piece not in text for piece in HIDDEN]


def noted(care: Care, case: str) -> list[str]:
    return [event["kind"] for event in care.anna.get(f"/api/cases/{case}").json()["history"]]


@pytest.mark.parametrize("path", ["/", "/queue", "/cases/{case}", "/label", "/api/cases"])
def test_no_page_and_no_list_shows_it(care: Care, case: str, path: str) -> None:
    page = care.anna.get(path.format(case=case)).text
    assert hidden_in(page) == [True] * 3


def test_the_api_has_the_text_with_dots_in_its_place(care: Care, case: str) -> None:
    told = care.anna.get(f"/api/cases/{case}").json()
    (written,) = told["mentions"]
    assert written["mention"]["text"].startswith("The train is late, booking ••••••, and I wait.")
    assert len(written["mention"]["text"]) == len(TEXT)
    assert hidden_in(str(told)) == [True] * 3


def test_who_may_decide_can_look_and_the_history_says_so(care: Care, case: str) -> None:
    page = care.anna.get(f"/cases/{case}")
    assert "Personal data is dotted out. If you look at it, the history says so." in words_of(page)
    assert "Looked at the personal data" not in words_of(page)
    shown = care.anna.decide(case, "show_personal_data")
    assert shown.status_code == 200
    assert hidden_in(words_of(shown)) == [False] * 3
    assert "Anna Berg Looked at the personal data" in words_of(shown)
    assert hidden_in(care.anna.get(f"/cases/{case}").text) == [True] * 3


def test_who_may_not_decide_sees_nothing_and_leaves_no_trace(care: Care, case: str) -> None:
    before = noted(care, case)
    cara = sign_in(care.world.kulanz, CARA)
    page = cara.get(f"/cases/{case}")
    assert "Personal data is dotted out." in words_of(page)
    assert 'value="show_personal_data"' not in page.text
    refused = cara.decide(case, "show_personal_data")
    assert refused.status_code == 403
    assert hidden_in(refused.text) == [True] * 3
    assert noted(care, case) == before


def test_a_case_without_any_offers_no_look(care: Care) -> None:
    assert "dotted out" not in care.anna.get(f"/cases/{care.waiting()}").text
