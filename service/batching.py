"""Feeding the model full batches: whoever asks while a batch runs is served by the next one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class Batcher(Generic[In, Out]):
    """Turns single calls from many threads into calls of a function on lists.

    Nobody waits for a batch to fill: the first caller runs at once, alone if need be; those who
    come meanwhile form the next batch. If a batch fails, each of its members is tried alone, so
    that one bad text fails only itself.
    """

    def __init__(self, function: Callable[[Sequence[In]], list[Out]], most: int = 64) -> None:
        self._function = function
        self._most = most
        self._waiting: list[tuple[In, Future[Out]]] = []
        self._list_lock = threading.Lock()
        self._run_lock = threading.Lock()

    def __call__(self, item: In) -> Out:
        future: Future[Out] = Future()
        with self._list_lock:
            self._waiting.append((item, future))
        while not future.done():
            with self._run_lock:
                if not future.done():
                    self._run_next()
        return future.result()

    def _run_next(self) -> None:
        with self._list_lock:
            batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            outs = self._function([item for item, _ in batch])
        except Exception:
            self._run_alone(batch)
            return
        for (_, future), out in zip(batch, outs, strict=True):
            future.set_result(out)

    def _run_alone(self, batch: list[tuple[In, Future[Out]]]) -> None:
        for item, future in batch:
            try:
                future.set_result(self._function([item])[0])
            except Exception as error:  # handed to the caller it belongs to
                future.set_exception(error)
