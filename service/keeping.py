"""Storing decisions: on SQLite those who decide at one moment share a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from sqlalchemy.orm import Session

from service.batching import Batcher
from service.crash_points import crash_point
from service.jobs import Jobs
from service.store import cases
from service.store.database import Database
from triage.case import Case
from triage.decision import Decision

#: A case as it was decided, and how.
Decided = tuple[Case, Decision]


class Keeping:
    """On SQLite all wait for one another, and each commit for the disk: of ten people who click
    together the last would wait for ten. Each is answered only after the commit; if a shared
    transaction fails, each decision gets its own, so that whoever was too late fails alone.

    PostgreSQL takes them side by side.
    """

    def __init__(self, database: Database, jobs: Jobs) -> None:
        self._database = database
        self._jobs = jobs
        self._batcher = Batcher(self._opened)

    def keep(self, decided: Case, decision: Decision) -> Case:
        """The case as stored. Raises ChangedMeanwhile, OverBudget or GrantedBefore."""
        if self._database.is_sqlite:
            return self._batcher((decided, decision))
        with self._opened() as keep_all:
            (stored,) = keep_all([(decided, decision)])
        return stored

    @contextmanager
    def _opened(self) -> Iterator[Callable[[Sequence[Decided]], list[Case]]]:
        with self._database.begin() as session:
            session.connection()  # Only this begins, and on SQLite stands in line for the lock.
            yield partial(self._keep_all, session)
            crash_point("before commit of decision")

    def _keep_all(self, session: Session, taken: Sequence[Decided]) -> list[Case]:
        return [self._keep(session, *one) for one in taken]

    def _keep(self, session: Session, decided: Case, decision: Decision) -> Case:
        stored = self._jobs.save(session, decided)
        if decided.first_approval is None or not decision.sends:
            # The first of two approvals is in the history; it decides nothing yet.
            cases.add_decision(session, decided.id, decided.decision or decision)
        return stored
