"""`kulanz login`: a new one-time link into the console."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from service.commands.calls import WrongCall, read_settings
from service.commands.databases import opened_database
from service.commands.running import address

if TYPE_CHECKING:
    from service.store.database import Database
    from triage.routing import Approver


def run(given: Namespace) -> int:
    from prompts.loader import load_policy

    settings = read_settings(given)
    approver = one_of(load_policy(settings.policy).desks.approvers, given.approver)
    base_url = settings.public_url or address(settings.host, settings.port)
    with opened_database(settings) as database:
        print(login_link(database, approver, base_url))
    return 0


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
