"""Any order of offers, grants, refusals and failures: no budget is exceeded, no case paid twice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from service.store import tables
from service.store.ledger import Entry
from tests.fakes import ANNA, BEN
from tests.service.goodwill import Office, goodwill_desk
from tests.world import settings
from triage.decision import DecisionKind, Granting
from triage.errors import TriageError

BUDGET = 160
#: The most that the policy of these tests gives to one case.
MOST = 75

#: What can happen to the case of that number.
STEPS = ("write", "escalate_it", "approve", "upgrade", "moneyless", "reject", "publish", "fail")
_step = st.tuples(st.sampled_from(STEPS), st.integers(0, 4), st.sampled_from(["anna", "ben"]))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[Office]:
    """Anna may go beyond the budget, Ben may not."""
    given = settings(tmp_path, monkeypatch, None, database_url=database_url)
    opened = Office.of(given, goodwill_desk(BUDGET, beyond=["anna"]))
    yield opened
    opened.kulanz.close()


def take(office: Office, cases: list[str], step: tuple[str, int, str]) -> None:
    """One thing that happens; what the program refuses does not happen."""
    what, number, who = step
    case, approver = cases[number], ANNA if who == "anna" else BEN
    does: dict[str, Any] = {
        "write": lambda: office.follow_up(case, "late again"),
        "escalate_it": lambda: office.follow_up(case, "fire, and late"),
        "approve": lambda: office.send(case, approver),
        "upgrade": lambda: office.send(case, approver, Granting.UPGRADE),
        "moneyless": lambda: office.send(case, approver, Granting.WITHOUT_MONEY),
        "reject": lambda: office.send(case, kind=DecisionKind.REJECT),
        "publish": lambda: office.publish(case),
        "fail": lambda: office.fail(case),
    }
    with suppress(TriageError):
        does[what]()


def ensure_sound(office: Office) -> None:
    """What must hold after everything that can happen."""
    ledger = tables.ledger
    with office.kulanz.database.read() as session:
        rows = session.execute(sa.select(ledger).where(ledger.c.state == Entry.GRANTED)).all()
    within = sum(row.amount or 0 for row in rows if not row.beyond_budget)
    assert within <= BUDGET
    assert all(row.granted_by == "anna" for row in rows if row.beyond_budget)
    by_case: dict[str, list[Any]] = {}
    for row in rows:
        by_case.setdefault(row.case_id, []).append(row)
    for steps in by_case.values():
        assert sorted(row.step for row in steps) == [*range(1, len(steps) + 1)]
        assert sum(row.amount or 0 for row in steps) <= MOST


def empty(office: Office) -> None:
    with office.kulanz.database.begin() as session:
        for table in (tables.ledger, tables.cases):
            session.execute(sa.delete(table))


@hypothesis_settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(_step, min_size=5, max_size=20))
def test_no_order_of_steps_exceeds_a_budget_or_pays_twice(
    office: Office, steps: list[tuple[str, int, str]]
) -> None:
    empty(office)
    cases = [office.waiting() for _ in range(5)]
    for step in steps:
        take(office, cases, step)
        ensure_sound(office)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nor_do_steps_at_the_same_moment(office: Office, seed: int) -> None:
    """Four people at once, on the same cases, in an order nobody knows."""
    cases = [office.waiting() for _ in range(5)]
    chance = random.Random(seed)
    steps = [
        (chance.choice(STEPS), chance.randrange(5), chance.choice(["anna", "ben", "ben"]))
        for _ in range(40)
    ]
    with ThreadPoolExecutor(4) as pool:
        for _ in pool.map(lambda step: take(office, cases, step), steps):
            pass
    ensure_sound(office)
