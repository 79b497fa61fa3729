"""The composition root: the only place that knows all parts.

The app, the workers, the command line, replay and the tests are all built through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from service.books import Books
from service.corrections import Corrections
from service.decisions import Decisions
from service.delivery import Delivery, RetryPlan
from service.desk_building import build_desk, replay_desk
from service.engine import Engine
from service.handling import Handling
from service.heartbeat import Heartbeat
from service.inboxes.base import Inbox
from service.inboxes.generic import GenericInbox
from service.inboxes.outgoing import Outgoing
from service.intake import Intake
from service.jobs import Jobs
from service.pausing import Pausing
from service.receive import Reception
from service.redrafts import Redrafts
from service.replay.crew import Crew, Replayers, cores
from service.replay.figures import Rules
from service.replay.lead import Lead
from service.replay.ray_engine import RayLead
from service.replay.run import ENGINE
from service.replay.work import ReplayWork
from service.rereading import Rereading
from service.settings import Settings
from service.showing import Showing
from service.slack.approvals import build_approvals
from service.slack.channels import Channels
from service.slack.client import slack_client
from service.slack.notices import Notices, build_notices
from service.slack.people import People
from service.store.database import Database
from service.store.ledger import StoredLedger
from service.store.pauses import StoredPauses
from service.store.precedents import StoredPrecedents
from service.walk import Walk
from service.watch import Watch
from triage.desk import Desk
from triage.ports import Approvals, Clock


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Kulanz:
    """All parts of one process, built and connected."""

    settings: Settings
    clock: Clock
    database: Database
    engine: Engine
    desk: Desk
    inboxes: Mapping[str, Inbox]
    approvals: Approvals | None
    reception: Reception
    intake: Intake
    decisions: Decisions
    pausing: Pausing
    #: Who is who in Slack; None where it is not set up.
    people: People | None
    #: What is told in Slack beside the cards.
    notices: Notices | None
    redrafts: Redrafts
    rereading: Rereading
    handling: Handling
    corrections: Corrections
    walk: Walk
    heart: Heartbeat
    watch: Watch
    #: None on SQLite: there each replay has a database of its own, and nobody else works on it.
    replays: ReplayWork | None
    outgoing: Outgoing

    def round(self) -> None:
        """What a worker looks after every few seconds."""
        self.watch.round()
        self.pausing.settle()
        self.rereading.round()
        if self.notices:
            self.notices.look()

    def close(self) -> None:
        self.engine.stop()
        self.outgoing.close()
        self.database.dispose()


def build(
    settings: Settings,
    *,
    desk: Desk | None = None,
    approvals: Approvals | None = None,
    clock: Clock = utc_now,
) -> Kulanz:
    """Connect everything; migrates the database. Raises the errors of build_desk."""
    database = _database(settings)
    desk = desk or build_desk(settings, build_precedents(database), follow_promotions=True)
    client = slack_client(settings)
    people = People(client, database, desk.desks, clock) if client else None
    desk = _with_books(desk, database, people)
    engine = Engine(database)
    engine.prepare()
    outgoing = Outgoing(
        timeout=settings.publish_timeout, allow_private=settings.allow_private_addresses
    )
    inboxes = _inboxes(settings, outgoing, clock)
    console_url = settings.public_url.rstrip("/") or None
    approvals = approvals or build_approvals(settings, client, database, desk, clock, console_url)
    channels = Channels(desk, settings.slack_channel)
    jobs = Jobs(engine, Books(desk), channels.of if approvals else None)
    reception = Reception(jobs)
    redrafts = Redrafts(database, jobs, desk, clock)
    heart = _heart(settings, database, engine, clock)
    return Kulanz(
        settings=settings, clock=clock, database=database, engine=engine, desk=desk,
        inboxes=inboxes, approvals=approvals, people=people, outgoing=outgoing,
        reception=reception, intake=Intake(database, reception),
        decisions=Decisions(database, jobs, desk, clock),
        handling=Handling(database, jobs, desk, clock),
        corrections=Corrections(database, jobs, desk, clock),
        pausing=Pausing(database, jobs, desk, clock),
        redrafts=redrafts, rereading=Rereading(database, desk.classifier),
        notices=build_notices(settings, people, database, engine, desk, clock) if people else None,
        walk=Walk(
            database, engine, desk, Delivery(database, inboxes, clock),
            RetryPlan(pauses=settings.publish_pauses, settle=settings.publish_settle),
            jobs, redrafts, Showing(database, engine, approvals) if approvals else None, clock,
        ),
        heart=heart, watch=_watch(settings, database, engine, jobs, desk, clock, heart),
        replays=None if database.is_sqlite else _replay_work(settings, engine, gives_way=True),
    )  # fmt: skip


def build_lead(settings: Settings, folder: Path, replayers: Replayers | None = None) -> Lead:
    """What leads a replay into this folder: over the database of the settings where that is
    PostgreSQL, and else over one in the folder, so that it disturbs nobody."""
    url = settings.resolved_database_url
    if settings.uses_sqlite:
        url = f"sqlite+pysqlite3:///{(folder / ENGINE).absolute()}"
    # What is lost with a power cut is done again: the shards say what is done.
    database = Database(url, synchronous="NORMAL")
    database.migrate()
    engine = Engine(database, quiet=True)
    engine.prepare()
    return Lead(
        database, engine, _heart(settings, database, engine, utc_now),
        _replay_work(settings, engine, replayers),
        poll_interval=settings.poll_interval, beat_interval=settings.watch_interval,
    )  # fmt: skip


def build_ray_lead(settings: Settings) -> RayLead:
    """What leads a replay over a Ray cluster; it needs no database."""
    return RayLead(replay_desk, settings.replay_processes)


def replay_rules(settings: Settings) -> Rules:
    """What a replay's report measures against. Raises UnreadablePolicy."""
    from prompts.loader import load_policy

    company = load_policy(settings.policy)
    return Rules(company.remedies.version, company.remedies.budgets, company.hours)


def _database(settings: Settings) -> Database:
    database = Database(
        settings.resolved_database_url, synchronous=settings.sqlite_synchronous,
        pool_size=settings.worker_concurrency + 10,
    )  # fmt: skip
    database.migrate()
    return database


def _with_books(desk: Desk, database: Database, people: People | None) -> Desk:
    """The desk with what is stored of it: what was granted, what is paused, who may in Slack."""
    return replace(
        desk,
        ledger=StoredLedger(database, desk.policy.budgets, desk.hours.zone),
        pauses=StoredPauses(database),
        desks=people.desks if people else desk.desks,
    )


def _inboxes(settings: Settings, outgoing: Outgoing, clock: Clock) -> dict[str, Inbox]:
    return {
        name: GenericInbox(inbox, outgoing, clock) for name, inbox in settings.inboxes().items()
    }


def _watch(
    settings: Settings,
    database: Database,
    engine: Engine,
    jobs: Jobs,
    desk: Desk,
    clock: Clock,
    heart: Heartbeat,
) -> Watch:
    return Watch(
        database, engine, jobs, desk, clock, heart,
        stale_after=heart.stale_after,
        keep_engine_rows=timedelta(days=settings.keep_engine_rows_days),
        silent_after=timedelta(hours=settings.silent_after_hours),
    )  # fmt: skip


def _heart(settings: Settings, database: Database, engine: Engine, clock: Clock) -> Heartbeat:
    return Heartbeat(database, engine, clock, timedelta(seconds=settings.worker_stale_after))


def _replay_work(
    settings: Settings,
    engine: Engine,
    replayers: Replayers | None = None,
    *,
    gives_way: bool = False,
) -> ReplayWork:
    from models.devices import has_gpu

    gpu = has_gpu()
    processes = 1 if gpu else settings.replay_processes or cores()
    crew = Crew(processes, replay_desk, gives_way=gives_way)
    return ReplayWork(engine, replayers or crew, gpu)


def build_precedents(database: Database) -> StoredPrecedents:
    """Searched by the database if it can, and else in memory."""
    from service.store.embedded_search import EmbeddedSearch
    from service.store.vector_search import VectorSearch, take_up

    if database.is_sqlite:
        return StoredPrecedents(database, EmbeddedSearch(database))
    lacks = take_up(database)
    search = EmbeddedSearch(database, lacks, lacks=True) if lacks else VectorSearch(database)
    return StoredPrecedents(database, search)
