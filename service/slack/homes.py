"""Builds people's home pages from the database and shows them; takes their switch."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from service.console.words import Words
from service.crash_points import crash_point
from service.slack.elements import Element
from service.slack.home import CREDIT_DAYS, ON, Page, Waiting, closed_home, home
from service.slack.people import Caller, People
from service.slack.personal import refusal, words_in
from service.store import cards, credit, pauses, queues, slack_people
from service.store.database import Database
from triage.case import OPEN_FOR_DECISION, Case
from triage.desk import Desk
from triage.errors import ApproverMayNot, DeliveryError
from triage.ports import Clock
from triage.routing import Approver
from triage.severity import priority

log = logging.getLogger(__name__)

_SHOWN = 10


@dataclass(frozen=True)
class Homes:
    people: People
    database: Database
    desk: Desk
    clock: Clock
    console_url: str | None

    def show(self, caller: Caller) -> None:
        """Publish the page anew; a failure is logged, and the next look at it tries again."""
        try:
            view = self._view(caller)
            crash_point("before home")
            self.people.client.call(
                lambda web: web.views_publish(user_id=caller.slack_user, view=view)
            )
            crash_point("after home")
        except DeliveryError as error:
            log.warning("home not shown", extra={"error": type(error).__name__})

    def switch(self, caller: Caller, wanted: str) -> None:
        """Raises ApproverMayNot."""
        approver = self.people.admit(caller)
        with self.database.begin() as session:
            slack_people.switch_reminders(
                session, approver.id, on=wanted == ON, now=self.clock()
            )  # fmt: skip
            crash_point("before commit of switch")
        crash_point("after switch")

    def most_pressing(self, session: Session, approver: Approver, limit: int) -> list[Waiting]:
        """Cases that wait for a decision in this person's queues, the most pressing first."""
        now = self.clock()
        found: dict[str, Case] = {}
        for wanted in self._filters(approver):
            for case in queues.find(session, wanted, now=now, limit=limit):
                found[case.id] = case
        pressing = sorted(found.values(), key=partial(_pressure, now), reverse=True)
        return [Waiting(case, self.url(session, case)) for case in pressing[:limit]]

    def url(self, session: Session, case: Case) -> str | None:
        """Of the card, else of the page in the console."""
        card = cards.load(session, case.id)
        link = self.people.client.permalink(card.channel, card.ts) if card and card.ts else None
        return link or (f"{self.console_url}/cases/{case.id}" if self.console_url else None)

    # ------------------------------------------------------------------------------------------

    def _view(self, caller: Caller) -> Element:
        """Raises DeliveryError."""
        try:
            approver = self.people.admit(caller)
        except ApproverMayNot as error:
            return closed_home(words := self._words(caller), refusal(words, error))
        return home(self._words(caller), self._page(approver))

    def _words(self, caller: Caller) -> Words:
        return words_in(self.people.lang(caller.slack_user), self.desk.hours.zone)

    def _page(self, approver: Approver) -> Page:
        now = self.clock()
        since, desks = now - timedelta(days=CREDIT_DAYS), self.desk.desks
        with self.database.read() as session:
            return Page(
                approver=approver,
                may={q.name: desks.ceiling_in(approver, q.name) for q in desks.queues_of(approver)},
                waiting=self.most_pressing(session, approver, _SHOWN),
                waiting_count=sum(queues.count(session, f) for f in self._filters(approver)),
                decided=credit.recent(session, approver.id, _SHOWN),
                credit=credit.credit(session, approver.id, since),
                paused=[*pauses.current(session, now).values()],
                reminders=slack_people.wants_reminders(session, approver.id),
            )

    def _filters(self, approver: Approver) -> Iterable[queues.Filter]:
        waits = queues.Filter(statuses=tuple(OPEN_FOR_DECISION), snoozed=False)
        mine = self.desk.desks.queues_of(approver)
        if mine == self.desk.desks.queues:
            return [waits]
        return [replace(waits, queue=queue.name) for queue in mine]


def _pressure(now: datetime, case: Case) -> float:
    return priority(case.grade, now - case.received_at) if case.grade else 0.0
