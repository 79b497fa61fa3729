"""Looks that every worker takes again and again, asked for as the engine's own indexes stand.

The engine's list would walk through the rows of all jobs that ended within the week.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from service.store.database import Database

_FINISHED = ("SUCCESS", "ERROR", "CANCELLED")


class EngineRows:
    """Reads DBOS's `workflow_status`, in whichever database it stands."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs = sa.table(
            "workflow_status",
            *map(sa.column, ("workflow_uuid", "status", "executor_id", "completed_at")),
            schema=None if database.is_sqlite else "dbos",
        )

    def executors_at_work(self) -> set[str]:
        """Ids of the processes that have a job at work."""
        executors = sa.select(self._jobs.c.executor_id).distinct()
        # SQLite takes a partial index only for a word that stands in the statement itself.
        return {*self._column(executors.where(sa.text("status = 'PENDING'")))}

    def ended(self, before: datetime, limit: int) -> list[str]:
        """Ids of jobs that ended before that moment."""
        ended = self._jobs.c.completed_at < int(1000 * before.timestamp())
        finished = sa.select(self._jobs.c.workflow_uuid).where(
            ended, self._jobs.c.status.in_(_FINISHED)
        )
        return self._column(finished.limit(limit))

    def _column(self, select: sa.Select[Any]) -> list[str]:
        with self._database.read() as session:
            return [value for value in session.execute(select).scalars() if value]
