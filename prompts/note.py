"""What the approver reads beside a draft: why it was flagged, what it picked up, what to verify,
and whether the law may owe something on top. None of this is public."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from triage.complaint import Topic
from triage.draft import Brief
from triage.personal_data import mask

_FLIGHT_WORDS = re.compile(
    r"\bflug|flieg|geflogen|\bgate\b|airport|flughafen|\bflight|\bfly|\bflew|boarding|\bplane\b"
    r"|maschine",
    re.IGNORECASE,
)
#: From here on a delay at arrival may be compensated (EU261 and UK261 alike).
_COMPENSATED_FROM = 3


@cache
def _words(lang: str) -> dict[str, Any]:
    notes = tomllib.loads((Path(__file__).parent / "notes.toml").read_text(encoding="utf-8"))
    words: dict[str, Any] = notes[lang]
    return words


def note_for(brief: Brief, hint: str | None, lang: str, *, unsaid: tuple[str, ...] = ()) -> str:
    """The note in the draft's language; personal data masked."""
    words, assessment = _words(lang), brief.assessment
    why = words["why"].format(
        topic=assessment.topic,
        severity=int(brief.grade.severity),
        p=assessment.p_complaint,
        ironic=words["ironic"] if assessment.ironic else "",
    )
    lines = [why, *_facts_lines(brief, words)]
    if brief.said_before:
        lines.append(words["again"])
    if brief.remedy:
        money = f" {brief.remedy.money}" if brief.remedy.money else ""
        offer = f"{brief.remedy.kind}{money}"
        lines.append(words["remedy"].format(remedy=offer, rule=brief.remedy.rule))
    if unsaid:
        lines.append(words["unsaid"].format(words=", ".join(unsaid)))
    if hint:
        lines.append(hint)
    return "\n".join(lines)


def _facts_lines(brief: Brief, words: dict[str, Any]) -> list[str]:
    stated: dict[str, str] = {}
    for fact in brief.facts.items:
        value = mask(str(fact.value)) if fact.name != "order" else "•••"
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


def statutory_hint(brief: Brief, lang: str) -> str | None:
    """One hint when the text makes a legal claim possible: a flight that was cancelled, or late by
    three hours or more. It says what to check, never what is owed."""
    words = _words(lang)
    if not is_about_a_flight(brief):
        return None
    hours = brief.facts.get("delay_hours")
    if brief.assessment.topic is Topic.CANCELLATION:
        why = words["claim_cancellation"]
    elif isinstance(hours, int | float) and hours >= _COMPENSATED_FROM:
        why = words["claim_delay"].format(hours=hours)
    else:
        return None
    hint: str = words["claim"].format(why=why)
    return hint


def is_about_a_flight(brief: Brief) -> bool:
    """By what the inbox says the trade is, else by the text; a stated train says no."""
    mention = brief.conversation.mention
    if brief.facts.get("flight") is not None or mention.domain == "airline":
        return True
    if mention.domain is not None or brief.facts.get("train") is not None:
        return False
    return bool(_FLIGHT_WORDS.search(mention.text))
