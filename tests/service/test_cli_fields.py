"""The fields of a line: all are told by --help, and a slip of the pen does not pass in silence."""

from __future__ import annotations

import json
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest

from service.commands.answering import answer_lines
from service.commands.check import _Reply
from service.commands.fields import MENTION, REPLY, Fields
from service.inboxes.mention_form import _Mention
from service.lines import Source
from tests.command import as_lines, json_lines, kulanz
from triage.errors import UnreadableMention


@pytest.mark.parametrize(
    ("fields", "read"), [(MENTION, {*_Mention.model_fields}), (REPLY, {*_Reply.model_fields, "id"})]
)
def test_help_tells_every_field_that_is_read(fields: Fields, read: set[str]) -> None:
    assert fields.names == read
    told = fields.told("classify")
    example = json.loads(told.split("example:")[1].splitlines()[1])
    assert example.keys() < read
    assert all(f"\n  {field.name} " in told for field in fields.fields)


def test_help_tells_every_exit_code() -> None:
    assert "2 if the call itself is wrong" in MENTION.told("classify")
    assert "exit-code" not in MENTION.told("classify")
    assert "3 with --exit-code" in REPLY.told("check")


@pytest.mark.parametrize(
    ("fields", "slip", "meant", "others"),
    [
        (MENTION, "txt", "text", ["lang"]),
        (MENTION, "Text", "text", []),
        (MENTION, "ttext", "text", []),
        (REPLY, "Reply", "reply", ["complaint"]),
        (REPLY, "complain", "complaint", ["reply"]),
        (REPLY, "complaints", "complaint", ["reply"]),
    ],
)
def test_a_slip_of_the_pen_is_an_error_where_all_hangs_on_the_field(
    fields: Fields, slip: str, meant: str, others: list[str]
) -> None:
    with pytest.raises(UnreadableMention, match=f"no field '{slip}': is '{meant}' meant"):
        fields.unknown([slip, *others])
    assert fields.unknown([slip, meant, *others]) == [slip], "the field itself is there"


@pytest.mark.parametrize(
    "own", ["ID", "URL", "Author", "Context", "chanel", "text2", "url2", "conversation_id"]
)
def test_other_fields_are_the_users_own(own: str) -> None:
    assert MENTION.unknown([own, "text"]) == [own]
    assert REPLY.unknown([own, "reply", "complaint"]) == [own]


def test_long_names_of_fields_are_not_kept() -> None:
    tracemalloc.start()
    try:
        for letter in "abcdefghij":
            assert len(MENTION.unknown([letter * 10**6])) == 1
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 2 * 10**6


def test_a_slip_is_told_in_the_answers_place(tmp_path: Path) -> None:
    lines = as_lines([{"txt": "late"}, {"text": "late", "ID": 5}])
    for command in ("classify", "draft"):
        done = kulanz(tmp_path, command, "-", given=lines)
        error, answer = json_lines(done.stdout)
        assert (done.returncode, error["line"]) == (1, 1)
        assert "'text' meant" in error["error"]
        assert answer["id"] == "2"
    done = kulanz(tmp_path, "check", "-", given=as_lines([{"reply": "Sorry.", "complain": "late"}]))
    assert "'complaint' meant" in json_lines(done.stdout)[0]["error"]


def test_who_looks_on_is_told_of_fields_that_are_not_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    lines = as_lines([{"text": "late", "\x1b[2J": 1, **{f"own{n}": n for n in range(9)}}])
    source = Source(BytesIO(lines), BytesIO(lines), None)
    answer_lines(source, MENTION, lambda document, _number: document, lambda read: [{}] * len(read))
    said = capsys.readouterr().err
    assert 'not read: "\\u001b[2J", "own0", "own1", "own2", "own3", …\n' in said
