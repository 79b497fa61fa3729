"""Making batches of single calls: whoever asks while a batch runs is served by the next one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Generic, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class Batcher(Generic[In, Out]):
    """Turns single calls from many threads into calls of a function on lists.

    Each batch opens the function for itself, and only then looks who is there: those who come
    while it stands in line, for a transaction perhaps, are taken along. Otherwise nobody waits for
    a batch to fill: the first call runs at once, alone if need be. If a batch fails, each of its
    members is tried alone, so that one bad text fails only itself.
    """

    def __init__(
        self,
        opened: Callable[[], AbstractContextManager[Callable[[Sequence[In]], list[Out]]]],
        most: int = 64,
    ) -> None:
        self._opened = opened
        self._most = most
        self._waiting: list[tuple[In, Future[Out]]] = []
        self._at_work = False
        self._lock = threading.Lock()
        # A thread of its own: were the callers to run the batches in turns, those whose answer is
        # there would stand in line with the others until it is their turn to see it.
        self._runner = ThreadPoolExecutor(1, thread_name_prefix="batcher")

    def __call__(self, item: In) -> Out:
        return self.submit(item).result()

    def submit(self, item: In) -> Future[Out]:
        """Stand in line; the answer comes with the batch."""
        future: Future[Out] = Future()
        with self._lock:
            self._waiting.append((item, future))
            if not self._at_work:
                self._at_work = True
                self._runner.submit(self._run_all)
        return future

    def _run_all(self) -> None:
        while self._is_asked():
            self._run_next()

    def _is_asked(self) -> bool:
        with self._lock:
            self._at_work = bool(self._waiting)
            return self._at_work

    def _run_next(self) -> None:
        batch: list[tuple[In, Future[Out]]] = []
        try:
            with self._opened() as function:
                batch = self._taken()
                outs = function([item for item, _ in batch])
        except Exception:
            for item, future in batch or self._taken():
                self._run_alone(item, future)
            return
        for (_, future), out in zip(batch, outs, strict=True):
            future.set_result(out)

    def _taken(self) -> list[tuple[In, Future[Out]]]:
        with self._lock:
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        return batch

    def _run_alone(self, item: In, future: Future[Out]) -> None:
        try:
            with self._opened() as function:
                (out,) = function([item])
        except Exception as error:  # handed to the caller it belongs to
            future.set_exception(error)
        else:
            future.set_result(out)
