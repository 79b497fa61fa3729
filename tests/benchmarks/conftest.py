"""The figures that the benchmarks add to, and the table at the end."""

from __future__ import annotations

import pytest
from rich.console import Console

from tests.benchmarks.figures import Figure, keep, show

_FIGURES = pytest.StashKey[list[Figure]]()


@pytest.fixture
def figures(pytestconfig: pytest.Config) -> list[Figure]:
    """All rows of this run, to be added to."""
    return pytestconfig.stash.setdefault(_FIGURES, [])


def pytest_terminal_summary(config: pytest.Config) -> None:
    measured = config.stash.get(_FIGURES, [])
    if measured:
        show(measured, Console(width=150))
        keep(measured)
