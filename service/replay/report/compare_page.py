"""`compare.html`: two replays side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.replay.comparison import Comparison
from service.replay.figures import Figures
from service.replay.report import words
from service.replay.report.page import as_script, rendered
from service.replay.report.plots import Cell
from service.replay.report.shown import shown


def compare_html(comparison: Comparison) -> Iterator[str]:
    """In pieces, as `report_html`."""
    changes = {name: comparison.changes[name] for name in words.CHANGES if comparison.changes[name]}
    return rendered(
        "compare.html",
        comparison=comparison,
        rows=[*_rows(comparison.a, comparison.b)],
        changes=[
            (Cell(words.CHANGES[name]), Cell(f"{count:,}", f"change:{name}"))
            for name, count in changes.items()
        ],
        cases=(as_script(_shown(pair)) for pair in comparison.sample.cases()),
        names=as_script(
            {"": ["", comparison.conversations - comparison.same]}
            | {f"change:{name}": [words.CHANGES[name], count] for name, count in changes.items()}
        ),
        facets=[
            (
                "What is different",
                [(f"change:{name}", f"{words.CHANGES[name]} ({count:,})")
                 for name, count in changes.items()],
            )
        ],
    )  # fmt: skip


def _rows(a: Figures, b: Figures) -> Iterator[tuple[Cell, ...]]:
    """Name, A, B, and what B has more or less."""
    yield Cell("model"), Cell(a.model), Cell(b.model), Cell("")
    yield Cell("policy"), Cell(a.rules.policy), Cell(b.rules.policy), Cell("")
    for name, tag in (
        ("complaints found", "complaint"), ("ironic", "ironic"), ("urgent", "urgent"),
        ("drafts stopped by the guard", "draft_stopped"), ("complaints missed", "missed"),
        ("false alarms", "false_alarm"),
    ):  # fmt: skip
        if tag not in ("missed", "false_alarm") or a.tags["labelled"]:
            yield _row(name, a.tags[tag], b.tags[tag])
    for prefix in ("topic:", "severity:", "offer:", "drafted:"):
        for value in sorted({*a.under(prefix), *b.under(prefix)}):
            tag = f"{prefix}{value}"
            if a.tags[tag] != b.tags[tag]:
                yield _row(words.tag_words(tag), a.tags[tag], b.tags[tag])
    sums = [figures.as_dict()["goodwill"]["amounts"] for figures in (a, b)]
    for currency in sorted({*sums[0], *sums[1]}):
        before, after = (round(amounts.get(currency, 0)) for amounts in sums)
        yield _row(f"goodwill, {currency}", before, after)


def _row(name: str, a: int, b: int) -> tuple[Cell, ...]:
    return Cell(name), Cell(f"{a:,}"), Cell(f"{b:,}"), Cell(f"{b - a:+,}" if a != b else "same")


def _shown(pair: Mapping[str, Any]) -> dict[str, Any]:
    """A's draft where the report has the reply that was sent."""
    a, b = shown(pair["a"]), shown(pair["b"])
    return {
        **b,
        "about": [*b["about"], *(words.CHANGES[change] for change in pair["changes"])],
        "sides": [f"A: {_judged(pair['a'])}", f"B: {_judged(pair['b'])}"],
        "reply": a["draft"],
        "faults": a["draft_faults"],
        "reply_offer": a["offer"],
        "next": "",
        "outcome": "",
        "tags": [f"change:{change}" for change in pair["changes"]],
    }


def _judged(case: Mapping[str, Any]) -> str:
    if case["draft"] is None:
        return "no complaint"
    topic = words.plain(case["assessment"]["topic"])
    return f"{topic}, severity {case['severity']}"
