"""`kulanz login`: a new one-time link into the console."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from typing import TYPE_CHECKING

from service.commands.calls import WrongCall, build_kulanz, read_settings
from service.commands.running import address

if TYPE_CHECKING:
    from service.bootstrap import Kulanz


def run(given: Namespace) -> int:
    settings = read_settings(given)
    base_url = settings.public_url or address(settings.host, settings.port)
    with closing(build_kulanz(settings)) as kulanz:
        print(login_link(kulanz, base_url=base_url, approver=given.approver))
    return 0


def login_link(kulanz: Kulanz, *, base_url: str, approver: str | None = None) -> str:
    """A link for this approver, or for the first of the policy. Raises WrongCall."""
    from service.console.sign_in import new_login_link, operator

    known = kulanz.desk.desks.approvers or (operator(),)
    found = next((a for a in known if approver in (None, a.id)), None)
    if found is None:
        names = ", ".join(a.id for a in known)
        raise WrongCall(f"The policy file knows no approver {approver}; it has: {names}.")
    return new_login_link(kulanz, found, base_url)
