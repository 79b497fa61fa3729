"""Forty complaints, invented, in two languages: what every draft is tried on."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from prompts.drafter import PlaybookDrafter
from prompts.loader import Playbooks, load_playbooks, load_policy, load_voice
from tests.factories import brief
from triage.complaint import Topic
from triage.draft import Brief
from triage.mention import Author, Channel, Role, Turn
from triage.severity import grade

PROMPTS = Path(__file__).parents[2] / "prompts"


class Complaint(NamedTuple):
    name: str
    lang: str
    channel: str
    topic: str
    severity: int
    ironic: bool
    text: str
    earlier: tuple[Turn, ...] = ()


def _read(line: str) -> Complaint:
    fields = json.loads(line)
    earlier = tuple(Turn(Role(turn["role"]), turn["text"]) for turn in fields.pop("earlier"))
    return Complaint(**fields, earlier=earlier)


COMPLAINTS = tuple(
    _read(line)
    for line in (Path(__file__).parent / "complaints.jsonl").read_text("utf-8").splitlines()
)


@cache
def shipped() -> Playbooks:
    """Read once for all tests of a process, as is the drafter: it takes seconds."""
    return load_playbooks(PROMPTS / "playbooks")


@cache
def drafter() -> PlaybookDrafter:
    return PlaybookDrafter(shipped(), load_voice(PROMPTS / "voice.md"))


def to_brief(complaint: Complaint) -> Brief:
    """The brief the desk would make of it, under the policy that ships."""
    made = brief(
        complaint.text,
        earlier=complaint.earlier,
        mention_fields={
            "id": f"{complaint.lang}-{complaint.name}",
            "channel": Channel(complaint.channel),
            "domain": "airline",
            "author": Author("u1", "Margaret Hollis"),
        },
        lang=complaint.lang,
        topic=Topic(complaint.topic),
        severity=complaint.severity,
        ironic=complaint.ironic,
        urgent="JETZT" in complaint.text,
    )
    policy = load_policy(PROMPTS / "policy.toml").remedies
    offer = policy.offer(grade(made.assessment), made.assessment.topic, made.facts)
    return replace(made, remedy=offer)
