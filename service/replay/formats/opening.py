"""Inputs opened from the beginning, whatever they are compressed with: files, standard input."""

from __future__ import annotations

import gzip
import io
import shutil
import sys
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from service.lines import UnreadableFile
from service.replay.formats.encodings import encoding_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

#: Bytes that are looked at to know what a file is.
SAMPLE = 2**18

#: What a file that breaks off, or is damaged, raises while it is read.
BREAKS = (OSError, EOFError, zlib.error)

_MAGIC = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}
_CALLED = {".gz": "gzip", ".zst": "Zstandard"}


@dataclass(frozen=True)
class Head:
    """The beginning of an input, uncompressed."""

    #: As it is called; only its ending says anything.
    name: str
    sample: bytes
    #: The sample is all there is.
    whole: bool

    @cached_property
    def encoding(self) -> str | None:
        """None for what is no text."""
        return encoding_of(self.sample, self.whole)

    @cached_property
    def text(self) -> str:
        text = self.sample.decode(self.encoding or "utf-8", "replace")
        return text.removeprefix("\ufeff")

    @cached_property
    def whole_lines(self) -> list[str]:
        """Those that are not cut off at the end of the sample, without the empty ones."""
        lines = self.text.split("\n")
        return [line for line in (lines if self.whole else lines[:-1]) if line.strip()]


@dataclass(frozen=True)
class Opened:
    """One input, opened once."""

    head: Head
    #: From the very beginning, uncompressed; binary formats can jump about in it.
    stream: IO[bytes]
    #: The file below; None for a pipe.
    raw: IO[bytes] | None

    def position(self) -> int:
        """How far the file below has been read."""
        return self.raw.tell() if self.raw else 0

    def close(self) -> None:
        if self.raw:
            self.stream.close()
            self.raw.close()


class OnDisk:
    """A file, which can be opened as often as wanted."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self) -> Opened:
        """Raises UnreadableFile."""
        try:
            raw = self._path.open("rb")
        except OSError as error:
            raise UnreadableFile(f"{self._path} can't be read: {error.strerror}.") from error
        try:
            return self._opened(raw)
        except BaseException:
            raw.close()
            raise

    def close(self) -> None:
        """Nothing is left open."""

    def _opened(self, raw: io.BufferedReader) -> Opened:
        begins = raw.peek(4)[:4]
        expected = _MAGIC.get(self._path.suffix)
        if expected and begins and not begins.startswith(expected):
            raise UnreadableFile(f"{self._path} is no {_CALLED[self._path.suffix]} file.")
        stream = _uncompressed(raw, begins)
        head, from_beginning = _headed(stream, self._path.name)
        if head.encoding is not None:
            return Opened(head, from_beginning, raw)
        if stream is raw:
            raw.seek(0)
            return Opened(head, raw, raw)
        return Opened(head, _spooled(from_beginning), raw)


class Piped:
    """Standard input: what has been looked at is kept and read again."""

    def __init__(self, piped: Any) -> None:
        stream = _uncompressed(piped, piped.peek(4)[:4])
        self._head, self._stream = _headed(stream, "standard input")
        if self._head.encoding is None:
            self._stream = _spooled(self._stream)

    def open(self) -> Opened:
        """A text must be read only once; whoever wants to know what it is looks at the head."""
        if self._head.encoding is None:
            self._stream.seek(0)
        return Opened(self._head, self._stream, None)

    def close(self) -> None:
        self._stream.close()


def _spooled(stream: IO[bytes]) -> IO[bytes]:
    """All of it on the disk, where there is a way back."""
    copy = TemporaryFile()  # noqa: SIM115 - read until the command ends
    try:
        shutil.copyfileobj(stream, copy)
    except (EOFError, zlib.error) as error:
        copy.close()
        raise UnreadableFile("The file breaks off: it is damaged or incomplete.") from error
    copy.seek(0)
    return copy


def _uncompressed(raw: Any, begins: bytes) -> Any:
    if begins.startswith(_MAGIC[".gz"]):
        return gzip.open(raw, "rb")
    if begins.startswith(_MAGIC[".zst"]):
        return io.BufferedReader(_Zstandard(raw))
    return raw


def _headed(stream: Any, name: str) -> tuple[Head, IO[bytes]]:
    sample, whole = _sample(stream)
    return Head(name, sample, whole), io.BufferedReader(_Rewound(sample, stream), SAMPLE)


def _sample(stream: Any) -> tuple[bytes, bool]:
    """As much as can be read of it; the damage itself shows up again when all is read."""
    sample = b""
    try:
        while len(sample) < SAMPLE:
            chunk = stream.read1(SAMPLE - len(sample))
            if not chunk:
                return sample, True
            sample += chunk
    except BREAKS:
        pass
    return sample, False


class _Rewound(io.RawIOBase):
    """A stream with what was already read of it before it."""

    def __init__(self, before: bytes, stream: Any) -> None:
        self._before = memoryview(before)
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._before[: len(buffer)] or self._stream.read1(len(buffer))
        self._before = self._before[len(chunk) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)


class _Zstandard(io.RawIOBase):
    """Damage is told as gzip tells it."""

    def __init__(self, raw: Any) -> None:
        self._file = zstd.ZstdFile(raw)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            chunk = self._file.read1(len(buffer))
        except zstd.ZstdError as error:
            raise EOFError(str(error)) from error
        buffer[: len(chunk)] = chunk
        return len(chunk)
