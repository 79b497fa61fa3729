"""The door of all inboxes: those who come at one moment share a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from service.batching import Batcher
from service.crash_points import crash_point
from service.inboxes.base import Incoming
from service.receive import Arrival, Received, Reception
from service.store.database import Database


class Intake:
    """Stores what arrives, durably: those who come until a transaction has begun share it.

    A commit waits for the disk, so one for each message would be most of the work. Each caller
    is answered only after the commit; if a shared transaction fails, each message gets its own.
    """

    #: Beyond this many nothing is gained, and those behind wait longer.
    MOST_AT_ONCE = 32

    def __init__(self, database: Database, reception: Reception) -> None:
        self._database = database
        self._reception = reception
        self._batcher = Batcher(self._opened, most=self.MOST_AT_ONCE)

    def take(self, inbox: str, incoming: Incoming, now: datetime) -> Received:
        return self._batcher(Arrival(inbox, incoming, now))

    @contextmanager
    def _opened(self) -> Iterator[Callable[[Sequence[Arrival]], list[Received]]]:
        with self._database.begin() as session:
            session.connection()  # Only this begins, and on SQLite stands in line for the lock.
            yield partial(self._reception.take, session)
            crash_point("before commit of received")
