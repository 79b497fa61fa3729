"""How long a reply that did not get through waits for the next try."""

from __future__ import annotations

from service.delivery import LONGEST_PAUSE, Attempt, Delivered, RetryPlan

PLAN = RetryPlan(pauses=(4.0, 8.0), settle=30.0)


def test_pauses_grow_and_chance_spreads_them() -> None:
    failed = Attempt(Delivered.NOT_DELIVERED)
    first = {PLAN.pause(1, failed) for _ in range(50)}
    second = {PLAN.pause(2, failed) for _ in range(50)}
    assert all(p is not None and 2 <= p <= 4 for p in first)
    assert all(p is not None and 4 <= p <= 8 for p in second)
    assert len(first) > 1
    assert PLAN.pause(3, failed) is None


def test_a_doubt_settles_before_it_is_looked_up() -> None:
    assert PLAN.pause(1, Attempt(Delivered.IN_DOUBT, may_go_on=True)) == 30.0


def test_the_inbox_may_ask_for_a_longer_pause_but_not_for_ever() -> None:
    asked = Attempt(Delivered.NOT_DELIVERED, retry_after=60.0)
    assert PLAN.pause(1, asked) == 60.0
    asked = Attempt(Delivered.NOT_DELIVERED, retry_after=1e12)
    assert PLAN.pause(1, asked) == LONGEST_PAUSE
