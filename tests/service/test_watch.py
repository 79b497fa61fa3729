"""The watch: reminders, time-outs, the work of dead processes, and jobs that got lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from service.bootstrap import build
from service.store import publications
from service.store.publications import PublicationState
from service.store.tables import workers
from service.worker import working
from tests.fakes import fake_desk
from tests.receiver import Receiver
from tests.service.watch_room import Hands, Room, StumblingClassifier
from tests.world import settings
from triage.case import Status


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[Room]:
    with Receiver() as receiver:
        clock, classifier = Hands(), StumblingClassifier()
        # Nobody watches but the test.
        chosen = settings(
            tmp_path, monkeypatch, receiver, database_url=database_url, watch_interval=1000
        )
        desk = replace(fake_desk(), classifier=classifier)
        with closing(build(chosen, desk=desk, clock=clock)) as kulanz:
            yield Room(kulanz, clock, receiver, classifier)


# -- reminders and time-outs -----------------------------------------------------------------------


def test_a_case_is_reminded_of_once_then_escalated_and_never_published(room: Room) -> None:
    case, watch = room.awaiting(), room.kulanz.watch
    room.clock.forward(minutes=44)
    assert watch.remind_and_escalate() == 0
    room.clock.forward(minutes=2)
    assert watch.remind_and_escalate() == 1
    assert watch.remind_and_escalate() == 0
    room.clock.forward(minutes=13)
    assert watch.remind_and_escalate() == 0
    room.clock.forward(minutes=2)
    assert watch.remind_and_escalate() == 1
    for _ in range(3):
        room.clock.forward(days=30)
        watch.round()
    assert room.world.case(case.id).status is Status.ESCALATED
    assert room.events(case)[-2:] == ["reminded", "escalated"]
    with room.kulanz.database.read() as session:
        assert publications.of_case(session, case.id) == []
    assert room.receiver.deliveries == []


def test_a_case_that_slept_through_its_reminder_is_escalated_at_once(room: Room) -> None:
    case = room.awaiting()
    room.clock.forward(days=2)
    assert room.kulanz.watch.remind_and_escalate() == 1
    assert "reminded" not in room.events(case)
    assert room.world.case(case.id).status is Status.ESCALATED


def test_who_decided_in_time_is_left_in_peace(room: Room) -> None:
    case = room.approved()
    room.clock.forward(days=2)
    assert room.kulanz.watch.remind_and_escalate() == 0
    assert room.world.case(case.id).status is Status.APPROVED


def test_several_watches_at_once_do_everything_once(room: Room) -> None:
    waiting = [room.awaiting() for _ in range(6)]
    room.lose_jobs()
    lost = [room.received() for _ in range(3)]
    room.lose_jobs()
    room.clock.forward(minutes=50)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: room.kulanz.watch.round(), range(4)))
    assert [room.events(case).count("reminded") for case in waiting] == [1] * 6
    assert [room.events(case).count("swept") for case in lost] == [1] * 3
    assert len(room.jobs()) == 3


# -- the sweep -------------------------------------------------------------------------------------


def test_a_mention_whose_job_got_lost_is_taken_up_again(room: Room) -> None:
    case = room.received()
    room.lose_jobs()
    assert room.kulanz.watch.sweep() == 0, "not yet: it may be on its way"
    room.clock.forward(minutes=5)
    assert room.kulanz.watch.sweep() == 1
    assert room.kulanz.watch.sweep() == 0
    with working(room.kulanz):
        room.world.wait_for(case.id, Status.AWAITING)


def test_an_approved_reply_whose_job_got_lost_goes_out_once(room: Room) -> None:
    case = room.approved()
    room.lose_jobs()
    room.clock.forward(minutes=5)
    assert room.kulanz.watch.sweep() == 1
    with working(room.kulanz):
        room.world.wait_for(case.id, Status.PUBLISHED)
    assert [key for key, _ in room.receiver.deliveries] == [case.id]


def test_a_reply_lost_before_it_was_sent_goes_out_once(room: Room) -> None:
    case = room.interrupted(PublicationState.INTENT)
    room.lose_jobs()
    room.clock.forward(minutes=5)
    assert room.kulanz.watch.sweep() == 1
    with working(room.kulanz):
        room.world.wait_for(case.id, Status.PUBLISHED)
    assert [key for key, _ in room.receiver.deliveries] == [case.id]


def test_a_reply_lost_while_it_was_sent_is_shown_to_a_person_and_not_sent(room: Room) -> None:
    case = room.interrupted(PublicationState.SENDING)
    room.lose_jobs()
    room.clock.forward(minutes=5)
    assert room.kulanz.watch.sweep() == 1
    with working(room.kulanz):
        room.world.wait_for(case.id, Status.PUBLISH_IN_DOUBT)
    assert room.receiver.deliveries == []


def test_a_mention_that_broke_the_model_is_tried_again(room: Room) -> None:
    room.classifier.falls = 2
    case = room.received()
    with working(room.kulanz):
        room.world.until(lambda: "ERROR" in room.jobs().values())
        room.clock.forward(minutes=5)
        assert room.kulanz.watch.sweep() == 1
        room.world.wait_for(case.id, Status.AWAITING)


def test_what_has_a_job_or_waits_for_a_person_is_not_swept(room: Room) -> None:
    waiting = room.awaiting()
    room.lose_jobs()
    with_job = [room.received(), room.approved()]
    room.clock.forward(days=1)
    assert room.kulanz.watch.sweep() == 0
    assert all("swept" not in room.events(case) for case in [waiting, *with_job])


# -- dead processes --------------------------------------------------------------------------------


def test_the_work_of_a_process_that_is_silent_for_long_is_taken_over(room: Room) -> None:
    case, heart = room.received(), room.kulanz.watch.heart
    room.start_jobs("dead-1")
    room.beat_of("dead-1")
    assert heart.take_over() == 0, "it was heard of a moment ago"
    room.clock.forward(seconds=59)
    assert heart.take_over() == 0
    room.clock.forward(seconds=2)
    assert heart.take_over() == 1
    assert heart.take_over() == 0
    with working(room.kulanz):
        room.world.wait_for(case.id, Status.AWAITING)


def test_the_work_of_a_process_nobody_ever_heard_of_is_taken_over(room: Room) -> None:
    room.received()
    room.start_jobs("unknown-1")
    assert room.kulanz.watch.heart.take_over() == 1


def test_nobody_takes_his_own_work_over(room: Room) -> None:
    room.received()
    room.start_jobs(room.kulanz.engine.executor_id)
    room.clock.forward(days=1)
    assert room.kulanz.watch.heart.take_over() == 0


def test_who_signed_off_need_not_be_waited_for(room: Room) -> None:
    room.received()
    room.start_jobs("tidy-1")
    room.beat_of("tidy-1")
    with room.kulanz.database.begin() as session:
        session.execute(sa.delete(workers))
    assert room.kulanz.watch.heart.take_over() == 1


# -- what is over is forgotten ---------------------------------------------------------------------


def test_finished_jobs_and_dead_processes_are_forgotten_after_a_while(room: Room) -> None:
    room.beat_of("dead long ago")
    case = room.received()
    with working(room.kulanz):
        room.world.wait_for(case.id, Status.AWAITING)
        room.world.until(lambda: set(room.jobs().values()) == {"SUCCESS"})
        assert room.kulanz.watch.forget() == 0, "a week is not over"
        room.clock.forward(days=8)
        assert room.kulanz.watch.forget() > 0
        assert room.jobs() == {}
        room.kulanz.watch.heart.beat()
    with room.kulanz.database.read() as session:
        assert session.execute(sa.select(workers.c.executor_id)).all() == []
    assert room.world.case(case.id).status is Status.AWAITING


def test_what_is_still_to_be_done_is_never_forgotten(room: Room) -> None:
    case = room.received()
    room.clock.forward(days=400)
    assert room.kulanz.watch.forget() == 0
    with working(room.kulanz):
        room.world.wait_for(case.id, Status.AWAITING)
