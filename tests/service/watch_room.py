"""A program whose clock, jobs and watch are in the hands of the test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from service.bootstrap import Kulanz, utc_now
from service.store import cases, mentions, publications
from service.store.publications import PublicationState
from service.store.tables import workers
from tests.fakes import ANNA, FakeClassifier
from tests.receiver import Receiver
from tests.world import World
from triage.case import Case
from triage.complaint import Assessment
from triage.decision import DecisionKind
from triage.mention import Conversation
from triage.publishing import publishing, reply_to_publish


@dataclass
class Hands:
    """A clock that is set by hand."""

    now: datetime = field(default_factory=utc_now)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


class StumblingClassifier(FakeClassifier):
    """Falls over as often as it is told to."""

    falls = 0

    def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]:
        if self.falls:
            self.falls -= 1
            raise RuntimeError("out of memory")
        return super().assess(conversations)


@dataclass(frozen=True)
class Room:
    """A program without workers: what is enqueued stays so until somebody works."""

    kulanz: Kulanz
    clock: Hands
    receiver: Receiver
    classifier: StumblingClassifier

    @property
    def world(self) -> World:
        return World(self.kulanz)

    def received(self) -> Case:
        return self.world.case(self.world.mention("My bag is lost"))

    def awaiting(self) -> Case:
        case = self.received()
        with self.kulanz.database.begin() as session:
            conversation = mentions.conversation_of(session, case.id)
            [opened] = self.kulanz.desk.open([(case, conversation)], self.clock())
            return self.kulanz.walk.jobs.save(session, opened)

    def approved(self) -> Case:
        case = self.awaiting()
        return self.kulanz.decisions.decide(
            case.id, DecisionKind.APPROVE, ANNA, draft_version=1, surface="console"
        )

    def interrupted(self, state: PublicationState) -> Case:
        """A reply whose first attempt stopped in the middle."""
        case, now = self.approved(), self.clock()
        with self.kulanz.database.begin() as session:
            publications.plan(session, case.id, case.id, 1, reply_to_publish(case), now)
            publications.move(
                session, case.id, from_states=set(PublicationState), to=state, now=now, attempts=1
            )
            return self.kulanz.walk.jobs.save(session, publishing(case, now, attempt=1))

    def events(self, case: Case) -> list[str]:
        with self.kulanz.database.read() as session:
            return [event.kind for event in cases.history(session, case.id)]

    # -- the engine's own table --------------------------------------------------------------------

    def lose_jobs(self) -> None:
        self._change("DELETE FROM {jobs}")

    def start_jobs(self, executor: str) -> None:
        """As if that process had begun all jobs, and died."""
        self._change("UPDATE {jobs} SET status = 'PENDING', executor_id = :id", id=executor)

    def jobs(self) -> dict[str, str]:
        query = sa.text(f"SELECT workflow_uuid, status FROM {self._jobs}")
        with self.kulanz.database.read() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def beat_of(self, executor: str) -> None:
        with self.kulanz.database.begin() as session:
            now = self.clock()
            values = {"executor_id": executor, "started_at": now, "beat_at": now}
            session.execute(sa.insert(workers).values(values))

    @property
    def _jobs(self) -> str:
        return "workflow_status" if self.kulanz.database.is_sqlite else "dbos.workflow_status"

    def _change(self, statement: str, **values: str) -> None:
        with self.kulanz.database.begin() as session:
            session.execute(sa.text(statement.format(jobs=self._jobs)), values)
