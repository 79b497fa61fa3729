"""A program at work on either database, whose replies go to a receiver that stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.postgres import PostgresServer
from tests.receiver import Receiver
from tests.world import World, running, settings


@contextmanager
def world_on(
    database: str, server: PostgresServer, folder: Path, receiver: Receiver
) -> Iterator[World]:
    """Over `sqlite` or `postgresql`."""
    with ExitStack() as stack:
        monkeypatch = stack.enter_context(pytest.MonkeyPatch.context())
        url = stack.enter_context(server.filled_database()) if database == "postgresql" else ""
        chosen = settings(folder, monkeypatch, receiver, database_url=url)
        yield stack.enter_context(running(chosen))
