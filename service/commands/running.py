"""What `serve`, `work` and `demo` share: one worker a SQLite file, a port, a clean end."""

from __future__ import annotations

import fcntl
import gc
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import sqlalchemy as sa

from service.commands.calls import WrongCall
from service.settings import Settings

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

#: Seconds that open pages get to finish when we stop; a live page would never let go.
GRACE = 2

#: Seconds for which a thread computes on while others want their turn. Whoever answers somebody
#: waits for the database a dozen times, and after each for a worker: 5 ms, left to Python.
TURN = 0.001


#: How much has to be new, generation by generation, until Python looks for what nobody needs any
#: more: ten times what it has by itself.
SELDOM = (7_000, 10, 10)


class Stopped(Exception):
    """Somebody asked us to stop."""


@contextmanager
def stopping() -> Iterator[None]:
    """Ctrl-C and SIGTERM end the block quietly, whatever it is doing."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    except Stopped:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class AlreadyAtWork(WrongCall):
    """Another process works on the same database."""


@contextmanager
def only_worker(settings: Settings) -> Iterator[None]:
    """SQLite is for one working process. Raises AlreadyAtWork if another one is at work."""
    lock = lock_beside(settings)
    if lock is None:
        yield
        return
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        held = lock.open("a")
    except OSError as error:
        raise WrongCall(f"{lock.parent} can't be written to: see KULANZ_DATA_DIR.") from error
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyAtWork(
                f"Kulanz is already at work on {lock.with_suffix('')}. Several workers need"
                " PostgreSQL: see KULANZ_DATABASE_URL."
            ) from error
        yield


def lock_beside(settings: Settings) -> Path | None:
    """The file that the one working process holds; None where there may be several."""
    if not settings.uses_sqlite:
        return None
    path = sa.make_url(settings.resolved_database_url).database
    return Path(f"{path}.lock") if path else None


def is_at_work(lock: Path) -> bool:
    """Whether a process holds this lock now."""
    try:
        with lock.open() as held:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def listening(host: str, port: int) -> socket.socket:
    """A socket at which callers wait until the app is up.

    Raises WrongCall for an address that is taken or not ours.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # The protocol by name: only then the web server sends each answer at once, without waiting
        # up to 40 ms for the other side to confirm its head.
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen()
    except OSError as error:
        reason = error.strerror or "no such address"
        raise WrongCall(f"Can't listen on {host}:{port}: {reason} (KULANZ_PORT).") from error
    return bound


def address_of(bound: socket.socket) -> str:
    return address(*bound.getsockname()[:2])


def address(host: str, port: int) -> str:
    """As a browser on this machine reaches what listens there."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def started() -> None:
    """What is in memory by now stays for good: models, words, rules and the code itself.

    Left to itself, Python looks through all of it every few seconds for what nobody needs any more,
    and every thread stands still meanwhile, for some tenths of a second.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def web_server(app: FastAPI) -> uvicorn.Server:
    """Run it with the bound socket: `server.run(sockets=[…])`."""
    import uvicorn

    sys.setswitchinterval(TURN)
    started()
    # No access log: addresses carry one-time tokens.
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=GRACE, proxy_headers=False,
    )  # fmt: skip
    return uvicorn.Server(config)
