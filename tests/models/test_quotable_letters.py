"""Runs of letters beside the head that chooses what to quote: learned, weighed, kept, asked."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from models.classifier import ComplaintClassifier
from models.folder import CARD, QUOTABLE_LETTERS, RUN, ModelFolder
from models.letters_teaching import teach_letters
from models.quotable import QuotableHead
from models.quotable_candidates import Candidate
from models.quotable_letters import QuotableLetters, Weights, buckets_of
from models.quotable_letters_training import (
    QuotableLettersSettings,
    fit_quotable_letters,
    together,
    weighed,
)
from models.quotable_training import Offered, QuotableSettings, odds_of, share_fit
from models.teaching import teach_gist, teach_quotable
from models.train_settings import TrainSettings
from models.word_table import BUCKETS
from tests.models.conftest import SHIPPED
from triage.mention import Conversation, Mention

KIND = ("Die Crew war freundlich", "Wir kamen gut an", "Das Wetter war herrlich")
AMISS = ("Der Koffer blieb verschwunden", "Das Licht blieb kaputt", "Das Geld blieb verschwunden")


def made(count: int, seed: int, knows: float = 0.0) -> list[Offered]:
    """Three sentences each, of which one tells of something amiss; the head may know a little."""
    chance, found = np.random.default_rng(seed), []
    for n in range(count):
        best = int(chance.integers(0, 3))
        said = [KIND[(n + i) % 3] for i in range(3)]
        said[best] = AMISS[n % 3] + "!" * int(chance.integers(0, 2))
        ends = np.cumsum([len(sentence) + 2 for sentence in said])
        of = tuple(
            Candidate((int(end) - len(s) - 2, int(end) - 2), 2 * i, 2 * i + 1)
            for i, (s, end) in enumerate(zip(said, ends, strict=True))
        )
        worth = np.asarray([float(i == best) for i in range(3)], np.float32)
        words = chance.normal(size=(6, 1)).astype(np.float32)
        words[2 * best : 2 * best + 2] += knows
        beside = np.zeros((3, 0), np.float32)
        found.append(Offered(". ".join(said) + ". ", words, beside, of, worth, p_complaint=0.9))
    return found


#: Its log-odds are the mean of the only number of a candidate's words, where that is above nought.
HEAD = QuotableHead(
    (
        (np.ones((1, 1), np.float32), np.zeros(1, np.float32)),
        (np.asarray([[1.0], [0], [0], [0], [0]], np.float32), np.zeros(1, np.float32)),
        (np.ones((1, 1), np.float32), np.zeros(1, np.float32)),
    )
)


@pytest.fixture(scope="module")
def letters() -> QuotableLetters:
    return fit_quotable_letters(made(240, 1), QuotableLettersSettings())


def test_what_tells_of_something_amiss_is_found_by_its_letters(letters: QuotableLetters) -> None:
    text = "Alles schön. Die Tasche blieb verschwunden. Gute Fahrt."
    of = [Candidate((0, 11), 0, 1), Candidate((13, 42), 2, 5), Candidate((44, 54), 6, 7)]
    assert letters.read(text, of).argmax() == 1


def test_together_they_choose_more_often_what_will_do(letters: QuotableLetters) -> None:
    held_back, unseen = made(120, 2, knows=0.7), made(200, 3, knows=0.7)
    beside = weighed(letters, HEAD, held_back)
    alone, both = (share_fit(said, unseen) for said in (
        partial(odds_of, HEAD), partial(together, beside, HEAD),
    ))  # fmt: skip
    assert 0.4 < alone < 0.9
    assert both > alone + 0.1
    assert beside.weights.share > 0


def test_letters_that_know_nothing_do_no_harm(letters: QuotableLetters) -> None:
    turned = np.random.default_rng(5).integers(-7, 8, BUCKETS).astype(np.int8)
    beside = weighed(replace(letters, scores=turned), HEAD, made(300, 2, knows=1.0))
    unseen = made(300, 3, knows=1.0)
    alone = share_fit(partial(odds_of, HEAD), unseen)
    assert share_fit(partial(together, beside, HEAD), unseen) > alone - 0.03


def test_the_first_choice_is_as_likely_as_it_is_said(letters: QuotableLetters) -> None:
    beside = weighed(letters, HEAD, made(300, 2, knows=0.7))
    unseen = made(400, 6, knows=0.7)
    odds = np.asarray([together(beside, HEAD, one).max() for one in unseen])
    right = share_fit(partial(together, beside, HEAD), unseen)
    assert float((1 / (1 + np.exp(-odds))).mean()) == pytest.approx(right, abs=0.1)


def test_where_nothing_is_held_back_they_count_as_they_did(letters: QuotableLetters) -> None:
    assert weighed(letters, HEAD, []) is letters


@pytest.mark.parametrize(
    "text", ["Kein Netz\r\nseit Montag", "İzmir: keine Rampe", "🙂🙂 kaputt", "ok", "x", "\ud800!"]
)
def test_every_letter_stays_in_its_place(letters: QuotableLetters, text: str) -> None:
    whole = [Candidate((0, len(text)), 0, 0)]
    parts = [Candidate((n, n + 1), 0, 0) for n in range(len(text))]
    assert np.isfinite(letters.read(text, [*whole, *parts])).all()
    [every] = buckets_of(text, whole)
    # All runs of three to five letters of the text, and of the space around it.
    assert len(every) == sum(max(0, len(text) + 2 - length + 1) for length in (3, 4, 5))


def test_a_candidate_is_read_alike_wherever_it_stands(letters: QuotableLetters) -> None:
    said = "der koffer ist weg"
    text = f"Hallo, {said}, und nun?"
    begins = text.index(said)
    alone, amid = buckets_of(f"{said},", [Candidate((0, len(said)), 0, 0)])[0], buckets_of(
        text, [Candidate((begins, begins + len(said)), 0, 0), Candidate((0, 5), 0, 0)]
    )[0]  # fmt: skip
    assert alone.tolist() == amid.tolist()


def test_they_are_the_same_from_a_file(letters: QuotableLetters, tmp_path: Path) -> None:
    told = replace(letters, weights=Weights(0.7, 0.8, -0.5, 0.1, -1.2))
    told.save(tmp_path / QUOTABLE_LETTERS)
    again = QuotableLetters.load(tmp_path / QUOTABLE_LETTERS)
    [one] = made(1, 7)
    before, after = (together(of, HEAD, one) for of in (told, again))
    assert after == pytest.approx(before, abs=1e-5)


def test_the_model_that_ships_asks_them(classifier: ComplaintClassifier) -> None:
    pointer = classifier.pointer
    assert pointer is not None
    assert pointer.letters is not None
    without = replace(classifier, pointer=replace(pointer, letters=None))
    asked = [
        Conversation(Mention(str(n), f"{KIND[n]}. {AMISS[n]}, seit Montag schon. {KIND[0]}"))
        for n in range(3)
    ]
    both, alone = (model.assess(asked) for model in (classifier, without))
    assert [a.gist for a in both] == [a.gist for a in alone]
    assert all(a.quotable for a in both)


# -- teaching --------------------------------------------------------------------------------------


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
    pointed = teach_gist([file], SHIPPED, tmp_path / "own" / "5", replace(by, version="5"))
    assert ModelFolder.open(pointed).quotable_letters() is None
