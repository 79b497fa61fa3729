"""`report.html`: what a replay found, for those who manage; one file that needs no network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from service.replay.figures import Figures

_NAMES = {
    "recovered": "came round",
    "unchanged": "still unhappy",
    "worse": "angrier than before",
    "silent": "said no more",
}
_COLOURS = {
    "recovered": "#2a9d6f",
    "silent": "#9aa5b1",
    "unchanged": "#e9a13b",
    "worse": "#c8412f",
}
_SEVERITIES = {
    1: "1 annoyance",
    2: "2 failure",
    3: "3 serious loss",
    4: "4 safety, health, law",
}

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
body{color:#1d2733}
h1{margin-bottom:0}h2{margin-top:3rem}.figures{display:flex;flex-wrap:wrap;gap:1rem;padding:0}
.figures li{list-style:none;flex:1 1 9rem;padding:.75rem 1rem}
.figures li{border:1px solid #d5dbe1;border-radius:.5rem}
.figures b{display:block;font-size:1.7rem}table{border-collapse:collapse;width:100%}
td,th{border-top:1px solid #d5dbe1;padding:.5rem;text-align:left;vertical-align:top}
td.number,th.number{text-align:right}td{overflow-wrap:anywhere}small{color:#52606d}
input{font:inherit;padding:.4rem .6rem;width:100%;box-sizing:border-box}.rule{color:#c8412f}
"""

_SEARCH = """
document.getElementById("search").addEventListener("input", event => {
  const words = event.target.value.toLowerCase();
  for (const row of document.querySelectorAll("#cases tbody tr"))
    row.hidden = !row.textContent.toLowerCase().includes(words);
});
"""


def report_html(figures: Figures) -> str:
    """Everything in one file: the plots' script too. Whatever came from outside is escaped."""
    plots = [_topics(figures), _severities(figures), _findings(figures), _outcomes(figures)]
    shown = "".join(
        f"<h2>{escape(title)}</h2><p>{escape(sentence)}</p>{_plot(figure, f'plot-{n}')}"
        for n, (title, sentence, figure) in enumerate(plots)
        if figure is not None
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Replay</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style><script>{get_plotlyjs()}</script></head><body>"
        f"{_head(figures)}{shown}{_goodwill(figures)}{_cases(figures)}"
        f"<script>{_SEARCH}</script></body></html>\n"
    )


def _head(figures: Figures) -> str:
    complaints, readable = figures.complaints, figures.readable
    shown = {
        "conversations": f"{figures.conversations:,}",
        "complaints found": f"{complaints:,} ({_percent(complaints, readable)})",
        "of them ironic": f"{figures.ironic:,}",
        "drafts ready for a person": f"{figures.drafts - figures.blocked_drafts:,}",
        "historic replies the guard would have stopped": (
            f"{figures.unpublishable_replies:,} of {figures.historic_replies:,}"
        ),
        "complaints nobody answered": f"{complaints - figures.historic_replies:,}",
    }
    if figures.unreadable:
        shown["lines that could not be read"] = f"{figures.unreadable:,}"
    if figures.labelled:
        shown["missed complaints, by the labels"] = f"{figures.missed:,} of {figures.labelled:,}"
        shown["false alarms, by the labels"] = f"{figures.false_alarms:,} of {figures.labelled:,}"
    items = "".join(f"<li><b>{value}</b>{name}</li>" for name, value in shown.items())
    return (
        f"<h1>Replay of {escape(figures.input_name)}</h1>"
        f"<p><small>Model {escape(figures.model)}. Nothing was published.</small></p>"
        f'<ul class="figures">{items}</ul>'
    )


# -- plots ---------------------------------------------------------------------------------------

_Plot = tuple[str, str, Any]


def _topics(figures: Figures) -> _Plot:
    counts = sorted(figures.topics.items(), key=lambda item: (item[1], item[0]))
    bars = go.Bar(
        x=[count for _, count in counts], y=[_words(topic) for topic, _ in counts],
        orientation="h", marker_color="#3b6ea5", text=[f"{c:,}" for _, c in counts],
    )  # fmt: skip
    title = "What people complained about"
    return title, "Complaints by topic.", go.Figure(bars) if counts else None


def _severities(figures: Figures) -> _Plot:
    counts = [figures.severities[severity] for severity in _SEVERITIES]
    bars = go.Bar(x=[*_SEVERITIES.values()], y=counts, marker_color="#3b6ea5", text=counts)
    return "How bad it was", "Complaints by severity.", go.Figure(bars) if any(counts) else None


def _findings(figures: Figures) -> _Plot:
    rules = sorted(
        {*figures.historic_rules, *figures.draft_rules},
        key=lambda rule: (-figures.historic_rules[rule], rule),
    )
    parts = (
        ("replies sent then", figures.historic_rules, figures.historic_replies, "#c8412f"),
        ("our drafts", figures.draft_rules, figures.drafts, "#2a9d6f"),
    )
    bars = [
        go.Bar(
            name=name, x=[_words(rule) for rule in rules], marker_color=colour,
            y=[round(100 * counts[rule] / max(1, of), 1) for rule in rules],
        )
        for name, counts, of, colour in parts
    ]  # fmt: skip
    figure = go.Figure(bars, {"yaxis": {"title": {"text": "% of replies"}}}) if rules else None
    return "What was wrong with the replies", "The guard's findings, then and now.", figure


def _outcomes(figures: Figures) -> _Plot:
    topics = [topic for topic, _ in figures.topics.most_common() if topic in figures.outcomes]
    bars = [
        go.Bar(
            name=_NAMES[outcome], x=[_words(topic) for topic in topics], marker_color=colour,
            y=[figures.outcomes[topic][outcome] for topic in topics],
        )
        for outcome, colour in _COLOURS.items()
    ]  # fmt: skip
    figure = go.Figure(bars, {"barmode": "stack"}) if topics else None
    sentence = "By the customer's next words after the historic reply."
    return "What became of it", sentence, figure


def _plot(figure: Any, id: str) -> str:
    figure.update_layout(
        template="plotly_white", height=420, margin={"l": 10, "r": 10, "t": 10, "b": 10},
        legend={"orientation": "h", "y": 1.1},
    )  # fmt: skip
    figure.update_yaxes(automargin=True)
    figure.update_xaxes(automargin=True)
    html: str = figure.to_html(
        full_html=False, include_plotlyjs=False, div_id=id,
        config={"displayModeBar": False, "responsive": True},
    )  # fmt: skip
    return html


# -- tables --------------------------------------------------------------------------------------


def _goodwill(figures: Figures) -> str:
    if not figures.remedies:
        return ""
    rows = "".join(
        f'<tr><td>{escape(rule)}</td><td class="number">{count:,}</td></tr>'
        for rule, count in sorted(figures.remedies.items(), key=lambda item: (-item[1], item[0]))
    )
    sums = ", ".join(
        f"{amount:,.0f} {escape(name)}" for name, amount in sorted(figures.goodwill.items())
    )
    return (
        "<h2>Goodwill that the policy would have offered</h2>"
        f"<p>If every offer had been granted and taken: {sums or 'nothing with a price'}.</p>"
        '<table><thead><tr><th>rule</th><th class="number">offers</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _cases(figures: Figures) -> str:
    rows = "".join(map(_row, figures.worth_reading))
    return (
        '<h2>Most worth reading</h2><label>Search <input id="search" type="search"></label>'
        '<table id="cases"><thead><tr><th>complaint</th><th>reply sent then</th><th>our draft</th>'
        f"<th>what the customer wrote next</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(case: Mapping[str, Any]) -> str:
    about = (
        f"line {case['line']}, {_words(case['assessment']['topic'])}, severity {case['severity']}"
    )
    next_words = case["next"] or ""
    outcome = _NAMES.get(case["outcome"] or "", "")
    return (
        f"<tr><td>{escape(case['mention'])}<br><small>{escape(about)}</small></td>"
        f"<td>{escape(case['historic_reply'] or '–')}{_rules(case['historic_findings'] or ())}</td>"
        f"<td>{escape(case['draft']['reply'])}{_rules(case['findings'])}</td>"
        f"<td>{escape(next_words)}<br><small>{escape(outcome)}</small></td></tr>"
    )


def _rules(findings: Iterable[Mapping[str, Any]]) -> str:
    names = sorted({_words(finding["rule"]) for finding in findings})
    return f'<br><small class="rule">{escape(", ".join(names))}</small>' if names else ""


def _words(name: str) -> str:
    return name.replace("_", " ")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "0 %"
