"""Which channel a case is shown in."""

from __future__ import annotations

from dataclasses import dataclass

from triage.case import Case
from triage.desk import Desk


@dataclass(frozen=True)
class Channels:
    desk: Desk
    #: Of queues without one of their own.
    default: str | None

    def of(self, case: Case) -> str:
        """Empty where none is configured."""
        queue = self.desk.desks.queue(case.route.queue) if case.route else None
        return (queue.slack_channel if queue else None) or self.default or ""
