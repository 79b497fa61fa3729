"""Rows of a table as conversations: one a row, or one a group of rows with the same id."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from service.lines import Line
from service.replay.formats.base import Row, Table
from service.replay.formats.columns import Columns
from service.replay.formats.fields import NoTurn, channel_of, role_of
from service.replay.formats.together import together
from service.replay.scratch import Scratch
from triage.errors import UnreadableMention

#: Cells that hold JSON where they are text.
_JSON = ("turns", "labels")


def conversations(table: Table, columns: Columns, scratch: Scratch) -> Iterator[Line]:
    places = {field: table.header.index(column) for column, field in columns.fields.items()}
    names = {field: column for column, field in columns.fields.items()}
    lines = (_line(row, places, names, columns.turn_a_row) for row in table.rows)
    read = (line for line in lines if line is not None)
    return together(read, scratch) if columns.turn_a_row else read


def _line(
    row: Row, places: Mapping[str, int], names: Mapping[str, str], turn_a_row: bool
) -> Line | None:
    """None for a row that is no turn."""
    if row.error:
        return Line(row.number, error=row.error)
    cells = {field: row.cells[place] for field, place in places.items()}
    filled = {field: plain(cell) for field, cell in cells.items() if not _empty(cell)}
    try:
        document = {field: _value(field, cell) for field, cell in filled.items()}
        if turn_a_row:
            document |= _whose(filled, names)
        elif not {"text", "turns"} & document.keys():
            return Line(row.number, error="text: the cell is empty.")
        elif "at" in document:
            document["posted_at"] = document.pop("at")
    except NoTurn:
        return None
    except UnreadableMention as error:
        return Line(row.number, error=str(error))
    return Line(row.number, document)


def _whose(cells: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The turn's writer: a role, or a name from which the role will follow."""
    if "role" in names:
        return {"role": role_of(cells.get("role", ""), names["role"])}
    return {"written_by": str(cells.get("author", ""))}


def _value(field: str, cell: Any) -> Any:
    if field in _JSON and isinstance(cell, str):
        try:
            return json.loads(cell)
        except ValueError as error:
            raise UnreadableMention(f"{field}: not JSON.") from error
    if field == "channel":
        return channel_of(str(cell))
    if field == "author":
        return {"id": str(cell)}
    return str(cell) if field in ("id", "text", "reply", "next", "lang", "domain", "url") else cell


def plain(cell: Any) -> Any:
    """As JSON has it: a date as text, 17.0 as 17."""
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, Decimal):
        return plain(float(cell))
    if isinstance(cell, dict):
        return {str(key): plain(value) for key, value in cell.items()}
    if isinstance(cell, (list, tuple)):
        return [plain(value) for value in cell]
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return cell if isinstance(cell, (str, int, float, bool)) or cell is None else str(cell)


def _empty(cell: Any) -> bool:
    # A gap in a table of numbers is often no gap but "not a number", which is not even itself.
    return cell is None or cell == "" or cell != cell
