"""What a replay shows while it runs, and what it says at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from service.commands.columns import encoding_name
from service.replay.admission import Admission
from service.replay.figures import Figures
from service.replay.lead import Shows
from service.replay.sources import Inputs


@contextmanager
def progress() -> Iterator[Shows]:
    """How far we are, how fast, and how long it will take, if somebody looks on."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(), TextColumn("{task.fields[said]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, said="")
        pace = Pace()

        def shows(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total, said=pace.said(done, total))

        yield shows


class Pace:
    """Counts from the first look on: what was done before this call was done at another pace."""

    def __init__(self) -> None:
        self._first: tuple[float, int] | None = None

    def said(self, done: int, total: int | None, now: float | None = None) -> str:
        """
        >>> pace = Pace()
        >>> pace.said(100, 500, now=0.0), pace.said(200, 500, now=2.0)
        ('100 of 500', '200 of 500, 50 a second, 0:00:06 left')
        """
        now = time.monotonic() if now is None else now
        self._first = self._first or (now, done)
        of = f" of {total:,}" if total is not None else ""
        passed, replayed = now - self._first[0], done - self._first[1]
        if not (passed and replayed):
            return f"{done:,}{of}"
        rate = replayed / passed
        left = timedelta(seconds=round((total - done) / rate)) if total is not None else None
        return f"{done:,}{of}, {rate:,.0f} a second" + ("" if left is None else f", {left} left")


def print_figures(figures: Figures, inputs: Inputs, admission: Admission, out: Path) -> None:
    print(f"{figures.conversations:,} conversations, {figures.complaints:,} complaints", end="")
    print(f", {figures.unreadable:,} lines unreadable" if figures.unreadable else "")
    for sentence in figures.refused.sentences():
        print(f"  {sentence}")
    for line in _about_the_input(inputs, admission):
        print(line)
    tags = figures.tags
    print(
        f"{figures.complaints:,} drafts, {tags['draft_stopped']:,} of them stopped by the guard\n"
        f"{tags['reply_stopped']:,} of {tags['replied']:,} historic replies would have been stopped"
    )
    if tags["labelled"]:
        print(
            f"{tags['labelled']:,} labelled by people: {tags['missed']:,} complaints missed,"
            f" {tags['false_alarm']:,} false alarms"
        )
    print(f"The report: {out / 'report.html'}")


def _about_the_input(inputs: Inputs, admission: Admission) -> Iterator[str]:
    """Only what is out of the ordinary."""
    counts = admission.as_dict()
    for name, what in (
        ("agents_only", "left out: no customer says a word in them"),
        ("repeated", "left out: their id came before"),
        ("reordered", "put into the order of their times"),
        ("undated", "with a date that can't be read"),
    ):
        if count := counts[name]:
            first = admission.noticed[name][0]
            where = f"1 conversation ({first.at})"
            if count > 1:
                where = f"{count:,} conversations (the first: {first.at})"
            yield f"{where} {what}" + (f" ({first.before})" if first.before else "")
    if names := [encoding_name(encoding) for encoding in inputs.encodings()]:
        yield f"Read as {', '.join(names)}, which is not UTF-8"
