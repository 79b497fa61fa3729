"""`report.html`: what a replay found; one file, plots, cases, scripts and all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import service.console
import service.evaluation
from service.evaluation.drawing import SCRIPT, packed_plotly
from service.replay.figures import Figures
from service.replay.goodwill import goodwill_tag
from service.replay.report import plots, words
from service.replay.report.lines import admission, lists_of_lines, read_as
from service.replay.report.plots import Cell, Plot, Table
from service.replay.report.shown import shown
from service.replay.report.top import cards_of, sentences
from service.replay.steps import step_of
from service.replay.waiting import ENOUGH, NEEDS_WORK, READY

_FOLDER = Path(__file__).parent / "page"
_STYLES = (
    # The console's colours, in the light and in the dark; the evaluation's cards and tables.
    Path(str(service.console.__file__)).parent / "static" / "tokens.css",
    Path(str(service.evaluation.__file__)).parent / "page" / "report.css",
    _FOLDER / "report.css",
)


def report_html(figures: Figures) -> Iterator[str]:
    """Everything in one file, the plots' script too, in pieces: in one it would take up as much
    memory as all the rest of the replay. Whatever came from outside is escaped."""
    drawn, tables, summary = [*_plots(figures)], [*_tables(figures)], [*sentences(figures)]
    cells = chain(
        *summary, *(row for plot in drawn for row in plot.rows),
        *(row for table in tables for row in table.rows),
    )  # fmt: skip
    return rendered(
        "report.html",
        figures=figures,
        cards=cards_of(figures),
        summary=summary,
        plots=drawn,
        tables=tables,
        reading=[shown(case) for case in figures.worth_reading.cases()],
        cases=(as_script(_found(figures, case)) for case in _listed(figures)),
        columns=read_as(figures),
        lines=lists_of_lines(figures),
        names=as_script(_names(figures, cells)),
        facets=_facets(figures),
        minutes=(READY.seconds // 60, NEEDS_WORK.seconds // 60),
        enough=round(100 * ENOUGH),
    )


def _names(figures: Figures, cells: Iterable[Cell]) -> dict[str, tuple[str, int]]:
    """Each tag's words and how many cases it has; under no tag all of them."""
    every, steps, complaints = plots.counted_in_steps(figures)
    counted = {f"{every}:{step}": count for step, count in steps.items()}
    counted |= {f"complaint {every}:{step}": complaints[step] for step in steps}
    counted |= {f"no_complaint {every}:{s}": count - complaints[s] for s, count in steps.items()}
    # Also what there is none of, so that the list can say so in words.
    counted = {cell.tag: 0 for cell in cells if cell.tag} | counted | figures.tags
    named = {tag: (words.tag_words(tag), count) for tag, count in sorted(counted.items())}
    return {"": ("", figures.readable), **named}


def _listed(figures: Figures) -> Iterator[Mapping[str, Any]]:
    """Each once, the most worth reading first."""
    first = figures.worth_reading.cases()
    lines = {case["line"] for case in first}
    return chain(first, (case for case in figures.sampled() if case["line"] not in lines))


def _found(figures: Figures, case: Mapping[str, Any]) -> dict[str, Any]:
    """One case, under everything that the page counts it under."""
    tags, day = figures.tags_here(case), (case["posted_at"] or "")[:10]
    step = {f"{figures.every}:{step_of(day, figures.every)}"} if day else set()
    return shown(case, tags | step)


def rendered(template: str, **given: Any) -> Iterator[str]:
    """A page of this folder with its styles and scripts in it, in pieces."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    script = SCRIPT.read_text("utf-8") + (_FOLDER / "report.js").read_text("utf-8")
    return environment.get_template(template).generate(
        **given,
        style="".join(style.read_text("utf-8") for style in _STYLES),
        script=script,
        plotly=packed_plotly(),
    )


def as_script(document: Any) -> str:
    """JSON that can't end the element it stands in."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


# -- what is told --------------------------------------------------------------------------------


def _plots(figures: Figures) -> Iterator[Plot]:
    yield plots.volume(figures)
    yield plots.topics(figures)
    yield plots.severities(figures)
    yield plots.first_replies(figures)
    yield plots.faults(figures)
    yield plots.outcomes(figures, "kind", "What became of it, by kind of reply", words.KINDS)
    yield plots.outcomes(figures, "topic", "What became of it, by topic", {})


def _tables(figures: Figures) -> Iterator[Table]:
    yield Table(
        "languages", "Languages", "Conversations by the language they were written in.",
        ("language", "conversations"),
        tuple(
            (Cell(words.language(code)), Cell(f"{count:,}", f"lang:{code}"))
            for code, count in figures.under("lang:").items()
        ),
    )  # fmt: skip
    yield admission(figures)
    yield _goodwill(figures)
    yield Table(
        "offers", "Which offers",
        "By the rule of the policy; a draft without one apologises and helps.",
        ("rule", "offers"),
        tuple(
            (Cell(rule), Cell(f"{count:,}", f"offer:{rule}"))
            for rule, count in figures.under("offer:").items()
        ),
    )  # fmt: skip


def _goodwill(figures: Figures) -> Table:
    rows = []
    for one in figures.goodwill.by_month(figures.rules.budgets):
        over = one["budget"] is not None and one["amount"] > one["budget"]
        rows.append(
            (
                Cell(one["month"] or "whole history"),
                Cell(one["queue"], f"queue:{one['queue']}"),
                Cell(f"{one['amount']:,.0f} {one['currency']}",
                     goodwill_tag(one["month"] or "", one["queue"], one["currency"])),
                Cell(
                    "none set" if one["budget"] is None
                    else f"{one['budget']:,.0f} {one['currency']} a month"
                ),
                Cell("over" if over and one["month"] else ""),
            )
        )  # fmt: skip
    return Table(
        "goodwill", "Goodwill against the budget",
        "If every offer had been granted and taken. Nothing was spent, and no offer of the replay"
        " made another one smaller. A sum leads to the offers that it adds up.",
        ("month", "queue", "goodwill", "budget", ""), tuple(rows),
    )  # fmt: skip


def _facets(figures: Figures) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the list can be narrowed down by: a name, and the tags to choose from."""
    chosen: Mapping[str, str] = {
        "Topic": "topic:", "Severity": "severity:", "Language": "lang:",
        "What became of it": "outcome:", "Kind of reply": "kind:", "Fault of the reply": "sent:",
    }  # fmt: skip
    facets = [
        (name, [(f"{prefix}{value}", f"{words.tag_words(prefix + value)} ({count:,})")
                for value, count in figures.under(prefix).items()])
        for name, prefix in chosen.items()
    ]  # fmt: skip
    return [facet for facet in facets if len(facet[1]) > 1]
