"""Who is told of what beside the cards: on duty, with more authority, and only who wants it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.slack.people import People
from service.store import slack_people
from service.store.database import Database
from triage.case import Case
from triage.desk import Desk
from triage.routing import Approver, Queue


@dataclass(frozen=True)
class Audience:
    people: People
    database: Database
    desk: Desk

    def of_case(self, case: Case, *, overdue: bool) -> list[Approver]:
        """Whoever has taken the case, else who is on duty; of what is overdue also whoever has
        more authority than others."""
        queue = self.desk.desks.queue(self.desk.queue_of(case))
        taken = self.desk.desks.approver(case.assigned_to) if case.assigned_to else None
        if queue is None:
            return []
        found = [taken] if taken else [*self.people.on_duty(queue)]
        return self._willing([*found, *(self._authority(queue) if overdue else ())])

    def of_digest(self) -> list[Approver]:
        """Every approver whom we know in Slack."""
        return self._willing(self.desk.desks.everybody)

    def lang(self, who: Approver) -> str:
        return self.people.lang(who.slack_user) if who.slack_user else "en"

    def _authority(self, queue: Queue) -> list[Approver]:
        """Those with the highest ceiling, unless all have the same."""
        desks = self.desk.desks
        may = desks.who_may(queue.name, None)
        ceilings = {a.id: desks.ceiling_in(a, queue.name).amount for a in may}
        if len({*ceilings.values()}) < 2:
            return []
        return [a for a in may if ceilings[a.id] == max(ceilings.values())]

    def _willing(self, approvers: Iterable[Approver]) -> list[Approver]:
        """Each of them once, without those who have switched reminders off."""
        known = {a.id: a for a in approvers if a.slack_user}
        with self.database.read() as session:
            return [a for a in known.values() if slack_people.wants_reminders(session, a.id)]
