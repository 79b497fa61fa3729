"""The process that leads a replay: cuts the input, puts the shards into the queue, waits for them.

It works on them too. With PostgreSQL every other worker helps.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from service.engine import Engine
from service.heartbeat import Heartbeat, Rounds
from service.lines import Line
from service.replay.files import give_back_memory
from service.replay.run import Run, Shard
from service.replay.work import ReplayWork, jobs_of, shard_job
from service.store.database import Database

T = TypeVar("T")

#: Seconds between two looks at what is done, and between two at what has failed or was lost.
_LOOK, _LOOK_CLOSER = 0.25, 3.0
_LET_END = 5.0
#: Seconds that a database may be away: while there is work to do, and when we go anyway.
_PATIENCE, _PATIENCE_AT_THE_END = 600.0, 3.0
#: Bytes without which nobody gets anywhere; the engine would try for ever.
_ROOM = 2**20

#: How many conversations are done, and of how many; None while the input is still being read.
Shows = Callable[[int, int | None], None]


class ReplayStopped(Exception):
    """Someone cancelled the replay, or a shard of it can't be done; a sentence that says why."""


@dataclass(frozen=True)
class Lead:
    database: Database
    engine: Engine
    heart: Heartbeat
    work: ReplayWork
    poll_interval: float
    beat_interval: float

    @property
    def leader(self) -> str:
        return self.engine.executor_id

    @property
    def gpu(self) -> bool:
        return self.work.gpu

    @contextmanager
    def working(self) -> Iterator[None]:
        """Work on shards until the block ends; what is not finished then is done again."""
        self.heart.first()
        self.engine.launch(
            self.work.workflows(), queues=self.work.queues(), poll_interval=self.poll_interval
        )
        beats = Rounds("kulanz-heart", self._beat, self.beat_interval)
        beats.start()
        try:
            yield
        finally:
            beats.stop()
            self.work.replayers.close()
            self.engine.stop(drain_seconds=0)
            with suppress(DBAPIError):
                _patiently(self.heart.last, _PATIENCE_AT_THE_END)

    def follow(
        self, run: Run, led_before: str, lines: Iterable[Line], size: int, shows: Shows
    ) -> list[Shard]:
        """Replay all of it; the shards, when every one of them is done.

        Interrupted, it takes what nobody has begun out of the queue. Raises ReplayStopped, OSError
        for a full disk, or DBAPIError for a database that stays away.
        """
        shards: list[Shard] = []
        look = 0.0
        try:
            at_work = self._take_back(run, led_before)
            for shard in run.cut(lines, size):
                shards.append(shard)
                if f"{jobs_of(run)}{shard.name}" not in at_work:
                    self._put(run, [shard])
                if time.monotonic() > look:
                    shows(_lines_done(run, shards), None)
                    look = time.monotonic() + _LOOK
            self._wait(run, shards, shows)
        except BaseException:
            # Otherwise whoever leads it next does that.
            with suppress(DBAPIError):
                self._take_back(run, self.engine.executor_id, _PATIENCE_AT_THE_END)
            raise
        self._take_back(run, self.engine.executor_id)
        return shards

    def _wait(self, run: Run, shards: Sequence[Shard], shows: Shows) -> None:
        total = sum(shard.lines for shard in shards)
        closer = time.monotonic() + _LOOK_CLOSER
        while (done := _lines_done(run, shards)) < total:
            shows(done, total)
            if time.monotonic() > closer:
                self._look_closer(run, shards)
                closer = time.monotonic() + _LOOK_CLOSER
            time.sleep(_LOOK)
        shows(total, total)
        self._let_end(run)

    def _let_end(self, run: Run) -> None:
        """The file of a shard is there a moment before the engine has noted it."""
        end = time.monotonic() + _LET_END
        while time.monotonic() < end:
            running = _patiently(lambda: self.engine.running(jobs_of(run)))
            if self.engine.executor_id not in running.values():
                return
            time.sleep(0.02)

    def _put(self, run: Run, shards: Sequence[Shard]) -> None:
        jobs = [shard_job(run, s) for s in shards if not run.done(s.name).exists()]

        def put() -> None:
            with self.database.begin() as session:
                self.engine.enqueue(session, *jobs)

        if jobs:
            _patiently(put)

    def _take_back(self, run: Run, leader: str, patience: float = _PATIENCE) -> set[str]:
        """Everything out of the queue but what others are at; the ids of that. What `leader` was
        at has ended with it: nobody else can lead a replay into the same folder."""
        jobs = jobs_of(run)
        running = _patiently(lambda: self.engine.running(jobs), patience)
        kept = {job for job, executor in running.items() if executor != leader}
        _patiently(lambda: self.engine.forget(jobs, but=kept), patience)
        return kept

    def _look_closer(self, run: Run, shards: Sequence[Shard]) -> None:
        """Stop if it can't go on, and put back what got lost, however that may have happened."""
        if run.is_cancelled:
            raise ReplayStopped("It was cancelled.")
        _ensure_room(run.folder)
        give_back_memory()
        failure = _patiently(lambda: self.engine.failure(jobs_of(run)))
        if failure:
            raise ReplayStopped(
                f"{failure.rstrip('.')}. Once that is put right, the same command goes on where it"
                " stopped."
            )
        if not _patiently(lambda: self.engine.has_live(jobs_of(run))):
            _patiently(lambda: self.engine.forget(jobs_of(run)))
            self._put(run, shards)

    def _beat(self) -> None:
        # Whoever needs the database waits for it, and says so if it stays away.
        with suppress(DBAPIError):
            self.heart.beat()
            self.heart.take_over()


def is_full_disk(error: DBAPIError) -> bool:
    """SQLite's; for room on a server's disk somebody else cares, and it is waited for."""
    return "disk is full" in str(error.orig)


def _lines_done(run: Run, shards: Sequence[Shard]) -> int:
    done = run.names_done()
    return sum(shard.lines for shard in shards if shard.name in done)


def _ensure_room(folder: Path) -> None:
    if shutil.disk_usage(folder).free < _ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _patiently(call: Callable[[], T], patience: float = _PATIENCE) -> T:
    """Again and again while the database is away. Raises DBAPIError when it stays away."""
    end = time.monotonic() + patience
    while True:
        try:
            return call()
        except DBAPIError as error:
            if is_full_disk(error) or time.monotonic() > end:
                raise
            time.sleep(1.0)
