"""`assess_shard`: from one Parquet file to another through the desk. It knows no engine, so that
whatever deals out shards can call it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from service.lines import Line
from service.replay.desk_files import DeskFiles
from service.replay.files import read_lines, write_records
from service.replay.records import Record
from service.replay.run import Run

#: Lines in, what became of each of them out, in order.
Replaying = Callable[[Sequence[Line]], Sequence[Record]]


def assess_shard(given: Path, out: Path, replaying: Replaying) -> int:
    """Replay the lines of `given` into `out`, which appears only when it is whole; how many.

    Nothing of it depends on when, where or how often it is done. Raises OSError.
    """
    lines = read_lines(given)
    write_records(out, replaying(lines))
    return len(lines)


class FolderMissing(Exception):
    """This machine does not have the folder of a replay."""


def assess_named(
    folder: Path, name: str, replaying: Callable[[DeskFiles, Sequence[Line]], Sequence[Record]]
) -> int:
    """One shard of the replay into `folder`, unless it is done; how many lines, 0 where there is
    nothing left to do. Raises OSError, FolderMissing or what `replaying` raises."""
    try:
        run = Run.opened(folder)
        if run.done(name).exists():
            return 0
        return assess_shard(
            run.given(name), run.done(name), lambda lines: replaying(run.files, lines)
        )
    except FileNotFoundError as error:
        # Cancelled, or begun anew with other rules; unless this machine lacks the folder.
        if folder.is_dir():
            return 0
        raise FolderMissing(
            f"{folder} is not there on {socket.gethostname()}: a replay over several machines"
            " needs a folder that all of them share."
        ) from error
