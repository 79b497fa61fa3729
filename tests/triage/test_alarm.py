"""Despair, threats and danger go to a person at once, whatever the model thinks of them."""

from __future__ import annotations

import pytest

from tests.factories import assessment, conversation
from triage.complaint import Topic
from triage.routing import Desks, alarm, route
from triage.second_look import heeded
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
    said = heeded(
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
    said = heeded(overlooked, conversation(text))
    assert (said.complaint, said.severity, said.topic) == (True, 2, Topic.OTHER)
    assert said.needs_reply
    judged = assessment(severity=3, topic=Topic.SAFETY_HEALTH)
    assert heeded(judged, conversation(text)) is judged


def test_everything_else_stays_as_the_model_said() -> None:
    judged = assessment(severity=2)
    assert heeded(judged, conversation("Late again.")) is judged
    assert route(grade(judged), judged.topic, Desks(), "Late again.").escalation_reason is None
