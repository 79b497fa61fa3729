"""`kulanz serve`: the web app, with the workers unless told otherwise."""

from __future__ import annotations

from argparse import Namespace
from contextlib import ExitStack, closing

from service.commands.calls import build_kulanz, read_settings
from service.commands.running import (
    address_of,
    listening,
    only_worker,
    stopping,
    web_server,
)
from service.logs import log_to_stderr


def run(given: Namespace) -> int:
    settings = read_settings(given)
    log_to_stderr()
    with ExitStack() as running:
        running.enter_context(stopping())
        if not given.no_workers:
            running.enter_context(only_worker(settings))
        bound = running.enter_context(listening(settings.host, settings.port))
        kulanz = running.enter_context(closing(build_kulanz(settings)))

        from service.app import create_app
        from service.commands.login import login_link, one_of

        app = create_app(kulanz, workers=not given.no_workers)
        base_url = settings.public_url or address_of(bound)
        link = login_link(kulanz.database, one_of(kulanz.desk.desks.approvers), base_url)
        print(f"Kulanz is at {address_of(bound)}", flush=True)
        print(f"Sign in, once and within a day: {link}", flush=True)
        web_server(app).run(sockets=[bound])
    return 0
