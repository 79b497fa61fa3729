"""The real command, started as people start it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

#: Beside the Python that runs the tests.
KULANZ = str(Path(sys.executable).with_name("kulanz"))


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """This machine's, without any setting of a Kulanz that somebody uses on it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("KULANZ_")}
    return own | {"KULANZ_DATA_DIR": str(folder / "data"), **variables}


def kulanz(
    folder: Path, *arguments: str, given: bytes = b"", **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run one command in `folder` to its end."""
    return subprocess.run(
        [KULANZ, *arguments], input=given, capture_output=True, cwd=folder,
        env=environment(folder, **variables), timeout=280, check=False,
    )  # fmt: skip


def json_lines(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.decode().splitlines()]


def as_lines(documents: Sequence[object]) -> bytes:
    """Documents as JSON Lines; bytes stay as they are."""
    return b"".join(
        d if isinstance(d, bytes) else json.dumps(d, ensure_ascii=False).encode() + b"\n"
        for d in documents
    )


class Started:
    """A command that keeps running; killed at the end if it still does."""

    def __init__(self, folder: Path, *arguments: str, **variables: str) -> None:
        self.process = subprocess.Popen(
            [KULANZ, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=folder, env=environment(folder, **variables), text=True,
        )  # fmt: skip
        self.errors: list[str] = []
        self._reader = threading.Thread(target=self._read_errors, daemon=True)
        self._reader.start()

    def __enter__(self) -> Started:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:  # fmt: skip
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout
        assert self.process.stderr
        self.process.stdout.close()
        self.process.stderr.close()

    def line_with(self, words: str) -> str:
        """The next line of output that has these words."""
        assert self.process.stdout
        for line in self.process.stdout:
            if words in line:
                return line.strip()
        raise AssertionError(f"it ended without saying {words!r}: {''.join(self.errors)}")

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """As Ctrl-C does; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=60)

    def _read_errors(self) -> None:
        assert self.process.stderr
        self.errors.extend(self.process.stderr)
