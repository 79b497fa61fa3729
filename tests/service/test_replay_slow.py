"""What takes minutes: kills at random points, a database that goes away, two workers for one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.command import KULANZ, as_lines, environment
from tests.postgres import PostgresServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

_FILES = ("cases.jsonl", "examples.jsonl", "report.json", "report.html")
_KILLS = 20
_QUICK = {"KULANZ_REPLAY_SHARD": "25"}


def _past(folder: Path, count: int) -> None:
    said = (
        "my bag {n} is lost and nobody answers", "flight {n} was 5 hours late, no excuse",
        "lovely crew on flight {n}, thank you", "Koffer {n} weg, seit Tagen meldet sich niemand!",
    )  # fmt: skip
    history = [
        {
            "id": f"c{n}",
            "turns": [
                {"role": "customer", "text": said[n % 4].format(n=n)},
                {"role": "agent", "text": "Bad luck!" if n % 3 else "Sorry, please DM us."},
                {"role": "customer", "text": "you are no help" if n % 5 else "great, thanks"},
            ],
        }
        for n in range(count)
    ]
    (folder / "past.jsonl").write_bytes(as_lines(history))


@contextmanager
def _started(
    folder: Path, out: str, variables: dict[str, str], *before: str
) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [*before, KULANZ, "replay", "past.jsonl", "--out", out], cwd=folder,
        env=environment(folder, **variables), stderr=subprocess.PIPE,
    ) as running:  # fmt: skip
        yield running


def _replayed(folder: Path, out: str, variables: dict[str, str], *before: str) -> float:
    """To its end; seconds."""
    began = time.monotonic()
    with _started(folder, out, variables, *before) as running:
        assert running.stderr
        errors = running.stderr.read()
    assert running.returncode == 0, errors
    return time.monotonic() - began


def _same(one: Path, other: Path) -> None:
    for name in _FILES:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


def test_twenty_kills_lose_double_and_change_nothing(tmp_path: Path) -> None:
    _past(tmp_path, 1500)
    whole = _replayed(tmp_path, "whole", _QUICK)
    drawn = random.Random(20)
    for _ in range(_KILLS):
        with _started(tmp_path, "out", _QUICK) as running:
            # From the start of the program to well into the work.
            time.sleep(drawn.uniform(0.1, max(6.0, whole / 4)))
            running.send_signal(signal.SIGKILL)
            running.wait()
            assert running.stderr
            running.stderr.read()
    _replayed(tmp_path, "out", _QUICK)
    _same(tmp_path / "whole", tmp_path / "out")


def test_a_database_that_goes_away_is_waited_for(
    tmp_path: Path, postgresql_server: PostgresServer, postgresql_url: str
) -> None:
    _past(tmp_path, 1000)
    _replayed(tmp_path, "whole", _QUICK)
    over = {**_QUICK, "KULANZ_DATABASE_URL": postgresql_url}
    with _started(tmp_path, "out", over) as running:
        parts = tmp_path / "out" / "parts"
        while not parts.exists() or not _done(parts):
            time.sleep(0.05)
        postgresql_server.stop("immediate")
        try:
            time.sleep(60)
        finally:
            postgresql_server.start()
        assert running.stderr
        errors = running.stderr.read()
    assert running.returncode == 0, errors
    _same(tmp_path / "whole", tmp_path / "out")


def _done(parts: Path) -> list[Path]:
    return [p for p in parts.glob("*.parquet") if not p.name.endswith(".in.parquet")]


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="needs two cores")
def test_two_workers_come_to_the_same_as_one(tmp_path: Path, postgresql_url: str) -> None:
    """Each pinned to one core; tests/benchmarks/test_replay_speed.py says how much quicker."""
    _past(tmp_path, 800)
    over = {**_QUICK, "KULANZ_DATABASE_URL": postgresql_url}
    _replayed(tmp_path, "alone", over, "taskset", "--cpu-list", "0")
    with subprocess.Popen(
        ["taskset", "--cpu-list", "1", KULANZ, "work"], cwd=tmp_path,
        env=environment(tmp_path, **over), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as worker:  # fmt: skip
        assert worker.stdout
        worker.stdout.readline()
        _replayed(tmp_path, "two", over, "taskset", "--cpu-list", "0")
        worker.send_signal(signal.SIGTERM)
    _same(tmp_path / "alone", tmp_path / "two")
