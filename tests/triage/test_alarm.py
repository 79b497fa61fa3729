"""Despair, threats and danger go to a person at once, whatever the model thinks of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.factories import assessment, case as new_case, conversation
from triage.complaint import Topic
from triage.routing import Desks, alarm, route
from triage.second_look import alarmed, in_light_of
from triage.severity import Urgency, grade

DESPAIR = "I want to kill myself."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (DESPAIR, "self-harm"),
        ("So kann doch niemand leben.", None),
        ("Ich will nicht mehr leben.", "self-harm"),
        ("I'll find you and I'm going to kill you", "threat of violence"),
        ("Ich werde euch alle umbringen", "threat of violence"),
        ("Hilfe, er ist bewusstlos", "danger to life"),
        ("She's not breathing, gate 4!", "danger to life"),
        ("Killer view from seat 3A", None),
        ("Fünf Stunden Verspätung, ich sterbe vor Langeweile", None),
    ],
)
def test_what_a_person_must_see_is_told_from_what_is_only_said(
    text: str, reason: str | None
) -> None:
    assert alarm(text) == reason


def test_it_is_as_severe_and_urgent_as_can_be_even_if_no_complaint() -> None:
    said = alarmed(
        assessment(complaint=False, severity=0, topic=Topic.NONE, sentiment="neutral"),
        conversation(DESPAIR),
    )
    assert said.complaint
    assert grade(said).urgency is Urgency.HIGH
    assert route(grade(said), said.topic, Desks(), DESPAIR).escalation_reason == "self-harm"


@pytest.mark.parametrize(
    "text",
    [
        "Mein Sohn hat eine Glasscherbe im Brot gefunden", "Your soup gave us food poisoning",
        "Mein Anwalt meldet sich", "I slipped on your stairs and broke my wrist",
    ],
)  # fmt: skip
def test_no_harm_and_no_lawyer_is_put_aside_unseen(text: str) -> None:
    overlooked = assessment(complaint=False, severity=0, topic=Topic.NONE, sentiment="positive")
    said = in_light_of(new_case(), overlooked, text)
    assert (said.complaint, said.severity, said.topic) == (True, 2, Topic.OTHER)
    assert said.needs_reply
    judged = assessment(severity=3, topic=Topic.SAFETY_HEALTH)
    assert in_light_of(new_case(), judged, text) is judged
    # What follows our reply is judged as what became of it.
    assert in_light_of(replace(new_case(), replies=1), overlooked, text) is overlooked


@pytest.mark.parametrize(
    ("text", "positive"),
    [
        ("Does the 4 stop at the hospital?", 0.1),
        ("Has anybody been injured on that slide?", 0.1),
        ("Your crew saw to my bleeding hand, thank you all!", 0.9),
        ("The ferry was late.", 0.1),
    ],
)
def test_who_only_asks_or_is_content_was_not_harmed(text: str, positive: float) -> None:
    p_sentiment = {"negative": 0.0, "neutral": 1 - positive, "positive": positive}
    judged = assessment(complaint=False, severity=0, topic=Topic.NONE, p_sentiment=p_sentiment)
    assert in_light_of(new_case(), judged, text) is judged


def test_everything_else_stays_as_the_model_said() -> None:
    judged = assessment(severity=2)
    assert alarmed(judged, conversation("Late again.")) is judged
    assert route(grade(judged), judged.topic, Desks(), "Late again.").escalation_reason is None
