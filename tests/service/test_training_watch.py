"""`train --watch` makes a candidate whenever enough was decided, and promotes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.labelled_files import read_examples
from service.learning.candidates import Wanted
from service.learning.loop import TrainingWatch
from service.learning.proposals import proposed
from service.settings import Settings
from tests.fakes import ANNA
from tests.service.console_client import sign_in, words_of
from tests.world import World, running, settings
from triage.case import Status
from triage.decision import DecisionKind
from triage.errors import UnreadableExamples

MEASURE = {
    "part": "safety", "question": "irony_seen", "mentions": 200, "current": 140,
    "candidate": 152, "lost": 4, "gained": 16, "decides": True,
}  # fmt: skip


class Trainer:
    """Keeps what it was given; leaves the record that training leaves."""

    def __init__(self) -> None:
        self.learned: list[int] = []

    def __call__(self, settings: Settings, wanted: Wanted) -> None:
        examples = read_examples(wanted.files)
        self.learned.append(len(examples.mentions))
        wanted.out.mkdir(parents=True)
        model = f"own-{wanted.out.name}"
        comparison = {"current": "bilingual-11", "candidate": model, "measures": [MEASURE]}
        record = {"model": model, "comparison": comparison}
        (wanted.out / "run.json").write_text(json.dumps(record), "utf-8")


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with running(settings(tmp_path, monkeypatch, None, train_after=2)) as opened:
        yield opened


@pytest.fixture
def trainer() -> Trainer:
    return Trainer()


@pytest.fixture
def watch(world: World, trainer: Trainer) -> TrainingWatch:
    kulanz = world.kulanz
    return TrainingWatch(kulanz.settings, kulanz.database, kulanz.clock, trainer)


def reject(world: World, *texts: str) -> None:
    for text in texts:
        case_id = world.mention(text)
        case = world.wait_for(case_id, Status.AWAITING)
        world.kulanz.decisions.decide(
            case_id, DecisionKind.NOT_A_COMPLAINT, ANNA, draft_version=case.draft_version,
            surface="console",
        )  # fmt: skip


def test_a_candidate_comes_after_enough_decisions_and_is_shown_but_not_used(
    world: World, watch: TrainingWatch, trainer: Trainer
) -> None:
    reject(world, "late one")
    assert watch.look() is None
    reject(world, "late two")
    made = watch.look()
    assert made is not None
    assert (made.model, made.new, trainer.learned) == ("own-1", 2, [2])
    assert world.kulanz.settings.promotions.current() is None
    assert watch.look() is None, "the same decisions make no second one"

    said = words_of(sign_in(world.kulanz).get("/settings"))
    assert "A new model is proposed own-1" in said
    assert "irony seen our safety set 200 70% 76% 4, 16 better" in said

    reject(world, "late three", "late four")
    again = watch.look()
    assert again is not None
    assert (again.model, trainer.learned) == ("own-2", [2, 4])


def test_a_proposal_is_gone_once_somebody_said_their_word(
    world: World, watch: TrainingWatch
) -> None:
    reject(world, "late one", "late two")
    made = watch.look()
    assert made is not None
    promotions = world.kulanz.settings.promotions
    assert proposed(promotions) == made
    promotions.promote(Path(made.folder), made.model, by="anna", now=world.kulanz.clock())
    assert proposed(promotions) is None


def test_what_can_not_be_trained_is_not_tried_again_and_again(
    world: World, watch: TrainingWatch
) -> None:
    calls = []

    def fails(settings: Settings, wanted: Wanted) -> None:
        calls.append(wanted)
        raise UnreadableExamples("These examples tell nothing.")

    failing = replace(watch, train=fails)
    reject(world, "late one", "late two")
    assert failing.look() is None
    assert failing.look() is None
    assert len(calls) == 1
