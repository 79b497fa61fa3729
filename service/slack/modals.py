"""The windows that open from a card: edit, reject, and what to say when somebody was faster."""

from __future__ import annotations

from service.slack.blocks import value_of
from service.slack.elements import (
    Element,
    inline,
    link,
    parts,
    plain,
    preformatted,
    quote,
    rich,
    section,
    slack_length,
    text,
    without_direction_marks,
)
from service.slack.subject import Subject
from triage.routing import Approver

#: Slack's limit for a text input.
LONGEST_INPUT = 3_000

EDITED, REJECTED = "edited", "rejected"
#: The one input of either window.
INPUT_BLOCK, INPUT = "words", "words"


def edit_modal(subject: Subject, approver: Approver) -> Element:
    """The draft, to be changed; for one too long for Slack's input, the way to the console."""
    draft = subject.case.draft
    assert draft is not None, "only what has a draft can be edited"
    if slack_length(draft.reply) > LONGEST_INPUT:
        return _too_long(subject)
    typed = {"initial_value": draft.reply, "max_length": LONGEST_INPUT, "focus_on_load": True}
    signature = f" ^{approver.initials} follows." if approver.initials else ""
    return {
        **_modal("Edit reply"),
        "submit": plain("Send Reply"),
        "callback_id": EDITED,
        "private_metadata": value_of(subject.case),
        "blocks": [
            _quoted(subject),
            _input("The reply", f"Published exactly as it stands here.{signature}", typed),
        ],
    }


def reject_modal(subject: Subject) -> Element:
    return {
        **_modal("Reject draft"),
        "submit": plain("Reject Draft"),
        "callback_id": REJECTED,
        "private_metadata": value_of(subject.case),
        "blocks": [
            _input(
                "Why?",
                "For your colleagues and for the next draft. Nothing is published.",
                {"max_length": 1_000, "focus_on_load": True},
            )
        ],
    }


def too_late_modal(why: str, typed: str) -> Element:
    """Nothing was sent, and what the person typed is still there to copy."""
    told = rich("why", section(text(f"{inline(why, 300)} Yours was not sent.", bold=True)))
    if not typed.strip():
        return {**_modal("Not sent"), "blocks": [told]}
    kept = [rich(f"typed-{n}", preformatted(part)) for n, part in enumerate(parts(typed))]
    label = rich("label", section(text("What you typed, to copy:")))
    return {**_modal("Not sent"), "blocks": [told, label, *kept]}


def _too_long(subject: Subject) -> Element:
    words = "This reply is longer than Slack's editor takes. Please edit it in the console. "
    return {
        **_modal("Edit reply"),
        "blocks": [rich("too-long", section(text(words), *link(subject.case_url, "The case")))],
    }


def _modal(title: str) -> Element:
    return {"type": "modal", "title": plain(title), "close": plain("Cancel")}


def _quoted(subject: Subject) -> Element:
    words = without_direction_marks(subject.mention.text).strip()
    shown = words if len(words) <= 600 else f"{words[:600]}…"
    return rich("mention", quote(shown or "(The author deleted the post.)"))


def _input(label: str, hint: str, typed: Element) -> Element:
    field = {"type": "plain_text_input", "action_id": INPUT, "multiline": True, **typed}
    return {
        "type": "input",
        "block_id": INPUT_BLOCK,
        "label": plain(label),
        "hint": plain(hint),
        "element": field,
    }
