"""What the customer's next words make of a reply: rules first, then the model."""

from __future__ import annotations

import pytest

from tests.factories import assessment
from triage.complaint import Topic
from triage.next_words import signs_in
from triage.outcome import Outcome, outcome_of

BEFORE = assessment(severity=2)
CALM = assessment(complaint=False, p_complaint=0.1, sentiment="positive", severity=0,
                  topic=Topic.NONE)  # fmt: skip
CROSS = assessment(severity=2)
CROSSER = assessment(severity=3)
MOCKING = assessment(severity=2, ironic=True, p_ironic=0.9)


@pytest.mark.parametrize(
    "words",
    [
        "Thank you!", "Thanks, all good now", "@RegioBahn Danke für die schnelle Hilfe",
        "Super, hat geklappt", "Danke euch, der Koffer ist heute angekommen",
        "No reply needed, it's sorted",
        "Done, thanks Tom", "We are good now, thanks! ❤️", "Toll, danke für die Info",
        "Thank you. I guess it's all sorted now.", "Danke! Denk ich dran.",
        "Appreciate it. Landed in Oslo.", "Hat sich erledigt.", "Alles gut, kein Problem",
    ],
)  # fmt: skip
def test_plain_thanks_count_even_where_the_model_hears_a_complaint(words: str) -> None:
    assert outcome_of(BEFORE, CROSS, words) is Outcome.RECOVERED


@pytest.mark.parametrize(
    "words",
    [
        "Thanks for nothing.", "Danke für nichts", "Na toll, danke.",
        "Vielen Dank auch, Anschluss weg.",
        "Thanks a million, three hours and counting", "Great, thanks. Another template.",
        "Super, vielen Dank! 🙄", "„Danke“ für gar nichts", "Thanks but no thanks",
        "Thanks I guess",
    ],
)  # fmt: skip
def test_mock_thanks_do_not_count_even_where_the_model_hears_peace(words: str) -> None:
    assert outcome_of(BEFORE, CALM, words) is Outcome.UNCHANGED


@pytest.mark.parametrize(
    "words",
    [
        "Still no bag. Day four.", "Immer noch kein Koffer.", "Danke, aber ich warte noch immer",
        "Ihr habt wieder nichts getan", "I haven't heard anything", "Nothing has happened since",
        "Keine Antwort bisher", "That's not an answer", "Das ist doch ein Textbaustein",
        "Danke, das hilft mir nicht weiter", "Bis heute keine Erstattung", "We are still waiting.",
        "Unverschämt.", "Was für eine Frechheit!", "This is a disgrace", "Wie peinlich!",
        "What a joke.", "I have, 9 times.", "Hab ich schon dreimal.",
    ],
)  # fmt: skip
def test_what_goes_on_is_not_made_good(words: str) -> None:
    assert outcome_of(BEFORE, CALM, words) is Outcome.UNCHANGED


@pytest.mark.parametrize(
    "words",
    [
        "Never flying with you again.", "Nie wieder!", "My lawyer will be in touch",
        "Das geht jetzt zum Anwalt", "You've lost a customer", "Ich gehe zur Schlichtungsstelle",
        "Kündige ich eben.", "See you in court",
    ],
)  # fmt: skip
def test_who_leaves_or_sues_is_worse_off(words: str) -> None:
    assert outcome_of(BEFORE, CROSS, words) is Outcome.WORSE


def test_a_lawyer_in_peace_is_no_threat() -> None:
    assert outcome_of(BEFORE, CALM, "My lawyer says hello, lovely flight") is Outcome.RECOVERED


def test_without_a_sign_the_model_decides() -> None:
    said = "Row 14, since you ask."
    assert outcome_of(BEFORE, CALM, said) is Outcome.RECOVERED
    assert outcome_of(BEFORE, CROSS, said) is Outcome.UNCHANGED
    assert outcome_of(BEFORE, CROSSER, said) is Outcome.WORSE


def test_praise_with_a_number_or_a_strong_word_is_no_scorn() -> None:
    for said in ("I've recommended you several times", "Unbelievable 😍", "Hab euch oft empfohlen"):
        assert outcome_of(BEFORE, CALM, said) is Outcome.RECOVERED


def test_short_thanks_that_the_model_is_sure_to_be_mock_do_not_count() -> None:
    assert outcome_of(BEFORE, MOCKING, "Thank you so much") is Outcome.UNCHANGED


def test_nothing_is_read_into_handles_and_links() -> None:
    assert signs_in("@thanks_air https://still.no.example/thanks") == frozenset()
