"""A running worker: the engine's threads and the watch, from start to a clean end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.bootstrap import Kulanz
from service.engine_jobs import CARDS, NOTICES, OPEN, PUBLISH
from service.heartbeat import Rounds

#: Channels in Slack that cards are posted into at the same time.
CHANNELS_AT_ONCE = 8


@contextmanager
def working(kulanz: Kulanz) -> Iterator[None]:
    """Work on what is queued until the block ends."""
    kulanz.heart.first()
    most = kulanz.settings.worker_concurrency
    # Each channel has a line of its own (service.slack.line), in which one waits for its turn.
    queues = {OPEN: most, PUBLISH: most, CARDS: CHANNELS_AT_ONCE, NOTICES: 1}
    workflows = kulanz.walk.workflows()
    if kulanz.notices:
        workflows |= kulanz.notices.workflows()
    if kulanz.replays:
        queues |= kulanz.replays.queues()
        workflows |= kulanz.replays.workflows()
    kulanz.engine.launch(workflows, queues=queues, poll_interval=kulanz.settings.poll_interval)
    watch = Rounds("kulanz-watch", kulanz.round, kulanz.settings.watch_interval)
    watch.start()
    try:
        yield
    finally:
        watch.stop()
        if kulanz.replays:
            kulanz.replays.replayers.close()
        # Only then may others take over: what still runs would otherwise be done by two.
        kulanz.engine.stop()
        kulanz.heart.last()
