"""A topic that the words belie chooses no playbook."""

from __future__ import annotations

import pytest

from prompts.sure_topic import topic_of
from tests.factories import brief
from triage.complaint import Topic


@pytest.mark.parametrize(
    ("text", "lang", "topic"),
    [
        ("Still aboard, no ambulift. My catheter bag is full.", "en", Topic.OTHER),
        ("Two hours in this seat, and the stoma bag leaks.", "en", Topic.OTHER),
        ("Kein Ambulift, und der Katheterbeutel ist voll.", "de", Topic.OTHER),
        ("My suitcase is gone, and my catheter bag is in it.", "en", Topic.BAGGAGE_LOST),
        ("Griff abgerissen und eine Rolle fehlt, am Koffer.", "de", Topic.BAGGAGE_DAMAGED),
        ("Brand new suitcase, lid cracked and the wheel missing.", "en", Topic.BAGGAGE_DAMAGED),
        ("Koffer seit Dienstag verschwunden, der andere kaputt.", "de", Topic.BAGGAGE_LOST),
        ("Where is my bag? It left Oslo unbroken.", "en", Topic.BAGGAGE_LOST),
        ("Koffer weg, und der Stomabeutel war darin.", "de", Topic.BAGGAGE_LOST),
        ("My bag never came.", "en", Topic.BAGGAGE_LOST),
        ("My leg still hurts and my bag never came.", "en", Topic.BAGGAGE_LOST),
    ],
)
def test_a_bag_that_is_worn_is_no_baggage(text: str, lang: str, topic: Topic) -> None:
    assert topic_of(brief(text, lang=lang, topic=Topic.BAGGAGE_LOST)) is topic
