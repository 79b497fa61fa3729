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


class Precedence:
    """Counts those who wait; workers ask it before each step."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting = 0
        self._nobody_waits = threading.Event()
        self._nobody_waits.set()

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
        self._nobody_waits.wait(LONGEST_PAUSE)

    def _count(self, more: int) -> None:
        with self._lock:
            self._waiting += more
            if self._waiting:
                self._nobody_waits.clear()
            else:
                self._nobody_waits.set()


#: Of this process.
PRECEDENCE = Precedence()
