"""The programs that are measured, each a process of its own as people start it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.benchmarks.load import ROOT
from tests.command import Started
from tests.world import SECRET


@dataclass(frozen=True)
class Serving:
    base: str
    #: Signs a person in, once.
    link: str
    pid: int

    @contextmanager
    def signed_in(self) -> Iterator[httpx2.Client]:
        """A person's browser. Once: the link is used up."""
        with httpx2.Client(base_url=self.base, follow_redirects=True, timeout=120) as client:
            client.get(self.link).raise_for_status()
            yield client


@contextmanager
def serving(
    folder: Path, *arguments: str, database_url: str = "", **variables: str
) -> Iterator[Serving]:
    """`kulanz serve` with one inbox, ready for work."""
    variables |= {"KULANZ_INBOX_SOCIAL_SECRET": SECRET, "KULANZ_DATABASE_URL": database_url}
    with Started(folder, "serve", "--port", "0", *arguments, **variables) as started:
        base = started.line_with("Kulanz is at").split()[-1]
        link = started.line_with("Sign in").split()[-1]
        wait_until_ready(base)
        yield Serving(base, link, started.process.pid)


def wait_until_ready(base: str) -> None:
    for _ in range(3_000):
        try:
            if httpx2.get(f"{base}/readyz", timeout=5).status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.02)
    raise AssertionError("it does not get ready")


@contextmanager
def verify_and_answer() -> Iterator[str]:
    """The baseline's address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.verify_and_answer"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()
