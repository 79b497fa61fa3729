"""Processes die at random while mentions and clicks come in and the receiver fails.

Afterwards every accepted mention has a case, every approved case has ended, no reply went out
twice, and nothing is stuck. Small in `make test`, in full size in `make test-slow`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy.exc import DBAPIError

from service.bootstrap import build, utc_now
from service.console.sign_in import SESSION_COOKIE, new_login_link, open_session
from service.engine import Engine
from service.inboxes.standard_webhooks import sign
from service.receive import case_id_of
from service.settings import Settings
from service.store import cases, mentions, queues
from service.store.database import Database
from tests.fakes import ANNA, fake_desk
from tests.postgres import PostgresServer, running_server
from tests.receiver import (
    Behaviour,
    Receiver,
    accepts,
    fails_after,
    fails_before,
    hangs_up_after,
    hangs_up_before,
)
from tests.world import KEY, SECRET
from triage.case import Case, Status
from triage.errors import CaseNotFound

ROOT = Path(__file__).parents[2]

FAILS_BEFORE: list[Behaviour] = [fails_before(500), fails_before(503), hangs_up_before]
FAILS_AFTER: list[Behaviour] = [fails_after(500), hangs_up_after]

ENDED = {Status.PUBLISHED, Status.PUBLISH_IN_DOUBT}


@dataclass
class CountingReceiver(Receiver):
    """Counts every effect of a call, known key or not."""

    taken: Counter[str] = field(default_factory=Counter)

    def accept(self, key: str, body: bytes) -> None:
        with self.lock:
            self.taken[key] += 1
        super().accept(key, body)


@dataclass(frozen=True)
class Scale:
    mentions: int
    kills: int
    restarts: int


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


class Traffic:
    """People who write, people who click, and an inbox that repeats itself."""

    def __init__(self, database: Database, port: int, cookie: str, chance: random.Random) -> None:
        self.database = database
        self.base = f"http://127.0.0.1:{port}"
        self.cookie = cookie
        self.chance = chance
        self.accepted: list[str] = []
        self.clicks = Counter[int]()
        self.answers = Counter[int]()
        self.all_in = threading.Event()

    def write(self, number: int, pause: float) -> None:
        """Send one mention until it is accepted, as senders do; a fifth of them twice."""
        body = json.dumps({"id": f"m{number}", "text": f"My bag is lost ({number})"}).encode()
        twice = self.chance.random() < 0.2
        for _ in range(2 if twice else 1):
            self._until_taken(lambda: self._post(body, number))
        self.accepted.append(f"m{number}")
        time.sleep(pause)

    def _post(self, body: bytes, number: int) -> int:
        headers = sign(f"d{number}", body, KEY, utc_now())
        return httpx2.post(
            f"{self.base}/webhooks/social", content=body, headers=headers, timeout=20
        ).status_code

    def _until_taken(self, post: Callable[[], int]) -> None:
        while True:
            try:
                status = post()
            except httpx2.HTTPError:
                status = 0
            self.answers[status] += 1
            if status in {200, 202}:
                return
            assert status in {0, 503}, "a sender is asked to come back, nothing else"
            time.sleep(0.1)

    def click_until_all_are_decided(self, pool: ThreadPoolExecutor, total: int) -> None:
        seen: set[str] = set()
        while len(seen) < total:
            for case in self._waiting():
                twice = case.id not in seen and self.chance.random() < 0.25
                seen.add(case.id)
                list(pool.map(self._click, [case] * (2 if twice else 1)))
            if self.all_in.is_set() and not self._open():
                return
            time.sleep(0.05)

    def _click(self, case: Case) -> None:
        try:
            answer = httpx2.post(
                f"{self.base}/api/cases/{case.id}/decisions", timeout=20,
                json={"kind": "approve", "draft_version": case.draft_version},
                cookies={SESSION_COOKIE: self.cookie},
            )  # fmt: skip
        except httpx2.HTTPError:
            self.clicks[0] += 1
            return
        self.clicks[answer.status_code] += 1
        assert answer.status_code in {200, 409, 503}, answer.text

    def _waiting(self) -> list[Case]:
        wanted = queues.Filter(statuses=(Status.AWAITING, Status.ESCALATED))
        return self._found(lambda s: queues.find(s, wanted, now=utc_now(), limit=20)) or []

    def _open(self) -> int:
        wanted = (Status.RECEIVED, Status.AWAITING, Status.ESCALATED)
        counted = self._found(cases.counts_by_status)
        return 1 if counted is None else sum(counted.get(status, 0) for status in wanted)

    def _found(self, query: Callable[[Any], Any]) -> Any:
        try:
            with self.database.read() as session:
                return query(session)
        except DBAPIError:
            return None


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(url: str, receiver: Receiver, *, looks_up: bool) -> dict[str, str]:
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


def _failing(chance: random.Random) -> Behaviour:
    """5 % before the effect, 5 % after it."""
    draw = chance.random()
    if draw < 0.05:
        return chance.choice(FAILS_BEFORE)
    return chance.choice(FAILS_AFTER) if draw < 0.10 else accepts


def _session(url: str) -> str:
    """Make the tables, and sign somebody in."""
    kulanz = build(Settings(database_url=url), desk=fake_desk())
    try:
        token = new_login_link(kulanz, ANNA, "http://k").partition("token=")[2]
        return open_session(kulanz, token)
    finally:
        kulanz.close()


def _kill_at_random(
    house: House, scale: Scale, server: PostgresServer | None, chance: random.Random
) -> None:
    restarts = chance.sample(range(scale.kills), scale.restarts) if server else []
    for number in range(scale.kills):
        time.sleep(chance.uniform(0.3, 2.0))
        house.kill(chance.randrange(len(house.roles)))
        if server and number in restarts:
            server.stop("immediate")
            time.sleep(chance.uniform(0.1, 1.0))
            server.start()
        house.replace_the_dead()


def _live_through(
    scale: Scale, seed: int, url: str, roles: tuple[str, ...], server: PostgresServer | None
) -> str:
    chance = random.Random(seed)
    with ExitStack() as stack:
        receiver = stack.enter_context(CountingReceiver())
        receiver.behaviours.extend(_failing(chance) for _ in range(20 * scale.mentions))
        database = Database(url)
        stack.callback(database.dispose)
        port = _free_port()
        cookie = _session(url)
        environment = _environment(url, receiver, looks_up=server is not None)
        processes = stack.enter_context(house(environment, roles, port))
        processes.start()
        traffic = Traffic(database, port, cookie, random.Random(seed + 1))
        pause = 4 * 1.3 * scale.kills / scale.mentions
        with ThreadPoolExecutor(12) as pool, ThreadPoolExecutor(4) as clickers:
            killing = pool.submit(_kill_at_random, processes, scale, server, chance)
            clicking = pool.submit(traffic.click_until_all_are_decided, clickers, scale.mentions)
            writing = ThreadPoolExecutor(4)
            list(writing.map(lambda n: traffic.write(n, pause), range(scale.mentions)))
            writing.shutdown()
            traffic.all_in.set()
            killing.result()
            clicking.result()
        return _balance(traffic, receiver, processes, database, scale)


def _balance(
    traffic: Traffic, receiver: CountingReceiver, processes: House, database: Database, scale: Scale
) -> str:
    """Wait until everything has come to rest, and count."""
    engine = Engine(database)
    engine.prepare()
    end = time.monotonic() + 150
    stuck = -1
    while time.monotonic() < end:
        processes.replace_the_dead()
        counted = traffic._found(cases.counts_by_status) or {}
        stuck = sum(count for status, count in counted.items() if status not in ENDED)
        if counted and not stuck and not engine.has_live("c"):
            break
        traffic.click_until_all_are_decided(ThreadPoolExecutor(1), 0)
        time.sleep(0.2)
    live = engine.has_live("c")
    engine.stop()
    by_key = Counter(key.partition("-")[0] for key in receiver.effects)
    with database.read() as session:
        lost = sum(not _has_case(session, id) for id in traffic.accepted)
        ended = cases.counts_by_status(session)
        untold = sum(
            status is Status.PUBLISHED and case_id not in receiver.effects
            for case_id, status in _statuses(session, traffic.accepted)
        )
    doubled = sum(count > 1 for count in by_key.values())
    calls = sum(count > 1 for count in receiver.taken.values())
    summary = (
        f"{scale.kills} kills, {scale.mentions} mentions: lost {lost}, stuck {stuck}, live {live}, "
        f"published without effect {untold}, doubled {doubled}, effects by call over one {calls}; "
        f"{dict(ended)}; webhooks {dict(traffic.answers)}, clicks {dict(traffic.clicks)}"
    )
    assert len(traffic.accepted) == scale.mentions, summary
    assert (lost, stuck, live, untold, doubled) == (0, 0, False, 0, 0), summary
    if "KULANZ_INBOX_SOCIAL_LOOKUP_URL" in processes.environment:
        assert calls == 0, summary
    return summary


def _statuses(session: Any, ids: list[str]) -> list[tuple[str, Status]]:
    found = (case_id_of("social", id) for id in ids)
    return [(case_id, cases.load(session, case_id).status) for case_id in found]


def _has_case(session: Any, id: str) -> bool:
    try:
        cases.load(session, case_id_of("social", id))
    except CaseNotFound:
        return False
    return mentions.find(session, "social", id) is not None


SMALL = Scale(mentions=40, kills=5, restarts=1)
FULL = Scale(mentions=500, kills=40, restarts=2)

SIZES = [
    pytest.param(SMALL, id="small"),
    pytest.param(FULL, id="full", marks=[pytest.mark.slow, pytest.mark.timeout(1500)]),
]


@pytest.mark.parametrize("scale", SIZES)
def test_one_process_on_sqlite_may_die_at_any_moment(
    scale: Scale, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite+pysqlite3:///{tmp_path / 'kulanz.sqlite'}"
    summary = _live_through(scale, 20261123, url, ("serve",), None)
    with capsys.disabled():
        sys.stdout.write(f"\nSQLite: {summary}\n")


@pytest.mark.parametrize("scale", SIZES)
def test_web_and_three_workers_on_postgresql_may_die_at_any_moment(
    scale: Scale, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_server() as server, server.fresh_database() as url:
        roles = ("web", "work", "work", "work")
        summary = _live_through(scale, 20261124, url, roles, server)
    with capsys.disabled():
        sys.stdout.write(f"\nPostgreSQL: {summary}\n")
