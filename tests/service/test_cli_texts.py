"""The data commands on real files and the real model: every line answered, in order."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import unicodedata
from io import BufferedReader, BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from service.cli import main
from service.desk_building import build_guard
from service.settings import Settings
from tests.command import as_lines, environment, json_lines, kulanz
from triage.complaint import Topic
from triage.guard import Rule

DELAYED = "My flight from Málaga was five hours late and nobody helped us. Terrible service!"

_ASSESSED = {
    "id", "lang", "complaint", "p_complaint", "sentiment", "p_sentiment", "ironic", "p_ironic",
    "severity", "topic", "urgent", "needs_reply", "evidence", "model",
}  # fmt: skip
_DRAFTED = {
    "id", "lang", "register", "reply", "note", "topic", "severity", "facts", "remedy",
    "statutory_hint", "claim", "playbook", "drafter", "findings",
}  # fmt: skip

#: What people feed a program: each with a word of the error, or None where it can be read.
_BAD_LINES: list[tuple[bytes, str | None]] = [
    (b"not json\n", "JSON"),
    (b'{"text": "cut of', "JSON"),
    (b"[1, 2]\n", "object"),
    (b'"text"\n', "object"),
    (b"{}\n", "text"),
    (b'{"text": 5}\n', "text"),
    (b'{"text": null}\n', "text"),
    (b'{"text": "x", "channel": "pigeon"}\n', "channel"),
    (b'{"text": "x", "context": [{"role": "boss", "text": "y"}]}\n', "context"),
    (b'{"text": "x", "posted_at": "yesterday"}\n', "posted_at"),
    (b'{"text": NaN}\n', "JSON"),
    (b'{"text": "\xff\xfe late"}\n', "UTF-8"),
    (b"[" * 100_000 + b"\n", "JSON"),
    (b'{"text": "' + b"x" * (33 * 2**20) + b'"}\n', "longer"),
    (b'{"text": ""}\n', None),
    (b'{"text": "   "}\n', None),
    ('{"text": "😡😡😡"}\n'.encode(), None),
    (b'{"text": "half a pair \\ud800 late"}\n', None),
    (b'{"text": "control \\u0000\\u0007 late"}\n', None),
    (b'{"text": "unknown fields stay", "followers": 9}\n', None),
    (b'{"text": "ok", "id": 12}\r\n', None),
]


def test_mentions_become_assessments(tmp_path: Path) -> None:
    mention = {
        "id": "m1", "text": DELAYED, "lang": "en", "channel": "x",
        "author": {"id": "u7", "name": "A"}, "posted_at": "2026-11-23T07:48:00+01:00",
        "conversation": "c1", "context": [{"role": "customer", "text": "Was ist los?"}],
    }  # fmt: skip
    (tmp_path / "in.jsonl").write_bytes(as_lines([mention]))
    done = kulanz(tmp_path, "classify", "in.jsonl")
    assert (done.returncode, done.stderr) == (0, b"")
    [assessed] = json_lines(done.stdout)
    assert assessed.keys() == _ASSESSED
    assert assessed["id"] == "m1"
    assert assessed["lang"] == "en"
    assert assessed["complaint"] is True
    assert assessed["topic"] in {*Topic}
    assert set(assessed["p_sentiment"]) == {"negative", "neutral", "positive"}
    assert all(0 <= start < end <= len(DELAYED) for start, end in assessed["evidence"])


def test_a_bad_line_spoils_no_other(tmp_path: Path) -> None:
    lines = [(line if line.endswith(b"\n") else line + b"\n", why) for line, why in _BAD_LINES]
    (tmp_path / "in.jsonl").write_bytes(b"".join(line for line, _ in lines))
    done = kulanz(tmp_path, "classify", "in.jsonl")
    assert (done.returncode, done.stderr) == (1, b"")
    answers = json_lines(done.stdout)
    assert len(answers) == len(lines)
    for number, (answer, (line, why)) in enumerate(zip(answers, lines, strict=True), 1):
        if why is None:
            assert answer.keys() == _ASSESSED, line[:80]
        else:
            assert answer["line"] == number
            assert why in answer["error"], line[:80]
    assert answers[-1]["id"] == 12


def test_order_holds_over_many_batches(tmp_path: Path) -> None:
    mentions = [{"id": f"m{n}", "text": f"flight {n} is late"} for n in range(600)]
    lines: list[object] = [*mentions]
    lines[300] = b"broken\n"
    done = kulanz(tmp_path, "classify", "-", given=as_lines(lines))
    answers = json_lines(done.stdout)
    assert answers[300] == {"line": 301, "error": "not JSON"}
    del answers[300], mentions[300]
    assert [a["id"] for a in answers] == [m["id"] for m in mentions]


def test_evidence_counts_in_the_text_as_it_was_given(tmp_path: Path) -> None:
    given = "\x00" + unicodedata.normalize("NFD", DELAYED)
    lines = as_lines([{"text": DELAYED, "lang": "en"}, {"text": given, "lang": "en"}])
    cleaned, decomposed = json_lines(kulanz(tmp_path, "classify", "-", given=lines).stdout)
    [[start, end]] = cleaned["evidence"]
    [[given_start, given_end]] = decomposed["evidence"]
    shown = unicodedata.normalize("NFC", given[given_start:given_end])
    assert shown.strip("\x00") == DELAYED[start:end]


def test_gzip_works_wherever_a_file_does(tmp_path: Path) -> None:
    zipped = gzip.compress(as_lines([{"id": "m1", "text": DELAYED}]))
    (tmp_path / "in.jsonl.gz").write_bytes(zipped)
    from_file = kulanz(tmp_path, "classify", "in.jsonl.gz")
    from_input = kulanz(tmp_path, "classify", "-", given=zipped)
    assert from_file.returncode == 0
    assert from_file.stdout == from_input.stdout
    assert json_lines(from_file.stdout)[0]["id"] == "m1"


def test_a_cut_off_gzip_gives_what_it_still_holds(tmp_path: Path) -> None:
    zipped = gzip.compress(as_lines([{"id": f"m{n}", "text": DELAYED} for n in range(2000)]))
    (tmp_path / "in.jsonl.gz").write_bytes(zipped[: len(zipped) // 8])
    done = kulanz(tmp_path, "classify", "in.jsonl.gz")
    assert (done.returncode, done.stderr) == (1, b"")
    *answers, last = json_lines(done.stdout)
    assert [a["id"] for a in answers] == [f"m{n}" for n in range(len(answers))]
    assert last["line"] == len(answers) + 1
    assert "breaks off" in last["error"]


def test_what_is_called_gz_and_is_none_is_a_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl.gz").write_bytes(b'{"text": "plain"}\n')
    done = kulanz(tmp_path, "classify", "in.jsonl.gz")
    assert done.returncode == 2
    assert b"gzip" in done.stderr


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_gives_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "in.jsonl").write_bytes(content)
    done = kulanz(tmp_path, "classify", "in.jsonl")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_mentions_become_drafts(tmp_path: Path) -> None:
    lines = as_lines([{"id": "m1", "text": DELAYED, "channel": "x"}, b"broken\n"])
    done = kulanz(tmp_path, "draft", "-", given=lines)
    assert done.returncode == 1
    draft, error = json_lines(done.stdout)
    assert error == {"line": 2, "error": "not JSON"}
    assert draft.keys() == _DRAFTED
    assert draft["lang"] == "en"
    assert draft["reply"]
    assert isinstance(draft["facts"], dict)
    remedy = draft["remedy"]
    told = {"kind", "amount", "currency", "basis", "rule", "miles"}
    assert remedy is None or told == remedy.keys()


def test_replies_become_findings(tmp_path: Path) -> None:
    replies: list[Any] = [
        {
            "id": "r1", "complaint": "Five hours late, thanks a lot.", "lang": "en", "channel": "x",
            "reply": "Haha, bad luck! Here are 50 EUR.", "public": True,
            "policy_offer": "voucher up to 50 EUR",
        },
        {"complaint": "where is my bag"},
        {
            "id": "r3", "complaint": "Where is my bag? Third day.", "lang": "en", "channel": "x",
            "reply": "I'm sorry your bag is still missing on the third day. Please send us a "
            "direct message, and we will look for it at once.",
        },
    ]  # fmt: skip
    done = kulanz(tmp_path, "check", "-", given=as_lines(replies))
    assert done.returncode == 1
    bad, error, good = json_lines(done.stdout)
    assert bad["publishable"] is False
    assert {finding["rule"] for finding in bad["findings"]} <= {*Rule}
    [amount] = [f for f in bad["findings"] if f["rule"] == "amount_in_public"]
    start, end = amount["span"]
    assert "50" in replies[0]["reply"][start:end]
    assert amount["why"]
    assert error["line"] == 2
    assert "reply" in error["error"]
    assert good == {"id": "r3", "publishable": True, "findings": []}


def test_a_reply_that_is_not_publishable_can_be_told_by_the_exit_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guard = build_guard(Settings())
    monkeypatch.setattr("service.commands.check.build_guard", lambda _settings: guard)
    bad = {"reply": "Haha, bad luck!"}
    good = {"reply": "I'm sorry that your bag is missing. Please send me a direct message."}

    def code(lines: list[object], *options: str) -> int:
        given = TextIOWrapper(BufferedReader(BytesIO(as_lines(lines))))
        monkeypatch.setattr("sys.stdin", given)
        return main(["check", "-", *options])

    assert code([bad]) == 0
    assert code([good], "--exit-code") == 0
    assert code([good, bad], "--exit-code") == 3
    assert code([bad, b"broken\n"], "--exit-code") == 1


def test_an_amount_may_stand_where_the_reply_is_private(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    guard = build_guard(Settings())
    monkeypatch.setattr("service.commands.check.build_guard", lambda _settings: guard)
    reply = {"reply": "I'm sorry that we took £40 twice.", "complaint": "You took £40 twice!"}
    lines = [
        reply | said
        for said in ({}, {"channel": "email"}, {"channel": "email", "public": True},
                     {"channel": "x", "public": False})
    ]  # fmt: skip
    given = TextIOWrapper(BufferedReader(BytesIO(as_lines(lines))))
    monkeypatch.setattr("sys.stdin", given)
    assert main(["check", "-"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["publishable"] for answer in answers] == [False, True, False, True]


def test_evaluate_speaks_to_people_and_to_programs(tmp_path: Path) -> None:
    labelled = [
        {"text": "My bag never arrived, third day.", "lang": "en", "labels": {"complaint": True}},
        {"text": "Lovely crew, thank you!", "lang": "en", "labels": {"complaint": False}},
    ]
    (tmp_path / "in.jsonl").write_bytes(as_lines(labelled))
    table = kulanz(tmp_path, "evaluate", "in.jsonl")
    assert table.returncode == 0
    assert "complaint" in table.stdout.decode()
    zipped = gzip.compress(as_lines(labelled))
    figures = json.loads(kulanz(tmp_path, "evaluate", "-", "--json", given=zipped).stdout)
    assert figures["mentions"] == 2
    assert figures["heads"]["complaint"]["mentions"] == 2


def test_evaluate_names_the_line_it_can_not_read(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"text": "late"}\n')
    done = kulanz(tmp_path, "evaluate", "in.jsonl")
    assert done.returncode == 2
    assert b"line 1" in done.stderr
    assert b"Traceback" not in done.stderr


def test_training_without_torch_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"")
    without = "import sys; sys.modules['torch'] = None; from service.cli import main; "
    without += "sys.exit(main(['train', 'in.jsonl', '--out', 'model']))"
    done = subprocess.run(
        [sys.executable, "-c", without], capture_output=True, check=False, cwd=tmp_path,
        env=environment(tmp_path),
    )  # fmt: skip
    assert done.returncode == 2
    assert b"kulanz[train]" in done.stderr
    assert done.stderr.count(b"\n") == 1
