"""The plots of an evaluation, as plotly wants them; colours are named as the page's own tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.reply_evaluation import MAY_BE_STOPPED, JudgedReply, flippant_recall

_NAMES = {"complaint": "complaint", "ironic": "irony"}
#: Shares of good replies stopped at which the flippant ones caught are counted.
_SHARES = tuple(percent / 100 for percent in range(21))


@dataclass(frozen=True)
class Plot:
    """A figure, and the table that stands under it for those without scripts."""

    title: str
    sentence: str
    #: Data and layout for `Plotly.newPlot`.
    figure: Mapping[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def calibration(head: str, bins: Sequence[Mapping[str, Any]], ece: float) -> Plot:
    """What was stated against what came true, over the number of mentions in each bin."""
    stated, came_true = [b["stated"] for b in bins], [b["came_true"] for b in bins]
    counts = [b["mentions"] for b in bins]
    rows = ((f"{b['stated']:.2f}", f"{b['came_true']:.2f}", f"{b['mentions']:,}") for b in bins)
    return Plot(
        title=f"Calibration: {_NAMES[head]}",
        sentence=f"On the line, stated probabilities come true. They are {ece:.3f} off on average.",
        figure={
            "data": [
                {"x": [0, 1], "y": [0, 1], "mode": "lines", "hoverinfo": "skip",
                 "line": {"color": "--plot-2", "dash": "dot", "width": 2}},
                {"x": stated, "y": came_true, "mode": "lines+markers", "customdata": counts,
                 "line": {"color": "--plot-1"}, "marker": {"size": 8},
                 "hovertemplate": "stated %{x:.2f}<br>came true %{y:.2f}"
                 "<br>%{customdata:,} mentions<extra></extra>"},
                {"type": "bar", "x": stated, "y": counts, "yaxis": "y2", "width": 0.06,
                 "marker": {"color": "--plot-2"}, "text": [f"{n:,}" for n in counts],
                 "textposition": "outside", "textangle": 0, "constraintext": "none",
                 "textfont": {"size": 10}, "cliponaxis": False, "hoverinfo": "skip"},
            ],
            "layout": {
                "height": 400,
                "showlegend": False,
                "xaxis": {"title": {"text": "stated"}, "range": [-0.02, 1.02], "anchor": "y2"},
                "yaxis": {"title": {"text": "came true"}, "range": [-0.02, 1.02],
                          "domain": [0.34, 1]},
                "yaxis2": {"title": {"text": "mentions"}, "domain": [0, 0.22],
                           "showticklabels": False, "showgrid": False},
            },
        },
        columns=("stated", "came true", "mentions"),
        rows=tuple(rows),
    )  # fmt: skip


def flippant(judged: Sequence[JudgedReply]) -> Plot | None:
    """How many jokes are caught if a share of the good replies may be stopped for it."""
    found = [(share, flippant_recall(judged, share)) for share in _SHARES]
    points = [(100 * share, 100 * recall) for share, recall in found if recall is not None]
    if not points:
        return None
    return Plot(
        title="Flippant replies caught by tone",
        sentence="By how many of the publishable replies may be stopped for it; "
        f"{100 * MAY_BE_STOPPED:.0f} % is the dotted line.",
        figure={
            "data": [
                {"x": [x for x, _ in points], "y": [y for _, y in points],
                 "mode": "lines+markers", "line": {"color": "--plot-1"},
                 "hovertemplate": "%{y:.1f} % caught<br>%{x:.0f} % stopped<extra></extra>"},
            ],
            "layout": {
                "height": 340,
                "showlegend": False,
                "xaxis": {"title": {"text": "% of publishable replies stopped"}},
                "yaxis": {"title": {"text": "% caught"}, "range": [0, 103]},
                "shapes": [{"type": "line", "x0": 100 * MAY_BE_STOPPED, "x1": 100 * MAY_BE_STOPPED,
                            "yref": "paper", "y0": 0, "y1": 1,
                            "line": {"color": "--plot-2", "dash": "dot", "width": 2}}],
            },
        },
        columns=("% stopped", "% caught"),
        rows=tuple((f"{x:.0f}", f"{y:.1f}") for x, y in points),
    )  # fmt: skip
