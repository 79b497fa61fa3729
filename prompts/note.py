"""What the approver reads beside a draft: why it was flagged, what it picked up, what to verify,
and what is offered. None of this is public."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Set
from functools import cache
from pathlib import Path
from typing import Any

from triage.claims import is_about_a_flight
from triage.complaint import Topic
from triage.draft import Brief
from triage.facts import Fact
from triage.item_kinds import FIXTURE, MOBILITY_AID, kind_of_item
from triage.personal_data import mask
from triage.remedy import Remedy

#: Numbers that open somebody's booking or account: the approver sees them in the mention itself.
_NUMBERS = frozenset({"order", "booking_code", "phone", "email", "iban"})
#: Verified whatever the topic is.
_VERIFIED = frozenset({"flight", "amount", "order", "missed"})
#: Where a thing has a record to look up; elsewhere it is only told of.
_RECORDS = {
    Topic.BAGGAGE_LOST: "baggage",
    Topic.BAGGAGE_DAMAGED: "baggage",
    Topic.DELIVERY: "shipment",
}
#: Where the hours stated are those that a journey was late.
_LATE = frozenset({Topic.DELAY, Topic.CANCELLATION})


@cache
def note_words(lang: str) -> dict[str, Any]:
    notes = tomllib.loads((Path(__file__).parent / "notes.toml").read_text(encoding="utf-8"))
    words: dict[str, Any] = notes[lang]
    return words


def note_for(
    brief: Brief,
    lang: str,
    occasions: Set[str] = frozenset(),
    *,
    unsaid: tuple[str, ...] = (),
) -> str:
    """The note in the draft's language; personal data masked. What a person must see at once
    comes first."""
    words, assessment = note_words(lang), brief.assessment
    why = words["why"].format(
        topic=assessment.topic,
        severity=int(brief.grade.severity),
        p=assessment.p_complaint,
        ironic=words["ironic"] if assessment.ironic else "",
    )
    heeded = [said for name, said in words["occasions"].items() if name in occasions]
    lines = [*heeded, why, *_facts_lines(brief, words)]
    if brief.said_before:
        lines.append(words["again"])
    if brief.granted:
        lines.append(words["granted"].format(remedy=_named(brief.granted, words)))
    if brief.remedy:
        offer = _named(brief.remedy, words)
        lines.append(words["remedy"].format(remedy=offer, rule=brief.remedy.rule))
    if unsaid:
        lines.append(words["unsaid"].format(words=", ".join(unsaid)))
    return "\n".join(lines)


def _named(remedy: Remedy, words: dict[str, Any]) -> str:
    """`Gutschein 50 EUR`."""
    kind = words["kinds"][remedy.kind]
    if remedy.miles:
        kind = f"{remedy.miles} {kind}"
    return f"{kind} {remedy.money}" if remedy.money else str(kind)


def _facts_lines(brief: Brief, words: dict[str, Any]) -> list[str]:
    stated = _values(brief, lambda fact: fact.name)
    if not stated:
        return [words["no_facts"]]
    lines = [words["facts"].format(facts="; ".join(f"{n}: {v}" for n, v in stated.items()))]
    verify = _values(brief, lambda fact: _to_verify(fact, brief))
    if verify:
        said = [words["things"][name].format(value) for name, value in verify.items()]
        lines.append(words["verify"].format(verify=", ".join(said)))
    return lines


def _values(brief: Brief, heading: Callable[[Fact], str | None]) -> dict[str, str]:
    """What the facts state below each heading; those without one are left out."""
    stated: dict[str, str] = {}
    for fact in brief.facts.items:
        value = mask(str(fact.value)) if fact.name not in _NUMBERS else "•••"
        name = heading(fact)
        if name and value not in stated.get(name, "").split(", "):
            stated[name] = ", ".join(filter(None, (stated.get(name), value)))
    return stated


def _to_verify(fact: Fact, brief: Brief) -> str | None:
    """What to look up, as `things` in the notes calls it."""
    if fact.name == "item":
        return _record(str(fact.value), brief)
    if fact.name == "delay_hours":
        return "delay" if brief.assessment.topic in _LATE else "lasted"
    return fact.name if fact.name in _VERIFIED else None


def _record(item: str, brief: Brief) -> str | None:
    kind, topic = kind_of_item(item), brief.assessment.topic
    if kind == MOBILITY_AID and topic is Topic.ACCESSIBILITY:
        # A flight carries it as baggage; on a bus nobody took it in.
        flown = is_about_a_flight(brief.conversation.mention, brief.facts)
        return "baggage" if flown else None
    return _RECORDS.get(topic) if kind != FIXTURE else None
