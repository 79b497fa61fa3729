"""What waiting costs: a case that waits for a person is a row, so ten thousand times as many cost
disk and nothing else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figure
from tests.benchmarks.many_cases import fill
from tests.benchmarks.programs import Serving, serving

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]

FEW, MANY = 10, 100_000
IDLE_SECONDS = 20
ROUNDS = 3
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The data of a program with few cases waiting, and of one with many."""
    few, many = tmp_path_factory.mktemp("few"), tmp_path_factory.mktemp("many")
    for folder, count in ((few, FEW), (many, MANY)):
        fill(folder, count)
    return few, many


def test_memory_and_idle_cpu(folders: tuple[Path, Path], figures: list[Figure]) -> None:
    """Both run at the same time, so that whatever else the machine does hits both."""
    cpu: tuple[list[float], list[float]] = [], []
    with serving(folders[0]) as few, serving(folders[1]) as many:
        time.sleep(10)  # until what comes with the start is over
        for _ in range(ROUNDS):
            for spent, measured in zip(idle_cpu(few.pid, many.pid), cpu, strict=True):
                measured.append(spent)
        memory = [resident(few.pid)], [resident(many.pid)]
    figures.append(
        Figure(
            "memory with 100,000 cases waiting", tuple(memory[1]), "MB",
            "with 10", tuple(memory[0]), must=50, aim=50, judged="difference",
        )
    )  # fmt: skip
    # Half a point of one core is what the clock's ticks and the machine's noise come to.
    figures.append(
        Figure(
            "idle CPU with 100,000 cases waiting, of one core", tuple(cpu[1]), "%",
            "with 10", tuple(cpu[0]), must=0.5, aim=0.5, judged="difference",
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("what", "path"),
    [
        ("the console's queue page", "/"),
        ("GET /api/cases", "/api/cases"),
        ("GET /api/cases, awaiting only", "/api/cases?status=awaiting"),
        ("GET /metrics", "/metrics"),
    ],
)
def test_lists(folders: tuple[Path, Path], figures: list[Figure], what: str, path: str) -> None:
    with serving(folders[0]) as few, serving(folders[1]) as many:
        slow, quick = _times(many, path), _times(few, path)
    figures.append(Figure(f"{what}, 100,000 cases waiting", slow, "ms", "with 10", quick))


def _times(program: Serving, path: str, rounds: int = 7) -> tuple[float, ...]:
    with program.signed_in() as client:
        client.get(path).raise_for_status()
        return tuple(1000 * seconds(lambda: client.get(path)) for _ in range(rounds))


def seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def resident(pid: int) -> float:
    """Megabytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def idle_cpu(*pids: int) -> list[float]:
    """Percent of one core that each spends while nobody asks anything of it."""
    before = [_cpu_seconds(pid) for pid in pids]
    time.sleep(IDLE_SECONDS)
    return [
        100 * (_cpu_seconds(pid) - was) / IDLE_SECONDS
        for pid, was in zip(pids, before, strict=True)
    ]


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
