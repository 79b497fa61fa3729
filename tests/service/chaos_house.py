"""The processes that die in `test_chaos.py`, and the receiver that fails them."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from service.bootstrap import build
from service.console.sign_in import new_login_link, open_session
from service.settings import Settings
from tests.fakes import ANNA, fake_desk
from tests.receiver import (
    Behaviour,
    Receiver,
    accepts,
    fails_after,
    fails_before,
    hangs_up_after,
    hangs_up_before,
)
from tests.world import SECRET

ROOT = Path(__file__).parents[2]

FAILS_BEFORE: list[Behaviour] = [fails_before(500), fails_before(503), hangs_up_before]
FAILS_AFTER: list[Behaviour] = [fails_after(500), hangs_up_after]


@dataclass
class CountingReceiver(Receiver):
    """Counts every effect of a call, known key or not."""

    taken: Counter[str] = field(default_factory=Counter)

    def accept(self, key: str, body: bytes) -> None:
        with self.lock:
            self.taken[key] += 1
        super().accept(key, body)


@dataclass
class House:
    """The processes, and who kills and replaces them."""

    zygote: subprocess.Popen[str]
    environment: dict[str, str]
    port: int
    roles: tuple[str, ...]
    pids: list[int] = field(default_factory=list)

    def start(self) -> None:
        self.pids = [self._fork(role) for role in self.roles]

    def kill(self, place: int) -> None:
        # It may have died by itself, of a database that was away.
        with suppress(ProcessLookupError):
            os.kill(self.pids[place], signal.SIGKILL)
        self.pids[place] = self._fork(self.roles[place])

    def replace_the_dead(self) -> None:
        for place, pid in enumerate(self.pids):
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                self.kill(place)

    def _fork(self, role: str) -> int:
        assert self.zygote.stdin is not None
        assert self.zygote.stdout is not None
        line = {"role": role, "port": self.port, "environment": self.environment}
        self.zygote.stdin.write(json.dumps(line) + "\n")
        self.zygote.stdin.flush()
        return int(self.zygote.stdout.readline())


@contextmanager
def house(environment: dict[str, str], roles: tuple[str, ...], port: int) -> Iterator[House]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.service.chaos_child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        cwd=ROOT, env={k: v for k, v in os.environ.items() if not k.startswith("KULANZ_")},
    ) as zygote:  # fmt: skip
        yield House(zygote, environment, port, roles)
        assert zygote.stdin is not None
        zygote.stdin.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment_of(url: str, receiver: Receiver, *, looks_up: bool) -> dict[str, str]:
    environment = {
        "KULANZ_DATABASE_URL": url,
        "KULANZ_INBOX_SOCIAL_SECRET": SECRET,
        "KULANZ_INBOX_SOCIAL_REPLY_URL": receiver.url,
        "KULANZ_ALLOW_PRIVATE_ADDRESSES": "true",
        "KULANZ_POLL_INTERVAL": "0.1",
        "KULANZ_WATCH_INTERVAL": "0.5",
        "KULANZ_WORKER_STALE_AFTER": "6",
        "KULANZ_WORKER_CONCURRENCY": "8",
        "KULANZ_PUBLISH_PAUSES": "0.5,0.5,1,1,2,2",
        "KULANZ_PUBLISH_SETTLE": "0.5",
        "KULANZ_PUBLISH_TIMEOUT": "5",
    }
    if looks_up:
        environment["KULANZ_INBOX_SOCIAL_LOOKUP_URL"] = receiver.lookup_url
    return environment


def failing(chance: random.Random) -> Behaviour:
    """5 % before the effect, 5 % after it."""
    draw = chance.random()
    if draw < 0.05:
        return chance.choice(FAILS_BEFORE)
    return chance.choice(FAILS_AFTER) if draw < 0.10 else accepts


def signed_in_to(url: str) -> str:
    """Make the tables, and sign somebody in."""
    kulanz = build(Settings(database_url=url), desk=fake_desk())
    try:
        token = new_login_link(kulanz.database, kulanz.clock(), ANNA, "http://k").partition(
            "token="
        )[2]
        return open_session(kulanz, token)
    finally:
        kulanz.close()
