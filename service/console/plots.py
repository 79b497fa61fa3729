"""Plots as plotly wants them, and as the table that stands under each for those without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: One series: its name, and a value for each label.
Series = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class Plot:
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    #: Bars that lie: for long labels.
    lying: bool = False
    #: Takes the whole width of the page.
    wide: bool = False

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """The table: one row a label."""
        return [
            (label, [values[i] for _, values in self.series]) for i, label in enumerate(self.labels)
        ]

    @property
    def is_empty(self) -> bool:
        return not any(any(values) for _, values in self.series)


def figure(plot: Plot) -> dict[str, Any]:
    """Data and layout for `Plotly.newPlot`; colours come from the page's own tokens."""
    return {
        "data": [_bar(plot, series) for series in plot.series],
        "layout": {
            "barmode": "stack",
            "height": max(160, 34 * len(plot.labels) + 60) if plot.lying else 260,
            "xaxis": {"type": "linear"} if plot.lying else {"type": "category", "nticks": 8},
            "yaxis": {"type": "category", "autorange": "reversed"} if plot.lying else {},
            "showlegend": len(plot.series) > 1,
        },
    }


def _bar(plot: Plot, series: Series) -> dict[str, Any]:
    name, values = series
    labels = [*plot.labels]
    if not plot.lying:
        return {"type": "bar", "name": name, "x": labels, "y": [*values]}
    return {"type": "bar", "name": name, "x": [*values], "y": labels, "orientation": "h"}
