"""`kulanz work`: the workers alone."""

from __future__ import annotations

import threading
from argparse import Namespace
from contextlib import ExitStack, closing

from service.commands.calls import build_kulanz, read_settings
from service.commands.running import only_worker, started, stopping
from service.logs import log_to_stderr
from service.worker import working


def run(given: Namespace) -> int:
    settings = read_settings(given)
    log_to_stderr()
    with ExitStack() as running:
        running.enter_context(stopping())
        running.enter_context(only_worker(settings))
        kulanz = running.enter_context(closing(build_kulanz(settings)))
        started()
        running.enter_context(working(kulanz))
        print("At work.", flush=True)
        threading.Event().wait()
    return 0
