"""What the approver reads beside a draft: why it was flagged, what it picked up, what to verify,
and what is offered. None of this is public."""

from __future__ import annotations

import tomllib
from collections.abc import Set
from functools import cache
from pathlib import Path
from typing import Any

from triage.draft import Brief
from triage.personal_data import mask
from triage.remedy import Remedy

#: Numbers that open somebody's booking or account: the approver sees them in the mention itself.
_NUMBERS = frozenset({"order", "booking_code", "phone", "email", "iban"})


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
    stated: dict[str, str] = {}
    for fact in brief.facts.items:
        value = mask(str(fact.value)) if fact.name not in _NUMBERS else "•••"
        if value not in stated.get(fact.name, "").split(", "):
            stated[fact.name] = ", ".join(filter(None, (stated.get(fact.name), value)))
    if not stated:
        return [words["no_facts"]]
    lines = [words["facts"].format(facts="; ".join(f"{n}: {v}" for n, v in stated.items()))]
    things = words["things"]
    verify = [things[name].format(value) for name, value in stated.items() if name in things]
    if verify:
        lines.append(words["verify"].format(verify=", ".join(verify)))
    return lines
