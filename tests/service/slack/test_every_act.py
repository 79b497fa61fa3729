"""Everything that a person can do in Slack, each over both transports: Socket Mode and HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from service.slack.acts import AT_ONCE, WINDOWS
from service.slack.sent_off import SENT_OFF
from tests.fakes import fake_desk
from tests.receiver import fails_before, hangs_up_after
from tests.service.goodwill import CRITICAL, FAILURE, euros
from tests.service.slack.busy_day import Day
from tests.service.slack.program import TOPICS, Program, Transport, many_queues, program_at_work
from tests.service.slack.what_holds import nothing_twice
from tests.slack_person import wait_until, words_of
from triage.case import Status
from triage.desk import Desk
from triage.remedy import Policy, RemedyRule

AT_ONCE_OUT, CAN_BE_TAKEN_BACK = TOPICS[0::2], TOPICS[1::2]


def generous_desk() -> Desk:
    """A failure is worth 50, what is critical 75; above 60 it takes two."""
    all_topics = frozenset(TOPICS)
    rules = (
        RemedyRule("failure", "voucher", all_topics, FAILURE, euros(50)),
        RemedyRule("fire", "voucher", all_topics, CRITICAL, euros(75)),
        RemedyRule("call", "personal_call", all_topics, FAILURE | CRITICAL),
    )
    desk = many_queues(fake_desk(), undo_seconds=100.0)
    desks = replace(desk.desks, second_above=euros(60))
    policy = Policy("1", rules, budgets={topic: euros(10_000) for topic in TOPICS})
    return replace(desk, policy=policy, desks=desks)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    with program_at_work(tmp_path_factory.mktemp("acts"), generous_desk()) as program:
        yield program


# -- on the card -----------------------------------------------------------------------------------


def approve(day: Day) -> None:
    day.clicks_on_new("anna", "approve")
    _is_out(day)


def approve_without_money(day: Day) -> None:
    day.clicks_on_new("anna", "approve_without_money")
    _is_out(day)
    assert _granted(day) == "personal_call"


def approve_upgrade(day: Day) -> None:
    """And what is dear takes two, the second of whom sees what the first approved."""
    approve(day)
    day.author_writes("fire")
    day.clicks_on_new("anna", "approve_upgrade")
    day.world.until(lambda: day.case().first_approval)
    day.goes_on()
    day.clicks_on_new("ben", "approve_upgrade")
    day.world.wait_for(day.case_id, Status.PUBLISHED)
    assert _granted(day) == "voucher"


def edit(day: Day) -> None:
    day.clicks_on_new("anna", "edit")
    day.sends_off("anna", "We are sorry,\n\nand on it.", 0)
    _is_out(day)
    assert day.program.receiver.effects[day.case_id].startswith("We are sorry,\n\nand on it.")


def reject(day: Day) -> None:
    day.clicks_on_new("ben", "reject")
    day.sends_off("ben", "Not about us", 0)
    assert day.world.wait_for(day.case_id, Status.REJECTED).decision


def escalate(day: Day) -> None:
    day.clicks_on_new("ben", "escalate")
    day.sends_off("ben", "A lawyer is named", 0)
    day.world.wait_for(day.case_id, Status.ESCALATED)


def not_a_complaint(day: Day) -> None:
    day.clicks_on_new("anna", "not_a_complaint")
    day.world.wait_for(day.case_id, Status.DISMISSED)


def redraft(day: Day) -> None:
    day.clicks_on_new("anna", "redraft")
    day.sends_off("anna", "Name the airport", 0)
    day.world.until(lambda: "[Name the airport]" in _reply(day))


def alternatives(day: Day) -> None:
    day.clicks_on_new("anna", "alternatives")
    shown = day.slack.views[-1]
    wait_until(lambda: "use_alternative-shorter" in str(shown))
    day.people["anna"].click_in(shown, "use_alternative-shorter")
    wait_until(lambda: day.slack.views[-1] is not shown)
    day.people["anna"].submit(day.slack.views[-1], "We are sorry: in short.")
    _is_out(day)


def take(day: Day) -> None:
    day.clicks_on_new("anna", "take")
    day.world.until(lambda: day.case().assigned_to == "anna")


def hand_over(day: Day) -> None:
    take(day)
    day.clicks_on_new("anna", "hand_over")
    day.sends_off("anna", "", 0)
    day.world.until(lambda: day.case().assigned_to == "ben")


def snooze(day: Day) -> None:
    day.clicks_on_new("anna", "snooze")
    day.sends_off("anna", "", 0)
    until = day.world.until(lambda: day.case().snoozed_until)
    assert until - day.program.now() <= timedelta(hours=1)


def wake(day: Day) -> None:
    snooze(day)
    day.clicks_on_new("ben", "wake")
    day.world.until(lambda: day.case().snoozed_until is None)


def undo(day: Day) -> None:
    day.clicks_on_new("anna", "approve")
    day.clicks_on_new("anna", "undo")
    day.world.wait_for(day.case_id, Status.AWAITING)
    assert day.case_id not in day.program.receiver.effects


def retry(day: Day) -> None:
    day.program.receiver.behaviours[:] = [fails_before(400)]
    day.clicks_on_new("anna", "approve")
    day.clicks_on_new("ben", "retry")
    _is_out(day)


def is_out(day: Day) -> None:
    day.program.receiver.behaviours[:] = [hangs_up_after]
    day.clicks_on_new("anna", "approve")
    day.clicks_on_new("ben", "is_out")
    _is_out(day)
    assert [key for key, _ in day.program.receiver.deliveries].count(day.case_id) == 1


def closing_the_editor(day: Day) -> None:
    day.clicks_on_new("anna", "edit")
    wait_until(lambda: "Being edited by Anna Berg" in _on_card(day))
    day.people["anna"].close(day.windows[-1])
    wait_until(lambda: "Being edited by" not in _on_card(day))


# -- beside it -------------------------------------------------------------------------------------


def the_command(day: Day) -> None:
    assert "Nobody is waiting" not in day.types("anna", "next")
    assert "waiting" in day.types("anna", "status")
    assert "No case" not in day.types("anna", f"search {day.topic}")
    day.pauses("anna")
    assert "paused by Anna Berg" in day.types("anna", "status")
    day.resumes("anna")
    assert "/kulanz next" in day.types("anna", "help")


def the_home_page(day: Day) -> None:
    anna = day.visitor("anna")
    assert "Your queue:" in anna.opens_home()
    for told in ("Reminders are switched off.", "Reminders and digests are on."):
        anna.switches()
        assert told in anna.home()


def the_shortcut(day: Day) -> None:
    day.drafts_for_pasted("anna")
    wait_until(lambda: "We are sorry" in words_of(day.slack.views[-1]["blocks"]))


ON_THE_CARD: list[Callable[[Day], None]] = [
    approve, approve_without_money, approve_upgrade, edit, reject, escalate, not_a_complaint,
    redraft, alternatives, take, hand_over, snooze, wake, undo, retry, is_out,
]  # fmt: skip
BESIDE: list[Callable[[Day], None]] = [
    closing_the_editor, the_command, the_home_page, the_shortcut,
]  # fmt: skip


@pytest.mark.parametrize("transport", ["http", pytest.param("socket", marks=pytest.mark.slow)])
def test_everything_can_be_done(program: Program, transport: Transport) -> None:
    program.receiver.behaviours.clear()
    for number, act in enumerate([*ON_THE_CARD, *BESIDE]):
        topics = CAN_BE_TAKEN_BACK if act is undo else AT_ONCE_OUT
        day = Day(program, topics[number % len(topics)], transport)
        act(day)
        if act is not retry:
            nothing_twice(day)


def test_nothing_that_can_be_clicked_is_left_out() -> None:
    assert {act.__name__ for act in ON_THE_CARD} == {*AT_ONCE, *WINDOWS}
    assert len(SENT_OFF) == 6, "a new window is tried here too"


# -- what became of it -----------------------------------------------------------------------------


def _is_out(day: Day) -> None:
    day.world.wait_for(day.case_id, Status.PUBLISHED)
    assert day.case_id in day.program.receiver.effects


def _granted(day: Day) -> str:
    decision = day.case().decision
    assert decision is not None
    return decision.remedy.kind if decision.remedy else ""


def _reply(day: Day) -> str:
    draft = day.case().draft
    return draft.reply if draft else ""


def _on_card(day: Day) -> str:
    card = day.card()
    return words_of(card.blocks) if card else ""
