"""The lives of one program one after the other, each ended by kill −9, and waiting in them."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

#: How a process ends at a crash point.
DIED = 9

#: At which point a life ends, and the how manieth time, counted from when it is told to.
LATER = "CRASH_LATER"
#: What it says then.
ARMED = "armed"

#: How long a story waits for what is to come, in seconds.
_PATIENCE = 120


class Died(Exception):
    """The program is dead."""


@dataclass
class Lives:
    variables: dict[str, str]
    program: subprocess.Popen[str]
    base: str = ""
    pid: int = 0
    #: What the program said.
    _said: queue.Queue[str] = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        threading.Thread(target=self._listen, daemon=True).start()

    def begin(self, crash_at: str = "", **more: str) -> None:
        """A new life of the program, which ends at that point. Raises Died."""
        given = {**self.variables, **more}
        if crash_at:
            given["KULANZ_CRASH_AT"] = f"{crash_at}:1"
        assert self.program.stdin is not None
        self.pid = 0
        self.program.stdin.write(json.dumps(given) + "\n")
        self.program.stdin.flush()
        said = self._said.get(timeout=_PATIENCE)
        if " " not in said:
            self._said.put(said)
            raise Died
        self.pid, self.base = int(said.split()[0]), said.split()[1]

    def dies_at(self, crash_at: str, story: Callable[[], object], **more: str) -> None:
        """Live through a story until death."""
        try:
            self.begin(crash_at, **more)
            story()
            # The point may come after the last thing that people see.
            self.until(lambda: False)
        except Died:
            pass
        finally:
            ended = self.end()
        assert ended == DIED, f"nobody died at {crash_at!r}"

    def lives(self, story: Callable[[], object], **more: str) -> None:
        """Live through a story to its end, which is kill −9 as well."""
        self.begin(**more)
        try:
            story()
        finally:
            ended = self.end()
        assert ended == -signal.SIGKILL, "it died before"

    def arm(self) -> None:
        """From now on it comes to what was given as LATER. Raises Died."""
        os.kill(self.pid, signal.SIGUSR1)
        said = self._said.get(timeout=_PATIENCE)
        if said != ARMED:
            self._said.put(said)
            raise Died

    def end(self) -> int:
        """How the process ended, by kill −9 if it did not by itself."""
        with suppress(ProcessLookupError):
            if self.pid:
                os.kill(self.pid, signal.SIGKILL)
        return int(self._said.get(timeout=_PATIENCE))

    def until(self, seen: Callable[[], Any]) -> Any:
        """What is seen at last. Raises Died."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            if found := seen():
                return found
            if not self._said.empty():
                raise Died
            time.sleep(0.05)
        raise AssertionError("it did not happen")

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Whoever calls while the program dies gets no answer."""
        try:
            yield
        except httpx2.TransportError:
            raise Died from None

    def _listen(self) -> None:
        assert self.program.stdout is not None
        for line in self.program.stdout:
            self._said.put(line.strip())


def start_program(log: Path) -> subprocess.Popen[str]:
    """`crash_child.py`; what all its lives log goes into that file."""
    with log.open("w") as lines:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.service.crash_child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=lines, text=True,
            cwd=Path(__file__).parents[2],
            env={k: v for k, v in os.environ.items() if not k.startswith("KULANZ_")},
        )  # fmt: skip
