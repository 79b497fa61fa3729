"""Messages taken in together: the same cases, mentions and jobs as one after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from dbos import DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions
from hypothesis import HealthCheck, example, given, settings as effort, strategies as st

from service.bootstrap import Kulanz, build
from service.engine import OPEN, PUBLISH, Job
from service.inboxes.base import Incoming, Kind
from service.receive import Arrival, Received, case_id_of
from service.store import cases, mentions, publications
from service.store.tables import cases as cases_table, events, mentions as mentions_table
from tests.fakes import fake_desk
from tests.postgres import PostgresServer
from tests.world import settings
from triage.case import Status
from triage.mention import Author, Channel, Mention, Role, Turn

START = datetime(2026, 11, 23, 8, tzinfo=UTC)

#: What we answered in the conversation `answered`, and the reply's id in the inbox.
REPLY, REPLY_ID = "We are sorry.", "reply"


def arrival(
    id: str,
    text: str = "My flight is late",
    *,
    conversation: str | None = None,
    kind: Kind = Kind.NEW,
    delivery: str = "",
    after: int = 0,
    inbox: str = "social",
    **more: Any,
) -> Arrival:
    mention = Mention(
        id, text, channel=Channel.X, author=Author("u1", "Mara"), conversation=conversation
    )
    incoming = Incoming(kind, mention, delivery_id=delivery or f"delivery of {id}", **more)
    return Arrival(inbox, incoming, START + timedelta(minutes=after))


@dataclass(frozen=True)
class Door:
    """The intake of a program without workers: what it stores stays as it is."""

    kulanz: Kulanz
    #: The engine's own, as others use it.
    client: DBOSClient

    def take(self, *arrivals: Arrival) -> list[Received]:
        """All in one transaction."""
        with self.kulanz.database.begin() as session:
            return self.kulanz.reception.take(session, arrivals)

    def kept(self) -> dict[str, list[Any]]:
        """Everything there is of cases and mentions, without the numbers of the rows."""
        return {
            "cases": self._rows(sa.select(cases_table).order_by("id")),
            "events": self._rows(_without_id(events).order_by("case_id", events.c.id)),
            "mentions": self._rows(
                _without_id(mentions_table).order_by("case_id", mentions_table.c.id)
            ),
            "jobs": self.jobs(),
        }

    def jobs(self) -> list[Any]:
        engines = "" if self.kulanz.database.is_sqlite else "dbos."
        return self._rows(
            sa.text(
                "SELECT workflow_uuid, name, queue_name, status, priority, application_name, "
                "application_version, serialization, recovery_attempts "
                f"FROM {engines}workflow_status ORDER BY workflow_uuid"
            )
        )

    def said(self, conversation: str) -> list[str]:
        with self.kulanz.database.read() as session:
            stored = mentions.of_case(session, case_id_of("social", conversation))
        return [one.mention.id for one in stored]

    def history(self, conversation: str) -> list[str]:
        with self.kulanz.database.read() as session:
            told = cases.history(session, case_id_of("social", conversation))
        return [event.kind for event in told]

    def clear(self) -> None:
        self.client.delete_workflows([job.workflow_uuid for job in self.jobs()])
        with self.kulanz.database.begin() as session:
            session.execute(sa.delete(cases_table))

    def _rows(self, query: Any) -> list[Any]:
        with self.kulanz.database.read() as session:
            return [*session.execute(query)]


def _without_id(table: sa.Table) -> sa.Select[Any]:
    return sa.select(*(column for column in table.c if column.name != "id"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def program(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgresql_server: PostgresServer,
) -> Iterator[Door]:
    with ExitStack() as stack:
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        url = ""
        if request.param == "postgresql":
            url = stack.enter_context(postgresql_server.fresh_database())
        folder = tmp_path_factory.mktemp("intake")
        chosen = settings(folder, monkeypatch, None, database_url=url)
        kulanz = build(chosen, desk=fake_desk())
        stack.callback(kulanz.close)
        client = DBOSClient(
            system_database_engine=kulanz.database.engine_for_jobs,
            serializer=DBOSPortableJSONSerializer(), application_name="kulanz",
        )  # fmt: skip
        yield Door(kulanz, client)


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


# -- jobs ------------------------------------------------------------------------------------------


#: Of the moment, or of who put it there: not of the job.
_NOT_OF_THE_JOB = {"creator_xid", "owner_xid", "created_at", "updated_at", "delay_until_epoch_ms"}


def _as_the_engine_sees(door: Door, job_id: str) -> dict[str, Any]:
    engines = "" if door.kulanz.database.is_sqlite else "dbos."
    query = sa.text(
        f"SELECT * FROM {engines}workflow_status JOIN {engines}workflow_input "
        "USING (workflow_uuid) WHERE workflow_uuid = :id"
    )
    with door.kulanz.database.read() as session:
        row = session.execute(query, {"id": job_id}).mappings().one()
    seen = {name: value for name, value in row.items() if name not in _NOT_OF_THE_JOB}
    delay = row["delay_until_epoch_ms"] and row["delay_until_epoch_ms"] - row["created_at"]
    return seen | {"inputs": json.loads(row["inputs"]), "delay": delay and round(delay, -5)}


@pytest.mark.parametrize("delay", [0.0, 7200.0])
def test_a_job_looks_as_if_the_engines_client_had_enqueued_it(door: Door, delay: float) -> None:
    kulanz = door.kulanz
    job = Job(f"c1-ours-{delay}", "publish_reply", PUBLISH, ('c"1', 3, 1), delay)
    options: EnqueueOptions = {
        "workflow_name": job.workflow, "queue_name": job.queue, "workflow_id": f"theirs-{delay}",
    }  # fmt: skip
    if delay:
        options["delay_seconds"] = delay
    with kulanz.database.begin() as session:
        kulanz.engine.enqueue(session, replace(job, id=f"other-{delay}"), job)
        door.client.enqueue_in_transaction(session, options, *job.arguments)
    ours, theirs = _as_the_engine_sees(door, job.id), _as_the_engine_sees(door, f"theirs-{delay}")
    assert ours == theirs | {"workflow_uuid": job.id}


def test_a_job_that_is_there_stays_as_it_is(door: Door) -> None:
    engine, job = door.kulanz.engine, Job("c1-twice", "open_case", OPEN, ("c1", 1))
    with door.kulanz.database.begin() as session:
        engine.enqueue(session, job, job)
    before = _as_the_engine_sees(door, job.id)
    with door.kulanz.database.begin() as session:
        engine.enqueue(session, replace(job, arguments=("c1", 2)), replace(job, id="c1-new"))
    assert _as_the_engine_sees(door, job.id) == before
    assert engine.has_live("c1-new")


def test_a_job_is_taken_back_with_the_transaction_it_belongs_to(door: Door) -> None:
    engine = door.kulanz.engine
    with door.kulanz.database.begin() as session:
        engine.enqueue(session, Job("c1-taken-back", "open_case", OPEN, ("c1", 1)))
        session.rollback()
    assert not engine.has_live("c1-taken-back")
