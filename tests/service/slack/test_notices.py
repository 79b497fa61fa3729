"""Reminders, time-outs and the daily digest: who is told what, once, and in which language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from service.bootstrap import Kulanz, build
from service.slack.daily import Daily
from service.store import slack_people
from service.worker import working
from tests.fakes import ANNA, BEN
from tests.receiver import Receiver
from tests.service.goodwill import goodwill_desk
from tests.service.slack.conftest import slack_settings
from tests.service.test_console_sign_in import SetClock
from tests.slack_channels import CHANNEL, Message
from tests.slack_person import wait_until, words_of
from tests.slack_stand_in import SlackStandIn
from tests.slack_wire import Fault
from tests.world import World, settings
from triage.case import Case, Status
from triage.complaint import Topic
from triage.decision import DecisionKind
from triage.routing import Approver, Queue
from triage.sla import BusinessHours

#: In the same channel as the other queue, which says nothing of a language.
GERMAN = Queue("lounge", slack_lang="de")


@dataclass
class Bureau:
    world: World
    kulanz: Kulanz
    slack: SlackStandIn
    clock: SetClock

    def waiting(self) -> Case:
        case_id = self.world.mention("My bag is late", author={"id": "q", "name": "Quince"})
        case = self.world.wait_for(case_id, Status.AWAITING)
        wait_until(lambda: self._cards(case_id))
        return case

    def _cards(self, case_id: str) -> list[Message]:
        return [m for m in self.slack.messages if case_id in str(m.metadata) and not m.thread_ts]

    def told(self, who: Approver) -> list[str]:
        """What the app wrote to that person."""
        assert who.slack_user is not None
        place = f"D{who.slack_user[1:]}"
        return [words_of(m.blocks) for m in self.slack.messages if m.channel == place]

    def switch_off(self, who: Approver) -> None:
        with self.kulanz.database.begin() as session:
            slack_people.switch_reminders(session, who.id, on=False, now=self.clock())

    def settled(self) -> None:
        """Nothing is left to be told."""
        wait_until(lambda: not self.kulanz.engine.has_live(""))


@pytest.fixture
def bureau(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> Iterator[Bureau]:
    clock = SetClock()
    desk = goodwill_desk(500)
    queues = (Queue("care", on_duty=frozenset({"anna", "ben"})), GERMAN)
    desk = replace(desk, desks=replace(desk.desks, queues=queues))
    with Receiver() as receiver:
        chosen = settings(tmp_path, monkeypatch, receiver, **slack_settings(slack))
        kulanz = build(chosen, desk=desk, clock=clock)
        try:
            with working(kulanz):
                yield Bureau(World(kulanz), kulanz, slack, clock)
        finally:
            kulanz.close()


def test_on_duty_are_reminded_at_three_quarters_and_authority_is_told_at_the_end(
    bureau: Bureau,
) -> None:
    case = bureau.waiting()
    assert bureau.kulanz.people is not None
    bureau.kulanz.people.refresh()
    bureau.clock.pass_by(timedelta(minutes=46))
    wait_until(lambda: bureau.told(ANNA) and bureau.told(BEN))
    (anna,), (ben,) = bureau.told(ANNA), bureau.told(BEN)
    assert "Three quarters of the time for this reply have passed." in anna
    assert "Drei Viertel der Zeit für diese Antwort sind um." in ben
    assert "Quince" in anna
    assert "My bag" not in anna
    bureau.switch_off(BEN)
    bureau.clock.pass_by(timedelta(minutes=15))
    bureau.world.wait_for(case.id, Status.ESCALATED)
    wait_until(lambda: len(bureau.told(ANNA)) == 2)
    assert "overdue and has been escalated. Nothing was published." in bureau.told(ANNA)[1]
    bureau.settled()
    assert len(bureau.told(BEN)) == 1


def test_whoever_has_taken_the_case_is_reminded_in_place_of_those_on_duty(bureau: Bureau) -> None:
    case = bureau.waiting()
    bureau.kulanz.handling.assign(case.id, BEN, BEN, surface="slack")
    bureau.clock.pass_by(timedelta(minutes=46))
    wait_until(lambda: bureau.told(BEN))
    bureau.settled()
    assert bureau.told(ANNA) == []


def test_nobody_is_reminded_of_what_is_decided(bureau: Bureau) -> None:
    case = bureau.waiting()
    bureau.slack.faults["chat.postMessage"] = ["429"]
    bureau.kulanz.decisions.decide(
        case.id, DecisionKind.REJECT, ANNA, draft_version=1, reason="x", surface="slack"
    )
    bureau.clock.pass_by(timedelta(minutes=46))
    bureau.settled()
    assert bureau.told(ANNA) == bureau.told(BEN) == []


@pytest.mark.parametrize(("fault", "times"), [("429", 1), ("lost", 1)])
def test_a_reminder_comes_once_or_not_at_all(bureau: Bureau, fault: Fault, times: int) -> None:
    """Asked to wait, it comes later; where nobody knows, it is not sent again."""
    bureau.waiting()
    bureau.switch_off(BEN)
    bureau.settled()
    bureau.slack.faults["chat.postMessage"] = [fault]
    bureau.clock.pass_by(timedelta(minutes=46))
    wait_until(lambda: not bureau.slack.faults["chat.postMessage"])
    wait_until(lambda: len(bureau.told(ANNA)) >= times)
    bureau.settled()
    assert len(bureau.told(ANNA)) == times


def test_the_digest_says_what_waits_what_went_out_and_what_ones_own_replies_did(
    bureau: Bureau,
) -> None:
    notices = bureau.kulanz.notices
    assert notices is not None
    assert bureau.kulanz.people is not None
    bureau.kulanz.people.refresh()
    answered, _ = bureau.waiting(), bureau.waiting()
    bureau.kulanz.decisions.decide(
        answered.id, DecisionKind.APPROVE, BEN, draft_version=1, surface="slack"
    )
    published = bureau.world.wait_for(answered.id, Status.PUBLISHED)
    bureau.world.mention("lovely, thank you", conversation=published.conversation)
    bureau.world.wait_for(answered.id, Status.CLOSED)
    bureau.kulanz.pausing.pause(Topic.DELAY, ANNA, until=None, reason="strike")
    bureau.settled()
    notices.daily = Daily(time(8), BusinessHours())
    channel = wait_until(lambda: _digest(bureau.slack, CHANNEL))
    assert "1 warten, 0 davon überfällig." in channel
    assert "Überblick: 1. Versöhnte Kunden: 1. Kulanz gewährt: 50 €." in channel
    assert "Verspätung: keine Entwürfe, angehalten von Anna Berg" in channel
    ben = wait_until(lambda: _digest(bureau.slack, "D0BEN"))
    assert "Deine gesendeten Antworten: 1. Versöhnte Kunden: 1. Kulanz gewährt: 50 €." in ben
    anna = wait_until(lambda: _digest(bureau.slack, "D0ANNA"))
    assert "None of your replies went out in this time." in anna
    # Another round of the watch sends nothing again.
    notices.look()
    bureau.settled()
    assert sum(m.channel == "D0BEN" for m in bureau.slack.messages) == 1


def _digest(slack: SlackStandIn, channel: str) -> str | None:
    """The words of the one message there that has the header of a digest."""
    headers = {"Der Tag im Überblick", "Your digest", "Dein Tagesüberblick"}
    for message in slack.messages:
        first = message.blocks[0]
        header = first["text"]["text"] if first["type"] == "header" else ""
        if message.channel == channel and header in headers:
            return " ".join(words_of(message.blocks).split())
    return None


# -- when it is time -------------------------------------------------------------------------------

BERLIN = BusinessHours(time(9), time(17), frozenset(range(5)), "Europe/Berlin")
EIGHT = Daily(time(8), BERLIN)
WEDNESDAY = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)  # eight in Berlin


def test_it_is_time_for_a_few_hours_of_a_working_day() -> None:
    assert EIGHT.due(WEDNESDAY) == "2026-11-25"
    assert EIGHT.due(WEDNESDAY - timedelta(seconds=1)) is None
    assert EIGHT.due(WEDNESDAY + timedelta(hours=3, minutes=59)) == "2026-11-25"
    assert EIGHT.due(WEDNESDAY + timedelta(hours=4)) is None
    assert EIGHT.due(WEDNESDAY + timedelta(days=3)) is None
    assert Daily(None, BERLIN).due(WEDNESDAY) is None


def test_the_one_before_was_on_the_working_day_before() -> None:
    assert EIGHT.previous(WEDNESDAY) == WEDNESDAY - timedelta(days=1)
    monday = WEDNESDAY + timedelta(days=5)
    assert EIGHT.previous(monday) == monday - timedelta(days=3)
