"""What the next step heeds: help that is needed now, what is past, what is gone for good, and what
the matter is."""

from __future__ import annotations

from typing import Any

import pytest

from prompts.loader import load_voice
from prompts.needs import needs_of
from prompts.situation import situation_of
from tests.factories import brief
from tests.prompts.briefs import PROMPTS, drafter
from triage.complaint import Topic
from triage.remedy import Remedy

DRAFTER = drafter()
VOICE = load_voice(PROMPTS / "voice.md")


@pytest.mark.parametrize(
    ("text", "said", "needs"),
    [
        ("Gate closes in 20 minutes and nobody is here.", False, {"urgent"}),
        ("Die Jacke ist nach der Reinigung unbrauchbar.", False, {"ruined"}),
        ("App seit dem Update unbrauchbar.", False, set()),
        ("Überbucht. Ich sitze auf meinem Koffer vor der Tür, was nun?", False, {"urgent"}),
        (
            "The bag with her insulin is not here.",
            False,
            {"urgent", "health_at_stake", "health_unsaid"},
        ),
        ("An hour on the plane, stuck on the tarmac.", False, {"urgent"}),
        ("We were sitting on the tarmac for an hour.", False, set()),
        ("I need this fixed ASAP.", False, {"urgent"}),
        ("The wheel is bent. You don't need to answer urgently.", False, set()),
        ("The wheel is bent. No rush, I am still waiting for my bag.", False, set()),
        (
            "Das Rad ist krumm. Ich habe es nicht eilig, ihr müsst nicht sofort antworten.",
            False,
            set(),
        ),
        ("Not urgent, the wheel. But my gate closes in 20 minutes.", False, {"urgent"}),
        ("We are still on the ground.", False, {"urgent"}),
        ("We were still on the ground at nine.", False, set()),
        ("Still waiting for our bags.", False, {"urgent"}),
        ("Still waiting for a refund.", False, set()),
        ("An hour and counting.", False, {"urgent"}),
        ("A 2 hour delay and counting.", False, {"urgent"}),
        ("Been standing in line to check our bags.", False, {"urgent"}),
        ("Without her we would have been stuck at the airport.", False, set()),
        ("Yesterday we were late, been stuck at the airport.", False, set()),
        ("In der App stehen jetzt auf einmal zwei, sehe ich.", False, set()),
        ("We had been standing in line to check our bags.", False, set()),
        ("Wir warten immer noch am Band, ich und sie.", False, {"urgent"}),
        ("Die Fähre steht noch immer, und ich mit ihr.", False, {"urgent"}),
        ("Last summer you lost the bag with her insulin.", False, set()),
        ("Gestern stand ich zwei Stunden da.", True, set()),
        ("Seit gestern stehe ich da.", True, {"urgent"}),
        ("My offer lapses tonight.", False, {"urgent"}),
        ("In two hours is the wedding.", False, {"urgent"}),
        ("I need somebody in the next 10 min.", False, {"urgent"}),
        ("The flight leaves in an hour.", False, {"urgent"}),
        ("They said the flight leaves in an hour. That was last week.", False, set()),
        ("We're now in Poole without a lamp.", False, {"urgent"}),
        ("We're now in our third week without a lamp.", False, set()),
        ("She's still sitting there.", False, {"urgent"}),
        ("She was still sitting there when we came.", False, set()),
        ("Which platform?", False, {"urgent"}),
        ("In zwei Stunden ist Trauung, ich warte.", False, {"urgent"}),
        ("Ich brauche das heute bis 18 Uhr.", False, {"urgent"}),
        ("Der Flug geht in vierzig Minuten, und ich bin hier.", False, {"urgent"}),
        ("Ich sitze im Rollstuhl, der Lift kommt nicht.", False, {"urgent"}),
        ("Schade ist für mich, der Lift kommt nicht an jede Tür.", False, set()),
        ("Die U-Bahn steht seit 7.40, und ich mit ihr.", False, {"urgent"}),
        ("Die Lampe ist aus, ich bitte schnell um Hilfe.", False, {"urgent"}),
        ("URGENT for guests: no light on the stairs.", False, {"urgent"}),
        ("Nothing urgent: the lamp is out.", False, set()),
        ("Not urgent! The lamp is out.", False, set()),
        ("The doors close in ten minutes.", False, {"urgent"}),
        ("Der Bus kütt seit ner halben Stund nit, ich steh.", False, {"urgent"}),
        ("The jars came in pieces.", False, {"ruined"}),
        ("The jars came.", False, set()),
    ],
)
def test_needs_are_read_in_the_text(text: str, said: bool, needs: set[str]) -> None:
    lang = "de" if "ich" in text else "en"
    told = brief(text, lang=lang, topic=Topic.BAGGAGE_LOST, urgent=said)
    assert needs_of(told) == needs


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("No light since Monday.", {"urgent"}),
        ("Seit Montag ist das Netz weg.", {"urgent"}),
        ("There was no light on Monday.", set()),
        ("The light was off in March. Now I want my money back.", set()),
        ("Power is back since noon.", set()),
    ],
)
def test_what_is_off_and_goes_on_is_urgent(text: str, needs: set[str]) -> None:
    assert needs_of(brief(text, topic=Topic.OUTAGE)) == needs


def test_a_thing_is_gone_for_good_only_where_the_model_points() -> None:
    text = "The jars came in pieces. That was in May. Now the lid does not fit."
    told = brief(text, topic=Topic.DELIVERY, gist=((text.index("Now"), len(text)),))
    assert needs_of(told) == set()


@pytest.mark.parametrize(
    ("gist", "step"),
    [("They charged a fee for the name", "that fee"), ("The staff was slow", "straight away")],
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


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Our room had no window at all.", True),
        ("Our room had no window and my mother fainted, she is injured.", False),
        ("Our room has no window and we are standing here right now.", False),
    ],
)
def test_making_good_is_spoken_of_where_nothing_comes_before_it(text: str, offered: bool) -> None:
    told = brief(text, topic=Topic.OTHER, remedy=Remedy("voucher", None, "room"))
    conditions = situation_of(told, "en", "neutral", VOICE).conditions
    assert ("goodwill" in conditions) == offered


NOT_OURS_TO_TAKE = (
    "You don't reply, please call me now. Our power has been off since noon.",
    "Your hotline said it's not urgent. It is minus ten, no heating since Friday.",
    "Ihr habt es wohl nicht eilig: Seit gestern kein Strom.",
    "You don't call back and I need help right now",
    "You do not respond and do not answer. No water since Monday, baby in the house",
    "Why don't you answer? No power since Monday.",
    "I don't hurry for fun, my flight leaves in 20 minutes",
    "No hurry at your end. No power since Friday.",
    "They told me there is no rush. No power since Friday.",
    "Is this not urgent? No light since Friday.",
    "Ist das etwa nicht dringend? Seit Freitag kein Licht!",
    "Eure Hotline sagt, das ist nicht dringend. Seit Freitag kein Licht.",
    "Ihr müsst nicht gleich pampig werden. Seit gestern kein Licht.",
    "Sie müssen mir nicht gleich kommen mit AGB, ich sitze hier fest",
)


@pytest.mark.parametrize("text", NOT_OURS_TO_TAKE)
def test_whoever_is_left_without_an_answer_has_not_said_that_there_is_time(text: str) -> None:
    assert "urgent" in needs_of(brief(text, topic=Topic.OUTAGE))


@pytest.mark.parametrize(
    "text",
    [
        "You don't need to answer urgently. The light has been off since May.",
        "No rush. No light on the stairs since May.",
        "Seit Mai ist das Licht aus. Eilt nicht.",
    ],
)
def test_the_author_may_leave_us_time(text: str) -> None:
    assert "urgent" not in needs_of(brief(text, topic=Topic.OUTAGE))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No rush, only my mother in your lift in the dark.", {"urgent": True}),
        ("No rush. My son cannot breathe without the oxygen machine.", {}),
        ("Nicht dringend. Mein Insulin ist im Koffer!", {}),
        ("No rush, still waiting for my bag.", {"severity": 4}),
    ],
)
def test_help_that_is_needed_comes_before_what_the_author_says_of_time(
    text: str, said: dict[str, Any]
) -> None:
    assert "urgent" in needs_of(brief(text, topic=Topic.BAGGAGE_LOST, **said))


def test_in_irony_no_hurry_is_one() -> None:
    made = brief("No rush, we are still sitting on the tarmac.", ironic=True)
    assert "urgent" in needs_of(made)
