"""A case's history in words: who, and what happened."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from service.bootstrap import Kulanz
from service.console.marking import N_
from service.console.pages import say
from service.console.sign_in import operator
from service.console.words import Words
from triage.case import KULANZ, Case, Event

_SENTENCES = {
    "received": N_("A mention came in"),
    "assessed": N_("Assessed: %(topic)s, severity %(severity)s"),
    "drafted": N_("Draft %(version)s written"),
    "escalated": N_("Escalated: %(reason)s"),
    "decided": N_("Draft %(version)s: %(decision)s"),
    "dismissed": N_("Dismissed: %(reason)s"),
    "reopened": N_("Taken up again: %(reason)s"),
    "publishing": N_("Attempt %(attempt)s to publish"),
    "published": N_("Published"),
    "publish_delayed": N_("Not out yet, will be tried again: %(reason)s"),
    "publish_in_doubt": N_("In doubt whether it is out: %(reason)s"),
    "publish_failed": N_("Not published: %(reason)s"),
    "reminded": N_("Reminder sent"),
    "closed": N_("Closed: %(outcome)s"),
    "edited": N_("The author edited the post"),
    "deleted": N_("The author deleted a post"),
    "swept": N_("Picked up again after a standstill"),
}

#: Details whose value is a word of the domain.
_KINDS = {
    "topic": "topic", "severity": "severity", "decision": "decision", "outcome": "outcome",
    "reason": "reason", "surface": "surface",
}  # fmt: skip


def sentence(event: Event, words: Words) -> str:
    """What happened, in one line. An event of a kind we do not know is named as it is."""
    template = _SENTENCES.get(event.kind)
    if template is None:
        return event.kind
    named: dict[str, str] = defaultdict(str)
    named.update({name: _named(name, value, words) for name, value in event.details.items()})
    return (words(template) % named).rstrip(" :")


def remark(event: Event, words: Words) -> str:
    """What a person said about a decision, and where they took it."""
    if event.kind != "decided":
        return ""
    where = say(words, "surface", event.details.get("surface", ""))
    return " – ".join(part for part in (where, event.details.get("reason", "")) if part)


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
    kind = _KINDS.get(name)
    if value is None or kind is None:
        return "" if value is None else str(value)
    return say(words, kind, value)
