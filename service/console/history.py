"""A case's history in words: who, and what happened."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from service.bootstrap import Kulanz
from service.console.confirming import is_confirmation
from service.console.delivery_words import why_not_out
from service.console.labels import REASON, say
from service.console.marking import N_
from service.console.sign_in import operator
from service.console.words import Words
from triage.case import KULANZ, Case, Event

_SENTENCES = {
    "received": N_("A mention came in"),
    "assessed": N_("Assessed: %(topic)s, severity %(severity)s"),
    "drafted": N_("Draft %(version)s written"),
    "not_drafted": N_("Nothing drafted"),
    "redraft_wanted": N_("Another draft in place of draft %(version)s wanted: %(wishes)s"),
    "redraft_failed": N_("No new draft: %(reason)s"),
    "escalated": N_("Escalated: %(reason)s"),
    "approved_once": N_("First of two approvals, of draft %(version)s"),
    "decided": N_("Draft %(version)s: %(decision)s"),
    "dismissed": N_("Dismissed: %(reason)s"),
    "reopened": N_("Taken up again: %(reason)s"),
    "publishing": N_("Attempt %(attempt)s to publish"),
    "published": N_("Published"),
    "publish_delayed": N_("Not out yet, will be tried again: %(reason)s"),
    "publish_in_doubt": N_("In doubt whether it is out: %(reason)s"),
    "publish_failed": N_("Not published: %(reason)s"),
    "reminded": N_("Three quarters of the time for this reply have passed"),
    "turned_out": N_("What became of our reply: %(outcome)s"),
    "closed": N_("Closed: %(outcome)s"),
    "corrected": N_("Corrected: %(said)s"),
    "edited": N_("The author edited the post"),
    "deleted": N_("The author deleted a post"),
    "assigned": N_("Taken by %(to_name)s"),
    "snoozed": N_("Put off until %(until)s"),
    "woken": N_("Back in the queue"),
    "personal_data_shown": N_("Looked at the personal data"),
    "taken_back": N_("Approval taken back before the reply left"),
    "swept": N_("Picked up again after a standstill"),
}

_CONFIRMED = N_("Confirmed: %(said)s")
_HANDED_OVER = N_("Handed over to %(to_name)s")

#: Whose remark is at least where a person did it.
_BY_PEOPLE = frozenset(
    {
        "decided", "approved_once", "redraft_wanted", "assigned", "snoozed", "woken", "taken_back",
        "personal_data_shown",
    }
)  # fmt: skip

#: Details whose value is a word of the domain.
_KINDS = {
    "topic": "topic", "severity": "severity", "decision": "decision", "outcome": "outcome",
    "wishes": "wish",
    "reason": "reason", "surface": "surface",
}  # fmt: skip


def sentence(event: Event, words: Words) -> str:
    """What happened, in one line. An event of a kind we do not know is named as it is."""
    if event.kind == "assigned" and not event.details.get("to"):
        return words("Given back to all")
    template = _template(event)
    if template is None:
        return event.kind
    named: dict[str, str] = defaultdict(str)
    named.update({name: _named(name, value, words) for name, value in event.details.items()})
    return (words(template) % named).rstrip(" :")


def _template(event: Event) -> str | None:
    if _is_handed_over(event):
        return _HANDED_OVER
    if event.kind == "corrected" and is_confirmation(event):
        return _CONFIRMED
    return _SENTENCES.get(event.kind)


def _is_handed_over(event: Event) -> bool:
    """Whether somebody gave the case to another person, and did not take it."""
    return event.kind == "assigned" and event.details.get("to") != event.by


def remark(event: Event, words: Words) -> str:
    """What a person said about a decision or a draft, and where they did."""
    if event.kind not in _BY_PEOPLE:
        return ""
    where = say(words, "surface", event.details.get("surface", ""))
    said = event.details.get("instruction") or event.details.get("reason", "")
    return " – ".join(part for part in (where, said) if part)


def who(event: Event, case: Case, kulanz: Kulanz, words: Words) -> str:
    if event.by == KULANZ:
        return "Kulanz"
    if event.by == "author":
        return case.author.name or words("the author")
    return str(event.details.get("name") or name_of(event.by, kulanz))


def name_of(id: str, kulanz: Kulanz) -> str:
    if id == operator().id:
        return operator().name
    approver = kulanz.desk.desks.approver(id)
    return approver.name if approver else id


def _named(name: str, value: Any, words: Words) -> str:
    if name == "until":
        return words.moment(datetime.fromisoformat(str(value)))
    if name == "said":
        return ", ".join(_label(label, told, words) for label, told in value.items())
    if name == "reason" and value not in REASON:
        return why_not_out(words, str(value or ""))
    if isinstance(value, list):
        return ", ".join(_named(name, one, words) for one in value)
    kind = _KINDS.get(name)
    if value is None or kind is None:
        return "" if value is None else str(value)
    return say(words, kind, value)


def _label(label: str, told: Any, words: Words) -> str:
    if label == "complaint":
        return words("a complaint") if told else words("not a complaint")
    if label == "severity":
        return words("severity %(severity)s", severity=told)
    return say(words, label, told)
