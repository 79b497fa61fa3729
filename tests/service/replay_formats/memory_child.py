"""Reads a made-up history from a pipe and prints how many conversations, and the most memory held.

`python -m tests.service.replay_formats.memory_child KIND COUNT`, in a process of its own: what
libraries hold outside of Python counts too.
"""

from __future__ import annotations

import io
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from service.replay.admission import Admission
from service.replay.scratch import Scratch
from service.replay.sources import find_inputs
from tests.service.replay_formats.generated import Generated

_WORDS = "my bag is lost " * 60


def _pieces(kind: str, count: int) -> Iterator[bytes]:
    yield {"lines": b"", "list": b"[\n", "turns": b"id,role,text\n"}[kind]
    for n in range(count):
        comma = "," if kind == "list" and n < count - 1 else ""
        document = f'{{"id": "{n}", "text": "{_WORDS}"}}{comma}'
        row = f"{n % (count // 2)},customer,{_WORDS}"
        yield f"{row if kind == 'turns' else document}\n".encode()
    yield b"]" if kind == "list" else b""


def main(kind: str, count: int) -> None:
    piped = io.BufferedReader(Generated(_pieces(kind, count)))
    sys.stdin = io.TextIOWrapper(piped)
    inputs = find_inputs("-", {}, without=Path("no such folder"))
    with Scratch() as scratch:
        read = sum(1 for _ in Admission().admit(inputs.lines(scratch), scratch))
    sys.stdout.write(f"{read} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
