"""JSON Lines in and out: streamed, in order, and a line that can't be read stops nobody else."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from codecs import BOM_UTF8 as BOM
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

#: A line longer than this is passed over: no message is, and memory stays bounded.
MAX_LINE_BYTES = 32 * 2**20

BREAKS_OFF = "the file breaks off here: it is damaged or incomplete"

_GZIP_MAGIC = b"\x1f\x8b"


class UnreadableFile(Exception):
    """This file can't be opened; the message is one sentence."""


@dataclass(frozen=True)
class Line:
    """One line as a JSON object, or what is wrong with it."""

    number: int
    document: Mapping[str, Any] | None = None
    error: str = ""


@dataclass(frozen=True)
class Source:
    """An input opened for reading: plain or gzip, a file or standard input."""

    stream: IO[bytes]
    #: The file below; its position says how far we are.
    raw: BinaryIO
    #: Its size in bytes, None for what has none.
    size: int | None

    @property
    def position(self) -> int:
        return self.raw.tell()


def open_source(name: str) -> Source:
    """Open a file, or standard input for `-`. Raises UnreadableFile."""
    if name == "-":
        piped = sys.stdin.buffer
        return Source(_unzipped(piped) if is_zipped(piped) else piped, piped, None)
    try:
        raw = Path(name).open("rb")  # noqa: SIM115 - read until the command ends
        zipped = is_zipped(raw)
        size = Path(name).stat().st_size
    except OSError as error:
        raise UnreadableFile(f"{name} can't be read: {error.strerror}.") from error
    if name.endswith(".gz") and not zipped and size:
        raw.close()
        raise UnreadableFile(f"{name} is no gzip file.")
    return Source(_unzipped(raw) if zipped else raw, raw, None if raw.isatty() else size)


def is_zipped(raw: Any) -> bool:
    """Whether a buffered stream begins as gzip does; reads nothing away."""
    begins: bytes = raw.peek(2)
    return begins.startswith(_GZIP_MAGIC)


def _unzipped(raw: Any) -> IO[bytes]:
    unzipped: IO[bytes] = gzip.open(raw, "rb")  # noqa: SIM115 - likewise
    return unzipped


def read_lines(stream: IO[bytes]) -> Iterator[Line]:
    """Every line that is not empty, numbered from 1; ends with an error if the stream breaks."""
    number = 0
    try:
        for number, raw in enumerate(_raw_lines(stream), 1):
            if raw is None:
                yield Line(number, error=f"longer than {MAX_LINE_BYTES // 2**20} MB")
            elif (line := raw.removeprefix(BOM) if number == 1 else raw).strip():
                yield _read(number, line)
    except (OSError, EOFError, zlib.error):
        yield Line(number + 1, error=BREAKS_OFF)


def _raw_lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """None stands for a line that is too long."""
    while raw := stream.readline(MAX_LINE_BYTES + 1):
        if len(raw) <= MAX_LINE_BYTES:
            yield raw
            continue
        while not raw.endswith(b"\n") and (raw := stream.readline(MAX_LINE_BYTES)):
            pass
        yield None


def _read(number: int, raw: bytes) -> Line:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return Line(number, error=f"not UTF-8 (byte {error.start + 1} of the line)")
    try:
        document = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return Line(number, error="not JSON")
    if not isinstance(document, dict):
        return Line(number, error="not a JSON object")
    return Line(number, document)


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def written(document: Mapping[str, Any]) -> bytes:
    """One line of output. Half a surrogate pair, which UTF-8 does not know, stays escaped."""
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
