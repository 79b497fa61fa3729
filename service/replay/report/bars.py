"""Bars for plotly, in the colours of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

#: Percent of a stacked bar in which its number has room.
_FITS = 5.0


class Series(NamedTuple):
    name: str
    values: Sequence[float]
    colour: str
    #: Of each bar, its cases.
    tags: Sequence[str]


def lying(
    labels: Sequence[str], series: Sequence[Series], unit: str = "", *, stacked: bool = False
) -> dict[str, Any]:
    many = len(series) if not stacked else 1
    # Beyond the longest bar there is room for its number.
    longest = 100 if stacked else 1.18 * max((max(one.values) for one in series), default=1) or 1
    return {
        "data": [
            {
                "type": "bar", "orientation": "h", "name": one.name, "y": [*labels],
                "x": [*one.values], "customdata": [*one.tags], "marker": {"color": one.colour},
                "text": [_shown(value, unit) for value in one.values],
                "texttemplate": ["" if stacked and value < _FITS else "%{text}"
                                 for value in one.values],
                "textposition": "inside" if stacked else "outside", "cliponaxis": False,
                "insidetextanchor": "middle", "constraintext": "none", "textangle": 0,
                "hovertemplate": f"%{{y}}<br>{one.name}: %{{text}}<extra></extra>",
            }
            for one in series
        ],
        "layout": {
            "barmode": "stack" if stacked else "group",
            "bargap": 0.3,
            "height": 80 + len(labels) * (14 + 20 * many),
            "showlegend": len(series) > 1,
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0,
                       "traceorder": "normal"},
            "xaxis": {"range": [0, longest], "showticklabels": False, "showgrid": False},
            "yaxis": {"autorange": "reversed", "ticks": "", "ticksuffix": "  ", "showgrid": False},
        },
    }  # fmt: skip


def standing(labels: Sequence[str], series: Sequence[Series]) -> dict[str, Any]:
    return {
        "data": [
            {
                "type": "bar", "name": one.name, "x": [*labels], "y": [*one.values],
                "customdata": [*one.tags], "marker": {"color": one.colour},
                "hovertemplate": f"%{{x}}<br>{one.name}: %{{y:,}}<extra></extra>",
            }
            for one in series
        ],
        "layout": {
            "barmode": "stack", "bargap": 0.15, "height": 300, "showlegend": True,
            "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
            "xaxis": {"type": "category", "nticks": 3, "tickangle": 0},
            "yaxis": {"rangemode": "tozero"},
        },
    }  # fmt: skip


def _shown(value: float, unit: str) -> str:
    if not unit:
        return f"{value:,.0f}"
    return f"{value:.0f}{unit}" if value >= 1 or value == 0 else f"{value:.1f}{unit}"
