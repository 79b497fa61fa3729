"""The windows for a decision: edit, reject, escalate, and what to say when somebody was faster."""

from __future__ import annotations

from collections.abc import Iterable

from service.slack.card_actions import value_of
from service.slack.elements import (
    Element,
    context,
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
from triage.guard import Finding
from triage.personal_data import mask
from triage.routing import Approver

#: Slack's limit for a text input.
LONGEST_INPUT = 3_000
LONGEST_REASON = 1_000

EDITED, REJECTED, ESCALATED = "edited", "rejected", "escalated"
#: Inputs; the block and what is in it have one name.
WORDS, WHY = "words", "why"


def edit_modal(
    subject: Subject,
    approver: Approver,
    *,
    typed: str | None = None,
    hints: Iterable[Finding] = (),
    told: str = "",
) -> Element:
    """The draft, or what the person has typed, to be changed. `hints` are what the guard found and
    a person may overrule with a reason, `told` what has changed since the window opened. For words
    too long for Slack's input, the way to the console."""
    draft = subject.case.draft
    assert draft is not None, "only what has a draft can be edited"
    words = draft.reply if typed is None else typed
    if slack_length(words) > LONGEST_INPUT:
        return _too_long(subject)
    reply: Element = {"max_length": LONGEST_INPUT, "focus_on_load": True}
    if words:
        reply["initial_value"] = words
    signature = f" ^{approver.initials} follows." if approver.initials else ""
    return {
        **modal("Edit reply"),
        "submit": plain("Send Reply"),
        "callback_id": EDITED,
        "private_metadata": value_of(subject.case),
        "blocks": [
            *([rich("told", section(text(inline(told, 300), bold=True)))] if told else []),
            _quoted(subject),
            *(_present_draft(draft.reply) if told and draft.reply != words else []),
            words_input(
                WORDS, "The reply", f"Published exactly as it stands here.{signature}", reply
            ),
            *_overruling([*hints]),
        ],
    }


def reject_modal(subject: Subject) -> Element:
    hint = "For your colleagues and for the next draft. Nothing is published."
    return {
        **modal("Reject draft"),
        "submit": plain("Reject Draft"),
        "callback_id": REJECTED,
        "private_metadata": value_of(subject.case),
        "blocks": [reason_input("Why?", hint)],
    }


def escalate_modal(subject: Subject) -> Element:
    """Who gets it, and why."""
    names = ", ".join(subject.who_may) or "nobody in the policy"
    return {
        **modal("Escalate case"),
        "submit": plain("Escalate"),
        "callback_id": ESCALATED,
        "private_metadata": value_of(subject.case),
        "blocks": [
            context("to", f"Who may decide it: {inline(names, 1_000)}."),
            reason_input("Why, and what is needed?", "For whoever takes it on."),
        ],
    }


def too_late_modal(why: str, typed: str) -> Element:
    """Nothing was sent, and what the person typed is still there to copy."""
    told = rich("why", section(text(f"{inline(why, 300)} Yours was not sent.", bold=True)))
    if not typed.strip():
        return {**modal("Not sent"), "blocks": [told]}
    kept = [rich(f"typed-{n}", preformatted(part)) for n, part in enumerate(parts(typed))]
    label = rich("label", section(text("What you typed, to copy:")))
    return {**modal("Not sent"), "blocks": [told, label, *kept]}


def notice_modal(title: str, words: str) -> Element:
    """A window that only says something."""
    return {**modal(title), "blocks": [rich("told", section(text(inline(words, 300))))]}


# -- parts of windows ------------------------------------------------------------------------------


def modal(title: str) -> Element:
    return {"type": "modal", "title": plain(title), "close": plain("Cancel")}


def words_input(
    name: str, label: str, hint: str, typed: Element, *, optional: bool = False
) -> Element:
    field = {"type": "plain_text_input", "action_id": name, "multiline": True, **typed}
    return field_of(name, label, hint, field, optional=optional)


def reason_input(label: str, hint: str) -> Element:
    return words_input(WHY, label, hint, {"max_length": LONGEST_REASON, "focus_on_load": True})


def field_of(
    name: str, label: str, hint: str, element: Element, *, optional: bool = False
) -> Element:
    field = {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "hint": plain(hint),
        "element": element,
    }
    return {**field, "optional": True} if optional else field


def _overruling(hints: list[Finding]) -> list[Element]:
    if not hints:
        return []
    found = [f"{rule_words(hint)}: {inline(hint.why, 300)}" for hint in hints[:9]]
    why = {"max_length": LONGEST_REASON}
    return [
        context("hints", *found),
        words_input(WHY, "Why send it all the same?", "Kept with the decision.", why),
    ]


def rule_words(finding: Finding) -> str:
    """`Generic boilerplate`."""
    return finding.rule.replace("_", " ").capitalize()


def _present_draft(reply: str) -> list[Element]:
    if not reply:
        return []
    label = rich("present", section(text("The draft as it stands now:")))
    return [label, *(rich(f"present-{n}", preformatted(p)) for n, p in enumerate(parts(reply)))]


def _too_long(subject: Subject) -> Element:
    words = "This reply is longer than Slack's editor takes. Please edit it in the console. "
    return {
        **modal("Edit reply"),
        "blocks": [rich("too-long", section(text(words), *link(subject.case_url, "The case")))],
    }


def _quoted(subject: Subject) -> Element:
    words = without_direction_marks(mask(subject.mention.text)).strip()
    shown = words if len(words) <= 600 else f"{words[:600]}…"
    return rich("mention", quote(shown or "(The author deleted the post.)"))
