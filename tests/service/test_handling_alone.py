"""Putting off and taking back where a story needs a program to itself: its clock, its books, its
restart, its database."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from service.bootstrap import build
from service.worker import working
from tests.fakes import ANNA, BEN, fake_desk
from tests.receiver import Receiver
from tests.service.goodwill import Office, goodwill_desk
from tests.service.test_handling import LONG, NONE, approve, history, take_back, waiting
from tests.service.watch_room import Hands
from tests.world import World, running, settings
from triage.case import Case, Status
from triage.errors import TriageError


def test_a_case_that_was_put_off_comes_back_and_only_then_is_anybody_reminded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Hands()
    chosen = settings(tmp_path, monkeypatch, None, watch_interval=1000)
    with closing(build(chosen, desk=fake_desk(), clock=clock)) as kulanz, working(kulanz):
        world = World(kulanz)
        case = waiting(world)
        assert case.due_at is not None
        until = case.due_at + timedelta(hours=1)
        kulanz.handling.snooze(case.id, ANNA, until, surface="console")
        clock.now = until - timedelta(minutes=1)
        kulanz.watch.remind_and_escalate()
        assert world.case(case.id).status is Status.AWAITING
        clock.now = until
        for _ in range(2):
            kulanz.watch.remind_and_escalate()
        assert world.case(case.id).status is Status.ESCALATED
        told = [event.kind for event in history(world, case)]
        assert told == ["received", "assessed", "drafted", "snoozed", "woken", "escalated"]


def test_what_was_granted_is_free_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = goodwill_desk(70)
    slow = replace(desk.desks, queues=(replace(desk.desks.queues[0], undo_seconds=LONG),))
    with closing(
        build(settings(tmp_path, monkeypatch, None), desk=replace(desk, desks=slow))
    ) as kulanz:
        office = Office(kulanz)
        case_id = office.waiting()
        office.send(case_id)
        assert office.left() == 20
        kulanz.handling.take_back(case_id, BEN, draft_version=1, surface="console")
        assert office.left() == 70
        assert office.rows(case_id) == [("withdrawn", "voucher", 50), ("proposed", "voucher", 50)]
        office.send(case_id)
        assert (office.left(), office.paid()) == (20, 50)


def test_a_reply_that_waits_to_leave_outlives_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    with Receiver() as receiver:
        chosen = settings(tmp_path, monkeypatch, receiver, database_url=database_url)
        with running(chosen) as first:
            kept, undone = waiting(first), waiting(first)
            approve(first, kept, 1.0)
            approve(first, undone, 1.0)
            take_back(first, undone)
            assert receiver.deliveries == []
        with running(chosen) as second:
            second.wait_for(kept.id, Status.PUBLISHED)
            approve(second, undone, NONE, version=2)
            second.wait_for(undone.id, Status.PUBLISHED)
        assert sorted(key for key, _ in receiver.deliveries) == sorted([kept.id, undone.id])


def test_in_a_race_with_the_sender_either_it_is_out_or_it_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    with Receiver() as receiver:
        chosen = settings(tmp_path, monkeypatch, receiver, database_url=database_url)
        with running(chosen) as world:
            raced = [waiting(world) for _ in range(12)]
            for case in raced:
                approve(world, case, 0.05)
            back = {case.id for case in raced if _was_taken_back(world, case)}
            for case in raced:
                ended = world.wait_for(case.id, Status.AWAITING, Status.PUBLISHED)
                assert (ended.status is Status.AWAITING) == (case.id in back)
            sent = [key for key, _ in receiver.deliveries]
        assert sorted(sent) == sorted({case.id for case in raced} - back)


def _was_taken_back(world: World, case: Case) -> bool:
    try:
        take_back(world, case)
    except TriageError:
        return False
    return True
