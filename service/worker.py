"""A running worker: the engine's threads and the watch, from start to a clean end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.bootstrap import Kulanz
from service.watch import WatchThread


@contextmanager
def working(kulanz: Kulanz) -> Iterator[None]:
    """Work on what is queued until the block ends."""
    kulanz.watch.first_round()
    kulanz.engine.launch(
        kulanz.walk.workflows(),
        concurrency=kulanz.settings.worker_concurrency,
        poll_interval=kulanz.settings.poll_interval,
    )
    watch = WatchThread(kulanz.watch, kulanz.settings.watch_interval)
    watch.start()
    try:
        yield
    finally:
        watch.stop()
        # Only then may others take over: what still runs would otherwise be done by two.
        kulanz.engine.stop()
        kulanz.watch.sign_off()
