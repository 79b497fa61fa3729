"""Runs of letters in a mention: learned, weighed against the head, kept, and asked in serving."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models import complaint_letters_training
from models.classifier import ComplaintClassifier
from models.complaint_letters import ComplaintLetters, letter_buckets
from models.complaint_letters_training import (
    ComplaintLettersSettings,
    fit_complaint_letters,
    put_complaint_letters,
    weighed,
)
from models.correction_training import CorrectionSettings
from models.dataset import Example, Examples, Labels
from models.fitting import FitSettings
from models.folder import CARD, COMPLAINT_LETTERS, RUN, ModelFolder
from models.lessons import lessons
from models.letters_teaching import teach_letters
from models.mention_training import Side
from models.taught_folder import cache_of
from models.train_settings import TrainSettings
from models.training import train
from models.word_table import BUCKETS
from tests.models.conftest import SHIPPED
from triage.errors import UnreadableExamples
from triage.mention import Conversation, Mention

TROUBLES = ("verspätet", "verspätung", "verspäteter Zug", "zu spät", "delayed", "delays")
PLEASURES = ("pünktlich", "Pünktlichkeit", "pünktlicher Zug", "rechtzeitig", "on time", "timely")


def told() -> list[Example]:
    return [
        Example(
            Conversation(Mention(f"{n}-{word}", f"Linie {n}: {word}.")),
            Labels(complaint=word in TROUBLES),
            "corpus",
            f"corpus/w-{n}",
        )
        for n in range(60)
        for word in TROUBLES + PLEASURES
    ]


@pytest.fixture(scope="module")
def letters() -> ComplaintLetters:
    return fit_complaint_letters(lessons(told()), ComplaintLettersSettings())


def test_an_ending_that_it_was_never_shown_is_understood(letters: ComplaintLetters) -> None:
    late, on_time = letters.beside(np.zeros(2, np.float32), ["Verspäteten", "Pünktliche"])
    assert on_time < 0 < late


def test_umlauts_are_letters_of_their_own() -> None:
    assert letter_buckets("schön").tolist() != letter_buckets("schon").tolist()


@pytest.mark.parametrize("text", ["", "a", "ab", "🙂", " \n\t", "\ud800"])
def test_what_has_no_run_says_nothing(letters: ComplaintLetters, text: str) -> None:
    assert letters.read([text])[0] == 0


def test_each_run_counts_once_and_its_place_does_not_matter(letters: ComplaintLetters) -> None:
    once, twice = (letter_buckets(text) for text in ("abcd", "abcd abcd"))
    assert set(once) < set(twice)
    assert len(set(twice)) == len(twice)


def test_nothing_said_nothing_heard(letters: ComplaintLetters) -> None:
    assert letters.read([]).shape == (0,)


def test_it_is_the_same_from_a_file(letters: ComplaintLetters, tmp_path: Path) -> None:
    letters.save(tmp_path / COMPLAINT_LETTERS)
    again = ComplaintLetters.load(tmp_path / COMPLAINT_LETTERS)
    said = [*TROUBLES, *PLEASURES]
    odds = np.linspace(-2, 2, len(said), dtype=np.float32)
    assert again.beside(odds, said) == pytest.approx(letters.beside(odds, said), abs=1e-5)


def side(knows: float) -> tuple[np.ndarray, Side]:
    """What a head says that is right in so many of a hundred, and of whom."""
    held_back = lessons(told())
    sure = np.random.default_rng(4).random(len(held_back)) < knows / 100
    right = np.asarray([1.0 if lesson.labels.complaint else -1.0 for lesson in held_back])
    odds = np.where(sure, right, -right).astype(np.float32)[:, None]
    return odds, Side(held_back, np.zeros((len(held_back), 1), np.float32))


def test_what_knows_more_counts_more(letters: ComplaintLetters) -> None:
    by_chance, mostly = (weighed(letters, *side(knows)) for knows in (50, 95))
    assert by_chance.share < mostly.share
    assert by_chance.step > 0
    said = [lesson.passage.text for lesson in side(50)[1].lessons]
    assert np.corrcoef(by_chance.read(said), letters.read(said))[0, 1] > 0.99


def test_letters_that_know_nothing_are_not_heard(letters: ComplaintLetters) -> None:
    turned = replace(
        letters, scores=np.random.default_rng(2).integers(-7, 8, BUCKETS).astype(np.int8)
    )
    odds, held_back = side(95)
    said = [lesson.passage.text for lesson in held_back.lessons]
    by_chance, known = (weighed(told, odds, held_back) for told in (turned, letters))
    assert np.abs(by_chance.read(said)).mean() < np.abs(known.read(said)).mean() / 5


def test_the_model_that_ships_asks_them(classifier: ComplaintClassifier) -> None:
    asked = [Conversation(Mention("a", "Still no refund after 6 weeks, nobody answers."))]
    without = replace(classifier, judge=replace(classifier.judge, letters=None))
    both, alone = (model.assess(asked)[0] for model in (classifier, without))
    assert classifier.judge.letters is not None
    assert both.p_complaint != alone.p_complaint
    assert (both.p_ironic, both.topic, both.quotable) == (
        alone.p_ironic, alone.topic, alone.quotable,
    )  # fmt: skip


def written(file: Path, rows: int) -> Path:
    lines = [
        {"id": e.conversation.mention.id, "text": e.conversation.mention.text, "writer": e.group,
         "labels": {"complaint": e.labels.complaint}}
        for e in told()[:rows]
    ]  # fmt: skip
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def test_a_folder_is_made_that_has_new_ones_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complaint_letters_training, "ENOUGH", 300)
    file = written(tmp_path / "mentions.jsonl", 720)
    by = TrainSettings(name="ours", version="2", work=tmp_path / "work")
    out = teach_letters([file], SHIPPED, tmp_path / "ours" / "2", by)
    made, given = ModelFolder.open(out), ModelFolder.open(SHIPPED)
    before, after = given.config["files"], made.config["files"]
    assert {name for name in after if after[name] != before.get(name)} == {COMPLAINT_LETTERS}
    late, on_time = ComplaintClassifier.load(out).assess(
        [Conversation(Mention(w, f"Linie 300: {w}.")) for w in ("verspätet", "pünktlich")]
    )
    assert on_time.p_complaint < late.p_complaint
    record = json.loads((out / RUN).read_text("utf-8"))
    assert record["complaint_letters"]["of"] == given.model
    assert "three to five letters" in (out / CARD).read_text("utf-8")
    assert record["test"]["potts"], "what was not measured again stays"


def test_with_too_little_the_folder_is_not_made(tmp_path: Path) -> None:
    file = written(tmp_path / "mentions.jsonl", 100)
    with pytest.raises(UnreadableExamples, match="passages to learn letters from; it takes 2000"):
        teach_letters([file], SHIPPED, tmp_path / "out", TrainSettings(work=tmp_path))
    assert not (tmp_path / "out").exists()


def test_from_complaints_alone_no_letters_are_learned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(complaint_letters_training, "ENOUGH", 300)
    file = written(tmp_path / "mentions.jsonl", 720)
    file.write_text(file.read_text().replace("false", "true"))
    with pytest.raises(UnreadableExamples, match="take complaints and others to learn from"):
        teach_letters([file], SHIPPED, tmp_path / "out", TrainSettings(work=tmp_path))
    assert not (tmp_path / "out").exists()


def test_texts_without_a_run_in_common_say_nothing() -> None:
    few = ComplaintLettersSettings(fewest=10_000)
    assert not fit_complaint_letters(lessons(told()), few).scores.any()


def test_where_only_complaints_are_held_back_letters_count_as_they_did(
    tmp_path: Path, letters: ComplaintLetters
) -> None:
    out = shutil.copytree(SHIPPED, tmp_path / "ours")
    cache = cache_of(ModelFolder.open(out), TrainSettings(work=tmp_path / "work"))
    complaints = Examples(tuple(replace(e, side="dev") for e in told() if e.labels.complaint))
    assert put_complaint_letters(complaints, out, cache, letters) is letters
    assert ModelFolder.open(out).complaint_letters() is not None


def test_heads_of_a_companys_own_take_them_over_and_weigh_them_anew(tmp_path: Path) -> None:
    file = written(tmp_path / "mentions.jsonl", 720)
    file.write_text(
        "".join(
            json.dumps(
                json.loads(line)
                | {"labels": {"complaint": bool(n % 2), "sentiment": ("neutral", "negative")[n % 2],
                              "ironic": n % 3 == 0, "severity": n % 2 + n % 4 // 2 if n % 2 else 0,
                              "topic": ("delay", "outage")[n % 4 // 2] if n % 2 else "none",
                              "urgent": n % 5 == 0, "needs_reply": bool(n % 2)}}
            )
            + "\n"
            for n, line in enumerate(file.read_text().splitlines())
        )
    )  # fmt: skip
    by = TrainSettings(
        encoder=SHIPPED,
        fit=FitSettings(hidden=8, steps=60, look_every=20),
        correction_fit=CorrectionSettings(parts=2, hidden=8, steps=40),
        work=tmp_path / "work",
    )
    out = train([file], tmp_path / "own", by)
    own, shipped = (ModelFolder.open(f).complaint_letters() for f in (out, SHIPPED))
    assert own is not None
    assert shipped is not None
    assert np.array_equal(own.scores, shipped.scores)
    assert (own.share, own.step) != (shipped.share, shipped.step)
