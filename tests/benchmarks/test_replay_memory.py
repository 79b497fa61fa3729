"""Replay: memory, files and the time of the report, however many conversations there are.

Reads `airline_conversations.train.jsonl.gz` from KULANZ_BENCH_DATA. KULANZ_BENCH_REPLAY says how
many of its conversations are taken, KULANZ_BENCH_MULTIPLE how many times they are repeated with new
ids. The desk reads them once; what it said is said again for the repetitions
(`recorded_replay.py`), since its processes go from piece to piece and know of no other.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figure
from tests.benchmarks.recorded_replay import REPEATED, record
from tests.command import KULANZ, environment

_FOLDER = os.environ.get("KULANZ_BENCH_DATA", "")
_PAST = Path(_FOLDER) / "airline_conversations.train.jsonl.gz"
_COUNT = int(os.environ.get("KULANZ_BENCH_REPLAY", "4000"))
_MULTIPLE = int(os.environ.get("KULANZ_BENCH_MULTIPLE", "10"))
_ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(14400),
    pytest.mark.skipif(not (_FOLDER and _PAST.exists()), reason="KULANZ_BENCH_DATA has no past"),
]


@dataclass(frozen=True)
class _Held:
    """The most that was held, in MB."""

    #: By the process that was started, and by all below it together.
    lead: float
    others: float
    database: float


def test_memory(tmp_path: Path, figures: list[Figure]) -> None:
    once, many = _repeated(tmp_path, 1), _repeated(tmp_path, _MULTIPLE)
    real = _run(tmp_path, [KULANZ], once, "real")
    said = tmp_path / "said.sqlite"
    record((tmp_path / "real/parts").glob("*.parquet"), said)
    again = [sys.executable, "-m", "tests.benchmarks.recorded_replay", str(said)]
    few, lots = _run(tmp_path, again, once, "few"), _run(tmp_path, again, many, "lots")
    times = f"{_MULTIPLE} times {_COUNT:,}"
    figures += [
        Figure(f"memory of a replay, {_COUNT:,} conversations, all processes",
               (real.lead + real.others,), "MB", must=1500, aim=1000),
        Figure(f"the same, {times}", (lots.lead + real.others,), "MB", "once",
               (few.lead + real.others,), must=1.1, aim=1.1, judged="ratio"),
        Figure(f"the queue's database, {times}", (lots.database,), "MB", "once", (few.database,)),
        Figure(f"report.html, {times}", (_page(tmp_path / "lots"),), "MB", "once",
               (_page(tmp_path / "few"),)),
        Figure(f"files and report put together, {times}", (_end(tmp_path / "lots"),), "s", "once",
               (_end(tmp_path / "few"),)),
    ]  # fmt: skip


def _repeated(folder: Path, times: int) -> Path:
    past = folder / f"past-{times}.jsonl.gz"
    with gzip.open(past, "wb", compresslevel=1) as out:
        for repeat in range(times):
            for document in _documents():
                document["id"] = f"{document['id']}{REPEATED}{repeat}" if repeat else document["id"]
                out.write(json.dumps(document).encode() + b"\n")
    return past


def _documents() -> Iterator[dict[str, object]]:
    with gzip.open(_PAST) as stream:
        yield from (json.loads(line) for line in islice(stream, _COUNT))


def _run(folder: Path, command: Sequence[str], past: Path, out: str) -> _Held:
    held: dict[int, int] = {}
    database = 0
    with subprocess.Popen(
        [*command, "replay", str(past), "--out", str(folder / out)], cwd=_ROOT,
        env=environment(folder), stdout=subprocess.DEVNULL,
    ) as running:  # fmt: skip
        while running.poll() is None:
            held |= {p: max(held.get(p, 0), kb) for p, kb in _resident(running.pid).items()}
            database = max(database, _size((folder / out).glob("engine.sqlite*")))
            time.sleep(0.2)
    assert running.returncode == 0
    lead = held.pop(running.pid)
    return _Held(lead / 1024, sum(held.values()) / 1024, database / 2**20)


def _resident(process: int) -> dict[int, int]:
    """Kilobytes of a process and all below it, of each the most it ever held."""
    found = {}
    try:
        status = Path(f"/proc/{process}/status").read_text()
        found[process] = int((re.search(r"VmHWM:\s+(\d+)", status) or [0, 0])[1])
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            for child in children.read_text().split():
                found |= _resident(int(child))
    except OSError:
        return found
    return found


def _size(paths: Iterator[Path]) -> int:
    try:
        return sum(path.stat().st_size for path in paths)
    except OSError:
        # It goes when the replay is over.
        return 0


def _page(folder: Path) -> float:
    return (folder / "report.html").stat().st_size / 2**20


def _end(folder: Path) -> float:
    """Seconds from the last shard to the report."""
    last = max(path.stat().st_mtime for path in (folder / "parts").glob("*.parquet"))
    return (folder / "report.html").stat().st_mtime - last
