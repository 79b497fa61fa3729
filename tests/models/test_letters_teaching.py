"""Letters beside the head that chooses what to quote, in model folders that are taught one thing
more."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from models.folder import CARD, QUOTABLE, QUOTABLE_LETTERS, RUN, ModelFolder, write_config
from models.labelled_files import read_examples
from models.letters_teaching import teach_letters
from models.pointer_training import put_quotable
from models.quotable_training import QuotableSettings
from models.teaching import teach_gist, teach_quotable
from models.train_settings import TrainSettings
from tests.models.conftest import SHIPPED
from tests.models.test_quotable_letters import AMISS, KIND


def told(folder: Path, count: int = 400) -> Path:
    file = folder / "told.jsonl"
    with file.open("w") as lines:
        for n in range(count):
            labels = {"complaint": bool(n % 2)}
            if n % 2:
                labels |= {"quotes": [AMISS[n % 3]], "gist": AMISS[n % 3]}  # type: ignore[dict-item]
            text = f"{KIND[n % 3]}. {AMISS[n % 3] if n % 2 else KIND[0]}. Nummer {n}."
            row = {"id": str(n), "text": text, "writer": f"w{n}", "labels": labels}
            lines.write(json.dumps(row) + "\n")
    return file


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.complaint_letters_training.ENOUGH", 100)
    monkeypatch.setattr("models.quotable_letters_training.ENOUGH", 50)
    monkeypatch.setattr("models.quotable_letters_training.ENOUGH_HELD_BACK", 10)
    monkeypatch.setattr("models.teaching.ENOUGH_QUOTED", 50)
    monkeypatch.setattr("models.teaching.ENOUGH", 50)


@pytest.mark.usefixtures("few")
def test_a_folder_is_made_that_has_them_and_says_so(tmp_path: Path) -> None:
    by = TrainSettings(name="ours", version="2", work=tmp_path / "work")
    out = teach_letters([told(tmp_path)], SHIPPED, tmp_path / "ours" / "2", by)
    made, given = ModelFolder.open(out).config["files"], ModelFolder.open(SHIPPED).config["files"]
    changed = {name for name in made if made[name] != given.get(name)}
    assert changed == {QUOTABLE_LETTERS, "complaint_letters.safetensors"}
    record = json.loads((out / RUN).read_text("utf-8"))
    assert record["quotable_letters"]["of"] == ModelFolder.open(SHIPPED).model
    assert sum(record["quotable_letters"]["examples"].values()) == 200
    assert "what to quote" in (out / CARD).read_text("utf-8")


@pytest.mark.usefixtures("few")
def test_a_new_head_stands_alone_where_there_is_nothing_to_choose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Complaints of one sentence each, all of it to be quoted."""
    monkeypatch.setattr("models.pointer_training.ENOUGH_QUOTED", 50)
    file, out = tmp_path / "short.jsonl", tmp_path / "own" / "6"
    rows = [
        {"id": said, "text": said, "writer": said, "labels": {"complaint": True, "quotes": [said]}}
        for said in (f"{AMISS[n % 3]} {n}" for n in range(120))
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    shutil.copytree(SHIPPED, out)
    for by_gists in (QUOTABLE, QUOTABLE_LETTERS):
        (out / by_gists).unlink()
    write_config(out, ModelFolder.open(SHIPPED).config)
    small = QuotableSettings(hidden=8, together=8, epochs=1)
    put_quotable(read_examples([file]), out, TrainSettings(quotable_fit=small))
    pointer = ModelFolder.open(out).pointer()
    assert pointer is not None
    assert pointer.quotable is not None
    assert pointer.letters is None


@pytest.mark.usefixtures("few")
def test_a_new_head_weighs_them_anew_and_a_new_gist_takes_them_away(tmp_path: Path) -> None:
    file, by = told(tmp_path), TrainSettings(name="own", version="4", work=tmp_path / "work")
    small = QuotableSettings(hidden=8, together=8, epochs=1)
    given = ModelFolder.open(SHIPPED).quotable_letters()
    assert given is not None
    chosen = teach_quotable(
        [file], SHIPPED, tmp_path / "own" / "4", replace(by, quotable_fit=small)
    )
    letters = ModelFolder.open(chosen).quotable_letters()
    assert letters is not None
    assert letters.scores.tolist() == given.scores.tolist()
    assert letters.weights != given.weights
    record, before = (json.loads((f / RUN).read_text("utf-8")) for f in (chosen, SHIPPED))
    assert record["quotable_letters"]["of"] == before["quotable_letters"]["of"]
    assert record["quotable_letters"]["examples"] == record["quotable"]["examples"]
    pointed = teach_gist([file], SHIPPED, tmp_path / "own" / "5", replace(by, version="5"))
    assert ModelFolder.open(pointed).quotable_letters() is None
    card = (pointed / CARD).read_text("utf-8")
    assert "What went wrong" in card
    assert "what to quote" not in card
    assert "What a reply quotes" not in card
