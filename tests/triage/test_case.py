"""The states of a case: whatever happens in whatever order, the rules of the house hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import settings as effort, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.factories import NOON, assessment, case as new_case
from triage.case import AUTHOR, OPEN_FOR_DECISION, Case, Status
from triage.complaint import Topic
from triage.decision import Decision, DecisionKind
from triage.draft import Draft
from triage.errors import (
    AlreadyDecided,
    CaseNotOpenForDecision,
    StaleDraft,
    StatusChangeNotAllowed,
    TriageError,
)
from triage.facts import Facts
from triage.handling import SAME_TIME, assigned, snoozed, taken_back
from triage.outcome import Outcome
from triage.publishing import (
    publish_failed,
    publish_in_doubt,
    published,
    publishing,
    reply_to_publish,
)
from triage.routing import Route
from triage.severity import Grade, Severity, Urgency

#: The table of the design, written down a second time: nobody gets from one state to another
#: without this line being changed too.
ALLOWED = {
    Status.RECEIVED: "received dismissed awaiting escalated closed",
    Status.DISMISSED: "received",
    Status.AWAITING: "received escalated approved rejected dismissed",
    Status.ESCALATED: "received escalated approved rejected dismissed",
    Status.APPROVED: "publishing dismissed awaiting escalated",
    Status.REJECTED: "received closed",
    Status.PUBLISHING: "publishing published publish_in_doubt publish_failed",
    Status.PUBLISHED: "received closed",
    Status.PUBLISH_IN_DOUBT: "publishing published publish_failed",
    Status.PUBLISH_FAILED: "publishing published received",
    Status.CLOSED: "received",
}

#: A person has approved a text, and it is on its way, out, or in trouble.
SENT_OFF = {
    Status.APPROVED,
    Status.PUBLISHING,
    Status.PUBLISHED,
    Status.PUBLISH_IN_DOUBT,
    Status.PUBLISH_FAILED,
}

APPROVING = {DecisionKind.APPROVE, DecisionKind.EDIT}


def draft() -> Draft:
    return Draft(
        reply="We are sorry.", note="", lang="en", register="neutral", topic=Topic.DELAY,
        severity=Severity.FAILURE, facts=Facts(), remedy=None, statutory_hint=None,
        playbook="delay", drafter="by hand",
    )  # fmt: skip


def decision(kind: DecisionKind, version: int, at: datetime = NOON) -> Decision:
    reply = "We are sorry. ^AB" if kind in APPROVING else None
    return Decision(kind, "anna", "Anna Berg", version, at, reply=reply)


def opened(case: Case, now: datetime = NOON, *, escalation: str | None = None) -> Case:
    return case.opened(
        assessment(), Grade(Severity.FAILURE, Urgency.NORMAL), Route("care", escalation), draft(),
        due=now + timedelta(hours=1), remind=now + timedelta(minutes=45), now=now,
    )  # fmt: skip


class AnyOrder(RuleBasedStateMachine):
    """Everything that can happen to a case, tried at any time; refusals change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.case = new_case()
        self.now = NOON
        self.keys: list[str] = []

    def attempt(self, change: Callable[[Case], Case], *, delivered_twice: bool = False) -> None:
        """`delivered_twice`: the same wish again, which must leave the case as it is."""
        before = self.case
        try:
            after = change(before)
        except TriageError:
            return
        if delivered_twice:
            assert after is before
            return
        if after.status is not before.status:
            assert after.status in ALLOWED[before.status].split()
        assert after.draft_version >= before.draft_version
        assert after.replies >= before.replies
        assert after.updated_at >= before.updated_at
        assert (after.id, after.inbox, after.conversation) == (
            before.id, before.inbox, before.conversation,
        )  # fmt: skip
        assert after.events[: len(before.events)] == before.events
        assert len(after.events) > len(before.events), "every change is in the history"
        self.case = after

    @rule(minutes=st.integers(-5, 60))
    def time_passes_on_a_clock_that_may_be_wrong(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(escalation=st.sampled_from([None, "severity 4"]))
    def open(self, escalation: str | None) -> None:
        self.attempt(lambda case: opened(case, self.now, escalation=escalation))

    @rule(by=st.sampled_from(["kulanz", "author", "anna"]))
    def dismiss(self, by: str) -> None:
        self.attempt(lambda case: case.dismissed(self.now, by=by, reason="because"))

    @rule(insisted=st.booleans())
    def renew(self, insisted: bool) -> None:
        self.attempt(
            lambda case: case.renewed(self.now, by="author", reason="why", insisted=insisted)
        )

    @rule(kind=st.sampled_from(DecisionKind), older=st.integers(-1, 2))
    def decide(self, kind: DecisionKind, older: int) -> None:
        before = self.case
        seen = before.draft_version - older
        self.attempt(lambda case: case.decided(decision(kind, seen, self.now)))
        if self.case is not before:
            assert before.status in OPEN_FOR_DECISION
            assert seen == before.draft_version

    @rule(before=st.sampled_from(Status))
    def take_back(self, before: Status) -> None:
        case = self.case
        self.attempt(
            lambda case: taken_back(
                case, self.now, by="anna", name="Anna Berg", surface="slack", draft=draft(),
                status=before,
            )
        )  # fmt: skip
        if self.case is not case:
            assert case.status is Status.APPROVED
            assert self.case.draft_version == case.draft_version + 1

    @rule(to=st.sampled_from(["anna", "ben", None]))
    def assign(self, to: str | None) -> None:
        case = self.case
        self.attempt(
            lambda case: assigned(case, self.now, to=to, to_name=to or "", by="anna"),
            delivered_twice=to == case.assigned_to,
        )
        assert (self.case.status, self.case.draft) == (case.status, case.draft)

    @rule(hours=st.integers(1, 9))
    def snooze(self, hours: int) -> None:
        until, before = self.now + timedelta(hours=hours), self.case.snoozed_until
        self.attempt(
            lambda case: snoozed(case, self.now, until=until, by="anna"),
            delivered_twice=before is not None and abs(until - before) < SAME_TIME,
        )

    @rule()
    def wake(self) -> None:
        if self.case.snoozed_until is not None:
            self.attempt(lambda case: case.woken(self.now))
            assert self.case.snoozed_until is None

    @rule()
    def remind(self) -> None:
        self.attempt(lambda case: case.reminded(self.now))

    @rule()
    def escalate(self) -> None:
        self.attempt(lambda case: case.escalated(self.now, by="kulanz", reason="overdue"))

    @rule(attempt=st.integers(1, 7))
    def send(self, attempt: int) -> None:
        self.attempt(lambda case: publishing(case, self.now, attempt=attempt))
        if self.case.status is Status.PUBLISHING:
            assert reply_to_publish(self.case)

    @rule()
    def publish(self) -> None:
        before = self.case
        self.attempt(lambda case: published(case, self.now, url=None))
        if self.case is not before:
            self.keys.append(before.reply_key)

    @rule()
    def doubt(self) -> None:
        self.attempt(lambda case: publish_in_doubt(case, self.now, reason="no answer"))

    @rule()
    def fail(self) -> None:
        self.attempt(lambda case: publish_failed(case, self.now, reason="refused"))

    @rule(outcome=st.sampled_from(Outcome))
    def close(self, outcome: Outcome) -> None:
        self.attempt(lambda case: case.closed(self.now, outcome=outcome))

    @rule()
    def note(self) -> None:
        before = self.case.status
        self.attempt(lambda case: case.noted(self.now, "edited", by="author"))
        assert self.case.status is before

    @invariant()
    def nothing_leaves_without_a_persons_word(self) -> None:
        if self.case.status in SENT_OFF:
            assert self.case.decision is not None
            assert self.case.decision.kind in APPROVING
            assert self.case.decision.draft_version == self.case.draft_version

    @invariant()
    def who_waits_has_a_draft_and_a_promised_time(self) -> None:
        if self.case.status in OPEN_FOR_DECISION:
            assert self.case.draft is not None
            assert self.case.draft_version > 0
            assert self.case.due_at is not None
            assert self.case.decision is None

    @invariant()
    def only_what_waits_for_a_person_is_put_off(self) -> None:
        assert self.case.snoozed_until is None or self.case.status in OPEN_FOR_DECISION

    @invariant()
    def every_reply_has_a_key_of_its_own(self) -> None:
        assert len(self.keys) == self.case.replies
        assert len({*self.keys, self.case.reply_key}) == len(self.keys) + 1


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = effort(max_examples=200, stateful_step_count=60, deadline=None)


def test_a_case_without_a_word_from_a_person_has_nothing_to_publish() -> None:
    with pytest.raises(StatusChangeNotAllowed):
        reply_to_publish(opened(new_case()))


def test_who_saw_an_older_draft_is_told_that_there_is_a_newer_one() -> None:
    case = opened(opened(new_case()).renewed(NOON, by="author", reason="wrote again"))
    with pytest.raises(StaleDraft):
        case.decided(decision(DecisionKind.APPROVE, 1))


def test_who_asks_again_before_we_answered_keeps_the_deadline() -> None:
    case = opened(new_case())
    assert case.renewed(NOON, by=AUTHOR, reason="wrote again").due_at == case.due_at
    assert case.renewed(NOON, by="anna", reason="a new draft").due_at is None
    answered = case.decided(decision(DecisionKind.REJECT, 1))
    assert answered.renewed(NOON, by=AUTHOR, reason="wrote again").due_at is None


def test_who_comes_second_is_told_who_was_first() -> None:
    case = opened(new_case()).decided(decision(DecisionKind.REJECT, 1))
    with pytest.raises(AlreadyDecided, match=r"Anna Berg already decided at 12:00\."):
        case.decided(decision(DecisionKind.APPROVE, 1))


def test_a_dismissed_case_waits_for_nobodys_decision() -> None:
    case = new_case().dismissed(NOON, by="kulanz", reason="praise")
    with pytest.raises(CaseNotOpenForDecision, match="dismissed"):
        case.decided(decision(DecisionKind.APPROVE, 0))


def test_an_escalated_case_is_still_open_to_whoever_has_the_authority() -> None:
    case = opened(new_case()).decided(decision(DecisionKind.ESCALATE, 1))
    assert case.status is Status.ESCALATED
    assert case.decided(decision(DecisionKind.APPROVE, 1)).status is Status.APPROVED


def test_the_history_says_who_did_what_and_when() -> None:
    case = opened(new_case()).decided(decision(DecisionKind.APPROVE, 1))
    assert [(e.kind, e.by) for e in case.events] == [
        ("assessed", "kulanz"), ("drafted", "kulanz"), ("decided", "anna"),
    ]  # fmt: skip
    assert case.events[-1].details["name"] == "Anna Berg"
