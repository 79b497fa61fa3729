"""The plots of a replay, as plotly wants them; colours are named as the page's own tokens. Every
bar and every row of the table below it leads to its cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from service.replay.figures import Figures
from service.replay.report import words
from service.replay.report.bars import Series, lying, standing
from service.replay.steps import in_steps, step_of
from service.replay.waiting import Waits


class Cell(NamedTuple):
    text: str
    #: The tag of the cases that it counts; all cases have the empty one.
    tag: str | None = None
    #: Where it leads to, if not to cases.
    to: str = ""
    #: The page of those cases, if not this one.
    page: str = ""


@dataclass(frozen=True)
class Plot:
    """A figure, and the table that stands under it for those without scripts."""

    name: str
    title: str
    sentence: str
    #: Data and layout for `Plotly.newPlot`; None where there is nothing to draw.
    figure: Mapping[str, Any] | None
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Table:
    name: str
    title: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def topics(figures: Figures) -> Plot:
    counts = figures.under("topic:")
    names = [*counts]
    series = Series("complaints", [*counts.values()], "--plot-1", [f"topic:{n}" for n in names])
    return Plot(
        "topics", "What people complained about", "Complaints by topic.",
        lying([words.plain(n) for n in names], [series]) if names else None,
        ("topic", "complaints", "share"),
        tuple(
            (Cell(words.plain(n)), Cell(f"{c:,}", f"topic:{n}"),
             Cell(words.percent(c, figures.complaints), f"topic:{n}"))
            for n, c in counts.items()
        ),
    )  # fmt: skip


def severities(figures: Figures) -> Plot:
    counts = figures.under("severity:")
    shown = {s: counts.get(s, 0) for s in words.SEVERITIES}
    series = Series(
        "complaints", [*shown.values()], "--plot-1", [f"severity:{s}" for s in shown]
    )  # fmt: skip
    return Plot(
        "severities", "How bad it was",
        "Complaints by severity. What is 4 goes to a person at once.",
        lying([*words.SEVERITIES.values()], [series]) if any(shown.values()) else None,
        ("severity", "complaints", "share"),
        tuple(
            (Cell(words.SEVERITIES[s]), Cell(f"{c:,}", f"severity:{s}"),
             Cell(words.percent(c, figures.complaints), f"severity:{s}"))
            for s, c in shown.items()
        ),
    )  # fmt: skip


def faults(figures: Figures) -> Plot:
    """The guard's findings in what was sent then, and in what is drafted now."""
    sent, drafted = figures.under("sent:"), figures.under("drafted:")
    of_sent, of_drafted = figures.tags["replied"], figures.complaints
    rules = [*sent, *(rule for rule in drafted if rule not in sent)]
    series = [
        Series("sent then", [_percent(sent.get(r, 0), of_sent) for r in rules], "--then",
               [f"sent:{r}" for r in rules]),
        Series("our drafts", [_percent(drafted.get(r, 0), of_drafted) for r in rules], "--plot-1",
               [f"drafted:{r}" for r in rules]),
    ]  # fmt: skip
    return Plot(
        "faults", "What was wrong with the replies",
        "Share of replies to complaints in which today's guard finds each fault: those that were"
        " sent then, and the drafts that would have waited for a person.",
        lying([words.FAULTS.get(r, words.plain(r)) for r in rules], series, unit=" %")
        if rules else None,
        ("fault", "sent then", "", "our drafts", ""),
        tuple(
            (Cell(words.FAULTS.get(r, words.plain(r))),
             Cell(f"{sent.get(r, 0):,}", f"sent:{r}"),
             Cell(words.percent(sent.get(r, 0), of_sent), f"sent:{r}"),
             Cell(f"{drafted.get(r, 0):,}", f"drafted:{r}"),
             Cell(words.percent(drafted.get(r, 0), of_drafted), f"drafted:{r}"))
            for r in rules
        ),
    )  # fmt: skip


def outcomes(figures: Figures, of: str, title: str, names: Mapping[str, str]) -> Plot:
    """By the customer's next words, as shares of those with that topic or kind of reply."""
    found = figures.outcomes(of)
    order = sorted(found, key=lambda name: (-sum(found[name].values()), name))
    totals = {name: sum(found[name].values()) for name in order}
    series = [
        Series(said, [_percent(found[n].get(outcome, 0), totals[n]) for n in order],
               f"--{outcome}", [f"outcome:{outcome} {of}:{n}" for n in order])
        for outcome, said in words.OUTCOMES.items()
    ]  # fmt: skip
    labels = [f"{names.get(n, words.plain(n))} ({totals[n]:,})" for n in order]
    return Plot(
        f"outcomes-{of}", title,
        "By the customer's next words after the reply that was sent then. Behind each name, how"
        " many.",
        lying(labels, series, unit=" %", stacked=True) if order else None,
        (of, "replies", *words.OUTCOMES.values()),
        tuple(
            (Cell(names.get(n, words.plain(n))), Cell(f"{totals[n]:,}", f"replied {of}:{n}"),
             *(Cell(f"{found[n].get(o, 0):,}", f"outcome:{o} {of}:{n}") for o in words.OUTCOMES))
            for n in order
        ),
    )  # fmt: skip


def volume(figures: Figures) -> Plot:
    """By day, week or month."""
    every, steps, complaints = counted_in_steps(figures)
    others = [steps[s] - complaints[s] for s in steps]
    series = [
        Series("complaints", [complaints[s] for s in steps], "--plot-1",
               [f"complaint {every}:{s}" for s in steps]),
        Series("other", others, "--plot-2", [f"no_complaint {every}:{s}" for s in steps]),
    ]  # fmt: skip
    return Plot(
        "volume", "What came in", f"Conversations by {every}, and the complaints among them."
        if steps else "The history has no dates, so there is nothing to show over time.",
        standing([*steps], series) if steps else None,
        (every, "conversations", "complaints", "share"),
        tuple(
            (Cell(s), Cell(f"{steps[s]:,}", f"{every}:{s}"),
             Cell(f"{complaints[s]:,}", f"complaint {every}:{s}"),
             Cell(words.percent(complaints[s], steps[s]), f"complaint {every}:{s}"))
            for s in steps
        ),
    )  # fmt: skip


def counted_in_steps(figures: Figures) -> tuple[str, dict[str, int], Counter[str]]:
    """The name of the steps, and of each the conversations and the complaints among them."""
    every, complaints = figures.every, Counter[str]()
    for day, count in figures.complaints_by_day.items():
        complaints[step_of(day, every)] += count
    return every, in_steps(figures.by_day, every), complaints


def first_replies(figures: Figures) -> Plot:
    """Then by the history, now by reckoning with so many people."""
    then, teams = figures.waits_then, figures.waits_by_team
    rows: list[tuple[str, Waits, str]] = [("then", then, "timed")] if then else []
    rows += [(f"{n} {'person' if n == 1 else 'people'}", w, "dated") for n, w in teams.items()]
    in_time, tags = [round(100 * w.in_time, 1) for _, w, _ in rows], [tag for *_, tag in rows]
    series = Series("in time", in_time, "--plot-1", tags)
    return Plot(
        "first-replies", "How long a first reply took, and would take",
        "Share of complaints answered within the time promised for them. The numbers lead to the"
        " complaints that they are reckoned from." if rows
        else "The history has no times, so nothing can be said of waiting.",
        lying([name for name, *_ in rows], [series], unit=" %") if rows else None,
        ("", "in time", "half within", "nine of ten within"),
        tuple(
            (Cell(name), Cell(f"{100 * w.in_time:.0f} %", tag),
             Cell(words.duration(w.median), tag), Cell(words.duration(w.nine_in_ten), tag))
            for name, w, tag in rows
        ),
    )  # fmt: skip


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
