"""The folder of a replay: what it was started with, its shards, and what comes out of them.

A shard is a range of the input. Its files are named after a hash of what it is made from (those
lines, the model, the words, the rules), so that an unchanged one is not done again.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from service.lines import Line
from service.replay.desk_files import DeskFiles
from service.replay.files import UNFINISHED, appearing, write_lines
from service.replay.records import as_json

_RUN, _PARTS = "run.json", "parts"
_GIVEN, _DONE = ".in.parquet", ".parquet"

#: The database of a replay that has none to share.
ENGINE = "engine.sqlite"


@dataclass(frozen=True)
class Shard:
    """One range of the input."""

    number: int
    #: Number and hash: the name of its files, and the end of its job's id.
    name: str
    lines: int


@dataclass(frozen=True)
class Run:
    """One replay into one folder; it is found again there after an interruption."""

    folder: Path
    #: Its jobs' ids begin with it; new for every folder.
    id: str
    files: DeskFiles
    #: The process that leads it, so that its jobs can be taken back at once when it is dead.
    leader: str = ""

    @classmethod
    def begun(cls, folder: Path, files: DeskFiles, leader: str) -> tuple[Run, str]:
        """A new one, or the one begun in this folder before; and who led it until now."""
        try:
            before = cls.opened(folder)
        except FileNotFoundError:
            before = cls(folder, uuid.uuid4().hex[:12], files)
        run = replace(before, files=files, leader=leader)
        (folder / _PARTS).mkdir(parents=True, exist_ok=True)
        document = {"id": run.id, "files": files.as_dict(), "leader": leader}
        with appearing(folder / _RUN) as file:
            file.write(as_json(document).encode())
        return run, before.leader

    @classmethod
    def opened(cls, folder: Path) -> Run:
        """Raises FileNotFoundError where none was begun."""
        document = json.loads((folder / _RUN).read_text("utf-8"))
        files = DeskFiles.read(document["files"])
        return cls(folder, document["id"], files, document["leader"])

    def cut(self, lines: Iterable[Line], size: int) -> Iterator[Shard]:
        """The shards one after the other, each with its lines on the disk unless it is done."""
        remaining = iter(lines)
        number = 0
        while piece := [*islice(remaining, size)]:
            shard = Shard(number, f"{number:06}-{self._hash(piece)}", len(piece))
            if not self.done(shard.name).exists():
                write_lines(self.given(shard.name), piece)
            yield shard
            number += 1

    def given(self, shard: str) -> Path:
        return self.folder / _PARTS / f"{shard}{_GIVEN}"

    def done(self, shard: str) -> Path:
        return self.folder / _PARTS / f"{shard}{_DONE}"

    def names_done(self) -> set[str]:
        names = (path.name for path in (self.folder / _PARTS).iterdir())
        return {
            name.removesuffix(_DONE)
            for name in names
            if name.endswith(_DONE) and not name.endswith(_GIVEN)
        }

    def forget_others(self, shards: Iterable[Shard]) -> None:
        """What the shards were made from, those of an earlier model or another input, and what a
        killed process left half written."""
        kept = {self.done(shard.name) for shard in shards}
        for path in (self.folder / _PARTS).iterdir():
            if path not in kept:
                path.unlink(missing_ok=True)
        for path in self.folder.glob(f"*{UNFINISHED}"):
            path.unlink(missing_ok=True)
        forget_engine(self.folder)

    @property
    def is_cancelled(self) -> bool:
        return not (self.folder / _RUN).exists()

    def forget(self) -> None:
        """Cancelled: whoever is at it sees that the run is gone."""
        (self.folder / _RUN).unlink(missing_ok=True)

    def forget_parts(self) -> None:
        """All of its shards, and the database that dealt them out."""
        shutil.rmtree(self.folder / _PARTS, ignore_errors=True)
        forget_engine(self.folder)

    def _hash(self, lines: list[Line]) -> str:
        made_from = [self.files.digest, [[li.number, li.document, li.error] for li in lines]]
        return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()[:20]


def forget_engine(folder: Path) -> None:
    """The database of a replay that is over: nothing is left in its queue."""
    for path in folder.glob(f"{ENGINE}*"):
        path.unlink(missing_ok=True)
