"""A stream that is made while it is read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any


class Generated(io.RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # An empty piece would be taken for the end.
        piece = self._rest or next(filter(None, self._pieces), b"")
        given, self._rest = piece[: len(buffer)], piece[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)
