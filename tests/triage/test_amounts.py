"""What counts as an amount, and what only looks like one."""

from __future__ import annotations

import pytest

from triage.guard_patterns import said


@pytest.mark.parametrize(
    ("reply", "amount"),
    [
        ("Sie erhalten 500 Fr. zurück", "500 Fr."), ("Fr. 500 sind weg", "Fr. 500"),
        ("40.– für nichts", "40.–"), ("1'200 CHF fehlen", "1'200 CHF"),
        ("es fehlen 1 200 Euro", "1 200 Euro"), ("um €50k", "€50k"), ("die ‘€50’", "€50"),
        ("Mo-Fr. 8-12 Uhr", None), ("am Schalter 9 Fr. Huber", None),
        ("im 2.-Klasse-Abteil", None), ("vom 3.–5. Mai", None), ("vom 3.- bis 5. Mai", None),
    ],
)  # fmt: skip
def test_an_amount_as_the_swiss_write_it_and_a_large_one(reply: str, amount: str | None) -> None:
    found = said("amount_in_public").search(reply)
    assert (found and found[0]) == amount
