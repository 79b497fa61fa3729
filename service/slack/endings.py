"""The foot of a card, which says how the case stands: who did what, when, and what is next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from service.console.labels import say
from service.console.words import Words
from service.slack.elements import SECONDS, Element, inline, link, moment, section, text
from service.slack.subject import Subject
from triage.case import KULANZ, OPEN_FOR_DECISION, Event, Status
from triage.decision import DecisionKind


def ending(subject: Subject) -> list[Element]:
    """Lines of rich text; none for a case that simply waits."""
    told = _TOLD.get(subject.case.status)
    lines = told(subject) if told else []
    return [*lines, *_meanwhile(subject)] if subject.case.status in OPEN_FOR_DECISION else lines


def _meanwhile(subject: Subject) -> Iterator[Element]:
    """What goes on with a case that waits."""
    words, case = subject.words, subject.case
    if case.first_approval is not None:
        yield _line(words(
            "First of two approvals by %(name)s. A second person has to approve it.",
            name=inline(case.first_approval.approver_name, 80),
        ))  # fmt: skip
    if case.snoozed_until is not None:
        yield section(text(_put_off(subject) + " ", bold=True), moment(case.snoozed_until))
    if subject.editing:
        names = inline(", ".join(subject.editing), 160)
        yield _line(words("Being edited by %(names)s.", names=names))
    event = subject.latest("redraft_wanted", "redraft_failed", "drafted")
    if event is not None and event.kind == "redraft_wanted":
        yield _line(words("Another draft is being written") + wishes_of(words, event), event)
    elif event is not None and event.kind == "redraft_failed":
        yield _line(words("No other draft") + because(words, event), event)
    if event is not None and event.kind == "drafted":
        back = subject.latest("taken_back")
        if back is not None and back.at == event.at:
            yield _line(words("Approval taken back by %(name)s. Nothing went out.",
                              name=name_of(back)), back)  # fmt: skip


def _put_off(subject: Subject) -> str:
    words, event = subject.words, subject.latest("snoozed")
    return (
        words("Put off by %(name)s until", name=name_of(event)) if event else words("Put off until")
    )


def _escalated(subject: Subject) -> list[Element]:
    event = subject.latest("escalated", "decided")
    return [_line(escalation(subject.words, event) + because(subject.words, event), event)]


def escalation(words: Words, event: Event | None) -> str:
    if event is None or event.by == KULANZ:
        return words("Escalated")
    return words("Escalated by %(name)s", name=name_of(event))


def _renewed(subject: Subject) -> list[Element]:
    words, event = subject.words, subject.latest("reopened")
    return [_line(words("A new draft is on its way") + because(words, event), event)]


def _sending(subject: Subject) -> list[Element]:
    words, decision = subject.words, subject.case.decision
    lines = [_line(words("Sending…") + " " + _decided(subject), subject.latest("decided"))]
    if subject.case.status is Status.APPROVED and decision and decision.leaves_at:
        lines.append(
            section(text(words("It leaves at") + " "), moment(decision.leaves_at, SECONDS))
        )
    delayed = subject.latest("publish_delayed", "decided")
    if delayed is not None and delayed.kind == "publish_delayed":
        said = words("Not through yet") + because(words, delayed)
        lines.append(_line(said + " " + words("It will be tried again."), delayed))
    return lines


def _published(subject: Subject) -> list[Element]:
    words, event = subject.words, subject.latest("published")
    url = event.details.get("url") if event else None
    place = link(url, words("The reply on %(host)s")) if isinstance(url, str) else []
    line = _line(words("Published.") + " " + _decided(subject), event)
    return [line, section(*place)] if place else [line]


def _in_doubt(subject: Subject) -> list[Element]:
    words, event = subject.words, subject.latest("publish_in_doubt")
    said = words("In doubt: nobody knows whether the reply is out") + because(words, event)
    look = words("Look at the post, then say here what you saw.")
    return [_line(said, event), section(text(look))]


def _failed(subject: Subject) -> list[Element]:
    words, event = subject.words, subject.latest("publish_failed")
    said = words("Not published") + because(words, event)
    return [_line(f"{said} {_decided(subject)}", event)]


def _rejected(subject: Subject) -> list[Element]:
    words, event = subject.words, subject.latest("decided")
    by = name_of(event) if event else words("a person")
    said = words("Rejected by %(name)s", name=by) + because(words, event)
    return [_line(said + " " + words("Nothing is published."), event)]


def _dismissed(subject: Subject) -> list[Element]:
    words, event = subject.words, subject.latest("dismissed", "decided")
    if event is not None and event.kind == "decided":
        said = words("Not a complaint, says %(name)s", name=name_of(event))
        return [_line(said + because(words, event), event)]
    said = words("Dismissed") + because(words, event)
    return [_line(said + " " + words("Nothing is published."), event)]


def _closed(subject: Subject) -> list[Element]:
    words, outcome = subject.words, subject.case.outcome
    said = words("Closed.") + " " + _decided(subject)
    if outcome:
        said += " " + words("The author: %(outcome)s.", outcome=say(words, "outcome", outcome))
    return [_line(said, subject.latest("closed"))]


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


def _decided(subject: Subject) -> str:
    words, decision = subject.words, subject.case.decision
    if decision is None or decision.reply is None:
        return ""
    names = inline(decision.approver_name, 80)
    if decision.first_approver_name:
        first = inline(decision.first_approver_name, 80)
        names = words("%(first)s and %(second)s", first=first, second=names)
    if decision.kind is DecisionKind.EDIT:
        return words("Edited and approved by %(names)s.", names=names)
    return words("Approved by %(names)s.", names=names)


def name_of(event: Event) -> str:
    return inline(str(event.details.get("name") or event.by), 80)


def wishes_of(words: Words, event: Event) -> str:
    """What is wanted of a draft: ` (shorter, warmer): no taxi.`"""
    wishes = ", ".join(say(words, "wish", wish) for wish in event.details.get("wishes") or ())
    instruction = inline(str(event.details.get("instruction") or ""), 300)
    asked = f": {instruction.rstrip('.')}." if instruction else "."
    return f" ({wishes}){asked}" if wishes else asked


def because(words: Words, event: Event | None) -> str:
    """The event's reason, and the full stop of the sentence before it."""
    given = str(event.details.get("reason") or "") if event else ""
    reason = inline(say(words, "reason", given), 300)
    return f": {reason.rstrip('.')}." if reason else "."
