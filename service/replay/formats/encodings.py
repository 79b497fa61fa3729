"""What bytes mean as text: UTF-8 and UTF-16 with and without a mark, and the older code pages."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable
from typing import IO, Any

#: What a text without a mark may be that is not UTF-8. Windows-1252 comes first where several fit.
_OLDER = ["cp1252", "mac_roman", "cp850"]
#: Bytes that are guessed from: more takes long and says no more.
_GUESSED_FROM = 2**16
#: Bytes beyond ASCII from which on a code page shows; with fewer the most frequent one is taken.
_TELLING = 12
_WITHOUT_MARK = ["utf_16_le", "utf_16_be"]

#: The longer marks first: one begins with the other.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Control characters that texts do without, and how many of them make a file no text.
_CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r\x1a\x1b"})
_BINARY = 0.05

#: Longest piece of a line that is recoded at a time.
_CHUNK = 2**20


def encoding_of(sample: bytes, whole: bool) -> str | None:
    """The name of the encoding; None for what is no text."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > _BINARY * len(sample):
        return _guessed(sample, _WITHOUT_MARK) if b"\0" in sample else None
    if _mostly_utf8(sample, whole):
        return "utf-8"
    beyond_ascii = sum(byte > 127 for byte in sample[:_GUESSED_FROM])
    return (beyond_ascii >= _TELLING and _guessed(sample, _OLDER)) or "cp1252"


def is_utf8(encoding: str) -> bool:
    return encoding.startswith("utf-8")


def as_utf8(stream: IO[bytes], encoding: str, otherwise: str | None = None) -> IO[bytes]:
    """The same text in UTF-8, chunk by chunk and without a mark.

    In a code page each line that is UTF-8 is left as it is: files are put together from others.
    `otherwise` does the same for UTF-8, where a line can't be refused by itself.
    """
    return io.BufferedReader(_Recoded(stream, _recoding(encoding, otherwise)))


def with_newlines(stream: IO[bytes]) -> IO[bytes]:
    """The same text, whose lines ended with a carriage return alone."""
    return io.BufferedReader(_Recoded(stream, lambda piece: piece.replace(b"\r", b"\n")))


def _recoding(encoding: str, otherwise: str | None) -> Callable[[bytes], bytes]:
    if encoding.startswith(("utf-16", "utf-32", "utf_16")):
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        return lambda piece: decoder.decode(piece, final=not piece).encode()
    codepage = otherwise if is_utf8(encoding) else encoding
    return lambda piece: piece if codepage is None else _in_utf8(piece, codepage)


def _in_utf8(line: bytes, codepage: str) -> bytes:
    return line if _is_utf8(line) else line.decode(codepage, "replace").encode()


def _mostly_utf8(sample: bytes, whole: bool) -> bool:
    """Whether most lines with more than ASCII are UTF-8; so a few wrong ones stand out."""
    *lines, last = sample.split(b"\n")
    beyond_ascii = [line for line in lines if not line.isascii()]
    fits = [_is_utf8(line) for line in beyond_ascii]
    if not last.isascii():
        fits.append(_is_utf8(last, cut=not whole))
    return 2 * sum(fits) >= len(fits)


def _is_utf8(line: bytes, cut: bool = False) -> bool:
    """Whether it is, be it `cut` within its last character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(line, final=not cut)
    except UnicodeDecodeError:
        return False
    return True


def _guessed(sample: bytes, candidates: list[str]) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:_GUESSED_FROM], cp_isolation=candidates).best()
    return best.encoding if best else None


class _Recoded(io.RawIOBase):
    """Reads by lines, so that a stream that breaks off loses no more than its last one."""

    def __init__(self, stream: IO[bytes], recode: Callable[[bytes], bytes]) -> None:
        self._stream = stream
        self._recode = recode
        self._ready = memoryview(b"")
        self._begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            piece = self._stream.readline(_CHUNK)
            self._ready = memoryview(self._without_mark(self._recode(piece)))
            if not piece:
                break
        given = self._ready[: len(buffer)]
        buffer[: len(given)] = given
        self._ready = self._ready[len(given) :]
        return len(given)

    def _without_mark(self, recoded: bytes) -> bytes:
        if self._begun or not recoded:
            return recoded
        self._begun = True
        return recoded.removeprefix(codecs.BOM_UTF8)
