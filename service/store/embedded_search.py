"""The precedent search in memory, kept in step with the database."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.precedents import Alike, PastReply, PrecedentIndex
from service.store.database import Database
from service.store.tables import Moment, outcomes, precedents
from triage.complaint import Assessment, Topic
from triage.outcome import Outcome

if TYPE_CHECKING:
    from service.store.precedents import Search

#: What the doctor says.
IN_MEMORY = "Searched in memory."

#: A change that is committed later than it was made is still found within this time.
_OVERLAP = timedelta(seconds=60)

#: Seconds between two looks for rows that are gone; whoever shows one looks it up anyway.
_COUNT_EVERY = 60.0

_AT_A_TIME = 500

_BECAME = sa.and_(
    outcomes.c.case_id == precedents.c.case_id, outcomes.c.reply == precedents.c.reply
)


@dataclass
class EmbeddedSearch:
    """One process's copy of all embeddings: read at the first search, then only what changed."""

    database: Database
    means: str = IN_MEMORY
    lacks: bool = False
    index: PrecedentIndex = field(default_factory=PrecedentIndex)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        #: By the database's clock.
        self._looked: datetime | None = None
        self._counted = 0.0

    def nearest(self, asked: Assessment, most: int) -> list[Alike]:
        # The rows come by and by, which takes a transaction.
        with self._lock, self.database.read(as_one=True) as session:
            self._take_in(session)
        return self.index.nearest(asked, most)

    def forget(self, keys: Collection[str]) -> None:
        with self._lock:
            for key in keys:
                self.index.remove(key)

    # ------------------------------------------------------------------------------------------

    def _take_in(self, session: Session) -> None:
        """One look at an index of the database, and whatever is new since the last."""
        looked = session.execute(sa.select(sa.func.now(type_=Moment()))).scalar_one()
        if self._looked is None:
            self._add_all(session, sa.true())
        else:
            self._take_in_changed(session, self._looked - _OVERLAP)
        self._looked = looked
        if time.monotonic() - self._counted > _COUNT_EVERY:
            self._drop_gone(session)

    def _take_in_changed(self, session: Session, since: datetime) -> None:
        query = (
            sa.select(precedents.c.reply_key, precedents.c.encoder, outcomes.c.outcome)
            .outerjoin(outcomes, _BECAME)
            .where(precedents.c.changed_at >= since, precedents.c.embedding.is_not(None))
        )
        new = []
        for key, encoder, outcome in session.execute(query):
            if self.index.encoder_of(key) == encoder:
                self.index.turned_out(key, Outcome(outcome) if outcome else None)
            else:
                new.append(key)
        for start in range(0, len(new), _AT_A_TIME):
            self._add_all(session, precedents.c.reply_key.in_(new[start : start + _AT_A_TIME]))

    def _add_all(self, session: Session, which: sa.ColumnElement[bool]) -> None:
        for row in _embedded(session, which):
            self.index.add(
                PastReply(
                    row.reply_key,
                    np.frombuffer(row.embedding, np.float32),
                    row.encoder,
                    row.lang,
                    Topic(row.topic),
                    Outcome(row.outcome) if row.outcome else None,
                )
            )

    def _drop_gone(self, session: Session) -> None:
        self._counted = time.monotonic()
        embedded = precedents.c.embedding.is_not(None)
        there = session.execute(
            sa.select(sa.func.count()).select_from(precedents).where(embedded)
        ).scalar_one()
        if there == len(self.index):
            return
        kept = session.execute(sa.select(precedents.c.reply_key).where(embedded))
        for key in self.index.keys() - set(kept.scalars()):
            self.index.remove(key)


def _embedded(session: Session, which: sa.ColumnElement[bool]) -> Iterator[sa.Row[Any]]:
    yield from session.execute(
        sa.select(precedents, outcomes.c.outcome)
        .outerjoin(outcomes, _BECAME)
        .where(which, precedents.c.embedding.is_not(None))
        .execution_options(yield_per=_AT_A_TIME)
    )


if TYPE_CHECKING:
    _: type[Search] = EmbeddedSearch
