"""The tables of an evaluation, made from its figures as JSON has them: the terminal, the report and
the model card show the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from models.verdict import BINARY_HEADS

Figures = Mapping[str, Any]
#: Name of a set → its figures, as `as_dict()` of an evaluation gives them.
Sets = Mapping[str, Figures]
#: How well it points at words: the figure, and how the note says it.
_POINTED = {
    "evidence_overlap": "Evidence shown overlaps evidence labelled by:",
    "gist_met": "What went wrong is pointed at where a reader would, if only in a word:",
    "quotable_met": "What is put first to be quoted is what a reader would quote:",
}

NOTHING = "–"


@dataclass(frozen=True)
class Row:
    """A name and its figures; a deeper level is a part of the row above it."""

    level: int
    name: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    title: str
    #: The first is that of the names.
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    #: What one must know to read it.
    note: str


def markdown(table: Table) -> str:
    r"""The table for a model card, without its title.

    >>> rows = (Row(0, "all", ("1",)), Row(1, "a|b"))
    >>> print(markdown(Table("", ("set", "F1"), rows, "Of yes.")), end="")
    | set | F1 |
    | --- | ---: |
    | all | 1 |
    | · a\|b |  |
    <BLANKLINE>
    Of yes.
    """
    empty = ("",) * (len(table.columns) - 1)
    lines = [("· " * row.level + _escaped(row.name), *(row.cells or empty)) for row in table.rows]
    lines = [table.columns, ("---", *("---:" for _ in empty)), *lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + f"\n{table.note}\n"


def _escaped(name: str) -> str:
    """Names come from files: none of them makes a cell, a line or a tag of its own."""
    return re.sub(r"([\\|<`*_\[\]])", r"\\\1", " ".join(name.split()))


# -- mentions ------------------------------------------------------------------------------------


def complaint_table(sets: Sets) -> Table:
    """Complaints found and missed: every set, its languages and its slices."""
    columns = ("mentions", "complaints", "missed", "false alarms", "precision", "recall", "F1")
    told = {name: figures for name, figures in sets.items() if figures["overall"]["mentions"]}
    notes = ["In brackets: the share of what is no complaint."]
    for key, said in _POINTED.items():
        # Records from before a figure was taken lack it.
        known = {name: of.get(key) for name, of in told.items()}
        shown = [f"{name} {_figure(value)}" for name, value in known.items() if value is not None]
        notes += [f"{said} {', '.join(shown)}."] if shown else []
    return Table(
        title="Complaints",
        columns=("set", *columns),
        rows=tuple(row for name, figures in told.items() for row in _parts(name, figures)),
        note=" ".join(notes),
    )


def _parts(name: str, figures: Figures) -> Iterator[Row]:
    yield _slice_row(0, name, figures["overall"])
    languages = figures["language_slices"]
    if len(languages) > 1:
        yield from (_slice_row(1, lang, part) for lang, part in languages.items())
    for kind, part in figures["kinds"].items():
        yield _slice_row(1, _words(kind), part)
        in_languages = figures["language_kinds"].items()
        of_kind = {lang: kinds[kind] for lang, kinds in in_languages if kind in kinds}
        if len(of_kind) > 1:
            yield from (_slice_row(2, lang, part) for lang, part in of_kind.items())


def _slice_row(level: int, name: str, part: Figures) -> Row:
    counts = (f"{part[count]:,}" for count in ("mentions", "complaints", "missed"))
    alarms = _of(part["false_alarms"], part["mentions"] - part["complaints"])
    figures = (_figure(part[figure]) for figure in ("precision", "recall", "f1"))
    return Row(level, name, (*counts, alarms, *figures))


def head_table(sets: Sets) -> Table:
    """Every head of every set, and in every language of it."""
    return Table(
        title="Heads",
        columns=("head", "mentions", "accuracy", "F1 of yes", "macro-F1", "ROC-AUC", "ECE"),
        rows=tuple(
            row
            for name, figures in sets.items()
            if figures["heads"]
            for row in (Row(0, name), *_heads(figures))
        ),
        note="Severity and topic over complaints. ECE is how far stated probabilities are from "
        "what comes true, on average.",
    )


def _heads(figures: Figures) -> Iterator[Row]:
    for head, score in figures["heads"].items():
        yield _head_row(1, head, head, score)
        in_languages = figures["languages"].items()
        of_head = {lang: heads[head] for lang, heads in in_languages if head in heads}
        if len(of_head) > 1:
            yield from (_head_row(2, lang, head, part) for lang, part in of_head.items())


def _head_row(level: int, name: str, head: str, score: Figures) -> Row:
    f1 = score["f1"] if head in BINARY_HEADS else None
    figures = (score["accuracy"], f1, score["macro_f1"], score["roc_auc"], score["ece"])
    return Row(level, _words(name), (f"{score['mentions']:,}", *map(_figure, figures)))


# -- replies -------------------------------------------------------------------------------------


def reply_table(sets: Sets) -> Table:
    """What the guard and the tone model alone keep from going out, rightly and wrongly."""
    recalls = ", ".join(
        f"{name} {_percent(figures['flippant_recall'])}"
        for name, figures in sets.items()
        if figures["flippant_recall"] is not None
    )
    note = "Caught or stopped is what has a finding that blocks."
    by_tone = "Flippant ones caught by tone alone where 5 % of the publishable may be stopped"
    return Table(
        title="Replies",
        columns=("set", "unpublishable caught", "publishable let through", "flippant caught"),
        rows=tuple(row for name, figures in sets.items() for row in _stops(name, figures)),
        note=f"{note} {by_tone}: {recalls}." if recalls else note,
    )


def _stops(name: str, figures: Figures) -> Iterator[Row]:
    yield _stops_row(0, name, figures["guard"])
    if len(figures["languages"]) > 1:
        yield from (_stops_row(1, lang, part) for lang, part in figures["languages"].items())
    yield _stops_row(1, "by tone alone", figures["tone"])


def _stops_row(level: int, name: str, stops: Figures) -> Row:
    flippant = stops["rules"].get("flippant", {"stopped": 0, "replies": 0})
    counts = (
        (stops["bad_stopped"], stops["bad"]),
        (stops["good"] - stops["good_stopped"], stops["good"]),
        (flippant["stopped"], flippant["replies"]),
    )
    cells = (f"{n:,} / {of:,} ({_percent(n / of)})" if of else NOTHING for n, of in counts)
    return Row(level, name, tuple(cells))


def rule_table(sets: Sets) -> Table:
    """Rule by rule: how many of the replies that break it were named for it."""
    return Table(
        title="Rules",
        columns=("rule", "replies", "found", "stopped", "by tone", "wrongly"),
        rows=tuple(
            row
            for name, figures in sets.items()
            for row in (Row(0, name), *_rules(figures["guard"]["rules"], figures["tone"]["rules"]))
        ),
        note="Of the replies that break the rule: found to, stopped for whatever rule, and found "
        "to by tone alone. Wrongly: found to, and do not.",
    )


def _rules(guard: Figures, tone: Figures) -> Iterator[Row]:
    for rule, score in guard.items():
        replies = score["replies"]
        found = [_of(score[count], replies) for count in ("found", "stopped")]
        heard = _of(tone[rule]["found"], replies) if rule in tone else NOTHING
        yield Row(1, _words(rule), (f"{replies:,}", *found, heard, f"{score['wrongly']:,}"))


# -- words ---------------------------------------------------------------------------------------


def _words(name: str) -> str:
    return name.replace("_", " ")


def _figure(figure: float | None) -> str:
    return NOTHING if figure is None else f"{figure:.3f}"


def _of(part: int, whole: int) -> str:
    return f"{part:,} ({100 * part / whole:.0f} %)" if whole else f"{part:,}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
