"""JSON that is not one record a line: a list, or the pages an interface answers with.

Read piece by piece, so that a document may be larger than memory. A record's number is its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import ijson

from service.lines import Line
from service.replay.formats.base import Format
from service.replay.formats.encodings import as_utf8
from service.replay.formats.json_lines import parsed
from service.replay.formats.opening import BREAKS, Head

#: Where the records lie: a page of Zendesk's or Chatwoot's interface, or of a program like them.
_RECORDS = ("tickets", "results", "data.payload", "payload", "conversations")


def recognises(head: Head) -> bool:
    text = head.text.lstrip()
    if not text.startswith(("{", "[")):
        return False
    first, _, rest = text.partition("\n")
    whole = parsed(first) if rest or head.whole else None
    if isinstance(whole, dict):
        return _is_page(whole)
    if isinstance(whole, list):
        return not rest.strip()
    events = _begun(head)
    if events is None:
        return False
    return bool(rest) or text.startswith("[") or _place(events) != ""


def _is_page(document: dict[str, Any]) -> bool:
    """Not what has its turns in itself, whatever else it has."""
    if not {"turns", "text", "messages", "comments"}.isdisjoint(document):
        return False
    data = document.get("data")
    inner = data.get("payload") if isinstance(data, dict) else None
    return any(isinstance(records, list) for records in (inner, *map(document.get, _RECORDS)))


def _conversations(stream: IO[bytes], head: Head) -> Iterator[Line]:
    place = _place(_begun(head) or [])
    # Windows-1252 where a line is not UTF-8: there are no lines that could be refused alone.
    text = as_utf8(stream, head.encoding or "utf-8", otherwise="cp1252")
    records = ijson.items(text, place, multiple_values=True, use_float=True)
    number = 0
    try:
        for number, record in enumerate(records, 1):
            yield _line(number, record)
    except (ijson.JSONError, *BREAKS):
        yield Line(number + 1, error="the document breaks off here: it is damaged or incomplete")


def _line(number: int, record: object) -> Line:
    if isinstance(record, dict):
        return Line(number, record)
    return Line(number, error="not a JSON object")


def _begun(head: Head) -> list[tuple[str, str, object]] | None:
    """What the head has in it, as (place, kind, value); None for what is no JSON."""
    events = ijson.sendable_list()
    reader = ijson.parse_coro(events, multiple_values=True)
    try:
        reader.send(head.text.encode())
    except ijson.JSONError:
        return None
    return list(events)


def _place(events: list[tuple[str, str, object]]) -> str:
    """`item` for a list, `tickets.item` for a page, empty for a record that stands by itself."""
    lists = [place for place, kind, _ in events if kind == "start_array"]
    if "" in lists[:1]:
        return "item"
    return next((f"{place}.item" for place in _RECORDS if place in lists), "")


JSON_DOCUMENT = Format("JSON", recognises, conversations=_conversations)
