"""Whatever a text is written in, its words come out as meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.replay.formats.encodings import encoding_of
from tests.service.replay_formats.reading import as_json_lines, read_text

_WORDS = "Köln–Málaga völlig überfüllt, für 20 € – schöne „Grüße“!"
_LINES = [
    {"id": f"{n}", "turns": [{"role": "customer", "text": f"{_WORDS} {n}"}]} for n in range(30)
]
_TABLE = "id;text\n" + "".join(f"{n};{_WORDS} {n}\n" for n in range(30))

_ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]


@pytest.mark.parametrize("encoding", _ENCODINGS)
@pytest.mark.parametrize(
    ("name", "text"), [("a.jsonl", as_json_lines(_LINES)), ("a.csv", _TABLE)], ids=["json", "csv"]
)
def test_umlauts_and_quotation_marks_come_through(
    tmp_path: Path, encoding: str, name: str, text: str
) -> None:
    reading = read_text(tmp_path, name, text.encode(encoding))
    assert reading.errors == []
    documents = [line.document or {} for line in reading.lines]
    texts = [d["text"] if "text" in d else d["turns"][0]["text"] for d in documents]
    assert texts == [f"{_WORDS} {n}" for n in range(30)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_document_may_be_in_any_of_them(tmp_path: Path, encoding: str) -> None:
    text = "[" + as_json_lines(_LINES).strip().replace("\n", ",\n") + "]"
    reading = read_text(tmp_path, "a.json", text.encode(encoding))
    assert [said[0] for said in reading.said] == [f"c:{_WORDS} {n}" for n in range(30)]


def test_one_accent_is_enough_to_be_windows_1252(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "a.csv", "id;text\n1;Café closed\n".encode("cp1252"))
    assert [line.document for line in reading.lines] == [{"id": "1", "text": "Café closed"}]
    assert reading.inputs.encodings() == ["cp1252"]


def test_a_line_in_another_encoding_than_the_rest_is_refused_with_its_number(
    tmp_path: Path,
) -> None:
    lines = [line.encode() for line in _TABLE.splitlines(keepends=True)]
    lines[7] = lines[7].decode().encode("cp1252")
    reading = read_text(tmp_path, "a.csv", b"".join(lines))
    assert reading.errors == [(8, "not UTF-8, unlike the rest")]
    assert len(reading.ids) == 29

    lines = [line.encode() for line in as_json_lines(_LINES).splitlines(keepends=True)]
    lines[7] = lines[7].decode().encode("cp1252")
    reading = read_text(tmp_path, "a.jsonl", b"".join(lines))
    assert [number for number, _ in reading.errors] == [8]
    assert "not UTF-8" in reading.errors[0][1]


def test_a_line_of_utf8_among_windows_1252_is_read_as_what_it_is(tmp_path: Path) -> None:
    lines = [line.encode("cp1252") for line in _TABLE.splitlines(keepends=True)]
    lines[7] = lines[7].decode("cp1252").encode()
    reading = read_text(tmp_path, "a.csv", b"".join(lines))
    texts = [line.document["text"] for line in reading.lines if line.document]
    assert texts == [f"{_WORDS} {n}" for n in range(30)]


def test_mixed_encodings_do_not_end_a_document(tmp_path: Path) -> None:
    lines = as_json_lines(_LINES).strip().splitlines()
    encoded = [line.encode("cp1252" if n == 7 else "utf-8") for n, line in enumerate(lines)]
    reading = read_text(tmp_path, "a.json", b"[" + b",\n".join(encoded) + b"]")
    assert [said[0] for said in reading.said] == [f"c:{_WORDS} {n}" for n in range(30)]


@pytest.mark.parametrize(
    ("sample", "encoding"),
    [
        (b"", "utf-8"),
        (b"plain", "utf-8"),
        ("abc ü".encode()[:-1], "utf-8"),
        (bytes(range(256)) * 9, None),
        (b"\x00" * 600, None),
    ],
)
def test_what_is_no_text_is_told_from_what_is(sample: bytes, encoding: str | None) -> None:
    assert encoding_of(sample, whole=False) == encoding
