"""The foot of a card, which says how the case stands: who did what, when, and what is next."""

from __future__ import annotations

from collections.abc import Callable

from service.slack.elements import Element, inline, link, moment, section, text
from service.slack.subject import Subject
from triage.case import KULANZ, Case, Event, Status
from triage.decision import DecisionKind


def ending(subject: Subject) -> list[Element]:
    """Lines of rich text; none for a case that simply waits."""
    told = _TOLD.get(subject.case.status)
    return told(subject) if told else []


def _escalated(subject: Subject) -> list[Element]:
    event = subject.latest("escalated", "decided")
    if event is None:
        return [_line("Escalated")]
    by = "" if event.by == KULANZ else f" by {_name(event)}"
    return [_line(f"Escalated{by}{_because(event)}", event)]


def _renewed(subject: Subject) -> list[Element]:
    event = subject.latest("reopened")
    return [_line(f"A new draft is on its way{_because(event)}", event)]


def _sending(subject: Subject) -> list[Element]:
    lines = [_line(f"Sending… {_decided(subject.case)}", subject.latest("decided"))]
    delayed = subject.latest("publish_delayed", "decided")
    if delayed is not None and delayed.kind == "publish_delayed":
        lines.append(_line(f"Not through yet{_because(delayed)} It will be tried again.", delayed))
    return lines


def _published(subject: Subject) -> list[Element]:
    event = subject.latest("published")
    url = event.details.get("url") if event else None
    place = link(url, "The reply") if isinstance(url, str) else []
    line = _line(f"Published. {_decided(subject.case)}", event)
    return [line, section(*place)] if place else [line]


def _in_doubt(subject: Subject) -> list[Element]:
    event = subject.latest("publish_in_doubt")
    words = f"In doubt: nobody knows whether the reply is out{_because(event)}"
    return [_line(words, event), _to_console(subject, "Look there, then say so in the console.")]


def _failed(subject: Subject) -> list[Element]:
    event = subject.latest("publish_failed")
    words = f"Not published{_because(event)} {_decided(subject.case)}"
    return [_line(words, event), _to_console(subject, "Send it again from the console.")]


def _rejected(subject: Subject) -> list[Element]:
    event = subject.latest("decided")
    by = _name(event) if event else "a person"
    return [_line(f"Rejected by {by}{_because(event)} Nothing is published.", event)]


def _dismissed(subject: Subject) -> list[Element]:
    event = subject.latest("dismissed", "decided")
    if event is not None and event.kind == "decided":
        return [_line(f"Not a complaint, says {_name(event)}{_because(event)}", event)]
    return [_line(f"Dismissed{_because(event)} Nothing is published.", event)]


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
    return f"{done} by {inline(decision.approver_name, 80)}."


def _name(event: Event) -> str:
    return inline(str(event.details.get("name") or event.by), 80)


def _because(event: Event | None) -> str:
    """The event's reason, and the full stop of the sentence before it."""
    reason = inline(str(event.details.get("reason") or ""), 300) if event else ""
    return f": {reason.rstrip('.')}." if reason else "."


def _to_console(subject: Subject, words: str) -> Element:
    return section(text(f"{words} "), *link(subject.case_url, "The case"))
