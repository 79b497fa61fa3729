"""Where it comes from: packed, piped, a folder, larger than memory, broken off."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from service.lines import BREAKS_OFF, UnreadableFile
from service.replay.formats.opening import SAMPLE
from service.replay.scratch import Scratch
from service.replay.sources import find_inputs
from tests.service.replay_formats.generated import Generated
from tests.service.replay_formats.reading import (
    as_json_lines,
    conversation,
    pipe,
    read,
    read_text,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_MANY = [conversation(f"c{n}", f"my bag number {n} is lost") for n in range(8_000)]
_LINES = as_json_lines(_MANY).encode()
_TABLE = b"id,text\n" + b"".join(
    b"c%d,my bag number %d is lost since Monday\n" % (n, n) for n in range(8_000)
)
_LIST = json.dumps(_MANY).encode()
_ALL = [f"c{n}" for n in range(8_000)]

_PACKED: list[Any] = [
    pytest.param(gzip.compress, id="gzip"), pytest.param(zstd.compress, id="zstd")
]  # fmt: skip


@pytest.mark.parametrize("content", [_LINES, _TABLE, _LIST], ids=["lines", "table", "list"])
@pytest.mark.parametrize("pack", [bytes, *_PACKED])
@pytest.mark.parametrize("piped", [False, True], ids=["file", "pipe"])
def test_packed_or_not_piped_or_not_all_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes,
    pack: Callable[[bytes], bytes], piped: bool,
) -> None:  # fmt: skip
    assert len(content) > SAMPLE
    path = tmp_path / "past"
    path.write_bytes(pack(content))
    pipe(monkeypatch, pack(content))
    reading = read("-" if piped else path)
    assert reading.errors == []
    assert reading.ids == _ALL
    assert reading.inputs.size == (None if piped else path.stat().st_size)
    assert reading.inputs.position == (reading.inputs.size or 0)


def test_a_workbook_comes_through_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    book, file = Workbook(), io.BytesIO()
    for row in (["id", "text"], ["1", "lost"]):
        book.worksheets[0].append(row)
    book.save(file)
    for packed in (file.getvalue(), gzip.compress(file.getvalue())):
        pipe(monkeypatch, packed)
        assert read("-").ids == ["1"]


@pytest.mark.parametrize("pack", _PACKED)
@pytest.mark.parametrize("content", [_LINES, _TABLE], ids=["lines", "table"])
def test_of_a_packed_file_that_breaks_off_all_before_is_used(
    tmp_path: Path, pack: Callable[[bytes], bytes], content: bytes
) -> None:
    packed = pack(content)
    path = tmp_path / "past"
    path.write_bytes(packed[: len(packed) * 2 // 3])
    reading = read(path)
    assert len(reading.ids) > 2_000
    assert reading.ids == _ALL[: len(reading.ids)]
    [(number, error)] = reading.errors
    assert number > len(reading.ids)
    assert error == BREAKS_OFF


@pytest.mark.parametrize("pack", _PACKED)
def test_damage_within_a_packed_file_is_told_too(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    packed = bytearray(pack(_LINES))
    packed[len(packed) // 2 :][:400] = b""
    packed[len(packed) // 2 : len(packed) // 2 + 400] = b"\x00" * 400
    path = tmp_path / "past.jsonl"
    path.write_bytes(packed)
    reading = read(path)
    assert reading.errors[-1][1] == BREAKS_OFF
    assert reading.ids[:1000] == _ALL[:1000]


@pytest.mark.parametrize("name", ["past.jsonl.gz", "past.jsonl.zst"])
def test_a_name_that_promises_another_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableFile, match=r"is no (gzip|Zstandard) file"):
        read_text(tmp_path, name, _LINES)


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(UnreadableFile, match="no-such-file can't be read: No such file"):
        read("no-such-file")


# -- a folder ------------------------------------------------------------------------------------


def test_a_folder_is_read_file_by_file_whatever_they_are_in(tmp_path: Path) -> None:
    (tmp_path / "2025").mkdir()
    (tmp_path / "2025/a.jsonl.gz").write_bytes(gzip.compress(as_json_lines(_MANY[:2]).encode()))
    (tmp_path / "2025/b.csv").write_text("id,text\nb1,lost\nb2,too,many\n")
    (tmp_path / "c.json").write_text(json.dumps([{"text": "without an id"}, conversation("c0")]))
    (tmp_path / "d.txt").write_text("These are last year's complaints.\n")
    (tmp_path / ".hidden.csv").write_text("x")
    (tmp_path / "empty.csv").touch()
    reading = read(tmp_path)
    assert reading.ids == ["c0", "c1", "b1", "c.json:1"]
    assert reading.errors == [
        (5, "2025/b.csv, line 3: 3 cells where the header has 2"),
        (8, "d.txt, line 1: is in no form that replay reads"),
    ]
    # Of the same id in two files the first counts.
    assert reading.admission.repeated == 1
    numbers = [line.number for line in reading.lines]
    assert numbers == sorted({*numbers})


def test_files_of_a_folder_need_not_have_the_same_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("key,body\n1,lost\n")
    (tmp_path / "b.csv").write_text("key,words\n2,late\n")
    (tmp_path / "c.csv").write_text("x,y\n3,lost\n")
    reading = read(tmp_path, {"key": "id", "body": "text", "words": "text"})
    assert reading.ids == ["1", "2"]
    assert "no column" in reading.errors[0][1]


def test_what_a_replay_writes_is_no_part_of_the_folder_it_reads(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(as_json_lines(_MANY[:1]))
    (tmp_path / "out").mkdir()
    (tmp_path / "out/cases.jsonl").write_text(as_json_lines(_MANY[:9]))
    inputs = find_inputs(str(tmp_path), {}, without=tmp_path / "out")
    assert [file.name for file in inputs.files] == ["a.jsonl"]


def test_a_folder_without_files_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no file"):
        read(tmp_path)


# -- memory --------------------------------------------------------------------------------------


def _peak(monkeypatch: pytest.MonkeyPatch, pieces: Iterator[bytes]) -> tuple[list[Any], int]:
    """What was read, as ids and errors, and the most bytes that were held meanwhile."""
    pipe(monkeypatch, Generated(pieces))
    tracemalloc.start()
    try:
        inputs = find_inputs("-", {}, without=Path("no such folder"))
        with Scratch() as scratch:
            read = [(line.document or {}).get("id", line.error) for line in inputs.lines(scratch)]
        return read, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("kind", ["json", "csv", "quoted csv"])
def test_a_line_of_200_megabytes_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, kind: str, encoding: str
) -> None:
    begin, between, end = {
        "json": ('{"id": "', '", "text": "', '"}\n'),
        "csv": ("", ",", "\n"),
        "quoted csv": ("", ',"', '"\n'),
    }[kind]
    header = "" if kind == "json" else "id,text\n"
    short = "".join(f"{begin}{n}{between}viel zu spät für mich{end}" for n in range(8000))
    # Only the beginning of a file has a mark.
    without_mark = "utf-16-le" if encoding == "utf-16" else encoding
    pieces = chain(
        [f"{header}{short}{begin}long{between}".encode(encoding)],
        repeat(("lost " * 200_000).encode(without_mark), 200),
        [f"{end}{begin}z{between}spät{end}".encode(without_mark)],
    )
    read, peak = _peak(monkeypatch, pieces)
    assert read == [*map(str, range(8000)), "longer than 32 MB", "z"]
    assert peak < 150 * 2**20


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["lines", "list", "turns"])
def test_memory_does_not_grow_with_the_file(kind: str) -> None:
    def read(count: int) -> tuple[int, int]:
        child = [sys.executable, "-m", "tests.service.replay_formats.memory_child"]
        done = subprocess.run(
            [*child, kind, str(count)], capture_output=True, check=True, text=True, timeout=280
        )
        conversations, most = done.stdout.split()
        return int(conversations), int(most)

    (few, small), (many, large) = read(30_000), read(90_000)
    assert many == 3 * few
    # The larger one has some fifty megabytes more to hold, if it did.
    assert large - small < 15 * 2**20
