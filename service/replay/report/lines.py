"""What became of the lines that were read: counts, and lists of those that are no cases."""

from __future__ import annotations

from collections.abc import Sequence

from service.replay.figures import Figures
from service.replay.report import words
from service.replay.report.plots import Cell, Table
from service.replay.report.shown import masked


def admission(figures: Figures) -> Table:
    counts = _counts(figures)
    read = f"{counts.pop('lines', 0):,}"
    rows = [
        (
            Cell(words.ADMISSION["lines"]),
            _to_lines(read) if any(counts.values()) else Cell(read, ""),
        ),
        (Cell("replayed"), Cell(f"{figures.readable:,}", "")),
    ]
    rows += [
        (Cell(words.ADMISSION[name]), _to_lines(f"{count:,}", name))
        for name, count in counts.items()
        if count
    ]
    rows += [(_to_lines(masked(said), "refused"), Cell("")) for said in figures.refused.sentences()]
    return Table(
        "admission", "What was read",
        "What can't be read is left out and stands in cases.jsonl with the reason.",
        ("", ""), tuple(rows),
    )  # fmt: skip


def read_as(figures: Figures) -> list[Table]:
    """What columns were taken for, where there are any."""
    return [
        Table(
            f"columns-{number}", f"in {masked(table.file)}", f"{table.rows.capitalize()}.",
            ("column", "taken for"),
            tuple(
                (Cell(masked(column)),
                 Cell(words.FIELDS.get(field, words.plain(field)) if field else "left out"))
                for column, field in table.columns.items()
            ),
        )
        for number, table in enumerate(figures.read_as, 1)
    ]  # fmt: skip


def lists_of_lines(figures: Figures) -> list[Table]:
    """One for each count of `admission` that is no count of cases."""
    listed = {name: _noticed(figures, name) for name in _counts(figures) if name != "lines"}
    listed["refused"] = [
        (Cell(f"line {line:,}"), Cell(masked(reason))) for line, reason in figures.refused.lines
    ]
    return [
        Table(
            f"lines-{name}", words.ADMISSION[name],
            _how_many(len(rows), _counts(figures)[name], name),
            ("where", words.REMARKS.get(name, "")), tuple(rows),
        )
        for name, rows in listed.items()
        if rows
    ]  # fmt: skip


def _to_lines(said: str, name: str = "") -> Cell:
    return Cell(said, to=f"lines-{name}" if name else "lines")


def _counts(figures: Figures) -> dict[str, int]:
    # Admission only knows what is no record at all; what is no conversation shows later.
    return figures.admission | {"refused": figures.unreadable}


def _noticed(figures: Figures, name: str) -> Sequence[tuple[Cell, ...]]:
    lines = figures.noticed.get(name, ())
    return [(Cell(one.at), Cell(one.before)) for one in lines]


def _how_many(listed: int, count: int, name: str) -> str:
    """
    >>> _how_many(100, 2345, "repeated"), _how_many(1, 1, "undated")
    ('The first 100 of 2,345.', 'All of them.')
    >>> _how_many(100, 2345, "refused")
    'The first 100 of 2,345; all stand in cases.jsonl.'
    """
    if listed == count:
        return "All of them."
    return f"The first {listed:,} of {count:,}" + (
        "; all stand in cases.jsonl." if name == "refused" else "."
    )
