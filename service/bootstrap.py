"""The composition root: the only place that knows all parts.

The app, the workers, the command line, replay and the tests are all built through it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from service.books import Books
from service.decisions import Decisions
from service.delivery import Delivery, RetryPlan
from service.engine import Engine
from service.inboxes.base import Inbox
from service.inboxes.generic import GenericInbox
from service.inboxes.outgoing import Outgoing
from service.jobs import Jobs
from service.receive import Intake, Reception
from service.settings import Settings
from service.slack.approvals import build_approvals
from service.store.database import Database
from service.store.ledger import StoredLedger
from service.store.precedents import StoredPrecedents
from service.walk import Walk
from service.watch import Watch
from triage.desk import Desk
from triage.ports import Approvals, Clock, Guard, Precedents

if TYPE_CHECKING:
    from models.encoder import Encoder


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
    walk: Walk
    watch: Watch
    outgoing: Outgoing

    def close(self) -> None:
        self.engine.stop()
        self.outgoing.close()
        self.database.dispose()


def build_desk(settings: Settings, precedents: Precedents | None = None) -> Desk:
    """The desk with the model, the words and the policy that the settings name.

    Without `precedents` it knows no past case.
    Raises UnreadableModel, UnreadablePlaybook or UnreadablePolicy.
    """
    # Here and not above: what needs no desk (erase, export, login) does not load the model.
    from models.classifier import ComplaintClassifier
    from models.precedents import EmbeddingPrecedents
    from prompts.drafter import PlaybookDrafter
    from prompts.loader import load_playbooks, load_policy, load_voice

    classifier = ComplaintClassifier.load(settings.model_dir, threads=settings.model_threads)
    policy = load_policy(settings.policy)
    return Desk(
        classifier=classifier,
        drafter=PlaybookDrafter(load_playbooks(settings.playbooks), load_voice(settings.voice)),
        guard=build_guard(settings, classifier.encoder),
        precedents=precedents or EmbeddingPrecedents(),
        policy=policy.remedies,
        desks=policy.desks,
        hours=policy.hours,
    )


def build_guard(settings: Settings, encoder: Encoder | None = None) -> Guard:
    """The guard with its tone model; give it the classifier's encoder to load that only once."""
    from models.tone import HeadToneModel
    from prompts.loader import load_voice
    from triage.guard import RuleGuard

    tone = HeadToneModel.load(settings.model_dir, encoder)
    return RuleGuard(tone, contacts=[load_voice(settings.voice).contact])


def build(
    settings: Settings,
    *,
    desk: Desk | None = None,
    approvals: Approvals | None = None,
    clock: Clock = utc_now,
) -> Kulanz:
    """Connect everything; migrates the database. Raises the errors of build_desk."""
    database = Database(
        settings.resolved_database_url, synchronous=settings.sqlite_synchronous,
        pool_size=settings.worker_concurrency + 10,
    )  # fmt: skip
    database.migrate()
    desk = desk or build_desk(settings, _stored_precedents(database, clock))
    ledger = StoredLedger(database, desk.policy.budgets, desk.hours.zone)
    desk = replace(desk, ledger=ledger)
    engine = Engine(database)
    engine.prepare()
    outgoing = Outgoing(
        timeout=settings.publish_timeout, allow_private=settings.allow_private_addresses
    )
    inboxes: dict[str, Inbox] = {
        name: GenericInbox(inbox, outgoing, clock) for name, inbox in settings.inboxes().items()
    }
    console_url = settings.public_url.rstrip("/") or None
    approvals = approvals or build_approvals(settings, database, desk, clock, console_url)
    jobs = Jobs(engine, cards=approvals is not None, books=Books(desk))
    retry = RetryPlan(pauses=settings.publish_pauses, settle=settings.publish_settle)
    delivery = Delivery(database, inboxes, clock)
    reception = Reception(jobs)
    return Kulanz(
        settings=settings,
        clock=clock,
        database=database,
        engine=engine,
        desk=desk,
        inboxes=inboxes,
        approvals=approvals,
        reception=reception,
        intake=Intake(database, reception),
        decisions=Decisions(database, jobs, desk, clock),
        walk=Walk(database, engine, desk, delivery, retry, jobs, approvals, clock),
        watch=Watch(
            database, engine, jobs, desk, clock,
            stale_after=timedelta(seconds=settings.worker_stale_after),
            keep_engine_rows=timedelta(days=settings.keep_engine_rows_days),
        ),
        outgoing=outgoing,
    )  # fmt: skip


def _stored_precedents(database: Database, clock: Clock) -> Precedents:
    from models.precedents import EmbeddingPrecedents

    return StoredPrecedents(database, EmbeddingPrecedents(), clock)
