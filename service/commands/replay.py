"""`kulanz replay`: past conversations → cases, examples and a report."""

from __future__ import annotations

import fcntl
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from service.commands.answering import progress
from service.commands.calls import WrongCall, read_settings
from service.commands.columns import confirm_columns, encoding_name
from service.lines import UnreadableFile
from service.replay.admission import Admission
from service.replay.figures import Figures
from service.replay.run import Replay, configuration_of
from service.replay.scratch import Scratch
from service.replay.sources import Inputs, find_inputs
from service.settings import Settings
from triage.desk import Desk


def run(given: Namespace) -> int:
    out = Path(given.out)
    said = dict(_column_and_field(mapping) for mapping in given.mapping)
    if given.limit is not None and given.limit < 1:
        raise WrongCall("--limit must be at least 1.")
    admission = Admission()
    try:
        inputs = find_inputs(given.file, said, without=out)
        confirm_columns(inputs.tables)
        figures = _replayed(given, out, inputs, admission)
    except UnreadableFile as error:
        raise WrongCall(str(error)) from error
    _print(figures, inputs, admission, out)
    return int(figures.unreadable > 0)


def _replayed(given: Namespace, out: Path, inputs: Inputs, admission: Admission) -> Figures:
    settings = read_settings(given)
    replay = Replay(
        out=out,
        input_name="standard input" if given.file == "-" else Path(given.file).name,
        configuration=configuration_of(settings),
        load_desk=lambda: _desk(settings),
    )
    try:
        with _alone_in(out), Scratch() as scratch, progress(inputs) as advance:
            admitted = admission.admit(inputs.lines(scratch), scratch)
            return replay.run(islice(admitted, given.limit), advance)
    except OSError as error:
        # Of what is read, nothing gets so far.
        where = error.filename or out
        raise WrongCall(
            f"{where} can't be written: {error.strerror}. The same command goes on where it "
            "stopped."
        ) from error


def _desk(settings: Settings) -> Desk:
    """Loaded only if there is something left to do."""
    from service.bootstrap import build_desk

    return build_desk(settings)


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


def _print(figures: Figures, inputs: Inputs, admission: Admission, out: Path) -> None:
    print(f"{figures.conversations:,} conversations, {figures.complaints:,} complaints", end="")
    print(f", {figures.unreadable:,} lines unreadable" if figures.unreadable else "")
    for line in _about_the_input(inputs, admission):
        print(line)
    print(f"{figures.drafts:,} drafts, {figures.blocked_drafts:,} of them stopped by the guard")
    print(
        f"{figures.unpublishable_replies:,} of {figures.historic_replies:,} historic replies",
        end="",
    )
    print(" would have been stopped")
    print(f"The report: {out / 'report.html'}")


def _about_the_input(inputs: Inputs, admission: Admission) -> Iterator[str]:
    """Only what is out of the ordinary."""
    for count, what in (
        (admission.agents_only, "left out: no customer says a word in them"),
        (admission.repeated, "left out: their id came before"),
        (admission.reordered, "put into the order of their times"),
        (admission.undated, "with a date that can't be read"),
    ):
        if count:
            noun = "conversation" if count == 1 else "conversations"
            yield f"{count:,} {noun} {what}"
    if names := [encoding_name(encoding) for encoding in inputs.encodings()]:
        yield f"Read as {', '.join(names)}, which is not UTF-8"
