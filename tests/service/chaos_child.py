"""The processes that `test_chaos.py` kills: the real app and workers, with a desk of our own.

Started once, so that everything is imported once; forks a process for each line on standard input
and answers with its id. When the input ends, all of them are killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading

from service.app import create_app
from service.bootstrap import build
from service.commands.running import listening, started, web_server
from service.settings import Settings
from service.worker import working
from tests.fakes import fake_desk


def live(role: str, port: int) -> None:
    kulanz = build(Settings(), desk=fake_desk())
    if role == "work":
        with working(kulanz):
            threading.Event().wait()
    app = create_app(kulanz, workers=role == "serve")
    web_server(app).run(sockets=[listening("127.0.0.1", port)])


def main() -> None:
    # Nobody asks how they ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    forked: list[int] = []
    # Once for all of them.
    started()
    for line in sys.stdin:
        given = json.loads(line)
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.environ.update(given["environment"])
            try:
                live(given["role"], given["port"])
            finally:
                os._exit(1)
        forked.append(child)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
    for child in forked:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main()
