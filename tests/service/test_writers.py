"""Who writes to SQLite when: one at a time, and whoever somebody waits for before the workers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import nullcontext

from service.store.writers import WritersLine, patiently
from tests.slack_person import wait_until


def standing(line: WritersLine, went: list[str], name: str, *, patient: bool) -> threading.Thread:
    """Somebody in the line, who writes down a name when it is their turn."""

    def stand() -> None:
        with patiently() if patient else nullcontext():
            assert line.acquire(30)
        went.append(name)
        line.release()

    thread = threading.Thread(target=stand)
    thread.start()
    wait_until(lambda: len(line._hasty) + len(line._patient) > 0)
    return thread


def test_people_go_before_workers() -> None:
    line, went = WritersLine(), list[str]()
    assert line.acquire(0)
    threads = [standing(line, went, "worker", patient=True)]
    time.sleep(0.05)
    threads.append(standing(line, went, "person", patient=False))
    wait_until(lambda: line._hasty)
    line.release()
    for thread in threads:
        thread.join()
    assert went == ["person", "worker"]


def test_who_waited_too_long_goes_away_and_the_next_one_is_called() -> None:
    line = WritersLine()
    assert line.acquire(0)
    assert not line.acquire(0.01)
    line.release()
    assert line.acquire(0)


def test_one_at_a_time_however_many_come() -> None:
    line, inside, most = WritersLine(), [0], [0]

    def write() -> None:
        for _ in range(200):
            assert line.acquire(30)
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0)
            inside[0] -= 1
            line.release()

    def worker() -> None:
        with patiently():
            write()

    both: list[Callable[[], None]] = [write, worker]
    threads = [threading.Thread(target=both[number % 2]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]
