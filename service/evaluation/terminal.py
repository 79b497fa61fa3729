"""An evaluation on the terminal: the tables, and the worst mistakes, one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from models.evaluation_tables import Table
from models.judged import Judged, false_alarms, missed
from models.reply_evaluation import JudgedReply, let_through, wrongly_stopped
from service.evaluation.measured import Measured, tables
from service.evaluation.texts import excerpt, visible, worth_seeing

#: Mistakes of each sort; the report has them all.
_WORST = 10


def show(measured: Measured, document: Mapping[str, Any]) -> None:
    """Everything on standard output."""
    console = Console(highlight=False)
    mentions, replies = measured.all_mentions, measured.all_replies
    counts = f"{len(mentions):,} mentions, {len(replies):,} replies"
    console.print(Text(f"{visible(measured.model)} on {counts}"))
    if measured.learned_from:
        names = visible(", ".join(measured.learned_from))
        console.print(Text(f"It was trained with files of {names}; the figures for those flatter."))
    for table in tables(document):
        console.print()
        console.print(_table(table))
        console.print(Text(table.note, style="dim"))
    _worst(console, "Missed complaints", [*map(_mention, missed(mentions))])
    _worst(console, "False alarms", [*map(_mention, false_alarms(mentions))])
    _worst(console, "Unpublishable and let through", [*map(_reply, let_through(replies))])
    _worst(console, "Publishable and stopped", [*map(_reply, wrongly_stopped(replies))])


def _table(table: Table) -> RichTable:
    """Narrow: eight columns fit into eighty."""
    shown = RichTable(
        title=table.title, title_justify="left", box=SIMPLE_HEAD, show_edge=False, padding=0
    )
    for place, name in enumerate(table.columns):
        shown.add_column(name, justify="right" if place else "left")
    for row in table.rows:
        shown.add_row(Text(" " * row.level + visible(row.name)), *row.cells)
    return shown


def _worst(console: Console, title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    more = f", the worst {_WORST}" if len(lines) > _WORST else ""
    console.print(Text(f"\n{title}: {len(lines):,}{more}", style="italic"))
    for line in lines[:_WORST]:
        console.print(Text(visible(line)), no_wrap=True, overflow="ellipsis")


def _mention(j: Judged) -> str:
    text = excerpt(j.example.conversation.mention.text, worth_seeing(j))
    kind = str(j.example.kind or "").replace("_", " ")
    said = (f"{j.assessment.p_complaint:.2f}", f"{j.set_name}/{j.id}", kind, text)
    return " · ".join(filter(None, said))


def _reply(j: JudgedReply) -> str:
    rules = ", ".join(sorted(j.found if j.stopped else j.example.rules)).replace("_", " ")
    said = (f"{j.loudest:.2f}", f"{j.set_name}/{j.id}", rules, j.example.utterance.reply)
    return " · ".join(said)
