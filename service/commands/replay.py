"""`kulanz replay`: past conversations → cases, examples and a report."""

from __future__ import annotations

import fcntl
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from service.commands.answering import opened, progress
from service.commands.calls import WrongCall, read_settings
from service.lines import Line, Source, UnreadableFile, read_lines
from service.replay.figures import Figures
from service.replay.run import Replay, configuration_of
from service.replay.tables import is_table, read_table
from service.settings import Settings
from triage.desk import Desk


def run(given: Namespace) -> int:
    source = opened(given.file)
    fields = dict(_column_and_field(mapping) for mapping in given.mapping)
    if given.limit is not None and given.limit < 1:
        raise WrongCall("--limit must be at least 1.")
    settings = read_settings(given)
    out = Path(given.out)
    replay = Replay(
        out=out,
        input_name="standard input" if given.file == "-" else Path(given.file).name,
        configuration=configuration_of(settings),
        load_desk=lambda: _desk(settings),
    )
    try:
        with _alone_in(out), progress(source) as advance:
            lines = islice(_lines(given.file, source, fields), given.limit)
            figures = replay.run(lines, advance)
    except UnreadableFile as error:
        raise WrongCall(str(error)) from error
    except OSError as error:
        raise WrongCall(
            f"{out} can't be written: {error.strerror}. The same command goes on where it stopped."
        ) from error
    _print(figures, out)
    return int(figures.unreadable > 0)


def _desk(settings: Settings) -> Desk:
    """Loaded only if there is something left to do."""
    from service.bootstrap import build_desk

    return build_desk(settings)


def _lines(file: str, source: Source, fields: dict[str, str]) -> Iterator[Line]:
    if is_table(file):
        return read_table(source.stream, fields)
    return (_renamed(line, fields) for line in read_lines(source.stream))


def _renamed(line: Line, fields: dict[str, str]) -> Line:
    if line.document is None or not fields:
        return line
    return Line(line.number, {fields.get(k, k): v for k, v in line.document.items()})


def _column_and_field(mapping: str) -> tuple[str, str]:
    column, sign, field = mapping.rpartition("=")
    if not (column and sign and field):
        raise WrongCall(f"--map takes COLUMN=FIELD, not {mapping!r}.")
    return column, field


@contextmanager
def _alone_in(out: Path) -> Iterator[None]:
    """Two runs into one folder would take each other's files away. Raises WrongCall."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WrongCall(f"Another replay is writing to {out}.") from error
        yield


def _print(figures: Figures, out: Path) -> None:
    print(f"{figures.conversations:,} conversations, {figures.complaints:,} complaints", end="")
    print(f", {figures.unreadable:,} lines unreadable" if figures.unreadable else "")
    print(f"{figures.drafts:,} drafts, {figures.blocked_drafts:,} of them stopped by the guard")
    print(
        f"{figures.unpublishable_replies:,} of {figures.historic_replies:,} historic replies",
        end="",
    )
    print(" would have been stopped")
    print(f"The report: {out / 'report.html'}")
