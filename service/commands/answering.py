"""The data commands' common part: lines in, answers out in the same order, batch by batch."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Protocol, TypeVar

from service.commands.calls import WrongCall
from service.commands.fields import Fields
from service.lines import Line, Source, UnreadableFile, open_source, read_lines, written
from triage.errors import TriageError

T = TypeVar("T")

#: Lines in memory at a time; enough to keep the encoder's batches full.
BATCH = 256

#: Names of fields that nobody reads, as many as are told.
_TOLD = 5


class Progressing(Protocol):
    """Something that is read, and says how far it has been."""

    @property
    def size(self) -> int | None: ...

    @property
    def position(self) -> int: ...


def answer_lines(
    source: Source,
    fields: Fields,
    read: Callable[[Mapping[str, Any], str], T],
    answer: Callable[[Sequence[T]], Sequence[Mapping[str, Any]]],
) -> int:
    """Answer every line of `source` on standard output; the exit code.

    `read` makes something of one line's object and its number, or raises a TriageError, which
    then stands in the answer's place.
    """
    code, passed_over = 0, dict[str, None]()

    def checked(document: Mapping[str, Any], number: str) -> T:
        unknown = fields.unknown(document)
        if len(passed_over) <= _TOLD:
            passed_over.update(dict.fromkeys(unknown))
        return read(document, number)

    with progress(source) as advance:
        lines = read_lines(source.stream)
        while batch := [*islice(lines, BATCH)]:
            answers = _answered(batch, checked, answer)
            sys.stdout.buffer.write(b"".join(map(written, answers)))
            sys.stdout.buffer.flush()
            code |= any("error" in one and "line" in one for one in answers)
            advance(len(batch))
    _tell_of([*passed_over])
    return int(code)


def _tell_of(passed_over: Sequence[str]) -> None:
    """If somebody looks on; they may have thought that these do something."""
    if passed_over and sys.stderr.isatty():
        # As JSON writes them: a name may hold anything, also what a terminal obeys.
        names = [json.dumps(name)[:60] for name in passed_over[:_TOLD]]
        more = ["…"] if passed_over[_TOLD:] else []
        print(f"Fields that are not read: {', '.join(names + more)}", file=sys.stderr)


def opened(file: str) -> Source:
    """Raises WrongCall."""
    try:
        return open_source(file)
    except UnreadableFile as error:
        raise WrongCall(str(error)) from error


def _answered(
    batch: Sequence[Line],
    read: Callable[[Mapping[str, Any], str], T],
    answer: Callable[[Sequence[T]], Sequence[Mapping[str, Any]]],
) -> list[Mapping[str, Any]]:
    answers: list[Mapping[str, Any] | None] = []
    readable: list[T] = []
    for line in batch:
        try:
            if line.document is None:
                raise TriageError(line.error)
            readable.append(read(line.document, str(line.number)))
            answers.append(None)
        except TriageError as error:
            answers.append({"line": line.number, "error": str(error)})
    given = iter(answer(readable) if readable else ())
    return [next(given) if one is None else one for one in answers]


@contextmanager
def progress(source: Progressing) -> Iterator[Callable[[int], None]]:
    """How far we are, on standard error, if somebody looks on."""
    if not sys.stderr.isatty():
        yield lambda _lines: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %" if source.size else ""),
        TextColumn("{task.fields[lines]:,} lines, {task.fields[rate]:,.0f} a second"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=source.size, lines=0, rate=0.0)

        def advance(lines: int) -> None:
            shown = bar.tasks[0]
            done = shown.fields["lines"] + lines
            rate = done / max(shown.elapsed or 0.0, 0.1)
            position = source.position if source.size else None
            bar.update(task, completed=position, lines=done, rate=rate)

        yield advance
