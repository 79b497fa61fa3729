"""Past replies as precedents: read from the database as they come, searched in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from service.store.database import Database
from service.store.documents import from_document
from service.store.publications import PublicationState
from service.store.tables import cases, mentions, publications
from triage.complaint import Assessment, Topic
from triage.draft import Draft
from triage.outcome import Outcome, Precedent
from triage.ports import Clock

#: How old what we know may be before we look for new replies.
FRESH_FOR = timedelta(seconds=10)

#: Looking back a little further than to the last look finds what was being committed just then.
_OVERLAP = timedelta(seconds=60)


class Index(Protocol):
    """Searches by embedding."""

    def add(
        self,
        case_id: str,
        embedding: tuple[float, ...],
        *,
        complaint: str,
        reply: str,
        topic: Topic,
        lang: str,
        outcome: Outcome | None = None,
        remedy: str | None = None,
    ) -> None: ...

    def nearest(self, assessment: Assessment, count: int = 3) -> tuple[Precedent, ...]: ...


@dataclass
class StoredPrecedents:
    """The approved cases of the database, behind the port `Precedents`."""

    database: Database
    index: Index
    clock: Clock

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._seen = datetime.min.replace(tzinfo=UTC) + _OVERLAP
        self._looked = self._seen

    def nearest(self, assessment: Assessment, count: int = 3) -> tuple[Precedent, ...]:
        if assessment.embedding:
            self._refresh()
        return self.index.nearest(assessment, count)

    def _refresh(self) -> None:
        with self._lock:
            now = self.clock()
            if now - self._looked < FRESH_FOR:
                return
            with self.database.read() as session:
                for row in _answered_since(session, self._seen - _OVERLAP):
                    self._add(row)
                    self._seen = max(self._seen, row.updated_at)
            self._looked = now

    def _add(self, row: sa.Row[Any]) -> None:
        draft = from_document(Draft, row.draft)
        self.index.add(
            row.id,
            tuple(np.frombuffer(row.embedding, np.float32).tolist()),
            complaint=row.text,
            reply=row.reply,
            topic=Topic(row.topic),
            lang=row.lang,
            outcome=Outcome(row.outcome) if row.outcome else None,
            remedy=draft.remedy.kind if draft and draft.remedy else None,
        )


def _answered_since(session: Session, moment: datetime) -> Iterator[sa.Row[Any]]:
    """Cases changed since, with their last published reply and the mention it answered."""
    rows = session.execute(
        sa.select(cases, publications.c.reply, mentions.c.text)
        .join(publications, publications.c.case_id == cases.c.id)
        .join(mentions, mentions.c.case_id == cases.c.id)
        .where(
            cases.c.replies > 0,
            cases.c.updated_at > moment,
            cases.c.embedding.is_not(None),
            publications.c.state == PublicationState.PUBLISHED,
            mentions.c.deleted_at.is_(None),
        )
        .order_by(cases.c.updated_at, publications.c.updated_at, mentions.c.id.desc())
        .execution_options(yield_per=500)
    )
    yield from rows
