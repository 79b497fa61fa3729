"""The figures of a run: gathered by the benchmarks, shown as a table, kept as JSON."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Literal

from rich.console import Console
from rich.table import Table

#: Beside the demo's memory, which git ignores.
KEPT = Path(__file__).parents[2] / ".kulanz" / "bench.json"


@dataclass(frozen=True)
class Figure:
    """One row: what was measured, against what, and what it must and should be."""

    what: str
    #: One value a round; the median counts.
    rounds: tuple[float, ...]
    unit: str
    baseline: str = ""
    #: Measured in the same run, in turns with the rounds.
    baseline_rounds: tuple[float, ...] = ()
    must: float | None = None
    aim: float | None = None
    #: What `must` and `aim` speak of: the figure itself, its share of or what it has above the
    #: baseline.
    judged: Literal["figure", "ratio", "difference"] = "figure"
    more_is_better: bool = False
    #: One-minute load average when it was measured: the machine is not ours alone.
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    @property
    def measured(self) -> float:
        return median(self.rounds)

    @property
    def baseline_measured(self) -> float | None:
        return median(self.baseline_rounds) if self.baseline_rounds else None

    @property
    def ratio(self) -> float | None:
        """Median of the rounds' ratios: each round has its own baseline beside it."""
        pairs = [(a, b) for a, b in zip(self.rounds, self.baseline_rounds, strict=False) if b]
        return median(a / b for a, b in pairs) if pairs else None

    @property
    def judgement(self) -> str:
        """What the figure reaches; without a must, whatever falls short of the aim is a `must`."""
        if self.aim is None:
            return ""
        value = self._judged_value()
        sign = 1 if self.more_is_better else -1
        if sign * value >= sign * self.aim:
            return "aim"
        return "must" if self.must is None or sign * value >= sign * self.must else "short"

    def cells(self) -> tuple[str, ...]:
        unit = {"figure": self.unit, "ratio": "×", "difference": self.unit}[self.judged]
        plus = "+" if self.judged == "difference" else ""
        before = self.baseline_measured
        return (
            self.what,
            _with_unit(self.measured, self.unit),
            f"{self.baseline}: {_with_unit(before, self.unit)}" if before is not None else "",
            f"{self.ratio:.2f}×" if self.ratio is not None else "",
            "" if self.must is None else plus + _with_unit(self.must, unit),
            "" if self.aim is None else plus + _with_unit(self.aim, unit),
            self.judgement,
            f"{self.load:.1f}",
        )

    def _judged_value(self) -> float:
        if self.judged == "figure":
            return self.measured
        assert self.ratio is not None, "judged against a baseline that was not measured"
        assert self.baseline_measured is not None
        return self.ratio if self.judged == "ratio" else self.measured - self.baseline_measured


def show(figures: list[Figure], console: Console) -> None:
    table = Table(title="Figures", title_justify="left")
    table.add_column("what", overflow="fold", min_width=30)
    for heading in ("measured", "baseline", "ratio", "must", "aim", "reached", "load"):
        table.add_column(heading, justify="left" if heading == "baseline" else "right")
    for figure in figures:
        table.add_row(*figure.cells())
    console.print(table)


def keep(figures: list[Figure], path: Path = KEPT) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        asdict(f) | {"measured": f.measured, "ratio": f.ratio, "reached": f.judgement}
        for f in figures
    ]
    document = {"at": datetime.now(UTC).isoformat(), "cores": os.cpu_count(), "figures": rows}
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def percentile(values: list[float], percent: float) -> float:
    """The smallest value that `percent` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100).__trunc__() - 1)]


def _with_unit(value: float, unit: str) -> str:
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}{'' if unit == '×' else ' '}{unit}"
