"""Reminders, time-outs and the daily digest, as durable work: who is told what, and when."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.console.words import Words
from service.engine import Engine
from service.engine_jobs import NOTICES, Job
from service.jobs import notice_job
from service.settings import Settings
from service.slack.audience import Audience
from service.slack.blocks import Message
from service.slack.client import SlackRefused
from service.slack.daily import Daily
from service.slack.digest import channel_digest, personal_digest, reminder
from service.slack.line import Patience
from service.slack.people import People
from service.slack.personal import words_in
from service.slack.telling import Telling
from service.slack.turns import Turns
from service.store import cards, cases, credit, pauses, slack_people
from service.store.database import Database
from triage.case import OPEN_FOR_DECISION, Case
from triage.desk import Desk
from triage.errors import CaseNotFound, DeliveryError, NotDelivered
from triage.ports import Clock
from triage.routing import Approver

log = logging.getLogger(__name__)

#: Groups and people are asked about so often, in seconds.
REFRESH_EVERY = 600
#: Pauses double from a second to five minutes; after so many attempts a notice is no news any more.
_LONGEST_PAUSE, MOST_ATTEMPTS = 300.0, 40
_KEEP = timedelta(days=30)

#: One message: its key among those that were sent, where it goes, what it says.
_Notice = tuple[str, str, Message]


@dataclass
class Notices:
    people: People
    audience: Audience
    telling: Telling
    database: Database
    engine: Engine
    desk: Desk
    clock: Clock
    #: Of queues without one of their own.
    channel: str | None
    lang: str
    console_url: str | None
    daily: Daily
    #: Workflow → what was enqueued last, so that not every round does it again.
    _last: dict[str, str] = field(default_factory=dict)

    def workflows(self) -> dict[str, Callable[..., None]]:
        return {
            "tell_of_case": self._tell_of_case,
            "send_digest": self._send_digest,
            "refresh_people": self._refresh_people,
        }

    def look(self) -> None:
        """Every round of the watch: enqueue what the clock calls for."""
        now = self.clock()
        self._once(Job(_slot("slack-people", now), "refresh_people", NOTICES, ()))
        day = self.daily.due(now)
        if day:
            self._once(Job(f"slack-digest-{day}", "send_digest", NOTICES, (day,)))

    # -- cases ---------------------------------------------------------------------------------

    def _tell_of_case(self, kind: str, case_id: str, revision: int, attempt: int = 1) -> None:
        """`kind` is reminder or overdue; the card's thread says it by itself."""
        job = notice_job(kind, case_id, revision)
        self._send_all(job, attempt, lambda: self._of_case(kind, case_id, revision))

    def _of_case(self, kind: str, case_id: str, revision: int) -> list[_Notice]:
        """Nothing any more once somebody has decided."""
        with self.database.read() as session:
            try:
                case = cases.load(session, case_id)
            except CaseNotFound:
                return []
            card = cards.load(session, case_id)
        if case.status not in OPEN_FOR_DECISION:
            return []
        key = f"{kind}:{case_id}:{revision}"
        url = self._url(case, card)
        return [
            (f"{key}:{who.id}", _to(who), reminder(self._words(who), kind, case, url))
            for who in self.audience.of_case(case, overdue=kind == "overdue")
        ]

    # -- digest --------------------------------------------------------------------------------

    def _send_digest(self, day: str, attempt: int = 1) -> None:
        job = Job(f"slack-digest-{day}", "send_digest", NOTICES, (day,))
        self._send_all(job, attempt, lambda: [*self._digests(day)])

    def _digests(self, day: str) -> Iterator[_Notice]:
        now = self.clock()
        since = self.daily.previous(now)
        with self.database.read() as session:
            for channel, queues in self._channels().items():
                message = self._for_channel(session, queues, since, now)
                yield f"digest:{day}:{channel}", channel, message
            for who in self.audience.of_digest():
                message = self._for_person(session, who, since, now)
                yield f"digest:{day}:{who.id}", _to(who), message

    def _for_channel(
        self, session: Session, queues: list[str], since: datetime, now: datetime
    ) -> Message:
        paused = [*pauses.current(session, now).values()]
        figures = credit.figures(session, queues, since, now)
        words = words_in(self._lang_of(queues), self._zone)
        return channel_digest(words, figures, paused, self.console_url)

    def _for_person(
        self, session: Session, who: Approver, since: datetime, now: datetime
    ) -> Message:
        queues = [queue.name for queue in self.desk.desks.queues_of(who)]
        figures = credit.figures(session, queues, since, now)
        own = credit.credit(session, who.id, since)
        return personal_digest(self._words(who), figures, own)

    def _channels(self) -> dict[str, list[str]]:
        """Channel → the queues whose cases are shown there."""
        found: dict[str, list[str]] = {}
        for queue in self.desk.desks.queues:
            if channel := queue.slack_channel or self.channel:
                found.setdefault(channel, []).append(queue.name)
        return found

    # -- sending -------------------------------------------------------------------------------

    def _send_all(self, job: Job, attempt: int, notices: Callable[[], list[_Notice]]) -> None:
        """Send what was not sent yet; what Slack does not take now is tried again later."""
        wait = self.engine.call("tell", lambda: self._tell_all(notices()))

        def come_back(session: Session) -> bool:
            if wait is None or attempt >= MOST_ATTEMPTS:
                return False
            pause = max(wait, min(2.0**attempt, _LONGEST_PAUSE))
            again = Job(
                f"{job.id}-{attempt + 1}", job.workflow, job.queue, (*job.arguments, attempt + 1),
                delay_seconds=pause,
            )  # fmt: skip
            self.engine.enqueue(session, again)
            return True

        self.engine.step(come_back)

    def _tell_all(self, notices: list[_Notice]) -> float | None:
        """Seconds to wait if something is left to be sent, else None."""
        wait: float | None = None
        for key, channel, message in notices:
            try:
                self.telling.once(key, channel, message)
            except NotDelivered as error:
                wait = max(wait or 0.0, error.retry_after or 0.0)
            except SlackRefused as refused:
                # Nobody reads it there; the checks say what is wrong with the channel.
                log.warning("notice refused", extra={"notice": key, "code": refused.code})
        return wait

    def _refresh_people(self) -> None:
        def refresh() -> bool:
            try:
                self.people.refresh()
            except DeliveryError as error:
                log.warning("people not read", extra={"error": type(error).__name__})
            with self.database.begin() as session:
                slack_people.forget_notices(session, self.clock(), _KEEP)
            return True

        self.engine.call("refresh", refresh)

    def _once(self, job: Job) -> None:
        if self._last.get(job.workflow) == job.id:
            return
        with self.database.begin() as session:
            self.engine.enqueue(session, job)
        self._last[job.workflow] = job.id

    @property
    def _zone(self) -> str:
        return self.desk.hours.zone

    def _words(self, who: Approver) -> Words:
        """In the language of that person."""
        return words_in(self.audience.lang(who), self._zone)

    def _lang_of(self, queues: list[str]) -> str:
        """Of a channel: what the first of its queues is written in that says so."""
        named = (q.slack_lang for q in self.desk.desks.queues if q.name in queues and q.slack_lang)
        return next(named, self.lang)

    def _url(self, case: Case, card: cards.Card | None) -> str | None:
        link = self.people.client.permalink(card.channel, card.ts) if card and card.ts else None
        return link or (f"{self.console_url}/cases/{case.id}" if self.console_url else None)


def _to(who: Approver) -> str:
    assert who.slack_user is not None, "the audience is of people in Slack"
    return who.slack_user


def _slot(name: str, now: datetime) -> str:
    return f"{name}-{int(now.timestamp()) // REFRESH_EVERY}"


def build_notices(
    settings: Settings, people: People, database: Database, engine: Engine, desk: Desk, clock: Clock
) -> Notices:
    """Reminders and digests; calls nobody yet."""
    return Notices(
        people=people,
        audience=Audience(people, database, desk),
        telling=Telling(people.client, database, clock, Turns(database, Patience().between_posts)),
        database=database,
        engine=engine,
        desk=desk,
        clock=clock,
        channel=settings.slack_channel,
        lang=settings.slack_lang,
        console_url=settings.public_url.rstrip("/") or None,
        daily=Daily(settings.slack_digest_at, desk.hours),
    )
