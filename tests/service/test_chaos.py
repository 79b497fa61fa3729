"""Processes die at random while mentions and clicks come in and the receiver fails.

Afterwards every accepted mention has a case, every approved case has ended, no reply went out
twice, and nothing is stuck. Small in `make test`, in full size in `make test-slow`.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from service.engine import Engine
from service.receive import case_id_of
from service.store import cases, mentions
from service.store.database import Database
from tests.postgres import PostgresServer, running_server
from tests.service.chaos_house import (
    CountingReceiver,
    House,
    environment_of,
    failing,
    free_port,
    house,
    signed_in_to,
)
from tests.service.chaos_traffic import Traffic
from triage.case import Status
from triage.errors import CaseNotFound

ENDED = {Status.PUBLISHED, Status.PUBLISH_IN_DOUBT}


@dataclass(frozen=True)
class Scale:
    mentions: int
    kills: int
    restarts: int


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
        receiver.behaviours.extend(failing(chance) for _ in range(20 * scale.mentions))
        database = Database(url)
        stack.callback(database.dispose)
        port = free_port()
        cookie = signed_in_to(url)
        environment = environment_of(url, receiver, looks_up=server is not None)
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
        counted = traffic.found(cases.counts_by_status) or {}
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
