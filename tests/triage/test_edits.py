"""What a person changed in a draft, and what kind of change it is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories import brief
from tests.fakes import FakeDrafter
from triage.draft import Draft
from triage.edits import Change, Replaced, edit_of
from triage.remedy import Money, Remedy

SAID = (
    "Drei Stunden am Gate, das tut uns leid. Schreiben Sie uns bitte eine Nachricht, dann kümmern"
    " wir uns um AU 412."
)
VOUCHER = Remedy("voucher", Money(Decimal(50), "EUR"), rule="delay-3h")


@pytest.fixture
def draft() -> Draft:
    [made] = FakeDrafter().draft([brief()])
    return replace(made, reply=SAID, remedy=VOUCHER)


@pytest.mark.parametrize(
    ("reply", "kinds"),
    [
        (SAID, set()),
        (SAID.replace("bitte ", "gern "), {Change.WORDING}),
        ("Drei Stunden am Gate, das tut uns leid. Schreiben Sie uns bitte.",
         {Change.SHORTER, Change.FACT_CORRECTED}),
        (SAID.replace("412", "421"), {Change.FACT_CORRECTED}),
        (SAID.replace("das tut uns leid", "das ist ärgerlich"), {Change.TONE}),
        (SAID.replace("Schreiben Sie", "Schreib du"), {Change.TONE}),
        (SAID + " Dazu gibt es einen Gutschein, den wir Ihnen sofort schicken.",
         {Change.LONGER, Change.REMEDY_CHANGED}),
        ("Three hours at the gate on AU 412, we are sorry. Please send us a message.",
         {Change.LANGUAGE}),
    ],
)  # fmt: skip
def test_the_kind_of_a_change(draft: Draft, reply: str, kinds: set[Change]) -> None:
    assert edit_of(draft, reply, VOUCHER).kinds == kinds


def test_nothing_left_of_the_draft_is_another_text(draft: Draft) -> None:
    edit = edit_of(
        draft, "Oje! Wir melden uns heute noch bei dir, versprochen wie besprochen.", VOUCHER
    )
    assert Change.REWRITTEN in edit.kinds


def test_another_remedy_is_a_change_with_the_same_words(draft: Draft) -> None:
    edit = edit_of(draft, SAID, None)
    assert edit.replaced == ()
    assert edit.kinds == {Change.REMEDY_CHANGED}


def test_the_difference_is_told_word_by_word(draft: Draft) -> None:
    edit = edit_of(draft, SAID.replace("eine Nachricht, dann", "kurz, dann"), VOUCHER)
    assert edit.replaced == (Replaced("eine Nachricht,", "kurz,"),)
