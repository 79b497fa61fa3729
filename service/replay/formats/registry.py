"""All formats, and which of them a file is in: by what is in it, seldom by its name."""

from __future__ import annotations

from service.lines import UnreadableFile
from service.replay.formats.base import Format
from service.replay.formats.csv_tables import CSV
from service.replay.formats.excel import EXCEL
from service.replay.formats.json_documents import JSON_DOCUMENT
from service.replay.formats.json_lines import JSON_LINES
from service.replay.formats.opening import Head
from service.replay.formats.parquet import PARQUET

#: Asked in this order. A table is whatever is left and looks like one.
FORMATS: tuple[Format, ...] = (PARQUET, EXCEL, JSON_DOCUMENT, JSON_LINES, CSV)

_WHAT_ELSE = {
    b"PK\x03\x04": "is a zip archive: unpack it and give the folder",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook: save it as .xlsx or .csv",
    b"%PDF": "is a PDF",
    b"BZh": "is packed with bzip2: unpack it first",
    b"\xfd7zXZ": "is packed with xz: unpack it first",
    b"SQLite format 3": "is a database: export its tables as CSV",
}


def format_of(head: Head) -> Format | None:
    """None for a text in no form we know. Raises UnreadableFile for what is no text either."""
    found = next((format for format in FORMATS if format.recognises(head)), None)
    if found is None and (head.encoding is None or head.sample.startswith(tuple(_WHAT_ELSE))):
        what = (text for magic, text in _WHAT_ELSE.items() if head.sample.startswith(magic))
        raise UnreadableFile(f"{head.name} {next(what, 'is in no form that replay reads')}.")
    return found
