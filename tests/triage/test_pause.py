"""A pause: nothing is drafted on a topic, and a person writes each reply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from tests.factories import case as new_case
from tests.fakes import fake_desk
from triage.case import Status
from triage.complaint import Topic
from triage.mention import Conversation, Mention
from triage.pause import Pause

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LATE = Conversation(Mention(id="m1", text="the train is late"))


@dataclass(frozen=True)
class Paused:
    pauses: tuple[Pause, ...]

    def current(self, at: datetime) -> Mapping[Topic, Pause]:
        return {pause.topic: pause for pause in self.pauses if pause.holds(at)}


def paused(topic: Topic, until: datetime | None = None) -> Paused:
    return Paused((Pause(topic, "anna", "Anna Berg", NOON, until, "accident at the hub"),))


def test_a_case_on_a_paused_topic_goes_to_a_person_without_a_draft() -> None:
    desk = replace(fake_desk(), pauses=paused(Topic.DELAY, NOON + timedelta(hours=2)))
    (case,) = desk.open([(new_case(), LATE)], NOON)
    assert case.status is Status.ESCALATED
    assert case.draft is not None
    assert (case.draft.is_blank, case.draft.blocked, case.draft.remedy) == (True, True, None)
    assert "paused by Anna Berg until 2026-11-25 14:00 UTC (accident" in case.draft.note
    assert case.events[-1].details == {"reason": "drafts are paused"}
    assert "drafted" not in {event.kind for event in case.events}


def test_other_topics_are_drafted_in_the_same_batch() -> None:
    desk = replace(fake_desk(), pauses=paused(Topic.CANCELLATION))
    happy = Conversation(Mention(id="m2", text="lovely trip"))
    opened = desk.open([(new_case(), LATE), (new_case(), happy), (new_case(), LATE)], NOON)
    assert [case.status for case in opened] == [
        Status.AWAITING, Status.DISMISSED, Status.AWAITING,
    ]  # fmt: skip


def test_a_pause_ends_by_itself() -> None:
    desk = replace(fake_desk(), pauses=paused(Topic.DELAY, NOON))
    (case,) = desk.open([(new_case(), LATE)], NOON)
    assert case.status is Status.AWAITING
