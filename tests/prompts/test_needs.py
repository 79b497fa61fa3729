"""What the next step heeds: help that is needed now, what is past, what is gone for good, and what
the matter is."""

from __future__ import annotations

import pytest

from prompts.needs import needs_of
from tests.factories import brief
from tests.prompts.briefs import drafter
from triage.complaint import Topic

DRAFTER = drafter()


@pytest.mark.parametrize(
    ("text", "said", "needs"),
    [
        ("Gate closes in 20 minutes and nobody is here.", False, {"urgent"}),
        ("Überbucht. Ich sitze auf meinem Koffer vor der Tür, was nun?", False, {"urgent"}),
        ("The bag with her insulin is not here.", False, {"urgent"}),
        ("Last summer you lost the bag with her insulin.", False, set()),
        ("Gestern stand ich zwei Stunden da.", True, set()),
        ("Seit gestern stehe ich da.", True, {"urgent"}),
        ("The jars came in pieces.", False, {"ruined"}),
        ("The jars came.", False, set()),
    ],
)
def test_needs_are_read_in_the_text(text: str, said: bool, needs: set[str]) -> None:
    lang = "de" if "ich" in text else "en"
    told = brief(text, lang=lang, topic=Topic.BAGGAGE_LOST, urgent=said)
    assert needs_of(told) == needs


def test_a_thing_is_gone_for_good_only_where_the_model_points() -> None:
    text = "The jars came in pieces. That was in May. Now the lid does not fit."
    told = brief(text, topic=Topic.DELIVERY, gist=((text.index("Now"), len(text)),))
    assert needs_of(told) == set()


@pytest.mark.parametrize(
    ("gist", "step"),
    [("They charged a fee for the name", "that fee"), ("The staff was slow", "answer")],
)
def test_a_step_for_a_circumstance_is_taken_where_the_model_points(gist: str, step: str) -> None:
    text = "The staff was slow. They charged a fee for the name."
    start = text.index(gist)
    told = brief(
        text,
        topic=Topic.OTHER,
        quotable=((start, start + len(gist)),),
        gist=((start, start + len(gist)),),
    )
    replies = [draft.reply for draft in DRAFTER.draft([told])]
    assert step in replies[0], replies[0]
    assert ("that fee" in replies[0]) == (step == "that fee")
