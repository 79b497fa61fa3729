"""Corrections: what heads say, put right by what the encoder was never shown."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models import complaint_letters_training, correction_training, teaching
from models.classifier import ComplaintClassifier
from models.correction_training import CORRECTED, CorrectionSettings, fit_corrections, part_of
from models.corrections import Correction, corrected, load_corrections, save_corrections
from models.dataset import Example, Labels
from models.folder import (
    CARD,
    COMPLAINT_LETTERS,
    CORRECTIONS,
    HEADS,
    RUN,
    ModelFolder,
    write_config,
)
from models.heads import Head
from models.labelled_files import read_examples
from models.lessons import CLASSES, lessons
from models.mention_training import Side
from models.teaching import teach_corrections
from models.train_settings import TrainSettings
from models.training import _shown
from models.word_table import places_of
from tests.models.conftest import SHIPPED
from triage.errors import UnreadableExamples
from triage.mention import Conversation, Mention

WIDTH, ROWS = 6, 1200
FIT = CorrectionSettings(parts=3, hidden=8, steps=200, dropout=0.1, states_left_out=0.1)


def a_head(outputs: int, says: float = 0.0) -> Head:
    """It says the same of everything."""
    none = np.zeros((WIDTH, 2), np.float32)
    return Head(
        none, np.zeros(2, np.float32), np.zeros((2, outputs), np.float32),
        np.full(outputs, says, np.float32), np.zeros((0, outputs), np.float32),
    )  # fmt: skip


HEADS_HERE = {name: a_head(1 if len(of) == 2 else len(of)) for name, of in CLASSES.items()}
PLACES = places_of({name: 2 for name in CLASSES}, WIDTH)


def unseen(rows: int = ROWS) -> Side:
    """A complaint where the first of the states is high, written by one of forty."""
    x = np.random.default_rng(7).normal(3.0, [1, 1, 1, 1, 1, 100], (rows, WIDTH)).astype(np.float32)
    told = [
        Example(
            Conversation(Mention(f"m{row}", f"Something happened, {row}.")),
            Labels(complaint=bool(x[row, 0] > 3), ironic=bool(x[row, 1] > 3)),
            "corpus",
            f"corpus/w-{row % 40}",
        )
        for row in range(rows)
    ]
    return Side(lessons(told), x)


def right(heads: dict[str, Head], head: str, side: Side) -> float:
    labelled = side.labelled(head, {})
    return float((heads[head].classes(labelled.x) == labelled.y).mean())


def learned(side: Side) -> dict[str, Correction]:
    return fit_corrections(HEADS_HERE, side, dict.fromkeys(CLASSES, side), PLACES, fit=FIT, seed=1)


def test_what_the_head_misses_is_learned_and_kept(tmp_path: Path) -> None:
    side = unseen()
    found = learned(side)
    assert set(found) == set(CORRECTED)
    before, after = HEADS_HERE, corrected(HEADS_HERE, found)
    for head in CORRECTED:
        assert right(before, head, side) < 0.6
        assert right(after, head, side) > 0.9
    assert all(after[head] is before[head] for head in set(CLASSES) - set(CORRECTED))
    save_corrections(tmp_path / CORRECTIONS, found)
    again = corrected(HEADS_HERE, load_corrections(tmp_path / CORRECTIONS))
    assert np.array_equal(again["complaint"].logits(side.x), after["complaint"].logits(side.x))


def test_it_is_calibrated_by_what_is_said_of_writers_not_seen() -> None:
    """Whoever always complains is no sign that others do: of whom it saw nothing it is unsure."""
    side = unseen()
    chance = np.random.default_rng(3).random(40) < 0.5
    moody = [
        replace(lesson, labels=Labels(complaint=bool(chance[int(lesson.group[9:])])))
        for lesson in side.lessons
    ]
    known = np.eye(40, dtype=np.float32)[[int(lesson.group[9:]) for lesson in moody]]
    places = places_of(dict.fromkeys(CLASSES, 2), 40)
    head = replace(a_head(1), w1=np.zeros((40, 2), np.float32))
    told = Side(moody, known)
    heads, fit = {"complaint": head}, FIT
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(correction_training, "CORRECTED", ("complaint",))
        found = fit_corrections(heads, told, {"complaint": told}, places, fit=fit, seed=1)
    said = corrected(heads, found)["complaint"].yes(known)
    assert np.abs(said - 0.5).max() < 0.25


def test_a_writer_is_always_in_the_same_part() -> None:
    parts = {part_of(f"corpus/w-{n}", 3) for n in range(40)}
    assert parts == {0, 1, 2}
    assert part_of("corpus/w-1", 3) == part_of("corpus/w-1", 3)


def test_too_little_puts_nothing_right() -> None:
    assert learned(unseen(rows=300)) == {}


def test_the_model_that_ships_is_put_right_where_it_says_so(
    classifier: ComplaintClassifier, tmp_path: Path
) -> None:
    folder = ModelFolder.open(SHIPPED)
    as_learned = folder.heads(HEADS)
    heads = classifier.judge.heads
    others = {name: len(h.w1[0]) for name, h in heads.items() if name not in CORRECTED}
    assert others == {name: len(as_learned[name].w1[0]) for name in others}
    assert all(len(heads[n].w1[0]) > len(as_learned[n].w1[0]) for n in CORRECTED)


def test_mentions_for_heads_alone_teach_no_encoder(tmp_path: Path) -> None:
    row = (
        '{"id": "%s", "text": "%s", "lang": "en", "writer": "w-en-901", "teaches": "%s",'
        ' "labels": {"complaint": true}}\n'
    )
    file = tmp_path / "mentions.jsonl"
    file.write_text(row % ("a", "Late again.", "heads") + row % ("b", "Cold soup.", "all"))
    examples = read_examples([file])
    assert [e.heads_only for e in examples.mentions] == [True, False]
    assert {e.split for e in examples.mentions} == {"train"}
    assert [e.conversation.mention.text for e in _shown(examples)] == ["Cold soup."]


def test_with_too_little_the_folder_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "mentions.jsonl"
    file.write_text('{"id": "a", "text": "Late again.", "labels": {"complaint": true}}\n')
    with pytest.raises(UnreadableExamples, match="kept from the encoder"):
        teach_corrections([file], SHIPPED, tmp_path / "out", TrainSettings(work=tmp_path))
    assert not (tmp_path / "out").exists()


def put_right(given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(correction_training, "ENOUGH", 20)
    monkeypatch.setattr(teaching, "ENOUGH_UNSEEN", 20)
    file = tmp_path / "mentions.jsonl"
    told = [
        {
            "id": f"m{n}", "text": f"{'Late again' if n % 2 else 'Lovely crew'}, flight {n}.",
            "writer": f"w-{n}", "teaches": "heads",
            "labels": {"complaint": bool(n % 2), "ironic": n % 3 == 0, "sentiment": "neutral"},
        }
        for n in range(80)
    ]  # fmt: skip
    file.write_text("".join(json.dumps(row) + "\n" for row in told))
    by = TrainSettings(name="ours", version="2", work=tmp_path, correction_fit=FIT)
    return teach_corrections([file], given, tmp_path / "ours" / "2", by)


def test_a_folder_is_made_that_is_put_right_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = put_right(SHIPPED, tmp_path, monkeypatch)
    made, given = ModelFolder.open(out), ModelFolder.open(SHIPPED)
    assert made.model == "ours-2"
    changed = {name for name, digest in made.config["files"].items()
               if given.config["files"][name] != digest}  # fmt: skip
    # The letters beside a head are weighed against it anew.
    assert changed == {CORRECTIONS, COMPLAINT_LETTERS}
    record = json.loads((out / RUN).read_text("utf-8"))
    assert record["corrections"]["of"] == given.model
    assert record["thresholds"] == made.config["thresholds"]
    assert given.model in (out / CARD).read_text("utf-8")


def test_a_folder_without_letters_gets_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complaint_letters_training, "ENOUGH", 20)
    given = shutil.copytree(SHIPPED, tmp_path / "older")
    (given / COMPLAINT_LETTERS).unlink()
    write_config(given, ModelFolder.open(SHIPPED).config)
    out = put_right(given, tmp_path, monkeypatch)
    assert ModelFolder.open(out).complaint_letters() is None
