"""CSV, TSV, Excel and Parquet: a conversation a row, or a turn a row."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from openpyxl import Workbook
from pyarrow import parquet

from service.lines import UnreadableFile
from service.replay.formats.together import MOST_TURNS
from tests.service.replay_formats.reading import read, read_text

_HEADER = ["id", "text", "reply", "next"]
_ROWS = [
    ["1", "Mein Koffer fehlt, schlimm;\nseit Montag", "Pech.", ""],
    ["2", "late \"again\" | and\tagain", "", ""],
    ["3", "lost", "sorry", "thanks"],
]  # fmt: skip


def _csv(path: Path, header: list[str], rows: list[list[Any]], delimiter: str = ",") -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])


def _excel(path: Path, header: list[str], rows: list[list[Any]]) -> None:
    book = Workbook()
    book.create_sheet("Notes", 0)
    sheet = book.worksheets[1]
    sheet.append([])
    for row in [header, *rows]:
        sheet.append([cell if cell != "" else None for cell in row])
    book.save(path)


def _parquet(path: Path, header: list[str], rows: list[list[Any]]) -> None:
    columns = {name: [row[i] for row in rows] for i, name in enumerate(header)}
    parquet.write_table(pyarrow.table(columns), path)


def _documents(path: Path) -> list[Any]:
    return [line.document for line in read(path).lines]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_whatever_stands_between_the_cells_is_found(tmp_path: Path, delimiter: str) -> None:
    for name in ("past.csv", "past.tsv", "past.txt"):
        _csv(tmp_path / name, _HEADER, _ROWS, delimiter)
        assert _documents(tmp_path / name) == [
            {"id": "1", "text": _ROWS[0][1], "reply": "Pech."},
            {"id": "2", "text": _ROWS[1][1]},
            {"id": "3", "text": "lost", "reply": "sorry", "next": "thanks"},
        ]


@pytest.mark.parametrize("write", [_csv, _excel, _parquet])
def test_every_kind_of_table_says_the_same(tmp_path: Path, write: Any) -> None:
    path = tmp_path / "table"
    write(path, _HEADER, _ROWS)
    texts = [(d["id"], d["text"], d.get("reply")) for d in _documents(path)]
    assert texts == [(row[0], row[1], row[2] or None) for row in _ROWS]


@pytest.mark.parametrize("write", [_csv, _excel, _parquet])
def test_turns_of_a_conversation_need_not_stand_together(tmp_path: Path, write: Any) -> None:
    rows = [
        ["1", "customer", "my bag is lost"],
        ["2", "customer", "late again"],
        ["1", "agent", "Oh"],
        ["2", "system", "assigned to nobody"],
        ["1", "customer", "well?"],
    ]
    write(tmp_path / "table", ["id", "role", "text"], rows)
    reading = read(tmp_path / "table")
    assert reading.said == [["c:my bag is lost", "a:Oh", "c:well?"], ["c:late again"]]
    assert reading.ids == ["1", "2"]


def test_numbers_dates_and_truths_of_a_workbook_are_what_they_show(tmp_path: Path) -> None:
    header = ["ticket_id", "created_at", "inbound", "message"]
    rows: list[list[Any]] = [
        [17.0, datetime.fromisoformat("2026-03-01T10:05"), False, "sorry"],
        [17.0, datetime.fromisoformat("2026-03-01T10:00"), True, "lost"],
        [18.0, None, True, 42],
    ]
    _excel(tmp_path / "past.xlsx", header, rows)
    said = {"ticket_id": "id", "created_at": "at", "inbound": "role", "message": "text"}
    reading = read(tmp_path / "past.xlsx", said)
    assert reading.ids == ["17", "18"]
    assert reading.said == [["c:lost", "a:sorry"], ["c:42"]]


def test_turns_may_be_nested_in_a_column(tmp_path: Path) -> None:
    turns = [{"role": "customer", "text": "lost", "at": datetime.fromisoformat("2026-03-01")}]
    _parquet(tmp_path / "a.parquet", ["id", "turns"], [["1", turns]])
    _csv(tmp_path / "a.csv", ["id", "turns"], [["1", '[{"role": "customer", "text": "lost"}]']])
    assert read(tmp_path / "a.parquet").said == [["c:lost"]]
    assert read(tmp_path / "a.csv").said == [["c:lost"]]


def test_a_gap_in_a_column_is_no_text(tmp_path: Path) -> None:
    table = pyarrow.table({"id": [1.0, 2.0], "text": ["lost", "late"], "reply": [None, "sorry"]})
    parquet.write_table(table, tmp_path / "past.parquet")
    first, second = _documents(tmp_path / "past.parquet")
    assert first == {"id": "1", "text": "lost"}
    assert second["reply"] == "sorry"


def test_a_row_without_words_is_told(tmp_path: Path) -> None:
    _csv(
        tmp_path / "past.csv", ["id", "text", "reply"], [["1", "lost", "sorry"], ["2", "", "sorry"]]
    )
    reading = read(tmp_path / "past.csv")
    assert reading.ids == ["1"]
    assert reading.errors == [(3, "text: the cell is empty.")]


def test_binary_formats_may_be_packed(tmp_path: Path) -> None:
    for name, write in (("past.xlsx", _excel), ("past.parquet", _parquet)):
        write(tmp_path / name, _HEADER, _ROWS)
        packed = tmp_path / f"{name}.gz"
        packed.write_bytes(gzip.compress((tmp_path / name).read_bytes()))
        assert _documents(packed) == _documents(tmp_path / name)


def test_what_stands_above_the_header_is_no_row(tmp_path: Path) -> None:
    for n, above in enumerate(("sep=;", "Export of May 2026", "Export\n\nof everything at once")):
        text = f"{above}\nid;text;reply\n1;lost;oh\n2;late, again;sorry\n"
        reading = read_text(tmp_path, f"{n}.csv", text)
        assert (reading.ids, reading.errors) == (["1", "2"], []), above
    _excel(tmp_path / "a.xlsx", ["Export", "", ""], [["id", "text", "reply"], ["1", "lost", "oh"]])
    assert _documents(tmp_path / "a.xlsx") == [{"id": "1", "text": "lost", "reply": "oh"}]


def test_a_header_with_another_separator_is_no_title(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "a.csv", "id;text;reply\n1,lost,oh\n2,late,no\n")
    assert reading.errors == [
        (2, "1 cells where the header has 3"),
        (3, "1 cells where the header has 3"),
    ]


def test_a_title_is_told_from_a_table_of_one_column(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "a.csv", 'text\n"late, again"\n"lost, again"\nfor hours\n')
    assert [d["text"] for d in (line.document or {} for line in reading.lines)] == [
        "late, again", "lost, again", "for hours",
    ]  # fmt: skip


def test_lines_may_end_as_on_old_macs(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "a.csv", "id,text\r1,lost\r2,verspätet\r".encode("mac_roman"))
    assert (reading.ids, reading.errors) == (["1", "2"], [])


# -- what is wrong -------------------------------------------------------------------------------


def test_a_row_with_other_cells_costs_no_other_row(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "a.csv", "id,text\n1,a\n2,too,many\n3\n4,d\n")
    assert reading.ids == ["1", "4"]
    assert reading.errors == [
        (3, "3 cells where the header has 2"),
        (4, "1 cells where the header has 2"),
    ]


def test_a_quotation_mark_that_is_not_closed_takes_one_row(tmp_path: Path) -> None:
    text = 'id,text\n1,"lost\n2,late\n3,"two\nlines"\n4,"never closed\n5,e\n'
    reading = read_text(tmp_path, "a.csv", text)
    assert reading.ids == ["2", "3", "5"]
    assert [number for number, _ in reading.errors] == [2, 6]
    assert "quotation mark" in reading.errors[0][1]


def test_untidy_quotation_marks_within_a_line_are_words(tmp_path: Path) -> None:
    text = 'id,text\n1,"they said "sorry" once"\n2,a 5" bag\n3,"last'
    reading = read_text(tmp_path, "a.csv", text)
    assert reading.errors == []
    assert reading.ids == ["1", "2", "3"]


def test_another_separator_than_we_know_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"--map COLUMN=text.*id\^text"):
        read_text(tmp_path, "a.csv", "id^text\n1^lost\n2^late\n")


def test_a_word_for_no_role_is_told_with_its_line(tmp_path: Path) -> None:
    text = "id,role,text\n1,customer,lost\n1,boss,quiet\n2,Kundin,late\n"
    reading = read_text(tmp_path, "a.csv", text)
    assert reading.errors == [(3, "role: “boss” is neither customer nor agent.")]
    assert reading.ids == ["1", "2"]


def test_one_id_for_everything_is_the_wrong_column(tmp_path: Path) -> None:
    rows = "1,customer,lost\n" * (MOST_TURNS + 1)
    reading = read_text(tmp_path, "a.csv", f"id,role,text\n{rows}2,customer,late\n")
    assert reading.ids == ["2"]
    assert reading.errors == [(2, f"more than {MOST_TURNS:,} turns have the id “1”")]


@pytest.mark.parametrize(
    ("name", "begins", "why"),
    [
        ("past.xlsx", b"PK\x03\x04 xl/ and no more", "damaged"),
        ("past.parquet", b"PAR1 and no more", "damaged"),
        ("past.xls", b"\xd0\xcf\x11\xe0" + bytes(600), r"save it as \.xlsx"),
        ("past.zip", b"PK\x03\x04" + bytes(600), "unpack it"),
        ("past.pdf", b"%PDF-1.7\n" + bytes(600), "PDF"),
        ("past.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no form that replay reads"),
        ("empty.csv", b"", "--map"),
    ],
)
def test_what_can_not_be_read_at_all_says_so(
    tmp_path: Path, name: str, begins: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(begins)
    with pytest.raises(UnreadableFile, match=why):
        read(tmp_path / name)


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", _excel), ("a.parquet", _parquet)])
def test_damage_within_a_binary_file_is_told(tmp_path: Path, name: str, write: Any) -> None:
    rows = [[f"{n}", f"my bag number {n * 7919} is lost"] for n in range(5000)]
    write(tmp_path / name, ["id", "text"], rows)
    content = bytearray((tmp_path / name).read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = b"\xaa" * 3000
    (tmp_path / name).write_bytes(content)
    try:
        told = read(tmp_path / name).lines[-1].error
    except UnreadableFile as error:
        told = str(error)
    assert "damaged" in told


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    file = io.BytesIO()
    Workbook().save(file)
    (tmp_path / "past.xlsx").write_bytes(file.getvalue())
    with pytest.raises(UnreadableFile, match="no row"):
        read(tmp_path / "past.xlsx")
