"""The program that `test_crash_points.py` lets die: the app with its workers and the real cards.

Started once, so that everything is imported once: for each line on standard input (variables as
JSON) it forks a child that serves until it dies, and says the child's process and address, then
how it ended.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from importlib import import_module

from service.bootstrap import utc_now
from service.commands.running import started
from service.logs import log_to_stderr
from service.settings import Settings
from service.slack.approvals import SlackApprovals
from service.slack.client import SlackClient
from service.slack.line import Patience
from service.store.database import Database
from tests.fakes import fake_desk
from tests.service.crash_lives import ARMED, LATER
from tests.web import serving

#: Less than among people.
PATIENCE = Patience(between_posts=0.01, look=0.1, settle=0.1, refused=1.0, lease=0.5)

#: Seconds after which a story has failed.
LONGEST_LIFE = 60

#: What `Lives.arm` sends.
TO_ARM = {signal.SIGUSR1}


def live() -> None:
    settings = Settings()
    assert settings.slack_bot_token is not None
    approvals = SlackApprovals(
        SlackClient(settings.slack_bot_token.get_secret_value(), settings.slack_api_url),
        Database(settings.resolved_database_url), fake_desk(), utc_now,
        channel=settings.slack_channel, console_url=None, patience=PATIENCE,
    )  # fmt: skip
    with serving(settings, workers=True, approvals=approvals) as web:
        say(f"{os.getpid()} {web.base}")
        while True:
            signal.sigwait(TO_ARM)
            os.environ["KULANZ_CRASH_AT"] = os.environ[LATER]
            say(ARMED)


def say(line: str) -> None:
    """At one stroke, as two processes write here."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def get_ready() -> None:
    """What each life would do again: imports, and looking through all that is in memory."""
    for imported_late in ("httpcore2", "truststore", "uvicorn.protocols.http.h11_impl"):
        import_module(imported_late)
    started()


def main() -> None:
    log_to_stderr()
    # Debug lines count as well: somebody may switch them on.
    for name in ("service", "triage", "slack_sdk"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    get_ready()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.environ.update(json.loads(line))
            signal.alarm(LONGEST_LIFE)
            # Blocked in every thread and waited for by one: a handler runs in the main thread, and
            # a signal that the kernel gives to another one does not wake that from its wait.
            signal.pthread_sigmask(signal.SIG_BLOCK, TO_ARM)
            try:
                live()
            finally:
                os._exit(1)
        _, ended = os.waitpid(child, 0)
        say(str(os.waitstatus_to_exitcode(ended)))


if __name__ == "__main__":
    main()
