"""The processes that replay: one a core, each with a desk of its own, fed by pieces of shards."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from itertools import chain
from typing import Protocol

from service.lines import Line
from service.replay.desk_files import DeskFiles
from service.replay.records import Record, records_of
from triage.desk import Desk

#: Conversations in one piece. Their texts fill the encoder's batches, however large the shard is.
PIECE = 100

#: How much the processes of a worker give way to its live work.
_NICE = 10

ONE_CORE = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
)

LoadDesk = Callable[[DeskFiles], Desk]


class CrewLost(Exception):
    """A process of the crew was killed, perhaps for want of memory."""


class Replayers(Protocol):
    """Whoever replays: a crew, or this very process."""

    def replay(self, files: DeskFiles, lines: Sequence[Line]) -> list[Record]:
        """What became of each line, in order. Raises OtherConfiguration or CrewLost."""
        ...

    def close(self) -> None: ...


class Crew:
    """Starts with the first piece. Several threads may call it: their pieces stand in one line, so
    that no core waits for the end of a shard."""

    def __init__(self, processes: int, load_desk: LoadDesk, *, gives_way: bool = False) -> None:
        self._processes = processes
        self._gives_way = gives_way
        self._load_desk = load_desk
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def replay(self, files: DeskFiles, lines: Sequence[Line]) -> list[Record]:
        pool = self._started()
        try:
            asked = [
                pool.submit(replayed, self._load_desk, files, piece) for piece in pieces(lines)
            ]
            return list(chain.from_iterable(one.result() for one in asked))
        except BrokenProcessPool as error:
            self._forget(pool)
            raise CrewLost(CrewLost.__doc__) from error

    def close(self) -> None:
        """At once: what is not written yet is done again later."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            processes = [*(pool._processes or {}).values()]
            pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.kill()
            for process in processes:
                process.join()

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # What computes there would otherwise want all cores for each of them.
                os.environ |= ONE_CORE
                self._pool = ProcessPoolExecutor(
                    self._processes,
                    # A fork would inherit locks that threads of the engine hold.
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_begin,
                    initargs=(os.getpid(), self._gives_way),
                )
            return self._pool

    def _forget(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = None
        broken.shutdown(wait=False)


def pieces(lines: Sequence[Line]) -> list[Sequence[Line]]:
    return [lines[start : start + PIECE] for start in range(0, len(lines), PIECE)]


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# -- in the processes ----------------------------------------------------------------------------


def _begin(parent: int, gives_way: bool) -> None:
    # Ctrl-C is for the parent to hear.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if gives_way:
        os.nice(_NICE)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """Nobody tells the child of a killed process to stop."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def replayed(load_desk: LoadDesk, files: DeskFiles, lines: Sequence[Line]) -> list[Record]:
    """One piece, by this process, which loads its desk once. Raises OtherConfiguration."""
    return records_of(_desk(load_desk, files), lines)


@cache
def _desk(load_desk: LoadDesk, files: DeskFiles) -> Desk:
    files.ensure_same_here()
    return load_desk(files)
