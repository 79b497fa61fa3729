"""Single calls become batches: nobody waits for one to fill, nobody fails for another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import partial
from threading import Event

import pytest

from service.batching import Batcher


class Slow:
    """Doubles numbers, but no negative ones; the first batch waits until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun = Event()
        self.let_go = Event()

    def __call__(self, numbers: Sequence[int]) -> list[int]:
        self.batches.append([*numbers])
        self.begun.set()
        assert self.let_go.wait(20)
        if min(numbers) < 0:
            raise ValueError(f"{min(numbers)} is negative")
        return [2 * number for number in numbers]


@pytest.fixture
def slow() -> Slow:
    return Slow()


def test_those_who_come_while_a_batch_runs_make_the_next_ones(slow: Slow) -> None:
    batcher = Batcher(lambda: nullcontext(slow), most=3)
    answers = [batcher.submit(0)]
    assert slow.begun.wait(20)
    answers += [batcher.submit(number) for number in range(1, 6)]
    slow.let_go.set()
    assert [answer.result(20) for answer in answers] == [0, 2, 4, 6, 8, 10]
    assert slow.batches == [[0], [1, 2, 3], [4, 5]]


def test_one_that_fails_fails_only_itself(slow: Slow) -> None:
    batcher = Batcher(lambda: nullcontext(slow))
    first = batcher.submit(0)
    assert slow.begun.wait(20)
    answers = [batcher.submit(number) for number in (1, -2, 3)]
    slow.let_go.set()
    assert first.result(20) == 0
    assert (answers[0].result(20), answers[2].result(20)) == (2, 6)
    with pytest.raises(ValueError, match="-2 is negative"):
        answers[1].result(20)
    assert slow.batches == [[0], [1, -2, 3], [1], [-2], [3]]


def test_those_who_come_while_it_stands_in_line_are_taken_along(slow: Slow) -> None:
    in_line, front = Event(), Event()

    @contextmanager
    def opened() -> Iterator[Callable[[Sequence[int]], list[int]]]:
        in_line.set()
        assert front.wait(20)
        yield slow

    slow.let_go.set()
    batcher = Batcher(opened)
    answers = [batcher.submit(0)]
    assert in_line.wait(20)
    answers += [batcher.submit(1), batcher.submit(2)]
    front.set()
    assert [answer.result(20) for answer in answers] == [0, 2, 4]
    assert slow.batches == [[0, 1, 2]]


def test_if_it_can_not_be_opened_or_closed_all_are_told(slow: Slow) -> None:
    """A commit that fails is no answer, however well the function ended."""

    @contextmanager
    def opened(at_once: bool) -> Iterator[Callable[[Sequence[int]], list[int]]]:
        if at_once:
            raise ConnectionError
        yield slow
        raise ConnectionError

    slow.let_go.set()
    for at_once in (True, False):
        batcher = Batcher(partial(opened, at_once))
        for answer in [batcher.submit(number) for number in range(3)]:
            with pytest.raises(ConnectionError):
                answer.result(20)


def test_after_a_failure_and_after_a_rest_it_works_on(slow: Slow) -> None:
    slow.let_go.set()
    batcher = Batcher(lambda: nullcontext(slow))
    with pytest.raises(ValueError, match="-1 is negative"):
        batcher(-1)
    assert [batcher(number) for number in (1, 2)] == [2, 4]


def test_many_threads_get_each_their_own_answer(slow: Slow) -> None:
    slow.let_go.set()
    batcher = Batcher(lambda: nullcontext(slow), most=4)
    with ThreadPoolExecutor(16) as pool:
        assert [*pool.map(batcher, range(2_000))] == [2 * number for number in range(2_000)]
    assert sum(len(batch) for batch in slow.batches) == 2_000
    assert max(len(batch) for batch in slow.batches) <= 4
