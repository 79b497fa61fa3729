"""The lower part of a card: how the case stands, and what can be done about it."""

from __future__ import annotations

from typing import Any, NamedTuple

from service.console.marking import N_
from service.console.words import Words
from service.slack.elements import Element, inline, menu, option, plain, rich
from service.slack.endings import ending
from service.slack.goodwill import granting_options
from service.slack.subject import Subject
from triage.case import OPEN_FOR_DECISION, Case, Status
from triage.draft import Draft
from triage.severity import Severity

#: The stable names of what can be clicked: buttons, the two menus, and what stands in these.
APPROVE, EDIT, REJECT, UNDO, RETRY, IS_OUT = (
    "approve", "edit", "reject", "undo", "retry", "is_out",
)  # fmt: skip
MORE, CASE = "more", "case"
REDRAFT, ALTERNATIVES, ESCALATE = "redraft", "alternatives", "escalate"
TAKE, HAND_OVER, SNOOZE, WAKE = "take", "hand_over", "snooze", "wake"
NOT_A_COMPLAINT, OPEN_CONSOLE = "not_a_complaint", "open_console"

#: What stands on a button, and what a screen reader says of it.
_LABELS = {
    APPROVE: (N_("Approve & Send"), N_("Approve this reply and publish it")),
    EDIT: (N_("Edit"), N_("Edit this reply before it is published")),
    REJECT: (N_("Reject"), N_("Reject this draft; nothing is published")),
    UNDO: (N_("Undo"), N_("Take the approval back before the reply leaves")),
    RETRY: (N_("Send Again"), N_("Send the reply again")),
    IS_OUT: (N_("It Is Out"), N_("The reply is out: nothing more is sent")),
}


class _Question(NamedTuple):
    """What is asked before a button does anything: Slack takes 100 characters for the title, 300
    for the text and 30 for the button that goes on."""

    title: str
    text: str
    go_on: str


_IN_DOUBT = _Question(
    N_("Is it certainly not out?"),
    N_("Look at the post first: if the reply is there, it would stand there twice."),
    N_("Send Again"),
)
_CRITICAL = _Question(
    N_("Send this reply?"),
    N_("It answers a critical complaint: please read it once more, as it stands on the card."),
    N_("Approve & Send"),
)


def bottom(subject: Subject, draft: Draft, version: str) -> list[Element]:
    lines = ending(subject)
    state = [rich(f"state-{version}", *lines)] if lines else []
    if subject.case.status in OPEN_FOR_DECISION:
        return [*state, _owner(subject, version), _decisions(subject, draft, version)]
    buttons = _afterwards(subject)
    row = {"type": "actions", "block_id": f"actions-{version}", "elements": buttons}
    return [*state, row] if buttons else state


def value_of(case: Case) -> str:
    """What a button carries: which draft was seen, and nothing else."""
    return f"{case.id}:{case.draft_version}"


# -- while it waits --------------------------------------------------------------------------------


def _owner(subject: Subject, version: str) -> Element:
    """Who has taken the case, and the menu for that."""
    words, case = subject.words, subject.case
    taken = words("Taken by %(name)s", name=inline(case.assigned_name, 80))
    return {
        "type": "section",
        "block_id": f"owner-{version}",
        "text": plain(taken if case.assigned_to else words("Nobody has taken this case")),
        "accessory": menu(CASE, *_case_options(subject)),
    }


def _case_options(subject: Subject) -> list[Element]:
    words, case, value = subject.words, subject.case, value_of(subject.case)
    options = [
        option(words("Assign to me"), f"{TAKE}:{value}"),
        option(words("Hand over…"), f"{HAND_OVER}:{value}"),
    ]
    if case.snoozed_until is not None:
        options.append(option(words("Bring back now"), f"{WAKE}:{value}"))
    elif not _is_critical(subject):
        options.append(option(words("Snooze…"), f"{SNOOZE}:{value}"))
    options.append(option(words("Not a complaint"), f"{NOT_A_COMPLAINT}:{value}"))
    if subject.case_url:
        opened = option(words("Open in console"), f"{OPEN_CONSOLE}:{value}")
        options.append({**opened, "url": subject.case_url})
    return options


def _decisions(subject: Subject, draft: Draft, version: str) -> Element:
    words, value, whole = subject.words, value_of(subject.case), subject.shown_whole
    buttons = []
    if whole and not draft.blocked:
        approve = _button(words, APPROVE, value, primary=True)
        buttons.append(_asking(words, approve, _CRITICAL) if _is_critical(subject) else approve)
    if whole:
        buttons.append(_button(words, EDIT, value, primary=draft.blocked))
    buttons.append(_button(words, REJECT, value))
    elements = [*buttons, menu(MORE, *_draft_options(subject, draft))]
    return {"type": "actions", "block_id": f"actions-{version}", "elements": elements}


def _draft_options(subject: Subject, draft: Draft) -> list[Element]:
    words, value = subject.words, value_of(subject.case)
    options: list[Element] = []
    if subject.shown_whole and not draft.blocked:
        options += granting_options(subject, value)
    options.append(option(words("New draft…"), f"{REDRAFT}:{value}"))
    if not draft.is_blank:
        options.append(option(words("Alternatives…"), f"{ALTERNATIVES}:{value}"))
    further = subject.case.status is Status.ESCALATED
    escalate = words("Escalate further…") if further else words("Escalate…")
    return [*options, option(escalate, f"{ESCALATE}:{value}")]


# -- once it is decided ----------------------------------------------------------------------------


def _afterwards(subject: Subject) -> list[Element]:
    words, case = subject.words, subject.case
    if case.status is Status.APPROVED and case.decision and case.decision.leaves_at:
        return [_button(words, UNDO, value_of(case))]
    # Which trouble was seen: each can be answered once.
    trouble = f"{case.id}:{case.revision}"
    if case.status is Status.PUBLISH_FAILED:
        return [_button(words, RETRY, trouble, primary=True)]
    if case.status is Status.PUBLISH_IN_DOUBT:
        return [
            _asking(words, _button(words, RETRY, trouble), _IN_DOUBT),
            _button(words, IS_OUT, trouble),
        ]
    return []


def _is_critical(subject: Subject) -> bool:
    grade = subject.case.grade
    return grade is not None and grade.severity is Severity.CRITICAL


def _asking(words: Words, button: Element, asked: _Question) -> Element:
    """With a question before it does anything."""
    confirm = {
        "title": plain(words(asked.title)),
        "text": plain(words(asked.text)),
        "confirm": plain(words(asked.go_on)),
        "deny": plain(words("Cancel")),
    }
    return {**button, "confirm": confirm}


def _button(words: Words, action: str, value: str, *, primary: bool = False) -> Element:
    label, spoken = _LABELS[action]
    button: dict[str, Any] = {
        "type": "button",
        "action_id": action,
        "text": plain(words(label)),
        "value": value,
        "accessibility_label": words(spoken),
    }
    return {**button, "style": "primary"} if primary else button
