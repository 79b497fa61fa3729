"""The foot of a card, which says how the case stands: who did what, when, and what is next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from service.slack.elements import SECONDS, Element, inline, link, moment, section, text
from service.slack.subject import Subject
from triage.case import KULANZ, OPEN_FOR_DECISION, Case, Event, Status
from triage.decision import DecisionKind


def ending(subject: Subject) -> list[Element]:
    """Lines of rich text; none for a case that simply waits."""
    told = _TOLD.get(subject.case.status)
    lines = told(subject) if told else []
    return [*lines, *_meanwhile(subject)] if subject.case.status in OPEN_FOR_DECISION else lines


def _meanwhile(subject: Subject) -> Iterator[Element]:
    """What goes on with a case that waits."""
    case = subject.case
    if case.first_approval is not None:
        name = inline(case.first_approval.approver_name, 80)
        yield _line(f"First of two approvals by {name}. A second person has to approve it.")
    if case.snoozed_until is not None:
        event = subject.latest("snoozed")
        by = f" by {name_of(event)}" if event else ""
        yield section(text(f"Put off{by} until ", bold=True), moment(case.snoozed_until))
    event = subject.latest("redraft_wanted", "redraft_failed", "drafted")
    if event is not None and event.kind == "redraft_wanted":
        yield _line(f"Another draft is being written{wishes_of(event)}", event)
    elif event is not None and event.kind == "redraft_failed":
        yield _line(f"No other draft{because(event)}", event)
    if event is not None and event.kind == "drafted":
        back = subject.latest("taken_back")
        if back is not None and back.at == event.at:
            yield _line(f"Approval taken back by {name_of(back)}. Nothing went out.", back)


def _escalated(subject: Subject) -> list[Element]:
    event = subject.latest("escalated", "decided")
    if event is None:
        return [_line("Escalated")]
    by = "" if event.by == KULANZ else f" by {name_of(event)}"
    return [_line(f"Escalated{by}{because(event)}", event)]


def _renewed(subject: Subject) -> list[Element]:
    event = subject.latest("reopened")
    return [_line(f"A new draft is on its way{because(event)}", event)]


def _sending(subject: Subject) -> list[Element]:
    lines = [_line(f"Sending… {_decided(subject.case)}", subject.latest("decided"))]
    decision = subject.case.decision
    if subject.case.status is Status.APPROVED and decision and decision.leaves_at:
        lines.append(section(text("It leaves at "), moment(decision.leaves_at, SECONDS)))
    delayed = subject.latest("publish_delayed", "decided")
    if delayed is not None and delayed.kind == "publish_delayed":
        lines.append(_line(f"Not through yet{because(delayed)} It will be tried again.", delayed))
    return lines


def _published(subject: Subject) -> list[Element]:
    event = subject.latest("published")
    url = event.details.get("url") if event else None
    place = link(url, "The reply") if isinstance(url, str) else []
    line = _line(f"Published. {_decided(subject.case)}", event)
    return [line, section(*place)] if place else [line]


def _in_doubt(subject: Subject) -> list[Element]:
    event = subject.latest("publish_in_doubt")
    words = f"In doubt: nobody knows whether the reply is out{because(event)}"
    return [_line(words, event), section(text("Look at the post, then say here what you saw."))]


def _failed(subject: Subject) -> list[Element]:
    event = subject.latest("publish_failed")
    words = f"Not published{because(event)} {_decided(subject.case)}"
    return [_line(words, event)]


def _rejected(subject: Subject) -> list[Element]:
    event = subject.latest("decided")
    by = name_of(event) if event else "a person"
    return [_line(f"Rejected by {by}{because(event)} Nothing is published.", event)]


def _dismissed(subject: Subject) -> list[Element]:
    event = subject.latest("dismissed", "decided")
    if event is not None and event.kind == "decided":
        return [_line(f"Not a complaint, says {name_of(event)}{because(event)}", event)]
    return [_line(f"Dismissed{because(event)} Nothing is published.", event)]


def _closed(subject: Subject) -> list[Element]:
    outcome = f" The author: {subject.case.outcome}." if subject.case.outcome else ""
    return [_line(f"Closed. {_decided(subject.case)}{outcome}", subject.latest("closed"))]


_TOLD: dict[Status, Callable[[Subject], list[Element]]] = {
    Status.RECEIVED: _renewed,
    Status.ESCALATED: _escalated,
    Status.APPROVED: _sending,
    Status.PUBLISHING: _sending,
    Status.PUBLISHED: _published,
    Status.PUBLISH_IN_DOUBT: _in_doubt,
    Status.PUBLISH_FAILED: _failed,
    Status.REJECTED: _rejected,
    Status.DISMISSED: _dismissed,
    Status.CLOSED: _closed,
}


def _line(words: str, event: Event | None = None) -> Element:
    """One line, with the time of the event at its end."""
    said = text(words.strip(), bold=True)
    return section(said, text(" · "), moment(event.at)) if event else section(said)


def _decided(case: Case) -> str:
    decision = case.decision
    if decision is None or decision.reply is None:
        return ""
    done = "Edited and approved" if decision.kind is DecisionKind.EDIT else "Approved"
    return f"{done} by {inline(decision.approver_names, 160)}."


def name_of(event: Event) -> str:
    return inline(str(event.details.get("name") or event.by), 80)


def wishes_of(event: Event) -> str:
    """What is wanted of a draft: ` (shorter, warmer): no taxi.`"""
    wishes = ", ".join(str(wish).replace("_", " ") for wish in event.details.get("wishes") or ())
    instruction = inline(str(event.details.get("instruction") or ""), 300)
    asked = f": {instruction.rstrip('.')}." if instruction else "."
    return f" ({wishes}){asked}" if wishes else asked


def because(event: Event | None) -> str:
    """The event's reason, and the full stop of the sentence before it."""
    reason = inline(str(event.details.get("reason") or ""), 300) if event else ""
    return f": {reason.rstrip('.')}." if reason else "."
