"""The German next step: what the author asks for is taken up, what is needed now is done now,
nothing is asked for that the text may tell, and nobody is handed on."""

from __future__ import annotations

import re

import pytest

from tests.factories import brief
from tests.prompts.briefs import drafter, shipped
from triage.complaint import Topic
from triage.draft import Brief, utterance
from triage.guard import RuleGuard
from triage.mention import Channel
from triage.playbook import Phrase

DRAFTER = drafter()
BOOKS = shipped()
CHANNELS = [Channel.X, Channel.REVIEW, Channel.EMAIL]
NOW = re.compile(r"\b(?:sofort|gleich|jetzt)\b")
#: Readers refused what asks for words that stand in the complaint, or hands the author on.
REFUSED = re.compile(
    r"gebe? es \S*\s?(?:weiter|an )|zu den(?:en,| Verantwortlichen)|mit den Verantwortlichen"
    r"|worum es|was noch offen|was \{du\|Sie\} klären|Falls noch etwas|heute noch"
    r"|was .{0,20}nicht stimmt, (?:ich|dann)|gegangen ist;"
)


def reply_to(made: Brief) -> str:
    """The draft; the guard has nothing to say about it."""
    draft = DRAFTER.draft([made])[0]
    said = utterance(draft.reply, made.conversation, made.assessment)
    assert RuleGuard().check([said]) == [()], draft.reply
    return draft.reply


def steps() -> list[tuple[str, Phrase]]:
    books = [*BOOKS.playbooks, *(trouble.playbook for trouble in BOOKS.troubles)]
    german = (book for book in books if book.lang == "de")
    return [(book.name, phrase) for book in german for phrase in book.phrases("next_step")]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("topic", "text", "step"),
    [
        (Topic.ONBOARD_COMFORT, "Zehn Stunden kein WLAN. Ich will mein Geld zurück.", r"Geld"),
        (Topic.REFUND_BILLING, "Die Rechnung ist falsch. Bitte korrigieren.", r"[Bb]erichtig"),
        (Topic.OTHER, "Die Heizung ist kaputt. Bitte reparieren!", r"darum und (?:sage|schreibe)"),
        (
            Topic.OTHER,
            "Das war nichts. Ich bitte um eine Erklärung.",
            r"wie es dazu kam|erkläre es",
        ),
        (Topic.OTHER, "Keiner meldet sich. Ich bitte um Rückruf.", r"Anruf"),
    ],
)
def test_what_is_asked_for_is_taken_up(
    topic: Topic, text: str, step: str, channel: Channel
) -> None:
    fields = {"channel": channel, "domain": "retail"}
    said = reply_to(brief(text, lang="de", topic=topic, severity=2, mention_fields=fields))
    assert re.search(step, said), said


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("topic", "text"),
    [
        (Topic.CANCELLATION, "Flug gestrichen, alle weg, wir stehen in der Halle."),
        (Topic.DELAY, "Fünf Stunden am Gate mit zwei kleinen Kindern."),
        (Topic.OUTAGE, "Der Strom ist weg, und meine Mutter braucht ihren Sauerstoff."),
        (Topic.ACCESSIBILITY, "Ich sitze noch im Flieger, der Rollstuhl kommt nicht."),
        (Topic.BAGGAGE_LOST, "Koffer weg, und meine Tabletten sind darin."),
        (Topic.REFUND_BILLING, "Mein Konto ist gesperrt, und morgen ist die Miete fällig."),
        (Topic.OTHER, "Wir stehen vor der Tür im Schnee."),
    ],
)
def test_who_needs_it_now_hears_that_it_is_done_now(
    topic: Topic, text: str, channel: Channel
) -> None:
    fields = {"channel": channel}
    made = brief(text, lang="de", topic=topic, severity=3, urgent=True, mention_fields=fields)
    assert NOW.search(reply_to(made)), reply_to(made)


def test_no_step_asks_for_what_the_text_may_tell_or_hands_the_author_on() -> None:
    refused = {(name, p.template) for name, p in steps() if REFUSED.search(p.template)}
    assert refused == set()
