"""`kulanz login`: a new one-time link into the console."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from service.commands.calls import WrongCall, read_settings
from service.commands.databases import opened_database
from service.commands.demo_here import running_demo
from service.commands.running import address

if TYPE_CHECKING:
    from service.settings import Settings
    from service.store.database import Database
    from triage.routing import Approver


def run(given: Namespace) -> int:
    from prompts.loader import load_policy

    settings = read_settings(given)
    approver = one_of(load_policy(settings.policy).desks.approvers, given.approver)
    base_url = settings.public_url or address(settings.host, settings.port)
    with opened_database(settings) as database:
        print(login_link(database, approver, base_url), flush=True)
    print(_what_it_opens(settings), file=sys.stderr)
    return 0


def _what_it_opens(settings: Settings) -> str:
    """A link is good for one database alone; a service or a demo beside it may have another."""
    given = sa.make_url(settings.resolved_database_url)
    # Nothing else of it: a password may stand in more than one place.
    named = sa.URL.create(given.drivername, None, None, given.host, given.port, given.database)
    where = given.database if settings.uses_sqlite else named.render_as_string()
    said = f"For the Kulanz that works on {where} (KULANZ_DATABASE_URL, KULANZ_DATA_DIR)."
    if demo := running_demo(settings):
        said += f"\nThe demo at {demo} has a database of its own: `kulanz demo` makes its links."
    return said


def one_of(approvers: Sequence[Approver], named: str | None = None) -> Approver:
    """The approver of that name, or the first of the policy. Raises WrongCall."""
    from service.console.sign_in import operator

    known = [*approvers] or [operator()]
    found = next((a for a in known if named in (None, a.id)), None)
    if found is None:
        names = ", ".join(a.id for a in known)
        raise WrongCall(f"The policy file knows no approver {named}; it has: {names}.")
    return found


def login_link(database: Database, approver: Approver, base_url: str) -> str:
    """A link that signs this approver in, from now on."""
    from service.console.sign_in import new_login_link

    return new_login_link(database, datetime.now(UTC), approver, base_url)
