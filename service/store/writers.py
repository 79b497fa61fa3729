"""The line of those who write to SQLite: whoever somebody waits for goes before the workers."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

_this_thread = threading.local()


@contextmanager
def patiently(patient: bool = True) -> Iterator[None]:
    """What this thread writes in the block can wait: nobody sits before it."""
    before = is_patient()
    _this_thread.patient = patient
    try:
        yield
    finally:
        _this_thread.patient = before


@contextmanager
def hastily() -> Iterator[None]:
    """Somebody waits for it, though a worker writes it."""
    with patiently(False):
        yield


def is_patient() -> bool:
    """Whether this thread is in such a block."""
    return getattr(_this_thread, "patient", False)


class WritersLine:
    """A lock that lets people and senders go first. Like any lock it favours who runs over who
    sleeps, which among equals is quickest for all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._hasty: deque[threading.Event] = deque()
        self._patient: deque[threading.Event] = deque()

    def acquire(self, timeout: float) -> bool:
        """Whether it was this thread's turn within so many seconds."""
        patient = is_patient()
        line, called, end = self._line(patient), threading.Event(), time.monotonic() + timeout
        with self._lock:
            if self._take(patient):
                return True
            line.append(called)
        while called.wait(max(0.0, end - time.monotonic())):
            with self._lock:
                called.clear()
                if self._take(patient):
                    line.remove(called)
                    return True
        with self._lock:
            line.remove(called)
            # We may have been called just now.
            self._call()
        return False

    def release(self) -> None:
        with self._lock:
            self._taken = False
            self._call()

    def _line(self, patient: bool) -> deque[threading.Event]:
        return self._patient if patient else self._hasty

    def _take(self, patient: bool) -> bool:
        if self._taken or (patient and self._hasty):
            return False
        self._taken = True
        return True

    def _call(self) -> None:
        """Whoever is first, unless somebody is at it."""
        first = self._hasty or self._patient
        if first and not self._taken:
            first[0].set()
