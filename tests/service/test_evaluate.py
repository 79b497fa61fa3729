"""`kulanz evaluate`: sets and their names, what programs read, and what a wrong call is told."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from models.folder import sha256
from service.cli import main
from service.commands.evaluate import show
from service.evaluation.measured import Judges, measure
from service.evaluation.sets import learned_from, read_sets
from tests.fakes import FakeClassifier
from tests.service.evaluating import MENTIONS, REPLIES, ByEar, measured, mention, written
from triage.errors import UnreadableExamples


def document(folder: Path, **files: Sequence[object]) -> Mapping[str, Any]:
    return json.loads(json.dumps(measured(folder, **files).as_dict()))  # type: ignore[no-any-return]


# -- sets ----------------------------------------------------------------------------------------


def test_numbered_parts_are_one_set_and_files_of_one_name_are_two(tmp_path: Path) -> None:
    files = [
        written(tmp_path / "a/de-01.jsonl", MENTIONS[:1]),
        written(tmp_path / "a/de-02.jsonl", MENTIONS[1:]),
        written(tmp_path / "a/new.jsonl", MENTIONS),
        written(tmp_path / "b/new.jsonl", REPLIES),
        written(tmp_path / "b/2025-11.jsonl", MENTIONS[:2]),
    ]
    found = read_sets([*files, files[0]])
    assert {name: (len(s.mentions), len(s.replies)) for name, s in found.items()} == {
        "de": (4, 0), "a/new": (4, 0), "b/new": (0, 4), "2025-11": (2, 0),
    }  # fmt: skip


def test_what_a_model_labelled_is_a_set_of_its_own(tmp_path: Path) -> None:
    labels = {"complaint": True}
    talk = {"turns": [{"role": "customer", "text": "late"}]}
    other = {"turns": [{"role": "customer", "text": "late again"}]}
    rows = [
        {"conversation": talk, "labels": labels, "labelled_by": {"complaint": "person"}},
        {"conversation": other, "labels": labels, "labelled_by": {"complaint": "fake-1"}},
    ]
    found = read_sets([written(tmp_path / "examples.jsonl", rows)])
    assert [*found] == ["examples", "examples, labelled by a model"]


@pytest.mark.parametrize(
    "rows",
    [[], [{"text": "late", "labels": {}}], [{"de": "Guten Tag", "en": "Good day"}]],
)
def test_a_file_without_labels_is_refused_by_name(tmp_path: Path, rows: list[object]) -> None:
    files = [written(tmp_path / "a.jsonl", MENTIONS), written(tmp_path / "b.jsonl", rows)]
    with pytest.raises(UnreadableExamples, match=r"^b\.jsonl holds neither"):
        read_sets(files)


def test_what_the_model_was_trained_with_is_told(tmp_path: Path) -> None:
    taught, new = (written(tmp_path / f"{name}.jsonl", MENTIONS[:n]) for name, n in
                   (("taught", 1), ("new", 2)))  # fmt: skip
    found = read_sets([taught, new])
    model = tmp_path / "model"
    assert learned_from(found, model) == ()
    model.mkdir()
    (model / "run.json").write_text("[]")
    assert learned_from(found, model) == ()
    record = {"files": {"other-name.jsonl": {"rows": 1, "sha256": sha256(taught)}}}
    (model / "run.json").write_text(json.dumps(record))
    assert learned_from(found, model) == ("taught",)


# -- for programs --------------------------------------------------------------------------------


def test_one_set_has_its_figures_at_the_top_as_ever(tmp_path: Path) -> None:
    found = document(tmp_path, one=MENTIONS)
    assert found["mentions"] == 4
    assert found["overall"]["missed"] == found["overall"]["false_alarms"] == 1
    assert found["heads"]["complaint"]["accuracy"] == 0.5
    assert found["kinds"]["ironic_complaint"]["missed"] == 1
    assert found["sets"]["one"]["overall"] == found["overall"]
    assert found["replies"] is None


def test_mistakes_are_named_by_set_and_id_without_their_texts(tmp_path: Path) -> None:
    found = document(tmp_path, one=MENTIONS, two=[mention("no word", True)], said=REPLIES)
    assert found["missed"] == [
        {"set": "one", "id": "m2", "p_complaint": 0.1},
        {"set": "two", "id": "#1", "p_complaint": 0.1},
    ]
    assert found["false_alarms"] == [{"set": "one", "id": "m3", "p_complaint": 0.9}]
    replies = found["replies"]
    assert replies["let_through"] == [{"set": "said", "id": "#3", "rules": []}]
    assert replies["wrongly_stopped"] == [{"set": "said", "id": "#4", "rules": ["flippant"]}]
    assert (replies["guard"]["bad_stopped"], replies["guard"]["good_stopped"]) == (1, 1)
    assert "floor" not in json.dumps(found)
    assert "Wings" not in json.dumps(found)


def test_several_sets_are_counted_apart_and_together(tmp_path: Path) -> None:
    found = document(tmp_path, one=MENTIONS[:2], two=MENTIONS[2:])
    assert found["mentions"] == 4
    assert {name: s["mentions"] for name, s in found["sets"].items()} == {"one": 2, "two": 2}
    assert found["overall"]["complaints"] == 2


def test_the_tone_model_is_loaded_for_replies_only(tmp_path: Path) -> None:
    def not_now() -> ByEar:
        raise AssertionError("there is no reply")

    found = read_sets([written(tmp_path / "a.jsonl", MENTIONS)])
    assert measure(found, Judges(FakeClassifier(), not_now)).replies == {}


def test_every_mention_and_reply_done_is_told(tmp_path: Path) -> None:
    files = [written(tmp_path / "a.jsonl", MENTIONS), written(tmp_path / "b.jsonl", REPLIES)]
    heard: list[int] = []
    measure(read_sets(files), Judges(FakeClassifier(), ByEar), advance=heard.append)
    assert sum(heard) == 8


# -- the command ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["empty.jsonl"], "empty.jsonl holds neither labelled mentions nor labelled replies"),
        (["full.jsonl", "empty.jsonl"], "empty.jsonl holds neither"),
        (["full.jsonl", "none.jsonl"], "none.jsonl"),
        (["full.jsonl", "--report", "nowhere/out.html"], "nowhere/out.html"),
        (["full.jsonl", "--report", "."], "no such place"),
        (["full.jsonl", "--model", "nowhere"], "nowhere"),
    ],
)
def test_a_wrong_call_gets_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    why: str,
) -> None:
    written(tmp_path / "empty.jsonl", [])
    written(tmp_path / "full.jsonl", MENTIONS)
    monkeypatch.chdir(tmp_path)
    code = main(["evaluate", *arguments])
    shown = capsys.readouterr()
    assert (code, shown.out) == (2, "")
    assert why in shown.err
    assert shown.err.count("\n") == 1


def test_the_report_says_where_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.html"
    show(measured(tmp_path, one=MENTIONS), as_json=False, report=str(out))
    assert str(out) in capsys.readouterr().out.replace("\n", "")
    assert out.read_text("utf-8").startswith("<!doctype html>")
