"""A person's word on an assessment counts more than the model's, now and in what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.factories import NOON, assessment, case, conversation
from tests.fakes import fake_desk
from triage.case import Case, Status
from triage.complaint import Topic
from triage.correction import Correction
from triage.handling import corrected


def said_by_anna(**said: Any) -> Correction:
    return Correction(by="anna", at=NOON, round=1, **said)


def test_only_what_was_said_is_changed() -> None:
    heard = said_by_anna(topic=Topic.BAGGAGE_LOST).applied(assessment(severity=3), round=1)
    assert (heard.topic, heard.severity, heard.complaint) == (Topic.BAGGAGE_LOST, 3, True)


def test_what_is_no_complaint_has_neither_topic_nor_severity() -> None:
    heard = said_by_anna(complaint=False).applied(assessment(), round=1)
    assert (heard.complaint, heard.topic, heard.severity) == (False, Topic.NONE, 0)


def test_a_complaint_the_model_missed_gets_both() -> None:
    missed = assessment(complaint=False, topic=Topic.NONE, severity=0)
    heard = said_by_anna(complaint=True).applied(missed, round=1)
    assert (heard.complaint, heard.topic, heard.severity) == (True, Topic.OTHER, 1)


def test_later_words_are_read_anew_but_not_taken_more_lightly() -> None:
    said = said_by_anna(topic=Topic.BAGGAGE_LOST, severity=3)
    later = said.applied(assessment(severity=1), round=2)
    assert (later.topic, later.severity) == (Topic.BAGGAGE_LOST, 3)
    assert not said.applied(assessment(complaint=False, severity=0), round=2).complaint


def test_the_desk_drafts_by_the_corrected_assessment() -> None:
    desk = fake_desk()
    opened = desk.open([(case(), conversation("My bag is lost"))], NOON)[0]
    assert opened.assessment is not None
    assert opened.assessment.topic is Topic.DELAY, "the fake knows no other"

    said = said_by_anna(topic=Topic.BAGGAGE_LOST, severity=3)
    again = corrected(opened, said, name="Anna", surface="console").renewed(
        NOON, by="anna", reason="corrected"
    )
    drafted = desk.open([(again, conversation("My bag is lost"))], NOON)[0]

    assert drafted.draft is not None
    assert (drafted.draft.topic, int(drafted.draft.severity)) == (Topic.BAGGAGE_LOST, 3)
    assert drafted.status is Status.AWAITING


def test_the_history_tells_what_the_model_had_said() -> None:
    told = corrected(
        replace(case(), assessment=assessment()),
        said_by_anna(topic=Topic.BAGGAGE_LOST),
        name="Anna",
        surface="console",
    )
    assert last(told) == {"topic": Topic.BAGGAGE_LOST}
    assert told.events[-1].details["was"] == {"topic": Topic.DELAY}


def last(told: Case) -> Any:
    return told.events[-1].details["said"]
