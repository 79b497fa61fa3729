"""The other windows: hand over, put off, have another draft written, look at alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from service.slack.card_actions import EDIT, REDRAFT, value_of
from service.slack.elements import (
    OPTION_LENGTH,
    Element,
    option,
    parts,
    plain,
    preformatted,
    rich,
    section,
    text,
)
from service.slack.modals import field_of, modal, notice_modal, words_input
from service.slack.subject import LONGEST_REPLY, Subject
from triage.draft import Draft
from triage.redraft import Alternative
from triage.routing import Approver
from triage.wish import Wish

HANDED_OVER, SNOOZED, REDRAFTED, LOOKED = "handed_over", "snoozed", "redrafted", "looked"
#: Inputs, and the button beside an alternative.
TO, UNTIL, UNTIL_OWN, WISHES, INSTRUCTION = "to", "until", "until_own", "wishes", "instruction"
USE = "use_alternative"

LONGEST_INSTRUCTION = 500
#: Slack takes so many options.
_MOST_OPTIONS = 100

_TIMES = {
    "an_hour": "In an hour",
    "three_hours": "In three hours",
    "tomorrow": "Tomorrow, when we open",
    "in_a_week": "In a week",
}
_WISHES = {
    Wish.SHORTER: "Shorter",
    Wish.WARMER: "Warmer",
    Wish.MORE_FORMAL: "More formal",
    Wish.WITHOUT_REMEDY: "Without the goodwill",
    Wish.OTHER_LANGUAGE: "In the other language",
}


def hand_over_modal(subject: Subject, others: Sequence[Approver]) -> Element:
    if not others:
        return notice_modal("Hand over", "Nobody else in the policy may decide this case.")
    people = [option(person.name, person.id) for person in others[:_MOST_OPTIONS] if _fits(person)]
    select = {"type": "static_select", "action_id": TO, "options": people}
    return {
        **_window(subject, "Hand over", HANDED_OVER, "Hand Over"),
        "blocks": [field_of(TO, "To whom?", "Others may decide all the same.", select)],
    }


def snooze_modal(subject: Subject, times: Mapping[str, datetime]) -> Element:
    """Times on offer, and one of the person's own."""
    options = [option(_TIMES[name], name) for name in times]
    select = {
        "type": "static_select", "action_id": UNTIL, "options": options,
        "initial_option": options[0],
    }  # fmt: skip
    own = {"type": "datetimepicker", "action_id": UNTIL_OWN}
    hint = "Nobody is reminded until then. If the author writes again, it comes back at once."
    return {
        **_window(subject, "Snooze case", SNOOZED, "Snooze"),
        "blocks": [
            field_of(UNTIL, "Until when?", hint, select),
            field_of(
                UNTIL_OWN, "Or at a time of your own", "It counts, if set.", own, optional=True
            ),
        ],
    }


def redraft_modal(subject: Subject) -> Element:
    wishes = [option(words, wish) for wish, words in _WISHES.items()]
    boxes = {"type": "checkboxes", "action_id": WISHES, "options": wishes}
    typed = {"max_length": LONGEST_INSTRUCTION}
    hint = "Neither of the two: the same in other words."
    return {
        **_window(subject, "New draft", REDRAFTED, "Write Draft"),
        "blocks": [
            field_of(WISHES, "What should be different?", hint, boxes, optional=True),
            words_input(
                INSTRUCTION, "In your own words", "Nothing goes out before you approve it.",
                typed, optional=True,
            ),
        ],
    }  # fmt: skip


def loading_modal(subject: Subject) -> Element:
    """While alternatives are being written."""
    wait = rich("wait", section(text("The alternatives are being written…")))
    return {**modal("Alternatives"), "private_metadata": value_of(subject.case), "blocks": [wait]}


def alternatives_modal(subject: Subject, found: Sequence[Alternative]) -> Element:
    """Each with its words, whole, and a button."""
    shown = [(wish, draft) for wish, draft in found if len(draft.reply) <= LONGEST_REPLY]
    if not shown:
        return notice_modal("Alternatives", "There is no draft in other words for this case.")
    blocks = [block for wish, draft in shown for block in _alternative(subject, wish, draft)]
    return {
        **modal("Alternatives"),
        "callback_id": LOOKED,
        "private_metadata": value_of(subject.case),
        "blocks": blocks,
    }


def words_of_alternative(wish: str, blocks: Sequence[Element]) -> str:
    """The words that stand in a window of alternatives for that wish."""
    return "".join(
        part["text"]
        for block in blocks
        if str(block.get("block_id", "")).startswith(f"words-{wish}-")
        for element in block["elements"]
        for part in element["elements"]
    )


def only_words_differ(subject: Subject, draft: Draft) -> bool:
    """Then they can stand in the editor; a remedy or language needs a draft of its own."""
    present = subject.case.draft
    return present is not None and (draft.lang, draft.remedy) == (present.lang, present.remedy)


def _alternative(subject: Subject, wish: Wish, draft: Draft) -> list[Element]:
    edits = only_words_differ(subject, draft)
    button = {
        "type": "button",
        "action_id": f"{USE}-{wish}",
        "text": plain("Edit and Send" if edits else "Make It the Draft"),
        "value": f"{EDIT if edits else REDRAFT}_{wish}:{value_of(subject.case)}",
        "accessibility_label": f"Use this alternative: {_WISHES[wish]}",
    }
    words = enumerate(parts(draft.reply))
    return [
        rich(f"wish-{wish}", section(text(_WISHES[wish], bold=True))),
        *(rich(f"words-{wish}-{n}", preformatted(part)) for n, part in words),
        {"type": "actions", "block_id": f"use-{wish}", "elements": [button]},
    ]


def _window(subject: Subject, title: str, callback_id: str, submit: str) -> Element:
    return {
        **modal(title),
        "submit": plain(submit),
        "callback_id": callback_id,
        "private_metadata": value_of(subject.case),
    }


def _fits(person: Approver) -> bool:
    return len(person.id) <= OPTION_LENGTH
