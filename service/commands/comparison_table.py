"""Candidate against current, side by side, for people."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from models.comparison import HELD_BACK, Comparison, Measure

_PARTS = {HELD_BACK: "held back"}


def print_comparison(comparison: Comparison) -> None:
    """On standard output, with every figure that a decision hangs on."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("of", "right", "mentions", comparison.current, comparison.candidate):
        table.add_column(column, justify="left" if column in ("of", "right") else "right")
    table.add_column("lost, gained", justify="right")
    table.add_column("")
    for measure in comparison.measures:
        table.add_row(*_row(measure, comparison.is_worse(measure)))
    Console(width=110).print(table)


def _row(m: Measure, is_worse: bool) -> tuple[str, ...]:
    said = "worse" if is_worse else "better" if m.is_better else ""
    if is_worse and not m.decides:
        said = "worse, decides nothing"
    return (
        _PARTS.get(m.part, m.part),
        m.asked,
        f"{m.mentions:,}",
        f"{m.current / m.mentions:.1%}",
        f"{m.candidate / m.mentions:.1%}",
        f"{m.lost}, {m.gained}",
        said,
    )
