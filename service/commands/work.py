"""`kulanz work`: the workers alone."""

from __future__ import annotations

import time
from argparse import Namespace
from contextlib import ExitStack, closing

from service.commands.calls import build_kulanz, read_settings
from service.commands.running import only_worker, started, stopping
from service.logs import log_to_stderr
from service.worker import working

#: Seconds after which a request to stop is heard at the latest.
_LOOK_UP = 0.5


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
        _wait()
    return 0


def _wait() -> None:
    """Until a signal. Whoever stops us is heard when this thread wakes, and the kernel may have
    given the signal to another one: a wait without end would never hear of it."""
    while True:
        time.sleep(_LOOK_UP)
