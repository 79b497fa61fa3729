"""How fast mentions are taken in, stored durably, and how long a sender waits for the answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figure, percentile
from tests.benchmarks.load import Seen, load
from tests.benchmarks.programs import serving, verify_and_answer
from tests.benchmarks.worked_off import database_of, until_worked_off

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

ROUNDS = 7
#: The baseline gets more, so that both take about as long.
DELIVERIES, BASELINE_DELIVERIES = 400, 1200

BASELINE = "verifies and answers"


@dataclass(frozen=True)
class Turns:
    """Ours and the baseline in turns, so that the machine's drift hits both."""

    base: str
    baseline: str
    #: Where ours keeps its SQLite file, if workers have to be done before it is the other's turn.
    folder: Path | None = None

    def take(
        self, count: int, baseline_count: int, *, rounds: int = ROUNDS, rate: float = 0.0
    ) -> tuple[list[Seen], list[Seen]]:
        """One round each comes before those that count."""
        ours, theirs = [], []
        for number in range(rounds + 1):
            theirs.append(load(self.baseline, prefix=f"b{number}", count=baseline_count, rate=rate))
            ours.append(load(self.base, prefix=f"k{number}", count=count, rate=rate))
            if self.folder is not None:
                with database_of(self.folder) as database:
                    until_worked_off(database)
        for seen in (*ours, *theirs):
            assert set(seen.statuses) == {202}, "what is not accepted does not count"
        return ours[1:], theirs[1:]


def intake(where: str, turns: Turns, must: float, aim: float, rounds: int = ROUNDS) -> Figure:
    ours, theirs = turns.take(DELIVERIES, BASELINE_DELIVERIES, rounds=rounds)
    return Figure(
        f"webhooks a second, {where}",
        tuple(seen.per_second for seen in ours), "/s",
        BASELINE, tuple(seen.per_second for seen in theirs),
        must=must, aim=aim, judged="ratio", more_is_better=True,
    )  # fmt: skip


def test_webhooks_a_second_on_sqlite(tmp_path: Path, figures: list[Figure]) -> None:
    with serving(tmp_path, "--no-workers") as kulanz, verify_and_answer() as baseline:
        figures.append(intake("SQLite", Turns(kulanz.base, baseline), 0.15, 0.35))


def test_webhooks_a_second_on_sqlite_while_the_workers_run(
    tmp_path: Path, figures: list[Figure]
) -> None:
    with serving(tmp_path) as kulanz, verify_and_answer() as baseline:
        turns = Turns(kulanz.base, baseline, tmp_path)
        figures.append(intake("SQLite, workers in the same process", turns, 0.15, 0.35, rounds=3))


def test_webhooks_a_second_on_postgresql(
    tmp_path: Path, postgresql_url: str, figures: list[Figure]
) -> None:
    with (
        serving(tmp_path, "--no-workers", database_url=postgresql_url) as kulanz,
        verify_and_answer() as baseline,
    ):
        figures.append(intake("PostgreSQL", Turns(kulanz.base, baseline), 0.25, 0.5))


def test_p99_at_20_a_second_while_the_workers_run(tmp_path: Path, figures: list[Figure]) -> None:
    """Six hundred deliveries, each at its moment."""
    with serving(tmp_path) as kulanz, verify_and_answer() as baseline:
        turns = Turns(kulanz.base, baseline, tmp_path)
        ours, theirs = turns.take(200, 200, rounds=3, rate=20)
    figures.append(
        Figure(
            "webhook p99 at 20 a second, workers at work", (_p99(ours),), "ms",
            BASELINE, (_p99(theirs),), must=250, aim=60,
        )
    )  # fmt: skip


def _p99(rounds: list[Seen]) -> float:
    return 1000 * percentile([latency for seen in rounds for latency in seen.latencies], 99)
