"""Turns that come one by one, put together to conversations wherever they stand in the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from service.lines import Line
from service.replay.scratch import Scratch

#: A conversation of more turns is none: its id is another column.
MOST_TURNS = 5000

_OF_THE_TURN = ("role", "text", "at", "written_by")


def together(lines: Iterable[Line], scratch: Scratch) -> Iterator[Line]:
    """One line a conversation, in the order in which they began; broken lines in their places."""
    turns = ((_key(line), json.dumps([line.number, line.document, line.error])) for line in lines)
    for group in scratch.grouped(turns, MOST_TURNS + 1):
        yield _conversation([Line(*json.loads(turn)) for turn in group])


def _key(line: Line) -> str:
    id = (line.document or {}).get("id")
    return f"id {id}" if id is not None else f"line {line.number}"


def _conversation(turns: Sequence[Line]) -> Line:
    first = turns[0]
    if first.document is None:
        return first
    if len(turns) > MOST_TURNS:
        id = first.document.get("id")
        return Line(first.number, error=f"more than {MOST_TURNS:,} turns have the id “{id}”")
    rest = {k: v for k, v in first.document.items() if k not in _OF_THE_TURN}
    return Line(first.number, {**rest, "turns": [_turn(turn.document or {}) for turn in turns]})


def _turn(document: Any) -> dict[str, Any]:
    turn = {field: document[field] for field in _OF_THE_TURN if field in document}
    return {"text": "", **turn}
