"""What past replies answered is read again when the model in use embeds otherwise than the one that
read it: else no case would have a precedent any more."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

import sqlalchemy as sa

from service.store import precedent_rows
from service.store.database import Database
from service.store.tables import precedents
from triage.mention import Conversation, Mention
from triage.ports import Classifier

log = logging.getLogger(__name__)

_AT_A_TIME = 32

#: Seconds of a round: the rest of it is for reminders and the sweep.
_LONGEST = 1.0

_ANYTHING = Conversation(Mention(id="", text="Thank you"))


@dataclass
class Rereading:
    """A little in each round, the latest first, until nothing is left."""

    database: Database
    classifier: Classifier

    def __post_init__(self) -> None:
        #: The model for which there is nothing left to do.
        self._done_for = ""

    def round(self) -> int:
        """How many were read."""
        model = self.classifier.model
        if model == self._done_for or not self._there_are_any():
            return 0
        encoder = self.classifier.assess([_ANYTHING])[0].encoder
        began, read = time.monotonic(), 0
        while time.monotonic() - began < _LONGEST:
            some = self._some(encoder)
            read += some
            if not some:
                self._done_for = model
                break
        if read:
            log.info("precedents read again", extra={"count": read, "model": model})
        return read

    def _there_are_any(self) -> bool:
        with self.database.read() as session:
            return session.execute(sa.select(precedents.c.reply_key).limit(1)).first() is not None

    def _some(self, encoder: str) -> int:
        with self.database.read() as session:
            stale = precedent_rows.read_by_another(session, encoder, _AT_A_TIME)
        assessed = self.classifier.assess([conversation for _, conversation in stale])
        with self.database.begin() as session:
            for (key, _), assessment in zip(stale, assessed, strict=True):
                precedent_rows.read_again(session, key, assessment.embedding, encoder)
        return len(stale)
