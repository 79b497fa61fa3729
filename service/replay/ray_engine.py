"""`--engine ray`: the same shards, dealt out by Ray Data, for those who own a cluster.

Needs the extra `kulanz[ray]`. What is done is known by the shards' files, here as there.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from service.lines import Line
from service.replay.assess import assess_named
from service.replay.crew import ONE_CORE, LoadDesk, pieces, replayed
from service.replay.desk_files import DeskFiles
from service.replay.lead import ReplayStopped, Shows
from service.replay.records import Record
from service.replay.run import Run, Shard

#: Seconds without a shard that got done: Ray does again what a killed actor was at, and for ever
#: where that is what kills it.
_PATIENCE = 3600

#: Nothing of ours goes to Ray's makers, and of what it tells only what went wrong.
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"}


@dataclass(frozen=True)
class RayLead:
    """Leads a replay over the cluster that RAY_ADDRESS or this machine has, else over processes of
    this machine. All of its machines see the folder under one path."""

    load_desk: LoadDesk
    #: Actors, each with one core or one graphics processor; 0 for as many as there are of those.
    actors: int
    #: Nobody works but whoever Ray starts.
    leader: str = "ray"
    gpu: bool = False

    @contextmanager
    def working(self) -> Iterator[None]:
        """Until the block ends; what is not finished then is done again."""
        import ray

        try:
            yield
        finally:
            ray.shutdown()

    def follow(
        self, run: Run, led_before: str, lines: Iterable[Line], size: int, shows: Shows
    ) -> list[Shard]:
        """Replay all of it; the shards, when every one of them is done. Raises ReplayStopped."""
        shards: list[Shard] = []
        done = 0
        for shard in run.cut(lines, size):
            shards.append(shard)
            done += shard.lines if run.done(shard.name).exists() else 0
            shows(done, None)
        total = sum(shard.lines for shard in shards)
        missing = [shard for shard in shards if not run.done(shard.name).exists()]
        for count in self._dealt(run, missing) if missing else ():
            done += count
            shows(done, total)
        return shards

    def _dealt(self, run: Run, shards: Sequence[Shard]) -> Iterator[int]:
        """Lines done, shard by shard as they come."""
        from ray.data.exceptions import ExecutionTimeoutError
        from ray.exceptions import RayError

        try:
            for told in self._rows(run, shards):
                if run.is_cancelled:
                    raise ReplayStopped("It was cancelled.")
                if told["failure"]:
                    raise _stopped(told["failure"])
                yield told["lines"]
        except (RayError, ExecutionTimeoutError) as error:
            raise _stopped(f"Ray could not go on ({type(error).__name__})") from error

    def _rows(self, run: Run, shards: Sequence[Shard]) -> Iterator[dict[str, Any]]:
        _start()
        from ray.data import ActorPoolStrategy, from_items

        names = [{"shard": shard.name} for shard in shards]
        actors = self.actors or _most_actors(run.files.gpu)
        # One shard after the other for each: none waits at one actor while another is idle.
        pool = ActorPoolStrategy(size=min(actors, len(names)), max_tasks_in_flight_per_actor=1)
        dealt = from_items(names, override_num_blocks=len(names)).map_batches(
            Replayer, fn_constructor_args=(self.load_desk, str(run.folder)), batch_size=1,
            compute=pool, num_cpus=1, num_gpus=int(run.files.gpu),
        )  # fmt: skip
        yield from dealt.iter_rows()


class Replayer:
    """An actor: loads the desk with its first shard."""

    def __init__(self, load_desk: LoadDesk, folder: str) -> None:
        os.environ |= ONE_CORE
        self._load_desk = load_desk
        self._folder = Path(folder)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[Any]]:
        """A failure is told and not raised, since nobody reads Ray's account of one."""
        [name] = batch["shard"]
        try:
            lines = assess_named(self._folder, str(name), self._replayed)
        except Exception as error:
            return {"lines": [0], "failure": [str(error)]}
        return {"lines": [lines], "failure": [""]}

    def _replayed(self, files: DeskFiles, lines: Sequence[Line]) -> list[Record]:
        done = (replayed(self._load_desk, files, piece) for piece in pieces(lines))
        return [*chain.from_iterable(done)]


def _start() -> None:
    os.environ |= {name: os.environ.get(name, value) for name, value in _QUIET.items()}
    logging.getLogger("ray").setLevel(logging.ERROR)
    import ray
    from ray.data import DataContext

    ray.init(include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_no_progress_timeout_s = _PATIENCE


def _most_actors(gpu: bool) -> int:
    import ray

    return max(1, int(ray.cluster_resources().get("GPU" if gpu else "CPU", 1)))


def _stopped(why: str) -> ReplayStopped:
    put_right = "Once that is put right, the same command goes on where it stopped."
    return ReplayStopped(f"{why.rstrip('.')}. {put_right}")
