"""Whoever waits for an answer goes before the workers of the process, but never for long."""

from __future__ import annotations

import threading
import time

import pytest
import sqlalchemy as sa

from service import precedence
from service.precedence import PRECEDENCE, Precedence
from service.store.database import Database
from service.store.writers import patiently
from tests.slack_person import wait_until


def test_a_worker_goes_on_when_the_last_answer_is_given() -> None:
    asked, went = Precedence(), threading.Event()

    def work() -> None:
        asked.give_way()
        went.set()

    with asked.somebody_waits():
        worker = threading.Thread(target=work)
        with asked.somebody_waits():
            worker.start()
        assert not went.wait(0.1)
    worker.join()
    asked.give_way()


def test_work_goes_on_however_many_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "LONGEST_PAUSE", 0.01)
    asked = Precedence()
    with asked.somebody_waits():
        asked.give_way()


def test_few_workers_store_at_one_moment() -> None:
    asked, at_it, most = Precedence(), list[int](), list[int]()

    def store(number: int) -> None:
        with asked.storing():
            at_it.append(number)
            most.append(len(at_it))
            time.sleep(0.01)
            at_it.remove(number)

    workers = [threading.Thread(target=store, args=(number,)) for number in range(20)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(most) == 20
    assert max(most) <= precedence.MOST_AT_IT


def test_whoever_stores_goes_on_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever clicked may wait for that very transaction."""
    monkeypatch.setattr(precedence, "LONGEST_PAUSE", 60)
    asked = Precedence()
    with asked.storing(), asked.somebody_waits():
        asked.give_way()


def test_on_postgresql_a_worker_lets_people_go_before_each_transaction(
    postgresql_url: str,
) -> None:
    database, read = Database(postgresql_url), list[str]()

    def look(name: str) -> None:
        with database.read() as session:
            session.execute(sa.select(1))
        read.append(name)

    def work() -> None:
        with patiently():
            look("worker")

    with PRECEDENCE.somebody_waits():
        worker = threading.Thread(target=work)
        worker.start()
        wait_until(lambda: worker.is_alive())
        look("person")
    worker.join()
    database.dispose()
    assert read == ["person", "worker"]
