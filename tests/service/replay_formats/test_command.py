"""The command: columns are confirmed, what is left out is told, a full disk loses nothing."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from service.cli import main
from service.commands import replay
from service.replay.scratch import Scratch
from tests.service.replay_formats.reading import as_json_lines, conversation, pipe
from tests.service.replaying import Replayer

_GUESSED = "Ticket Id;Body;Answer;Shift\n1;my bag is lost;Pech;early\n2;late again;;late\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No model is needed to see what is read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(replay, "_replayers", Replayer)


def _cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path("out/cases.jsonl").read_text("utf-8").splitlines()]


def _parts() -> list[Path]:
    return [path for path in Path("out/parts").iterdir() if not path.name.endswith(".in.parquet")]


def test_guessed_columns_are_refused_with_the_line_to_paste(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("past.csv").write_text(_GUESSED)
    assert main(["replay", "past.csv", "--out", "out"]) == 2
    told = capsys.readouterr().err
    assert "Body → text" in told
    assert "left out: Shift" in told
    assert "--map 'Ticket Id=id' --map Body=text --map Answer=reply" in told
    assert not Path("out").exists()

    pasted = ["--map", "Ticket Id=id", "--map", "Body=text", "--map", "Answer=reply"]
    assert main(["replay", "past.csv", "--out", "out", *pasted]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "past.csv, semicolons between the cells, a conversation a row",
        "  Ticket Id → id",
        "  Body      → text",
        "  Answer    → reply",
        "  Shift     → –",
    ]
    [read_as] = json.loads(Path("out/report.json").read_text("utf-8"))["read_as"]
    assert read_as["columns"] == {
        "Ticket Id": "id", "Body": "text", "Answer": "reply", "Shift": None,
    }  # fmt: skip
    page = Path("out/report.html").read_text("utf-8")
    assert '<th scope="row">Answer</th><td>our reply</td>' in page
    assert '<th scope="row">Shift</th><td>left out</td>' in page
    assert [(c["id"], c["historic_reply"]) for c in _cases()] == [("1", "Pech"), ("2", None)]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "code"), [("\n", 0), ("ja\n", 0), ("n\n", 2), ("", 2)])
def test_on_a_terminal_guessed_columns_are_shown_and_asked_for(
    monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    Path("past.csv").write_text(_GUESSED)
    shown = _Terminal()
    monkeypatch.setattr(sys, "stdin", _Terminal(answer))
    monkeypatch.setattr(sys, "stderr", shown)
    assert main(["replay", "past.csv", "--out", "out"]) == code
    assert "semicolons between the cells, a conversation a row" in shown.getvalue()
    assert "  Body      → text    my bag is lost" in shown.getvalue()
    assert ("--map COLUMN=FIELD" in shown.getvalue()) == (code == 2)


def _certain_columns() -> None:
    Path("past").mkdir()
    for name in "ab":
        row = f"{name},Mara Musterfrau,write to mara@post.example\x1b[2J please\n"
        Path(f"past/{name}.csv").write_text(f"id,author,text\n{row}")
    Path("past/c.jsonl").write_text(as_json_lines([conversation("3")]))


def test_columns_that_nobody_need_be_asked_about_are_shown_without_anybodys_data(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _certain_columns()
    shown = _Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    assert main(["replay", "past", "--out", "out"]) == 0
    told = shown.getvalue()
    assert "  id     → id      a\n  author → author\n  text   → text    write to ••••@" in told
    assert told.count("a.csv") == 1
    assert "b.csv" not in told
    assert "\x1b[2J" not in told


def test_where_nobody_looks_on_no_words_of_customers_are_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _certain_columns()
    assert main(["replay", "past", "--out", "out"]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "a.csv, commas between the cells, a conversation a row",
        "  id     → id",
        "  author → author",
        "  text   → text",
    ]


def test_what_a_terminal_obeys_is_no_part_of_a_columns_name(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("past.csv").write_text("Ticket\x1b Id;Bo\x1b[2Jdy;Shi\x9bft\n1;my bag is lost;early\n")
    assert main(["replay", "past.csv", "--out", "out"]) == 2
    told = capsys.readouterr().err
    assert "left out: Shift" in told
    assert "--map 'Ticket Id=id' --map 'Bo[2Jdy=text'" in told
    assert not {"\x1b", "\x9b"} & {*told}
    for body in ("Bo[2Jdy", "Bo\x1b[2Jdy"):
        pasted = ["--map", "Ticket Id=id", "--map", f"{body}=text"]
        assert main(["replay", "past.csv", "--out", "out", *pasted]) == 0
    assert [case["id"] for case in _cases()] == ["1"]


def test_what_is_out_of_the_ordinary_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        conversation("1", "Gepäck verspätet, äußerst ärgerlich"),
        conversation("1"),
        {"id": "2", "turns": [{"role": "agent", "text": "Sale"}]},
        {"id": "3", "text": "late", "posted_at": "soon"},
    ]
    Path("past.jsonl").write_bytes((as_json_lines(lines) + "broken\n").encode("cp1252"))
    assert main(["replay", "past.jsonl", "--out", "out"]) == 1
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.splitlines()[:6] == [
        "3 conversations, 2 complaints, 1 lines unreadable",
        "  line 5: not JSON",
        "1 conversation (line 3) left out: no customer says a word in them",
        "1 conversation (line 2) left out: their id came before (line 1)",
        "1 conversation (line 4) with a date that can't be read",
        "Read as Windows-1252, which is not UTF-8",
    ]
    assert _cases()[-1] == {"line": 5, "error": "not JSON"}
    kept = json.loads(Path("out/report.json").read_text("utf-8"))["admission"]
    assert kept == {
        "lines": 5, "refused": 1, "agents_only": 1, "repeated": 1, "reordered": 0, "undated": 1,
    }  # fmt: skip
    page = Path("out/report.html").read_text("utf-8")
    for said in (
        "no customer says a word",
        "their id came before",
        "a date that can&#39;t be read",
    ):
        assert said in page


def test_what_stands_in_two_files_is_told_with_both(capsys: pytest.CaptureFixture[str]) -> None:
    Path("past").mkdir()
    Path("past/a.jsonl").write_text(as_json_lines([conversation("1"), conversation("2")]))
    Path("past/b.jsonl").write_text(as_json_lines([conversation("3"), conversation("2")]))
    assert main(["replay", "past", "--out", "out"]) == 0
    said = "1 conversation (b.jsonl, line 2) left out: their id came before (a.jsonl, line 2)"
    assert said in capsys.readouterr().out.splitlines()


def test_a_database_that_can_not_be_reached_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KULANZ_DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    Path("past.jsonl").write_text(as_json_lines([conversation("1")]))
    assert main(["replay", "past.jsonl", "--out", "out"]) == 2
    assert capsys.readouterr().err == (
        "kulanz replay: The database can't be reached. The same command goes on where it stopped.\n"
    )


def test_turns_that_never_belong_together_are_asked_about(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("past.csv").write_text("id,role,text\n1,customer,late\n2,agent,Oh\n3,customer,well?\n")
    assert main(["replay", "past.csv", "--out", "out"]) == 2
    assert "though no two of the first rows have the same id" in capsys.readouterr().err
    pasted = ["--map", "id=id", "--map", "role=role", "--map", "text=text"]
    assert main(["replay", "past.csv", "--out", "out", *pasted]) == 0


def test_nobody_is_waited_for_who_can_not_come(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.devices.has_gpu", lambda: False)
    Path("past.jsonl").write_text(as_json_lines([conversation("1")]))
    assert main(["replay", "past.jsonl", "--out", "out", "--gpu"]) == 2
    assert "others can only help over PostgreSQL" in capsys.readouterr().err


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe(monkeypatch, as_json_lines([conversation("1"), conversation("2")]).encode())
    assert main(["replay", "-", "--out", "out", "--limit", "1"]) == 0
    assert [case["id"] for case in _cases()] == ["1"]


def test_a_full_disk_is_told_and_the_same_command_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KULANZ_REPLAY_SHARD", "20")
    Path("past.jsonl").write_text(as_json_lines([conversation(f"c{n}") for n in range(40)]))
    Path("out").mkdir()
    # A device on which nothing has room.
    Path("out/cases.jsonl.unfinished").symlink_to("/dev/full")
    assert main(["replay", "past.jsonl", "--out", "out"]) == 2
    assert capsys.readouterr().err.endswith(
        "out/cases.jsonl can't be written: No space left on device. "
        "The same command goes on where it stopped.\n"
    )
    done = {path: path.stat().st_mtime_ns for path in _parts()}
    assert len(done) == 2

    assert main(["replay", "past.jsonl", "--out", "out"]) == 0
    assert len(_cases()) == 40
    assert {path: path.stat().st_mtime_ns for path in done} == done


def test_a_full_folder_for_temporary_files_is_told() -> None:
    with Scratch() as scratch:
        scratch._database.execute("PRAGMA max_page_count = 20")
        with pytest.raises(OSError, match=r"No space left on device.*temporary files"):
            [*scratch.grouped(((f"{n}", "words " * 99) for n in range(999)), most=9)]


def test_the_same_history_in_another_form_gives_the_same_cases() -> None:
    Path("a.jsonl").write_text(as_json_lines([conversation("1"), conversation("2", "late")]))
    Path("b.csv").write_text("id,role,text\n1,customer,my bag is lost\n2,customer,late\n")
    replayed = []
    for name in ("a.jsonl", "b.csv"):
        assert main(["replay", name, "--out", "out"]) == 0
        replayed.append([{k: v for k, v in case.items() if k != "line"} for case in _cases()])
    assert replayed[0] == replayed[1]
