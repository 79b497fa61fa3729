"""Replay: past conversations through the whole desk, done once whatever interrupts it."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from models.labelled_files import read_examples
from service.lines import Line
from service.replay.past import read_past
from service.replay.shard import replay_shard
from tests.command import as_lines, json_lines, kulanz
from tests.fakes import fake_desk
from triage.errors import UnreadableMention


def _said(*turns: str) -> list[dict[str, str]]:
    """`c:` stands for the customer's turns, `a:` for the agent's."""
    roles = {"c": "customer", "a": "agent"}
    return [{"role": roles[turn[0]], "text": turn[2:]} for turn in turns]


def _replayed(*documents: dict[str, Any]) -> list[dict[str, Any]]:
    lines = [Line(number, document) for number, document in enumerate(documents, 1)]
    return replay_shard(fake_desk(), lines)


def _case(*turns: str, **more: Any) -> dict[str, Any]:
    [record] = _replayed({"id": "c1", "turns": _said(*turns), **more})
    case: dict[str, Any] = record["case"]
    return case


# -- what a case shows ---------------------------------------------------------------------------


def test_the_draft_stands_beside_the_historic_reply_and_what_came_next() -> None:
    case = _case("c:my bag is lost", "a:How unlucky!", "c:still lost", "a:Sorry.", "c:bye")
    assert case["mention"] == "my bag is lost"
    assert case["draft"]["reply"]
    assert case["findings"] == case["draft"]["findings"]
    assert case["historic_reply"] == "How unlucky!"
    assert case["historic_findings"] is not None
    assert case["next"] == "still lost"
    assert case["outcome"] == "unchanged"


def test_a_draft_sees_only_what_was_known_then() -> None:
    alone = _case("c:my bag is lost")
    case = _case("c:my bag is lost", "a:We found it in Oslo.", "c:great, thank you")
    assert case["draft"] == alone["draft"]
    assert case["outcome"] == "recovered"


def test_the_last_words_before_the_reply_are_answered_with_the_earlier_ones_in_view() -> None:
    case = _case("c:my bag is lost", "c:anybody there?", "a:Hello")
    assert case["mention"] == "anybody there?"
    assert [turn["text"] for turn in case["earlier"]] == ["my bag is lost"]
    # Whoever complained and adds a word stays a complainer until answered.
    assert case["draft"] is not None


def test_no_reply_and_no_next_words_are_told_apart() -> None:
    assert _case("c:my bag is lost")["outcome"] is None
    assert _case("c:my bag is lost", "a:Sorry")["outcome"] == "silent"


def test_what_is_no_complaint_gets_no_draft_and_no_judgement_of_its_reply() -> None:
    case = _case("c:lovely flight", "a:Thanks!")
    assert (case["status"], case["draft"], case["historic_findings"]) == ("dismissed", None, None)


def test_an_agent_who_speaks_first_is_answered_by_nobody() -> None:
    case = _case("a:Welcome to our new page", "c:my bag is lost", "a:Oh no")
    assert case["mention"] == "my bag is lost"
    assert case["historic_reply"] == "Oh no"


def test_peoples_labels_come_before_the_models_word() -> None:
    turns = _said("c:my bag is lost", "a:Oh no")
    [record] = _replayed({"id": "c1", "turns": turns, "labels": {"complaint": False}})
    assert record["example"]["labels"]["complaint"] is False
    assert record["example"]["labelled_by"]["complaint"] == "person"


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({}, "turns"),
        ({"turns": "hello"}, "turns"),
        ({"turns": []}, "customer"),
        ({"turns": [{"role": "agent", "text": "hello"}]}, "customer"),
        ({"turns": [{"role": "boss", "text": "hello"}]}, "turns.0.role"),
        ({"turns": [{"role": "customer"}]}, "turns.0.text"),
        ({"turns": ["hello"]}, "turns.0"),
        ({"turns": [{"role": "customer", "text": "x"}], "severity": 9}, "severity"),
    ],
)
def test_what_is_no_conversation_is_refused_with_the_place(
    document: dict[str, Any], why: str
) -> None:
    with pytest.raises(UnreadableMention, match=why):
        read_past(document, "1")


# -- the command ---------------------------------------------------------------------------------


def _history(count: int) -> list[object]:
    complaints = ("my bag is lost and nobody answers", "flight {n} was hours late, no excuse")
    return [
        {
            "id": f"c{n}",
            "lang": "en",
            "turns": _said(
                f"c:{complaints[n % 2].format(n=n)}", "a:Bad luck!", "c:you are no help"
            ),
        }
        for n in range(count)
    ]


def test_a_replay_leaves_cases_examples_and_a_report(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> my bag is lost, late, broken. Terrible!"
    history = [
        *_history(5),
        b"broken\n",
        {"id": "h", "turns": _said(f"c:{hostile}", "a:<b>No</b>")},
    ]
    (tmp_path / "past.jsonl").write_bytes(as_lines(history))
    done = kulanz(tmp_path, "replay", "past.jsonl", "--out", "out")
    assert (done.returncode, done.stderr) == (1, b"")
    cases = json_lines((tmp_path / "out/cases.jsonl").read_bytes())
    assert [case.get("id") for case in cases] == ["c0", "c1", "c2", "c3", "c4", None, "h"]
    assert cases[5] == {"line": 6, "error": "not JSON"}
    report = json.loads((tmp_path / "out/report.json").read_bytes())
    assert (report["conversations"], report["unreadable"]) == (7, 1)
    page = (tmp_path / "out/report.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert 'src="http' not in page
    read_examples([tmp_path / "out/examples.jsonl"])


def test_limit_takes_the_first_conversations(tmp_path: Path) -> None:
    given = as_lines(_history(9))
    kulanz(tmp_path, "replay", "-", "--out", "out", "--limit", "4", given=given)
    cases = json_lines((tmp_path / "out/cases.jsonl").read_bytes())
    assert [case["id"] for case in cases] == ["c0", "c1", "c2", "c3"]


def test_a_table_is_read_by_its_columns(tmp_path: Path) -> None:
    rows = io.StringIO()
    table = csv.writer(rows, delimiter=";")
    table.writerow(["tweet_id", "body", "answer"])
    table.writerow(["1", "Mein Koffer fehlt, schlimm;\nseit Montag", "Pech."])
    table.writerow(["2", "zu", "viele", "Zellen"])
    table.writerow(["3", "flight late again", ""])
    (tmp_path / "past.csv.gz").write_bytes(gzip.compress(rows.getvalue().encode("utf-8-sig")))
    maps = ["--map", "tweet_id=id", "--map", "body=text", "--map", "answer=reply"]
    done = kulanz(tmp_path, "replay", "past.csv.gz", "--out", "out", *maps)
    assert done.returncode == 1
    # Nobody's words stand in the log of a nightly run.
    assert "  body     → text\n" in done.stderr.decode()
    first, bad, third = json_lines((tmp_path / "out/cases.jsonl").read_bytes())
    assert first["mention"] == "Mein Koffer fehlt, schlimm;\nseit Montag"
    assert first["historic_reply"] == "Pech."
    assert "cells" in bad["error"]
    assert third["historic_reply"] is None


def test_a_table_with_a_turn_a_row_is_put_together(tmp_path: Path) -> None:
    lines = ["id,role,text", "1,customer,my bag is lost", "1,agent,Oh", "2,customer,late again"]
    (tmp_path / "past.csv").write_text("\n".join(lines))
    done = kulanz(tmp_path, "replay", "past.csv", "--out", "out")
    assert done.returncode == 0, done.stderr
    cases = json_lines((tmp_path / "out/cases.jsonl").read_bytes())
    assert [(case["id"], case["historic_reply"]) for case in cases] == [("1", "Oh"), ("2", None)]


@pytest.mark.parametrize(
    ("table", "arguments", "why"),
    [
        ("a,b\n1,2\n", [], "--map"),
        ("a,b\n1,2\n", ["--map", "c=text"], "no column c"),
        ("", [], "--map"),
    ],
)
def test_a_table_without_its_columns_is_a_wrong_call(
    tmp_path: Path, table: str, arguments: list[str], why: str
) -> None:
    (tmp_path / "past.csv").write_text(table)
    done = kulanz(tmp_path, "replay", "past.csv", "--out", "out", *arguments)
    assert done.returncode == 2
    assert why in done.stderr.decode()
    assert b"Traceback" not in done.stderr
