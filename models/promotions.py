"""Which model is in use: a log of promotions in the data folder, read by every command.

Model folders are never overwritten, so that to roll back is to point at another one.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from triage.errors import NothingToRollBackTo, UnreadableModel

LOG = "promotions.json"
#: Where candidates are put unless said otherwise, below the data folder.
FOLDER = "models"


@dataclass(frozen=True)
class Promotion:
    """One line of the log."""

    act: Literal["promoted", "rolled_back"]
    #: The model in use from then on; the folder is None for the one that ships.
    model: str
    folder: str | None
    at: str
    by: str

    @property
    def since(self) -> datetime:
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True)
class Promotions:
    """The log of one data folder."""

    data_dir: Path

    @property
    def folder(self) -> Path:
        return self.data_dir / FOLDER

    @property
    def file(self) -> Path:
        return self.folder / LOG

    def all(self) -> list[Promotion]:
        """Oldest first. Raises UnreadableModel for a damaged log."""
        try:
            lines = json.loads(self.file.read_text("utf-8"))
            return [Promotion(**line) for line in lines]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            raise UnreadableModel(f"The log of promoted models {self.file} is damaged.") from error

    def current(self) -> Promotion | None:
        """What was promoted or rolled back to last; None while it is the model that ships."""
        log = self.all()
        return log[-1] if log else None

    def current_folder(self) -> Path | None:
        """None for the one that ships."""
        current = self.current()
        return Path(current.folder) if current and current.folder else None

    def promote(self, folder: Path, model: str, *, by: str, now: datetime) -> Promotion:
        """From now on that folder is in use, for whatever starts or looks next."""
        promoted = Promotion(
            "promoted", model, str(folder.absolute()), now.isoformat(timespec="seconds"), by
        )
        with self._appending() as log:
            log.append(promoted)
        return promoted

    def roll_back(self, shipped: str, *, by: str, now: datetime) -> Promotion:
        """Back to what was in use before; each further call goes one step further back.

        `shipped` is the name of the model that ships. Raises NothingToRollBackTo.
        """
        with self._appending() as log:
            stack = _stack(log)
            if not stack:
                raise NothingToRollBackTo
            before = stack[-2] if len(stack) > 1 else None
            back = Promotion(
                act="rolled_back",
                model=before.model if before else shipped,
                folder=before.folder if before else None,
                at=now.isoformat(timespec="seconds"),
                by=by,
            )
            log.append(back)
        return back

    @contextmanager
    def _appending(self) -> Iterator[list[Promotion]]:
        """The log, to be added to; one process at a time, and the file is whole at any moment."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{LOG}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            log = self.all()
            yield log
            unfinished = self.file.with_suffix(".unfinished")
            with unfinished.open("w", encoding="utf-8") as file:
                json.dump([asdict(line) for line in log], file, indent=2, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.file)


def _stack(log: list[Promotion]) -> list[Promotion]:
    """What a roll-back goes back through: promotions that were not rolled back."""
    stack: list[Promotion] = []
    for line in log:
        if line.act == "promoted":
            stack.append(line)
        else:
            stack.pop()
    return stack
