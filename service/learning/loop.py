"""`kulanz train --watch`: a new candidate whenever enough was decided since the last one.

Its state is a file in the data folder, so that it goes on where it stopped.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.folder import RUN
from service.learning.candidates import Wanted, decisions_file, next_folder, train_candidate
from service.learning.examples import EVER
from service.learning.proposals import Proposal, propose
from service.settings import Settings
from service.store.database import Database
from service.store.decided import count_acts
from triage.errors import TriageError
from triage.ports import Clock

log = logging.getLogger(__name__)

_STATE = "watched.json"


@dataclass(frozen=True)
class TrainingWatch:
    """Looks whether a candidate is due, and makes it."""

    settings: Settings
    database: Database
    clock: Clock
    train: Callable[[Settings, Wanted], object] = train_candidate

    def look(self) -> Proposal | None:
        """One look: the candidate that was made, if one was due."""
        now, until = self.clock(), self._until()
        with self.database.read() as session:
            new = count_acts(session, until)
        if new < self.settings.train_after:
            return None
        try:
            return self._made(new, now)
        except TriageError as error:
            log.error("no candidate: %s", error)
            return None
        finally:
            # One that can't be made is not made again and again of the same decisions.
            self._keep(now)

    def _made(self, new: int, now: datetime) -> Proposal:
        out = next_folder(self.settings)
        with decisions_file(self.database) as decisions:
            self.train(self.settings, Wanted([decisions], out, "kulanz train --watch"))
        record = json.loads((out / RUN).read_text("utf-8"))
        made = Proposal(
            model=record["model"],
            folder=str(out.absolute()),
            at=now.isoformat(timespec="seconds"),
            new=new,
            comparison=record["comparison"],
        )
        propose(self.settings.promotions, made)
        log.info("proposed", extra={"model": made.model, "new": new})
        return made

    def _until(self) -> datetime:
        """What was decided up to then is in a candidate already."""
        try:
            state = json.loads((self.settings.promotions.folder / _STATE).read_text("utf-8"))
            return datetime.fromisoformat(state["until"])
        except (OSError, ValueError, LookupError, TypeError):
            return EVER

    def _keep(self, until: datetime) -> None:
        folder = self.settings.promotions.folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _STATE).write_text(json.dumps({"until": until.isoformat()}), "utf-8")
