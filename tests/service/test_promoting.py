"""From a candidate to the model in use and back: refused where worse, taken up while running."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.dataset import corpus_files
from models.folder import ModelFolder, write_config
from service.cli import main
from service.learning.promoting import promote
from service.model_in_use import ClassifierInUse, ModelInUse, ToneInUse
from service.settings import SHIPPED_MODEL, Settings
from tests.factories import NOON
from triage.errors import ModelNotPromoted
from triage.guard import Utterance
from triage.mention import Channel, Conversation, Mention

Candidate = Callable[..., Path]


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder of its own, and a safety set of a few files."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KULANZ_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("service.learning.promoting.corpus_files", lambda: corpus_files()[:8])
    return Settings()


@pytest.fixture
def candidate(given: Settings) -> Candidate:
    def make(version: str, **thresholds: float) -> Path:
        """The model that ships under another name, and with other lines."""
        out = given.promotions.folder / "own" / version
        shutil.copytree(SHIPPED_MODEL, out)
        config: dict[str, Any] = dict(ModelFolder.open(out).config)
        lines = {**config["thresholds"], **thresholds}
        write_config(out, {**config, "name": "own", "version": version, "thresholds": lines})
        (out / "run.json").unlink()
        return out

    return make


def in_use() -> str:
    return ModelFolder.open(Settings().model_dir).model


def test_a_candidate_that_is_no_worse_goes_in_use_and_one_command_goes_back(
    given: Settings, candidate: Candidate, capsys: pytest.CaptureFixture[str]
) -> None:
    candidate("1")
    assert in_use() == "bilingual-11"
    assert main(["models", "promote", "own-1"]) == 0
    said = capsys.readouterr().out
    assert "own-1 is in use" in said
    assert "ironic complaints found" in said
    assert in_use() == "own-1"
    assert main(["models", "current"]) == 0
    assert "own-1" in capsys.readouterr().out

    assert main(["models", "rollback"]) == 0
    assert in_use() == "bilingual-11"
    assert main(["models", "rollback"]) == 2
    assert "there is none before it" in capsys.readouterr().err
    assert main(["models"]) == 0
    listed = capsys.readouterr().out
    assert "promoted" in listed
    assert "ships, in use" in listed


def test_one_that_misses_complaints_is_refused_with_the_figures(
    given: Settings, candidate: Candidate, capsys: pytest.CaptureFixture[str]
) -> None:
    candidate("1", complaint=0.98)
    assert main(["models", "promote", "own-1"]) == 2
    said = capsys.readouterr().err
    assert "own-1 is worse than bilingual-11 where it matters: complaints found" in said
    assert "lost" in said
    assert len(said.strip().splitlines()) == 1
    assert in_use() == "bilingual-11"


def test_what_training_saw_to_be_worse_is_refused_too(
    given: Settings, candidate: Candidate
) -> None:
    folder = candidate("1")
    measure = {
        "part": "held_back", "question": "complaints_found", "mentions": 50, "current": 45,
        "candidate": 30, "lost": 16, "gained": 1, "decides": True,
    }  # fmt: skip
    record = {"current": "bilingual-11", "candidate": "own-1", "measures": [measure]}
    (folder / "run.json").write_text(json.dumps({"comparison": record}), "utf-8")
    with pytest.raises(ModelNotPromoted, match="complaints found 30 of 50, before 45"):
        promote(given, folder, by="anna", now=NOON)


def test_two_models_of_one_name_are_never_both_used(
    given: Settings, candidate: Candidate, tmp_path: Path
) -> None:
    folder = candidate("1")
    promote(given, folder, by="anna", now=NOON)
    shutil.move(folder, tmp_path / "elsewhere")
    given.promotions.file.write_text(
        given.promotions.file.read_text("utf-8").replace(str(folder), str(tmp_path / "elsewhere")),
        "utf-8",
    )
    with pytest.raises(ModelNotPromoted, match="another model called own-1"):
        promote(Settings(), candidate("1", ironic=0.5), by="anna", now=NOON)


def test_a_model_named_outright_stands_before_any_promotion(
    given: Settings, candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.promotions.promote(candidate("1"), "own-1", by="anna", now=NOON)
    monkeypatch.setenv("KULANZ_MODEL_DIR", str(SHIPPED_MODEL))
    assert in_use() == "bilingual-11"


def test_a_wrong_call_is_said_to_be_one(
    given: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for call in (["promote"], ["promote", "own-9"], ["rollback", "own-1"]):
        assert main(["models", *call]) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1


# -- while the service runs ----------------------------------------------------------------------

LATE = Conversation(Mention("m1", "Three hours late and nobody says why."))
REPLY = Utterance("We are sorry.", "Three hours late.", "en", Channel.X)


def test_a_running_service_takes_up_what_is_promoted_and_goes_back(
    given: Settings, candidate: Candidate
) -> None:
    model = ModelInUse(given, look_every=0)
    classifier, tone = ClassifierInUse(model), ToneInUse(model)
    began = model.now()
    assert [a.model for a in classifier.assess([LATE])] == ["bilingual-11"]
    given.promotions.promote(candidate("1"), "own-1", by="anna", now=NOON)
    assert [a.model for a in classifier.assess([LATE])] == ["own-1"]
    assert len(tone.judge([REPLY])) == 1
    assert began.classifier.assess([LATE])[0].model == "bilingual-11", "who began goes on"
    given.promotions.roll_back("bilingual-11", by="anna", now=NOON)
    assert classifier.model == "bilingual-11"


def test_a_damaged_model_is_not_taken_up_and_the_service_says_so(
    given: Settings, candidate: Candidate
) -> None:
    folder = candidate("1")
    model = ModelInUse(given, look_every=0)
    (folder / "heads.safetensors").write_bytes(b"damaged")
    given.promotions.promote(folder, "own-1", by="anna", now=NOON)
    assert model.now().classifier.model == "bilingual-11"
    assert model.trouble is not None
    assert "heads.safetensors" in model.trouble


def test_with_a_model_named_outright_nothing_is_taken_up(
    given: Settings, candidate: Candidate
) -> None:
    pinned = Settings(model_dir=SHIPPED_MODEL)
    model = ModelInUse(pinned, look_every=0)
    given.promotions.promote(candidate("1"), "own-1", by="anna", now=NOON)
    assert model.now().classifier.model == "bilingual-11"
