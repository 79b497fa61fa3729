"""Whether a demo runs in this folder, and where: it has a database and a port of its own."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

from service.commands.running import AlreadyAtWork, is_at_work, lock_beside, only_worker
from service.demo.kept import keep, load
from service.settings import Settings

_FILE = "console.json"

#: Seconds within which a demo that was started a moment before is up, and between two looks.
_STARTS_WITHIN = 60.0
_A_MOMENT = 0.1


def demo_folder(settings: Settings) -> Path:
    """Where a demo that is started with these settings keeps everything."""
    return (settings.data_dir / "demo").absolute()


def hold_or_find(running: ExitStack, settings: Settings) -> str | None:
    """None for the one demo here, which stays that until `running` ends; for any other the address
    of that one, once it has an address. Raises AlreadyAtWork where it never has."""
    end = time.monotonic() + _STARTS_WITHIN
    while True:
        try:
            running.enter_context(only_worker(_own(settings)))
        except AlreadyAtWork:
            if address := running_demo(settings):
                return address
            if time.monotonic() > end:
                raise
            time.sleep(_A_MOMENT)
        else:
            # That of a demo before.
            (demo_folder(settings) / _FILE).unlink(missing_ok=True)
            return None


def remember_address(folder: Path, address: str) -> None:
    keep(folder / _FILE, address)


def running_demo(settings: Settings) -> str | None:
    """The address of the demo at work; None where there is none."""
    lock = lock_beside(_own(settings))
    found = load(demo_folder(settings) / _FILE, None) if lock and is_at_work(lock) else None
    address: str | None = found
    return address


def _own(settings: Settings) -> Settings:
    return settings.model_copy(update={"data_dir": demo_folder(settings), "database_url": ""})
