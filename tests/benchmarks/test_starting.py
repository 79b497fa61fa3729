"""How long a person waits for the help, and for the service to be ready."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figure
from tests.benchmarks.programs import serving
from tests.command import kulanz

pytestmark = [pytest.mark.bench, pytest.mark.timeout(300)]


def test_help(tmp_path: Path, figures: list[Figure]) -> None:
    helped, bare = [], []
    kulanz(tmp_path, "--help")
    for _ in range(10):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        between = time.perf_counter()
        assert kulanz(tmp_path, "--help").returncode == 0
        helped.append(time.perf_counter() - between)
        bare.append(between - started)
    figures.append(
        Figure(
            "kulanz --help", tuple(helped), "s", "python -c pass", tuple(bare), must=0.3, aim=0.15
        )
    )


def test_start_to_ready(tmp_path: Path, figures: list[Figure]) -> None:
    """The second start and later ones: the database is there."""
    with serving(tmp_path):
        pass
    waits = []
    for _ in range(3):
        started = time.perf_counter()
        with serving(tmp_path):
            waits.append(time.perf_counter() - started)
    figures.append(
        Figure("start of kulanz serve to ready, SQLite", tuple(waits), "s", must=5, aim=3)
    )
