"""A worker's part in replays: shards from a queue of the engine, through whoever replays."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service.engine import Engine
from service.engine_jobs import REPLAY, REPLAY_GPU, Job
from service.replay.assess import assess_named
from service.replay.crew import Replayers
from service.replay.run import Run, Shard

log = logging.getLogger(__name__)

#: Shards that a worker has at a time: while the last pieces of one are done, those of the next
#: keep the other cores busy. A graphics processor does one after the other.
_AT_A_TIME = {REPLAY: 2, REPLAY_GPU: 1}


def queue_of(gpu: bool) -> str:
    return REPLAY_GPU if gpu else REPLAY


def jobs_of(run: Run) -> str:
    """How the ids of all jobs of a replay begin."""
    return f"replay-{run.id}-"


def shard_job(run: Run, shard: Shard) -> Job:
    """Several replays take turns: the first shards of each go first."""
    return Job(
        id=f"{jobs_of(run)}{shard.name}",
        workflow="replay_shard",
        queue=queue_of(run.files.gpu),
        arguments=(str(run.folder), shard.name),
        priority=shard.number + 1,
    )


@dataclass(frozen=True)
class ReplayWork:
    """The workflow's body, and what it needs."""

    engine: Engine
    replayers: Replayers
    #: A machine with a graphics processor takes what is meant for one, and nothing else.
    gpu: bool

    def workflows(self) -> dict[str, Callable[..., None]]:
        return {"replay_shard": self._replay_shard}

    def queues(self) -> dict[str, int]:
        queue = queue_of(self.gpu)
        return {queue: _AT_A_TIME[queue]}

    def _replay_shard(self, folder: str, name: str) -> None:
        lines = self.engine.call(
            "replay shard", lambda: assess_named(Path(folder), name, self.replayers.replay)
        )
        if lines:
            log.info("replayed", extra={"shard": name, "lines": lines})
