"""The lower part of a card: how the case stands, and what can be done about it."""

from __future__ import annotations

from typing import Any

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

_SPOKEN = {
    APPROVE: "Approve this reply and publish it",
    EDIT: "Edit this reply before it is published",
    REJECT: "Reject this draft; nothing is published",
    UNDO: "Take the approval back before the reply leaves",
    RETRY: "Send the reply again",
    IS_OUT: "The reply is out: nothing more is sent",
}


def bottom(subject: Subject, draft: Draft, version: str) -> list[Element]:
    lines = ending(subject)
    state = [rich(f"state-{version}", *lines)] if lines else []
    if subject.case.status in OPEN_FOR_DECISION:
        return [*state, _owner(subject, version), _decisions(subject, draft, version)]
    buttons = _afterwards(subject.case)
    row = {"type": "actions", "block_id": f"actions-{version}", "elements": buttons}
    return [*state, row] if buttons else state


def value_of(case: Case) -> str:
    """What a button carries: which draft was seen, and nothing else."""
    return f"{case.id}:{case.draft_version}"


# -- while it waits --------------------------------------------------------------------------------


def _owner(subject: Subject, version: str) -> Element:
    """Who has taken the case, and the menu for that."""
    case = subject.case
    taken = f"Taken by {inline(case.assigned_name, 80)}" if case.assigned_to else ""
    return {
        "type": "section",
        "block_id": f"owner-{version}",
        "text": plain(taken or "Nobody has taken this case"),
        "accessory": menu(CASE, *_case_options(subject)),
    }


def _case_options(subject: Subject) -> list[Element]:
    case, value = subject.case, value_of(subject.case)
    options = [
        option("Assign to me", f"{TAKE}:{value}"),
        option("Hand over…", f"{HAND_OVER}:{value}"),
    ]
    if case.snoozed_until is not None:
        options.append(option("Bring back now", f"{WAKE}:{value}"))
    elif case.grade is None or case.grade.severity is not Severity.CRITICAL:
        options.append(option("Snooze…", f"{SNOOZE}:{value}"))
    options.append(option("Not a complaint", f"{NOT_A_COMPLAINT}:{value}"))
    if subject.case_url:
        opened = option("Open in console", f"{OPEN_CONSOLE}:{value}")
        options.append({**opened, "url": subject.case_url})
    return options


def _decisions(subject: Subject, draft: Draft, version: str) -> Element:
    case, whole = subject.case, subject.shown_whole
    buttons = []
    if whole and not draft.blocked:
        buttons.append(_button(APPROVE, "Approve & Send", value_of(case), primary=True))
    if whole:
        buttons.append(_button(EDIT, "Edit", value_of(case), primary=draft.blocked))
    buttons.append(_button(REJECT, "Reject", value_of(case)))
    elements = [*buttons, menu(MORE, *_draft_options(subject, draft))]
    return {"type": "actions", "block_id": f"actions-{version}", "elements": elements}


def _draft_options(subject: Subject, draft: Draft) -> list[Element]:
    value = value_of(subject.case)
    options: list[Element] = []
    if subject.shown_whole and not draft.blocked:
        options += granting_options(subject, value)
    options.append(option("New draft…", f"{REDRAFT}:{value}"))
    if not draft.is_blank:
        options.append(option("Alternatives…", f"{ALTERNATIVES}:{value}"))
    escalate = "Escalate…" if subject.case.status is not Status.ESCALATED else "Escalate further…"
    return [*options, option(escalate, f"{ESCALATE}:{value}")]


# -- once it is decided ----------------------------------------------------------------------------


def _afterwards(case: Case) -> list[Element]:
    if case.status is Status.APPROVED and case.decision and case.decision.leaves_at:
        return [_button(UNDO, "Undo", value_of(case))]
    # Which trouble was seen: each can be answered once.
    trouble = f"{case.id}:{case.revision}"
    if case.status is Status.PUBLISH_FAILED:
        return [_button(RETRY, "Send Again", trouble, primary=True)]
    if case.status is Status.PUBLISH_IN_DOUBT:
        return [
            _asking(_button(RETRY, "Send Again", trouble)),
            _button(IS_OUT, "It Is Out", trouble),
        ]
    return []


def _asking(button: Element) -> Element:
    """With a question before it does anything."""
    asked = "Look at the post first: if the reply is there, it would stand there twice."
    confirm = {
        "title": plain("Is it certainly not out?"),
        "text": plain(asked),
        "confirm": plain("Send Again"),
        "deny": plain("Cancel"),
    }
    return {**button, "confirm": confirm}


def _button(action: str, label: str, value: str, *, primary: bool = False) -> Element:
    button: dict[str, Any] = {
        "type": "button",
        "action_id": action,
        "text": plain(label),
        "value": value,
        "accessibility_label": _SPOKEN[action],
    }
    return {**button, "style": "primary"} if primary else button
