"""A card to try the way with, there and back: posted by `kulanz doctor`, answered to who clicks."""

from __future__ import annotations

from service.slack.answers import Answer
from service.slack.blocks import Message
from service.slack.elements import context, plain, rich, section, text
from service.slack.interactions import caller_of
from service.slack.payloads import Interaction
from service.slack.people import People
from service.slack.personal import refusal, words_in
from service.slack.private_lines import PrivateLines
from triage.errors import TriageError

TEST_CLICK = "test_click"

_WORDS = "This is a test of Kulanz. Nothing is published."


def trial_card() -> Message:
    button = {
        "type": "button",
        "action_id": TEST_CLICK,
        "text": plain("Try a Click"),
        "value": "test",
        "accessibility_label": "Try whether a click gets through",
    }
    hint = "A click must be answered with a line that only you see, within seconds."
    return Message(
        _WORDS,
        [
            {"type": "header", "block_id": "header", "text": plain("Test card")},
            rich("words", section(text(_WORDS, bold=True))),
            {"type": "actions", "block_id": "actions", "elements": [button]},
            context("hint", hint),
        ],
    )


def answer_test_click(
    people: People, private: PrivateLines, given: Interaction, zone: str
) -> Answer:
    """Who the person is to us, and where they may decide."""
    try:
        approver = people.admit(caller_of(given))
        words = words_in(people.lang(given.user.id), zone)
        queues = ", ".join(queue.name for queue in people.desks.queues_of(approver))
        begun = words("Your click got through, %(name)s.", name=approver.name)
        may = words("You may decide in: %(queues)s.", queues=queues or words("no queue"))
        said = begun + " " + may
    except TriageError as error:
        words = words_in(people.lang(given.user.id), zone)
        said = words("Your click got through.") + " " + refusal(words, error)
    return Answer(afterwards=lambda: private.tell(given, said))
