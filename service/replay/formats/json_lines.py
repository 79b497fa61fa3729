"""JSON Lines: a conversation, a ticket or a message a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from service.lines import Line, read_lines
from service.replay.formats.base import Format
from service.replay.formats.encodings import as_utf8
from service.replay.formats.opening import Head


def recognises(head: Head) -> bool:
    """One whole object on a line is enough: the other lines may be broken."""
    return any(isinstance(parsed(line), dict) for line in head.whole_lines)


def parsed(line: str) -> Any:
    """None for what is no JSON."""
    try:
        return json.loads(line) if line.lstrip().startswith(("{", "[")) else None
    except (ValueError, RecursionError):
        return None


def _conversations(stream: IO[bytes], head: Head) -> Iterator[Line]:
    return read_lines(as_utf8(stream, head.encoding or "utf-8"))


JSON_LINES = Format("JSON Lines", recognises, conversations=_conversations)
