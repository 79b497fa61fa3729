"""Clicks, windows, mentions, time-outs, restarts and repeated deliveries in any order: a case ends
in one way, no reply goes out twice, and nobody is left without an answer."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import ClassVar, get_args

import pytest
from hypothesis import HealthCheck, Phase, settings as effort, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.service.slack.busy_day import ENDED, Day
from tests.service.slack.program import TOPICS, Program, Transport, program_at_work
from tests.service.slack.what_holds import all_agree, nothing_twice, settled
from triage.case import OPEN_FOR_DECISION
from triage.decision import DecisionKind

APPROVERS, OTHERS = st.sampled_from(["anna", "ben"]), st.sampled_from(["cara", "stranger"])
#: Mostly what is before everybody's eyes; now and then what is long out of date.
BACK = st.sampled_from([0, 0, 0, 0, 1, 3])
OFTEN = st.sampled_from([True, True, True, False])
ACTS = st.sampled_from(
    [
        "approve", "approve", "edit", "edit", "undo", "undo", "escalate", "snooze", "snooze",
        "wake", "wake", "take", "hand_over", "redraft", "redraft", "reject", "not_a_complaint",
    ]
)  # fmt: skip
WORDS = st.sampled_from(["We are sorry.", "We are sorry!", "Any inconvenience", "haha"])
TOPIC, TRANSPORT = itertools.cycle(TOPICS), itertools.cycle(get_args(Transport))


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with program_at_work(tmp_path_factory.mktemp("day")) as program:
        yield program


class AnyOrder(RuleBasedStateMachine):
    program: ClassVar[Program]

    def __init__(self) -> None:
        super().__init__()
        self.day = Day(self.program, next(TOPIC), next(TRANSPORT))
        #: Once a day is enough: it takes long.
        self.restarted = False

    @rule(who=APPROVERS, act=ACTS, words=WORDS, back=BACK, sends=OFTEN, goes_on=OFTEN)
    def an_approver_acts(
        self, who: str, act: str, words: str, back: int, sends: bool, goes_on: bool
    ) -> None:
        """A click, and mostly what the window wants; mostly where there is something to decide."""
        if goes_on:
            self.day.goes_on()
        self.day.clicks(who, act, back)
        if sends:
            self.day.sends_off(who, words, 0)

    @rule(who=OTHERS, act=ACTS, back=BACK)
    def somebody_acts_who_may_not(self, who: str, act: str, back: int) -> None:
        self.day.clicks(who, act, back)

    @rule(verb=st.sampled_from(["approve", "not_a_complaint", "undo", "take"]), back=BACK)
    def two_at_once(self, verb: str, back: int) -> None:
        self.day.goes_on()
        self.day.click_at_once(verb, back)

    @rule(who=APPROVERS | OTHERS, words=WORDS, back=BACK)
    def a_window_is_sent_off_late(self, who: str, words: str, back: int) -> None:
        self.day.sends_off(who, words, back)

    @rule(who=APPROVERS | OTHERS, what=st.sampled_from(["pauses", "resumes", "resumes", "pastes"]))
    def somebody_acts_beside_the_card(self, who: str, what: str) -> None:
        acts: dict[str, Callable[[str], None]] = {
            "pauses": self.day.pauses,
            "resumes": self.day.resumes,
            "pastes": self.day.drafts_for_pasted,
        }
        acts[what](who)

    @rule(back=st.integers(0, 12))
    def slack_delivers_again(self, back: int) -> None:
        self.day.comes_again(back)

    @rule(kind=st.sampled_from(DecisionKind), back=BACK)
    def the_console_decides(self, kind: DecisionKind, back: int) -> None:
        self.day.decided_in_console(kind, back)

    @rule(what=st.sampled_from(["writes"] * 4 + ["edits", "edits", "repeats", "deletes"]))
    def the_author_is_heard_of(self, what: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "writes": self.day.author_writes,
            "edits": self.day.author_edits,
            "repeats": self.day.mention_comes_again,
            "deletes": self.day.author_deletes,
        }
        acts[what]()

    @rule(hours=st.sampled_from([0, 1, 6, 60]))
    def time_passes(self, hours: int) -> None:
        if hours:
            self.day.time_passes(hours)
        else:
            all_agree(self.day)

    @precondition(lambda self: not self.restarted)
    @rule(seldom=st.sampled_from([False, False, True]))
    def restart(self, seldom: bool) -> None:
        if seldom:
            self.restarted = True
            self.program.stop()
            self.program.start()

    @invariant()
    def nothing_happens_twice(self) -> None:
        nothing_twice(self.day)

    def teardown(self) -> None:
        """Somebody decides at last; then everything comes once more and changes nothing."""
        self.day.is_drafted_after_all()
        all_agree(self.day)
        if self.day.case().status in OPEN_FOR_DECISION:
            self.day.clicks("ben", "approve", 0)
            all_agree(self.day)
        ended = settled(self.day)
        assert ended.status in ENDED
        for back in range(min(10, len(self.day.sent))):
            self.day.comes_again(2 * back)
        all_agree(self.day)
        assert self.day.case() == ended


def days(examples: int, steps: int) -> effort:
    return effort(
        max_examples=examples, stateful_step_count=steps, derandomize=True, deadline=None,
        suppress_health_check=[*HealthCheck],
        # The program has a mind of its own: what failed can't be made smaller by trying again.
        phases=[Phase.generate],
    )  # fmt: skip


def try_any_order(given: Program, how: effort) -> None:
    class Here(AnyOrder):
        program = given

    run_state_machine_as_test(Here, settings=how)


def test_any_order_ends_in_one_way_with_one_reply_at_most(program: Program) -> None:
    try_any_order(program, days(3, 20))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_any_order_for_long(program: Program) -> None:
    try_any_order(program, days(80, 30))
