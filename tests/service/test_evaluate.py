"""`kulanz evaluate`: sets and their names, what people read, and what programs read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from models.folder import sha256
from service.cli import main
from service.commands.evaluate import show
from service.evaluation.measured import Judges, Measured, measure
from service.evaluation.report import report_html
from service.evaluation.sets import learned_from, read_sets
from tests.command import as_lines
from tests.fakes import FakeClassifier, HeardSomewhere
from triage.errors import UnreadableExamples
from triage.guard import Rule, Tone, Utterance

WAY = "I'm sorry about your bag. Please send us a direct message."


class ByEar(HeardSomewhere):
    """Hears a joke wherever `haha` stands."""

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        return [{Rule.FLIPPANT: 0.9 if "haha" in u.reply else 0.1} for u in utterances]


def mention(text: str, complaint: bool, **fields: Any) -> dict[str, Any]:
    return {"text": text, "lang": "en", "labels": {"complaint": complaint}} | fields


def reply(text: str, *rules: str) -> dict[str, Any]:
    said = {"complaint": "my bag is lost", "lang": "en", "channel": "x"}
    return {**said, "reply": text, "rules": rules, "publishable": not rules}


#: The fake classifier finds a complaint wherever `late` or `lost` stands.
MENTIONS = [
    mention("my bag is lost", True, id="m1", kind="plain_complaint"),
    mention("bravo, a fine night on the floor", True, id="m2", kind="ironic_complaint"),
    mention("better late than never, lovely crew", False, id="m3", kind="hard_negative"),
    mention("thank you all", False, kind="praise"),
]
REPLIES = [
    reply(WAY),
    reply(f"haha! {WAY}", "flippant"),
    reply(f"Wings, they say. {WAY}", "flippant"),
    reply(f"haha, no joke: {WAY}"),
]


def written(path: Path, records: Sequence[object]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(as_lines(records))
    return path


def measured(folder: Path, **files: Sequence[object]) -> Measured:
    """Every file one set."""
    found = read_sets([written(folder / f"{name}.jsonl", rows) for name, rows in files.items()])
    return measure(found, Judges(FakeClassifier(), ByEar))


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


# -- for people ----------------------------------------------------------------------------------

HOSTILE = "\x1b[2Jbravo\n\u202efine [bold]night <script>alert(1)</script>"


def _printed(folder: Path, capsys: pytest.CaptureFixture[str], **files: Sequence[object]) -> str:
    show(measured(folder, **files), as_json=False, report=None)
    return capsys.readouterr().out


def test_people_see_one_table_over_all_sets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = _printed(tmp_path, capsys, one=MENTIONS, two=MENTIONS[:1], said=REPLIES)
    assert "5 mentions, 4 replies" in shown
    complaints = shown[: shown.index("Heads")].splitlines()
    rows = {line.split("  ")[0].strip(): line for line in complaints}
    assert re.search(r"5 +3 +1 +1 \(50 %\) +0\.667 +0\.667 0\.667", rows["all sets"])
    assert re.search(r"1 +1 +1 +0 +– +0\.000 0\.000", rows["ironic complaint"])
    assert re.search(r"said +1 / 2 \(50\.0 %\)", shown)
    assert max(map(len, shown.splitlines())) <= 80


def test_mistakes_are_a_line_each_and_steer_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = _printed(tmp_path, capsys, one=[mention(HOSTILE, True, id="\x1b[31mx", kind="a\tb")])
    [line] = [line for line in shown.splitlines() if "bravo" in line]
    assert line.startswith("0.10 · one/\\x1b[31mx · a b · \\x1b[2Jbravo \\u202efine [bold]night")
    assert all(c.isprintable() for c in shown.replace("\n", ""))


def test_the_ten_worst_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = [mention(f"quiet word {n}", True) for n in range(12)]
    shown = _printed(tmp_path, capsys, one=many)
    assert "Missed complaints: 12, the worst 10" in shown
    assert shown.count("quiet word") == 10


def test_a_long_text_is_shown_from_its_evidence_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blog = "We walked along the river for a week. " * 9 + "The bed broke."
    labels = {"complaint": True, "evidence": "The bed broke."}
    shown = _printed(tmp_path, capsys, one=[{"text": blog, "labels": labels}])
    assert "… The bed broke." in shown


# -- the report ----------------------------------------------------------------------------------


def _report(folder: Path, **files: Sequence[object]) -> str:
    found = measured(folder, **files)
    page = report_html(found, found.as_dict())
    # Without the plots' script, which is long.
    return re.sub(r"(?s)<script[^>]*>.*?</script>", "", page, count=1)


def test_every_mistake_is_in_the_report_with_its_evidence(tmp_path: Path) -> None:
    text = "A week by the sea, and then the bed broke under us."
    labels = {"complaint": True, "evidence": "the bed broke"}
    many = [mention(f"quiet word {n}", True) for n in range(12)]
    page = _report(tmp_path, one=[*MENTIONS, {"text": text, "labels": labels}, *many], said=REPLIES)
    assert "A week by the sea, and then <mark>the bed broke</mark> under us." in page
    # What the fake classifier takes for the evidence: the first four letters.
    assert "<mark>bett</mark>er late than never" in page
    assert page.count("quiet word") == 12
    assert "Wings, they say." in page
    assert "complaint 0.10" in page
    for title in ("Missed complaints", "False alarms", "Calibration: complaint", "Rules"):
        assert title in page


def test_a_report_shows_only_what_was_measured(tmp_path: Path) -> None:
    page = _report(tmp_path, said=REPLIES[:1])
    assert "Calibration" not in page
    assert "Missed" not in page
    assert "search" not in re.sub(r"(?s)<(script|style)>.*?</\1>", "", page)


def test_the_report_runs_nothing_that_others_wrote(tmp_path: Path) -> None:
    bad = '"><img src=x onerror=alert(1)>'
    rows = [mention(HOSTILE, True, id=bad, kind=bad, lang=bad), mention(f"late {bad}", False)]
    page = _report(tmp_path, one=rows, said=[{**reply(f"haha {bad}"), "complaint": bad}])
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\x1b" not in page
    assert 'src="http' not in page


def test_half_a_surrogate_pair_can_be_written(tmp_path: Path) -> None:
    found = measured(tmp_path, one=[b'{"text": "half \\ud800", "labels": {"complaint": true}}\n'])
    out = tmp_path / "out.html"
    show(found, as_json=True, report=str(out))
    assert "half" in out.read_text("utf-8")


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
