"""What the columns of a table are taken for: shown, and where it is a guess asked on a terminal,
refused elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from service.commands.calls import WrongCall
from service.replay.figures import ReadAs
from service.replay.formats.columns import FIELDS
from service.replay.report.shown import masked
from service.replay.sources import Input

#: Characters of a cell that are shown.
_SHOWN = 60

#: A field whose cells are names of people.
_NAMES = "author"

#: Stands for the field of a column that nobody reads.
_LEFT_OUT = "–"

_ENCODINGS = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "DOS code page 850"}


def confirm_columns(tables: Sequence[Input]) -> None:
    """Raises WrongCall with the options to paste, or because the answer was no."""
    guessed = [table for table in tables if table.columns and not table.columns.certain]
    if guessed and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise WrongCall(_to_paste(guessed))
    asked = {table.header: table for table in _of_each_kind(guessed)}
    for table in _of_each_kind(tables):
        # What nobody looks at lands in a log, where customers' words have no place.
        lines = shown(asked.get(table.header, table), with_cells=sys.stderr.isatty())
        print("\n".join(lines), file=sys.stderr)
        if table.header not in asked:
            continue
        print("Read it like this? [Y/n] ", end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline()
        # Nothing at all, not even a line end, is no answer.
        if not answer or answer.strip().lower() not in ("", "y", "yes", "j", "ja"):
            raise WrongCall(
                f"Say what the columns hold with --map COLUMN=FIELD; fields: {', '.join(FIELDS)}."
            )


def shown(table: Input, *, with_cells: bool) -> list[str]:
    """Each column with its field and, for whoever looks on, what stands in the first row."""
    assert table.columns, "only tables are shown"
    width = max(map(len, table.header), default=0)
    first = dict(zip(table.header, table.first_row, strict=False))
    lines = [", ".join(filter(None, (table.name, table.remark, how(table))))]
    for column in table.header:
        field = table.columns.fields.get(column, _LEFT_OUT)
        cell = first.get(column, "") if with_cells and field != _NAMES else ""
        words = " ".join(masked(str(cell)).split())[:_SHOWN]
        lines.append(f"  {column:<{width}} → {field:<7} {words}".rstrip())
    return lines


def read_as(tables: Sequence[Input]) -> list[ReadAs]:
    """The same for the report: of files with the same columns the first."""
    return [
        ReadAs(t.name, how(t), {column: t.columns.fields.get(column) for column in t.header})
        for t in _of_each_kind(tables)
        if t.columns
    ]


def how(table: Input) -> str:
    assert table.columns, "only tables are shown"
    if table.columns.by_author:
        return "a turn a row, and who writes first in a conversation is its customer"
    if table.columns.never_together:
        return "a turn a row, though no two of the first rows have the same id"
    return "a turn a row" if table.columns.turn_a_row else "a conversation a row"


def encoding_name(encoding: str) -> str:
    return _ENCODINGS.get(encoding, encoding.upper().replace("_", "-"))


def _to_paste(guessed: Sequence[Input]) -> str:
    names = ", ".join(table.name for table in guessed[:3]) + (" …" if guessed[3:] else "")
    fields = {c: f for table in guessed if table.columns for c, f in table.columns.fields.items()}
    told = ", ".join(f"{column} → {field}" for column, field in fields.items())
    unread = [c for c in dict.fromkeys(c for t in guessed for c in t.header) if c not in fields]
    left_out = f"; left out: {', '.join(unread)}" if unread else ""
    options = dict.fromkeys(t.columns.as_options for t in guessed if t.columns)
    return (
        f"What the columns of {names} hold is a guess ({told}; {how(guessed[0])}{left_out}). "
        f"If it is right, add: {' '.join(options)}"
    )


def _of_each_kind(tables: Sequence[Input]) -> list[Input]:
    """One of those that have the same columns."""
    return [*{table.header: table for table in reversed(tables)}.values()][::-1]
