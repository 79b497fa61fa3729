"""Who goes first in a process: while somebody waits for an answer, the workers stand still between
two steps.

All threads of a process take turns at one interpreter. To a worker the moment of an answer is
nothing; to whoever clicked, each worker's turn in between is all of the wait.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: Seconds that a worker stands still at most: however many click, work goes on.
LONGEST_PAUSE = 0.5

#: How many workers store something at one moment. One interpreter computes for all of them, so that
#: more would only be longer at it, and whoever clicks waits until all have ended.
MOST_AT_IT = 4


class Precedence:
    """Counts those who wait, and who stores; workers ask it before each step."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting = 0
        self._nobody_waits = threading.Event()
        self._nobody_waits.set()
        self._places = threading.Semaphore(MOST_AT_IT)
        self._this_thread = threading.local()

    @contextmanager
    def somebody_waits(self) -> Iterator[None]:
        """For the answer that is made in the block."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def give_way(self) -> None:
        """Stand still while somebody waits; never with a transaction open, which they might wait
        for."""
        if not getattr(self._this_thread, "is_storing", False):
            self._nobody_waits.wait(LONGEST_PAUSE)

    @contextmanager
    def storing(self) -> Iterator[None]:
        """For a worker's transaction, which begins when few others are at theirs and nobody waits,
        and then goes on to its end."""
        with self._places:
            self.give_way()
            self._this_thread.is_storing = True
            try:
                yield
            finally:
                self._this_thread.is_storing = False

    def _count(self, more: int) -> None:
        with self._lock:
            self._waiting += more
            if self._waiting:
                self._nobody_waits.clear()
            else:
                self._nobody_waits.set()


#: Of this process.
PRECEDENCE = Precedence()
