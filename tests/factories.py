"""Builders for domain values: sensible defaults, and only what a story is about is spelled out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from triage.case import Case
from triage.claims import claim_of
from triage.complaint import Assessment, Topic
from triage.draft import Brief
from triage.fact_finder import find_facts
from triage.mention import Author, Channel, Conversation, Mention, Role, Turn
from triage.severity import grade

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def mention(
    text: str = "Five hours at the gate, AU 412, and nobody says a word.", **fields: Any
) -> Mention:
    return Mention(**{"id": "m1", "channel": Channel.X, "lang": "en", "text": text} | fields)


def conversation(
    text: str | None = None, *, earlier: tuple[Turn, ...] = (), **fields: Any
) -> Conversation:
    return Conversation(mention(**fields) if text is None else mention(text, **fields), earlier)


def customer(text: str) -> Turn:
    return Turn(Role.CUSTOMER, text)


def agent(text: str) -> Turn:
    return Turn(Role.AGENT, text)


def assessment(**fields: Any) -> Assessment:
    defaults: dict[str, Any] = {
        "lang": "en",
        "complaint": True,
        "p_complaint": 0.95,
        "sentiment": "negative",
        "p_sentiment": {"negative": 0.95, "neutral": 0.04, "positive": 0.01},
        "ironic": False,
        "p_ironic": 0.9 if fields.get("ironic") else 0.1,
        "severity": 2,
        "topic": Topic.DELAY,
        "urgent": False,
        "needs_reply": True,
        "evidence": (),
        "model": "by-hand",
    }
    return Assessment(**defaults | fields)


def brief(
    text: str | None = None,
    *,
    earlier: tuple[Turn, ...] = (),
    mention_fields: dict[str, Any] | None = None,
    remedy: Any = None,
    **assessed: Any,
) -> Brief:
    """A brief as the desk would make it; `assessed` overrides the assessment."""
    lang = assessed.get("lang", "en")
    talk = conversation(text, earlier=earlier, **{"lang": lang} | (mention_fields or {}))
    judged = assessment(**{"lang": lang} | assessed)
    facts = find_facts(talk)
    return Brief(
        conversation=talk,
        assessment=judged,
        grade=grade(judged),
        facts=facts,
        remedy=remedy,
        claim=claim_of(talk.mention, judged.topic, facts),
        said_before=tuple(t.text for t in earlier if t.role is Role.AGENT),
    )


def case(**fields: Any) -> Case:
    defaults: dict[str, Any] = {
        "id": "case-1",
        "inbox": "demo",
        "conversation": "c1",
        "channel": Channel.X,
        "author": Author("u1", "Jonas Wettermann"),
        "received_at": NOON,
        "updated_at": NOON,
    }
    return Case(**defaults | fields)
