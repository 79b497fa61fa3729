"""A pause: in a crisis nothing is drafted on a topic, and a person writes each reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from triage.complaint import Topic
from triage.draft import Brief, Draft

#: The playbook that stands in a draft of which nothing was written.
PAUSED = "paused"


@dataclass(frozen=True)
class Pause:
    """No drafts on one topic, until a moment or until somebody ends it."""

    topic: Topic
    #: The approver's id, and the name at that time.
    by: str
    by_name: str
    at: datetime
    #: None: until somebody ends it.
    until: datetime | None = None
    reason: str = ""

    def holds(self, at: datetime) -> bool:
        return self.until is None or at < self.until


class NoPauses:
    """Where nobody can pause anything: replay, files, tests."""

    def current(self, at: datetime) -> Mapping[Topic, Pause]:
        return {}


def blank_draft(brief: Brief, pause: Pause) -> Draft:
    """All that is known of the case, and no words: nothing is offered either."""
    return Draft(
        reply="",
        note=_note(pause),
        lang=brief.assessment.lang,
        register="neutral",
        topic=brief.assessment.topic,
        severity=brief.grade.severity,
        facts=brief.facts,
        remedy=None,
        statutory_hint=None,
        playbook=PAUSED,
        drafter=PAUSED,
        claim=brief.claim,
    )


def _note(pause: Pause) -> str:
    end = f"until {pause.until:%Y-%m-%d %H:%M %Z}" if pause.until else "until somebody resumes them"
    why = f" ({pause.reason})" if pause.reason else ""
    return f"Drafts on this topic are paused by {pause.by_name} {end}{why}. Please write the reply."
