"""Replay: the whole desk against the classifier alone, the engine's share, two workers.

Reads `airline_conversations.train.jsonl.gz` from KULANZ_BENCH_DATA. KULANZ_BENCH_REPLAY says how
many of its conversations are replayed (all of them take minutes).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from service.bootstrap import build_lead
from service.desk_building import build_desk, replay_desk
from service.lines import Line, open_source, read_lines
from service.replay.admission import Admission
from service.replay.assess import assess_shard
from service.replay.crew import Crew
from service.replay.desk_files import DeskFiles
from service.replay.past import Past, read_past
from service.replay.run import Run
from service.replay.scratch import Scratch
from service.settings import Settings
from tests.benchmarks.figures import Figure
from tests.command import KULANZ, environment

_FOLDER = os.environ.get("KULANZ_BENCH_DATA", "")
_PAST = Path(_FOLDER) / "airline_conversations.train.jsonl.gz"
_COUNT = int(os.environ.get("KULANZ_BENCH_REPLAY", "4000"))
CORES, ROUNDS = 2, 3

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(7200),
    pytest.mark.skipif(not (_FOLDER and _PAST.exists()), reason="KULANZ_BENCH_DATA has no past"),
]


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    source = open_source(str(_PAST))
    with source.raw, source.stream as stream, Scratch() as scratch:
        return [*islice(Admission().admit(read_lines(stream), scratch), _COUNT)]


def _pasts(lines: Sequence[Line]) -> list[Past]:
    return [read_past(line.document or {}, str(line.number)) for line in lines]


def test_the_desk_against_the_classifier(
    lines: list[Line], tmp_path: Path, figures: list[Figure]
) -> None:
    """In turns, on as many cores: classify as the command does it, in one process."""
    settings = Settings(model_threads=CORES, data_dir=tmp_path)
    classifier = build_desk(settings).classifier
    pasts = _pasts(lines)
    mentions = [past.rounds()[-1] for past in pasts]
    after = [past.afterwards() for past in pasts]
    # All that the desk reads of what customers wrote: each time before the reply, and once after.
    read = [conversation for past in pasts for conversation in past.rounds()]
    read += [conversation for conversation in after if conversation]
    crew = Crew(CORES, replay_desk)
    files = DeskFiles.of(settings, gpu=False)
    try:
        crew.replay(files, lines[:400])
        desk, alone, of_all = [], [], []
        for _ in range(ROUNDS):
            desk.append(_rate(len(lines), lambda: crew.replay(files, lines)))
            alone.append(_rate(len(lines), lambda: classifier.assess(mentions)))
            of_all.append(_rate(len(lines), lambda: classifier.assess(read)))
    finally:
        crew.close()
    for baseline, rates in (("classify, the mentions", alone), ("classify, all turns", of_all)):
        figures.append(
            Figure(
                f"conversations a second, whole desk, {CORES} cores", tuple(desk), "/s",
                baseline, tuple(rates), must=0.4, aim=0.7, judged="ratio", more_is_better=True,
            )
        )  # fmt: skip


def test_the_share_of_the_engine(lines: list[Line], tmp_path: Path, figures: list[Figure]) -> None:
    """The same shards by a plain loop, and as items of the queue; the same processes replay."""
    settings = Settings(data_dir=tmp_path)
    files = DeskFiles.of(settings, gpu=False)
    crew = _Kept(CORES)
    few = lines[: _COUNT // 2]
    crew.replay(files, few[:400])
    shares = []
    for n in range(ROUNDS):
        plain, queued = tmp_path / f"plain-{n}", tmp_path / f"queued-{n}"
        by_loop = _seconds(partial(_by_loop, plain, files, few, crew))
        by_engine = _seconds(partial(_by_engine, queued, settings, files, few, crew))
        shares.append(100 * max(0.0, by_engine - by_loop) / by_engine)
    crew.end()
    figures.append(
        Figure("the engine's share of a replay's time", tuple(shares), "%", must=15, aim=5)
    )


class _Kept(Crew):
    """Stays for the next round, so that nobody's start is measured."""

    def __init__(self, processes: int) -> None:
        super().__init__(processes, replay_desk)

    def close(self) -> None:
        pass

    def end(self) -> None:
        super().close()


def _by_loop(folder: Path, files: DeskFiles, lines: Sequence[Line], crew: Crew) -> None:
    """Two at a time, as a worker has them."""
    folder.mkdir()
    run, _ = Run.begun(folder, files, "")
    shards = [*run.cut(lines, 500)]

    def some(first: int) -> None:
        for shard in shards[first::2]:
            assess_shard(
                run.given(shard.name), run.done(shard.name), lambda given: crew.replay(files, given)
            )

    both = [threading.Thread(target=some, args=(first,)) for first in (0, 1)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()


def _by_engine(
    folder: Path, settings: Settings, files: DeskFiles, lines: Sequence[Line], crew: Crew
) -> None:
    folder.mkdir()
    lead = build_lead(settings, folder, crew)
    run, before = Run.begun(folder, files, lead.engine.executor_id)
    with lead.working():
        lead.follow(run, before, lines, 500, lambda *_: None)
    lead.database.dispose()


def test_two_workers_against_one(
    tmp_path: Path, postgresql_url: str, lines: list[Line], figures: list[Figure]
) -> None:
    """Each pinned to a core of its own, over one PostgreSQL."""
    past = tmp_path / "past.jsonl"
    documents = [json.dumps(line.document) for line in lines[: _COUNT // 2]]
    past.write_text("\n".join(documents))
    over = {"KULANZ_DATABASE_URL": postgresql_url, "KULANZ_REPLAY_SHARD": "100"}
    one, two = [], []
    for n in range(ROUNDS):
        one.append(len(documents) / _pinned(tmp_path, f"one-{n}", over))
        with subprocess.Popen(
            ["taskset", "--cpu-list", "1", KULANZ, "work"], cwd=tmp_path,
            env=environment(tmp_path, **over), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ) as worker:  # fmt: skip
            assert worker.stdout
            worker.stdout.readline()
            two.append(len(documents) / _pinned(tmp_path, f"two-{n}", over))
            worker.send_signal(signal.SIGTERM)
    figures.append(
        Figure(
            "conversations a second, two workers on PostgreSQL", tuple(two), "/s",
            "one", tuple(one), must=1.7, aim=1.9, judged="ratio", more_is_better=True,
        )
    )  # fmt: skip


def _pinned(folder: Path, out: str, variables: dict[str, str]) -> float:
    """Seconds from the first shard done to the last: the start of a program is not its work."""
    with subprocess.Popen(
        ["taskset", "--cpu-list", "0", KULANZ, "replay", "past.jsonl", "--out", out],
        cwd=folder, env=environment(folder, **variables), stdout=subprocess.DEVNULL,
    ) as running:  # fmt: skip
        assert running.wait() == 0
    done = sorted(p.stat().st_mtime for p in (folder / out / "parts").glob("*.parquet"))
    return (done[-1] - done[0]) * len(done) / (len(done) - 1)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _rate(count: int, work: Callable[[], object]) -> float:
    return count / _seconds(work)
