"""Messages taken in together: the same cases, mentions and jobs as one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings as effort, strategies as st

from service.inboxes.base import Kind
from service.receive import Arrival, Received, case_id_of
from service.store import cases, mentions, publications
from tests.postgres import PostgresServer
from tests.service.intake_door import REPLY, REPLY_ID, START, Door, arrival, door_on
from triage.case import Status
from triage.mention import Role, Turn


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def program(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgresql_server: PostgresServer,
) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("intake")
    with door_on(request.param, postgresql_server, folder) as door:
        yield door


@pytest.fixture
def door(program: Door) -> Door:
    program.clear()
    return program


# -- in one batch ----------------------------------------------------------------------------------


def test_new_conversations_are_all_stored_each_with_its_case_and_its_job(door: Door) -> None:
    arrivals = [arrival(f"m{number}", f"late {number}") for number in range(20)]
    assert door.take(*arrivals) == [Received.STORED] * 20
    assert [door.history(f"m{number}") for number in range(20)] == [["received"]] * 20
    assert [door.said(f"m{number}") for number in range(20)] == [[f"m{n}"] for n in range(20)]
    ids = sorted(f"{case_id_of('social', f'm{number}')}-open-1" for number in range(20))
    assert [job.workflow_uuid for job in door.jobs()] == ids


def test_what_was_said_is_kept_whole(door: Door) -> None:
    turns = (Turn(Role.CUSTOMER, 'Hello "you" \\ %s :x'), Turn(Role.AGENT, "Grüße 🧳"))
    extra = {"likes": 3, "place": {"at": [50.9, None]}, "big": 10**30, "ok": True}
    taken = arrival("m1", "Verspätung 😡 'n' \\ %(id)s :id", context=turns, extra=extra)
    assert door.take(arrival("m0"), taken) == [Received.STORED] * 2
    with door.kulanz.database.read() as session:
        stored = mentions.find(session, "social", "m1")
    assert stored is not None
    assert stored.mention == taken.incoming.mention
    assert (stored.context, stored.extra) == (turns, extra)
    assert (stored.received_at, stored.round) == (START, 1)


def test_the_same_message_several_times_is_stored_once(door: Door) -> None:
    once = arrival("m1")
    again = arrival("m1", delivery="another delivery")
    assert door.take(once, arrival("m2"), once, again) == [
        Received.STORED,
        Received.STORED,
        Received.ALREADY_STORED,
        Received.ALREADY_STORED,
    ]
    assert door.history("m1") == ["received"]
    assert door.take(once, arrival("m3")) == [Received.ALREADY_STORED, Received.STORED]


def test_what_follows_in_a_conversation_keeps_its_order(door: Door) -> None:
    ids = ["m9", "m10", "m1"]
    taken = door.take(*(arrival(id, conversation="talk") for id in ids), arrival("other"))
    assert taken == [Received.STORED] * 4
    assert door.said("talk") == ids
    assert door.history("talk") == ["received", "received", "reopened", "received", "reopened"]
    case_id = case_id_of("social", "talk")
    opened = [job.workflow_uuid for job in door.jobs() if job.workflow_uuid.startswith(case_id)]
    assert opened == [f"{case_id}-open-{revision}" for revision in (1, 2, 3)]


def test_a_message_its_edits_and_its_deletion_may_come_together(door: Door) -> None:
    said = arrival("m1", "one", delivery="first")
    edited = arrival("m1", "two", kind=Kind.EDITED, delivery="second")
    deleted = arrival("m1", "", kind=Kind.DELETED, delivery="third")
    late = arrival("m1", "two", kind=Kind.EDITED, delivery="second")
    assert door.take(said, edited, arrival("m2"), deleted, late) == [
        Received.STORED,
        Received.ALREADY_STORED,
        Received.STORED,
        Received.STORED,
        Received.ALREADY_STORED,
    ]
    assert door.history("m1") == ["received", "edited", "reopened", "deleted", "dismissed"]
    with door.kulanz.database.read() as session:
        stored = mentions.find(session, "social", "m1")
    assert stored is not None
    assert stored.mention.text == ""


def test_a_deletion_before_its_message_is_ignored(door: Door) -> None:
    gone = arrival("m1", "", kind=Kind.DELETED, delivery="early")
    assert door.take(gone, arrival("m1")) == [Received.IGNORED, Received.STORED]


def test_our_own_words_are_ignored_among_others(door: Door) -> None:
    _answer(door, "answered")
    assert door.take(
        arrival("m1", "Thank you", conversation="answered"),
        arrival(REPLY_ID, "We are…", conversation="answered"),
        arrival("m2", REPLY, conversation="answered"),
        arrival("m3", REPLY),
        arrival("m4", kind=Kind.IGNORED),
        arrival(REPLY_ID, inbox="reviews"),
    ) == [
        Received.STORED,
        Received.IGNORED,
        Received.IGNORED,
        Received.STORED,
        Received.IGNORED,
        Received.STORED,
    ]
    assert door.said("answered") == ["answered", "m1"]


def test_the_same_message_in_two_inboxes_is_two(door: Door) -> None:
    both = [arrival("m1"), arrival("m1", inbox="reviews")]
    assert door.take(*both) == [Received.STORED] * 2
    assert door.take(*both) == [Received.ALREADY_STORED] * 2


def test_if_one_can_not_be_stored_nothing_of_the_batch_is(door: Door) -> None:
    broken = arrival("m2", extra={"no JSON": object()})
    follow_up = arrival("m3", conversation="m1")
    with pytest.raises((sa.exc.StatementError, TypeError)):
        door.take(arrival("m1"), broken, follow_up)
    assert door.kept() == {"cases": [], "events": [], "mentions": [], "jobs": []}


def test_if_one_can_not_be_stored_the_others_still_are(door: Door) -> None:
    def take(one: Arrival) -> Received | str:
        try:
            return door.kulanz.intake.take(one.inbox, one.incoming, one.at)
        except (sa.exc.StatementError, TypeError):
            return "failed"

    arrivals = [arrival(f"m{number}") for number in range(16)]
    arrivals[7] = arrival("m7", extra={"no JSON": object()})
    with ThreadPoolExecutor(16) as pool:
        taken = [*pool.map(take, arrivals)]
    assert taken == ["failed" if number == 7 else Received.STORED for number in range(16)]
    assert len(door.kept()["mentions"]) == len(door.jobs()) == 15


def test_two_processes_that_take_in_the_same_at_once_do_not_block_each_other(door: Door) -> None:
    """In whatever order each of them got it."""
    for round in range(8):
        arrivals = [
            arrival(f"{round}-m{number}", conversation=f"{round}-c{number % 3}")
            for number in range(9)
        ]
        start = Barrier(2)

        def take(some: Sequence[Arrival], start: Barrier = start) -> list[Received]:
            start.wait()
            return door.take(*some)

        with ThreadPoolExecutor(2) as pool:
            one, other = pool.map(take, (arrivals, arrivals[::-1]))
        for mine, theirs in zip(one, reversed(other), strict=True):
            assert {mine, theirs} == {Received.STORED, Received.ALREADY_STORED}
        assert all(len(door.said(f"{round}-c{number}")) == 3 for number in range(3))


# -- in any batching -------------------------------------------------------------------------------

_IDS = ["m1", "m2", "m3", "answered", REPLY_ID]

_arrivals = st.builds(
    lambda id, text, conversation, kind, delivery: (id, text, conversation, kind, delivery),
    st.sampled_from(_IDS),
    st.sampled_from(["late", "lost", REPLY]),
    st.sampled_from([None, "talk", "answered", "waiting"]),
    st.sampled_from([Kind.NEW, Kind.NEW, Kind.NEW, Kind.EDITED, Kind.DELETED, Kind.IGNORED]),
    st.sampled_from(["d1", "d2", "d3"]),
)


def _answer(door: Door, conversation: str) -> None:
    """A reply of ours is out."""
    door.take(arrival(conversation))
    case_id = case_id_of("social", conversation)
    with door.kulanz.database.begin() as session:
        publications.plan(session, case_id, case_id, 1, REPLY, START)
        publications.move(
            session, case_id, from_states={publications.PublicationState.INTENT},
            to=publications.PublicationState.PUBLISHED, now=START, external_id=REPLY_ID,
        )  # fmt: skip


def _draft(door: Door, conversation: str) -> None:
    """A case waits for a decision."""
    door.take(arrival(conversation))
    with door.kulanz.database.begin() as session:
        case_id = case_id_of("social", conversation)
        case = cases.load(session, case_id)
        words = mentions.conversation_of(session, case_id)
        (opened,) = door.kulanz.desk.open([(case, words)], START)
        assert opened.status is Status.AWAITING
        cases.save(session, opened)


def _taken(
    door: Door, batches: Sequence[Sequence[Arrival]]
) -> tuple[list[Received], dict[str, list[Any]]]:
    door.clear()
    _answer(door, "answered")
    _draft(door, "waiting")
    received = [one for batch in batches for one in door.take(*batch)]
    return received, door.kept()


@given(
    said=st.lists(_arrivals, min_size=1, max_size=10),
    cuts=st.sets(st.integers(min_value=1, max_value=9)),
)
@example(
    # An edit, and behind it what follows in the same conversation under another name.
    said=[
        ("m1", "late", "talk", Kind.NEW, "d1"),
        ("m2", "late", "talk", Kind.NEW, "d1"),
        ("m1", "lost", None, Kind.EDITED, "d2"),
        ("m3", "late", "talk", Kind.NEW, "d1"),
        ("m2", "late", "talk", Kind.DELETED, "d2"),
    ],
    cuts={2},
)
@effort(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_any_messages_in_any_batches_end_as_one_after_the_other(
    program: Door, said: list[tuple[str, str, str | None, Kind, str]], cuts: set[int]
) -> None:
    arrivals = [
        arrival(id, text, conversation=talk, kind=kind, delivery=f"{id} {delivery}", after=number)
        for number, (id, text, talk, kind, delivery) in enumerate(said, start=1)
    ]
    edges = [0, *sorted(cut for cut in cuts if cut < len(arrivals)), len(arrivals)]
    batches = [arrivals[a:b] for a, b in pairwise(edges)]
    assert _taken(program, batches) == _taken(program, [[one] for one in arrivals])
