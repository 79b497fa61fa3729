"""What must be there for the program to do its work: for `/readyz`, the console and the doctor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from service.bootstrap import Kulanz
from service.inboxes.outgoing import trouble_with
from service.model_in_use import ClassifierInUse
from service.settings import Settings
from service.slack.approvals import SlackApprovals
from service.store.database import SAFE_WAL_VERSION, Database, sqlite_version
from service.store.precedents import StoredPrecedents
from service.store.tables import workers
from triage.ports import Classifier, Precedents

_DEAF = "No click gets here: set KULANZ_SLACK_APP_TOKEN or KULANZ_SLACK_SIGNING_SECRET."


@dataclass(frozen=True)
class Check:
    """One line of the doctor."""

    name: str
    well: bool
    #: What is there; where it is not well, what to do.
    detail: str
    #: Whether the program is not ready without it.
    needed: bool = True


def checks(kulanz: Kulanz) -> list[Check]:
    return [*_all(kulanz)]


def _all(kulanz: Kulanz) -> Iterator[Check]:
    yield _guarded("database", lambda: _database(kulanz.database))
    yield _model(kulanz.desk.classifier)
    yield from _precedents(kulanz.desk.precedents)
    yield _guarded("workers", lambda: _workers(kulanz))
    yield _inboxes(kulanz)
    yield _guarded("slack", lambda: _slack(kulanz))


def _model(classifier: Classifier) -> Check:
    """What is promoted and can't be used is said here; the one before goes on."""
    trouble = classifier.in_use.trouble if isinstance(classifier, ClassifierInUse) else None
    if trouble is None:
        return Check("model", True, classifier.model)
    detail = f"{trouble} Until it can be used, {classifier.model} is."
    return Check("model", False, detail, needed=False)


def _precedents(precedents: Precedents) -> Iterator[Check]:
    if isinstance(precedents, StoredPrecedents):
        search = precedents.search
        yield Check("precedents", not search.lacks, search.means, needed=False)


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except SQLAlchemyError as error:
        reason = type(error).__name__
        return Check(name, False, f"The database can't be reached ({reason}): KULANZ_DATABASE_URL.")


def _database(database: Database) -> Check:
    with database.begin() as session:
        session.execute(sa.select(sa.literal(1)))
    if not database.is_sqlite:
        return Check("database", True, "PostgreSQL")
    version = ".".join(map(str, sqlite_version()))
    if sqlite_version() < SAFE_WAL_VERSION:
        return Check("database", True, f"SQLite {version}, slower journal: too old for WAL")
    return Check("database", True, f"SQLite {version}, WAL")


def _workers(kulanz: Kulanz) -> Check:
    fresh = kulanz.clock() - kulanz.watch.stale_after
    with kulanz.database.read() as session:
        beating = session.execute(
            sa.select(sa.func.count()).select_from(workers).where(workers.c.beat_at > fresh)
        ).scalar_one()
    if beating:
        return Check("workers", True, f"{beating} at work")
    # SQLite has room for one process, which serves and works.
    start = "kulanz serve" if kulanz.database.is_sqlite else "kulanz work"
    return Check("workers", False, f"None at work: start `{start}`.", needed=False)


def _inboxes(kulanz: Kulanz) -> Check:
    if not kulanz.inboxes:
        return Check(
            "inboxes", False, "None configured: set KULANZ_INBOX_<NAME>_SECRET.", needed=False
        )
    silent = [name for name, inbox in kulanz.inboxes.items() if inbox.publisher is None]
    if silent:
        names = ", ".join(silent)
        return Check("inboxes", False, f"No address for replies: {names}.", needed=False)
    for name, trouble in _unreachable(kulanz.settings):
        detail = f"No reply goes out to {name}: {trouble}"
        return Check("inboxes", False, detail, needed=False)
    return Check("inboxes", True, ", ".join(kulanz.inboxes))


def _unreachable(settings: Settings) -> Iterator[tuple[str, str]]:
    """Inboxes with an address that nothing may be sent to, and why."""
    for name, inbox in settings.inboxes().items():
        for url in filter(None, (inbox.reply_url, inbox.lookup_url)):
            trouble = trouble_with(url, allow_private=settings.allow_private_addresses)
            if trouble:
                yield name, trouble


def _slack(kulanz: Kulanz) -> Check:
    settings = kulanz.settings
    hears = bool(settings.slack_app_token or settings.slack_signing_secret)
    if kulanz.approvals is None:
        if hears:
            return Check("slack", False, "Set KULANZ_SLACK_BOT_TOKEN: no cards without it.", False)
        return Check("slack", True, "Not set up: the console is the only place to decide.", False)
    if isinstance(kulanz.approvals, SlackApprovals):
        trouble = kulanz.approvals.trouble or (None if hears else _DEAF)
        if trouble:
            detail = f"{trouble} Until then cases are decided in the console only."
            return Check("slack", False, detail, needed=False)
    return Check("slack", True, "Set up", needed=False)
