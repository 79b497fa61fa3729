"""The other windows: hand over, put off, have another draft written, look at alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from service.console.labels import WISH, say
from service.console.marking import N_
from service.console.words import Words
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

_NO_MORE = N_(
    "The playbooks write the drafts and can do no more than this. "
    "For anything else, please edit the text yourself."
)
#: Slack takes so many options.
_MOST_OPTIONS = 100


def hand_over_modal(subject: Subject, others: Sequence[Approver]) -> Element:
    words = subject.words
    if not others:
        nobody = words("Nobody else in the policy may decide this case.")
        return notice_modal(words, words("Hand over"), nobody)
    people = [option(person.name, person.id) for person in others[:_MOST_OPTIONS] if _fits(person)]
    select = {"type": "static_select", "action_id": TO, "options": people}
    return {
        **_window(subject, words("Hand over"), HANDED_OVER, words("Hand Over")),
        "blocks": [
            field_of(TO, words("To whom?"), words("Others may decide all the same."), select)
        ],
    }


def snooze_modal(subject: Subject, times: Mapping[str, datetime]) -> Element:
    """Times on offer, and one of the person's own."""
    words = subject.words
    options = [option(_title(say(words, "snooze", name)), name) for name in times]
    select = {
        "type": "static_select", "action_id": UNTIL, "options": options,
        "initial_option": options[0],
    }  # fmt: skip
    own = {"type": "datetimepicker", "action_id": UNTIL_OWN}
    hint = words(
        "Nobody is reminded until then. If the author writes again, it comes back at once."
    )
    label, counts = words("Or at a time of your own"), words("It counts, if set.")
    return {
        **_window(subject, words("Snooze case"), SNOOZED, words("Snooze")),
        "blocks": [
            field_of(UNTIL, words("Until when?"), hint, select),
            field_of(UNTIL_OWN, label, counts, own, optional=True),
        ],
    }


def redraft_modal(subject: Subject, *, own_words: bool) -> Element:
    """With a field for `own_words` where the drafter follows them."""
    words = subject.words
    wishes = [option(wish_name(words, wish), wish) for wish in WISH]
    boxes = {"type": "checkboxes", "action_id": WISHES, "options": wishes}
    hint = words("Neither of the two: the same in other words.")
    ticked = field_of(WISHES, words("What should be different?"), hint, boxes, optional=True)
    more = _own_words(words) if own_words else rich("more", section(text(words(_NO_MORE))))
    return {
        **_window(subject, words("New draft"), REDRAFTED, words("Write Draft")),
        "blocks": [ticked, more],
    }


def _own_words(words: Words) -> Element:
    return words_input(
        INSTRUCTION, words("In your own words"),
        words("Nothing goes out before you approve it."),
        {"max_length": LONGEST_INSTRUCTION}, optional=True,
    )  # fmt: skip


def loading_modal(subject: Subject) -> Element:
    """While alternatives are being written."""
    words = subject.words
    wait = rich("wait", section(text(words("The alternatives are being written…"))))
    return {
        **modal(words, words("Alternatives")),
        "private_metadata": value_of(subject.case),
        "blocks": [wait],
    }


def alternatives_modal(subject: Subject, found: Sequence[Alternative]) -> Element:
    """Each with its words, whole, and a button."""
    words = subject.words
    shown = [(wish, draft) for wish, draft in found if len(draft.reply) <= LONGEST_REPLY]
    if not shown:
        none = words("There is no draft in other words for this case.")
        return notice_modal(words, words("Alternatives"), none)
    blocks = [block for wish, draft in shown for block in _alternative(subject, wish, draft)]
    return {
        **modal(words, words("Alternatives")),
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
    words, edits = subject.words, only_words_differ(subject, draft)
    name = wish_name(words, wish)
    button = {
        "type": "button",
        "action_id": f"{USE}-{wish}",
        "text": plain(words("Edit and Send") if edits else words("Make It the Draft")),
        "value": f"{EDIT if edits else REDRAFT}_{wish}:{value_of(subject.case)}",
        "accessibility_label": words("Use this alternative: %(wish)s", wish=name),
    }
    shown = enumerate(parts(draft.reply))
    return [
        rich(f"wish-{wish}", section(text(name, bold=True))),
        *(rich(f"words-{wish}-{n}", preformatted(part)) for n, part in shown),
        {"type": "actions", "block_id": f"use-{wish}", "elements": [button]},
    ]


def _window(subject: Subject, title: str, callback_id: str, submit: str) -> Element:
    return {
        **modal(subject.words, title),
        "submit": plain(submit),
        "callback_id": callback_id,
        "private_metadata": value_of(subject.case),
    }


def wish_name(words: Words, wish: Wish) -> str:
    """`Shorter`."""
    return _title(say(words, "wish", wish))


def _title(label: str) -> str:
    return f"{label[:1].upper()}{label[1:]}"


def _fits(person: Approver) -> bool:
    return len(person.id) <= OPTION_LENGTH
