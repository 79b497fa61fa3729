"""Where clauses begin and end."""

from __future__ import annotations

import pytest

from triage.clauses import clauses_of


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("We stood there an hour and a half", ["We stood there an hour and a half"]),
        ("We stood there and a bell rang", ["We stood there", "and a bell rang"]),
        ("eine und eine halbe Stunde", ["eine und eine halbe Stunde"]),
        ("no lift = no breakfast", ["no lift", "no breakfast"]),
        ("ich war am 9. und am 17. da", ["ich war am 9. und am 17. da"]),
        ("es war kalt und es war dunkel", ["es war kalt", "und es war dunkel"]),
        ("It was shut between 3 pm and 8.40 pm", ["It was shut between 3 pm and 8.40 pm"]),
        ("It broke and 3 days later", ["It broke", "and 3 days later"]),
        ("wo ist in meinem @zebu konto", ["wo ist in meinem @zebu konto"]),
    ],
)
def test_clauses_end_where_the_thought_does(text: str, clauses: list[str]) -> None:
    assert [text[slice(*of)] for of in clauses_of(text, (0, len(text)))] == clauses
