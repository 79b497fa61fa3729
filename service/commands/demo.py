"""`kulanz demo`: the whole product on sample mentions; everything it keeps lies in one folder."""

from __future__ import annotations

import logging
import os
import shlex
import shutil
import socket
import sys
from argparse import Namespace
from base64 import b64decode
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from prompts.loader import load_policy
from service.commands.calls import WrongCall, build_kulanz, read_settings
from service.commands.databases import opened_database
from service.commands.demo_here import demo_folder, hold_or_find, remember_address
from service.commands.login import login_link, one_of
from service.commands.running import address_of, listening, stopping, web_server
from service.commands.secret import new_secret
from service.demo.feeder import Feeder
from service.demo.kept import keep, load
from service.demo.receiver import Receiver
from service.demo.samples import samples
from service.logs import log_to_stderr
from service.settings import Settings

#: Ports are looked for from the wanted one upwards.
_PORTS_TRIED = 50

_WELCOME = """
  Kulanz is running. Sign in here, once; the link is good for a day:

    {link}

  {total} sample mentions of an invented airline come in over the signed webhook: the first few
  at once, then one every {every:g} s. Approve a draft in the console, and the reply
  appears on the demo's own page; the case links to it.

  Ctrl-C stops everything. Started again, it goes on where it was; called while it runs,
  it prints another link.
"""


_WELCOME_AGAIN = """
  The demo is running already. Sign in here, once; the link is good for a day:

    {link}
"""


def run(given: Namespace) -> int:
    wanted = read_settings(given)
    folder, called = demo_folder(wanted), as_called()
    log_to_stderr(logging.ERROR)
    with ExitStack() as running:
        running.enter_context(stopping())
        if runs_at := hold_or_find(running, wanted):
            return _let_in_again(folder, runs_at)
        secret = _own_secret(folder)
        key = b64decode(secret.removeprefix("whsec_"))
        mentions = samples()
        console = running.enter_context(_first_free(wanted.port))
        receiver = running.enter_context(
            Receiver(
                _free_port(console.getsockname()[1] + 1),
                key=key, kept=folder / "published.json", mentions=mentions,
            )
        )  # fmt: skip
        settings = _own_settings(wanted, folder, secret, f"{receiver.address}/replies")
        address = address_of(console)
        kulanz = running.enter_context(closing(build_kulanz(settings)))
        # Not before the database is there: others make links in it from now on.
        remember_address(folder, address)

        from service.app import create_app

        feeder = Feeder(
            mentions, url=f"{address}/webhooks/demo", key=key, every=given.every,
            kept=folder / "fed.json",
        )  # fmt: skip
        feeder.start()
        running.callback(feeder.stop)
        link = login_link(kulanz.database, one_of(kulanz.desk.desks.approvers), address)
        print(_WELCOME.format(link=link, total=len(mentions), every=given.every), flush=True)
        app = create_app(kulanz, link_command=f"{called} demo")
        web_server(app).run(sockets=[console])
    print("\n  Stopped. Everything is kept in", folder, flush=True)
    return 0


def as_called() -> str:
    """What the person who started this calls it by: in the folder where they did, it works again.

    `make demo` starts it where no shell looks for commands.
    """
    called, found = Path(sys.argv[0]), shutil.which("kulanz")
    if called.name != "kulanz" or (found and called.samefile(found)):
        return "kulanz"
    return shlex.quote(str(called))


def _let_in_again(folder: Path, address: str) -> int:
    """Whoever calls the demo while it runs wants to get in, be it in another browser."""
    _forget_set_up(folder)
    settings = Settings(data_dir=folder)
    approver = one_of(load_policy(settings.policy).desks.approvers)
    with opened_database(settings) as database:
        print(_WELCOME_AGAIN.format(link=login_link(database, approver, address)))
    return 0


def _own_secret(folder: Path) -> str:
    secret: str = load(folder / "secret.json", None) or new_secret()
    keep(folder / "secret.json", secret)
    return secret


def _own_settings(wanted: Settings, folder: Path, secret: str, reply_url: str) -> Settings:
    """Settings of the demo alone: no inbox, no Slack, no database of a real set-up is touched."""
    _forget_set_up(folder)
    os.environ["KULANZ_INBOX_DEMO_SECRET"] = secret
    os.environ["KULANZ_INBOX_DEMO_REPLY_URL"] = reply_url
    os.environ["KULANZ_INBOX_DEMO_LOOKUP_URL"] = reply_url
    own: dict[str, Any] = {
        "data_dir": folder,
        "model_threads": wanted.model_threads,
        # The receiver is on this machine; there is no other inbox.
        "allow_private_addresses": True,
    }
    if wanted.model_is_given:
        own["model_dir"] = wanted.model_dir.absolute()
    return Settings(**own)


def _forget_set_up(folder: Path) -> None:
    for name in [name for name in os.environ if name.startswith("KULANZ_")]:
        del os.environ[name]
    # Nor does a .env in the present folder count.
    os.chdir(folder)


def _first_free(port: int) -> socket.socket:
    for candidate in range(port, min(port + _PORTS_TRIED, 65_536)):
        try:
            return listening("127.0.0.1", candidate)
        except WrongCall:
            continue
    raise WrongCall(f"No free port from {port} on: use --port.")


def _free_port(port: int) -> int:
    with _first_free(port) as probe:
        free: int = probe.getsockname()[1]
        return free
