"""`compare.html`: two replays side by side."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from service.replay.comparison import COMPARED, COMPARED_KINDS, Comparison
from service.replay.report import words
from service.replay.report.page import as_script, rendered
from service.replay.report.plots import Cell
from service.replay.report.shown import shown


@dataclass(frozen=True)
class Reports:
    """Where the reports of the two lie, as seen from the page that compares them."""

    a: str
    b: str

    @classmethod
    def seen_from(cls, folder: Path, a: Path, b: Path) -> Reports:
        """Paths that a browser follows."""
        ways = (os.path.relpath(report / "report.html", folder) for report in (a, b))
        return cls(*(quote(Path(way).as_posix()) for way in ways))


def compare_html(comparison: Comparison, reports: Reports) -> Iterator[str]:
    """In pieces, as `report_html`."""
    changes = {name: comparison.changes[name] for name in words.CHANGES if comparison.changes[name]}
    return rendered(
        "compare.html",
        comparison=comparison,
        rows=[*_rows(comparison, reports)],
        changes=[
            (Cell(words.CHANGES[name]), Cell(f"{count:,}", f"change:{name}"))
            for name, count in changes.items()
        ],
        cases=(as_script(_shown(pair)) for pair in comparison.sample.cases()),
        names=as_script(
            {"": ["", comparison.conversations - comparison.same]}
            | {f"change:{name}": [words.CHANGES[name], count] for name, count in changes.items()}
            | {f"moved:{tag}": [f"in only one: {words.tag_words(tag)}", count]
               for tag, count in comparison.moved.items()}
        ),
        facets=[
            (
                "What is different",
                [(f"change:{name}", f"{words.CHANGES[name]} ({count:,})")
                 for name, count in changes.items()],
            )
        ],
    )  # fmt: skip


def _rows(comparison: Comparison, reports: Reports) -> Iterator[tuple[Cell, ...]]:
    """Name, A, B, and what B has more or less: that leads to the cases in which they part."""
    a, b = comparison.a, comparison.b
    yield Cell("model"), Cell(a.model), Cell(b.model), Cell("")
    yield Cell("policy"), Cell(a.rules.policy), Cell(b.rules.policy), Cell("")
    for tag in _tags(comparison):
        counts = a.tags[tag], b.tags[tag]
        cells = (
            Cell(f"{count:,}", tag, page=page)
            for count, page in zip(counts, (reports.a, reports.b), strict=True)
        )
        yield Cell(words.tag_words(tag)), *cells, _more(comparison, tag, *counts)
    sums = [figures.goodwill.amounts() for figures in (a, b)]
    for currency in sorted({*sums[0], *sums[1]}):
        before, after = (round(amounts.get(currency, 0)) for amounts in sums)
        tag = f"goodwill:{currency}"
        cells = (
            Cell(f"{amount:,}", to="goodwill", page=page)
            for amount, page in ((before, reports.a), (after, reports.b))
        )
        yield Cell(words.tag_words(tag)), *cells, _more(comparison, tag, before, after)


def _tags(comparison: Comparison) -> Iterator[str]:
    """Rows that say something: of kinds, those that are not the same in both."""
    a, b = comparison.a, comparison.b
    for tag in COMPARED:
        if tag not in ("missed", "false_alarm") or a.tags["labelled"]:
            yield tag
    for kind in COMPARED_KINDS:
        for value in sorted({*a.under(kind), *b.under(kind)}):
            if a.tags[f"{kind}{value}"] != b.tags[f"{kind}{value}"]:
                yield f"{kind}{value}"


def _more(comparison: Comparison, tag: str, a: int, b: int) -> Cell:
    parted = comparison.moved[tag]
    said = f"{b - a:+,}" if a != b else ("as many" if parted else "same")
    return Cell(said, f"moved:{tag}" if parted else None)


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
        "tags": pair["marks"],
    }


def _judged(case: Mapping[str, Any]) -> str:
    if case["draft"] is None:
        return "no complaint"
    topic = words.plain(case["assessment"]["topic"])
    return f"{topic}, severity {case['severity']}"
