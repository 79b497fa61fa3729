"""What a reply may quote: sentences and clauses of a complaint; which of them a reader would."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from models.classifier import ComplaintClassifier
from models.folder import CARD, GIST, QUOTABLE, RUN, ModelFolder, write_config
from models.gist import Outline
from models.gist_words import words_of
from models.passages import passages
from models.quotable import Heard, QuotableHead, best_of, likely
from models.quotable_candidates import Candidate, candidates
from models.quotable_training import (
    Offered,
    QuotableSettings,
    _Net,
    fit_quotable,
    odds_of,
    share_fit,
)
from models.teaching import teach_gist, teach_quotable
from models.train_settings import TrainSettings
from tests.models.conftest import SHIPPED
from triage.errors import UnreadableExamples, UnreadableModel
from triage.mention import Conversation, Mention


def assessed(classifier: ComplaintClassifier, text: str) -> list[str]:
    (found,) = classifier.assess([Conversation(Mention("m1", text))])
    return [text[start:end] for start, end in found.quotable]


def offered_in(text: str) -> list[str]:
    """All candidates of the first passage, read as words of three numbers."""
    passage = passages(Conversation(Mention("m1", text)))[0]
    places = [(i, i + 1) for i in range(len(passage.own))]
    words = words_of(passage.own, places, np.zeros((len(places), 3), np.float32))
    assert words is not None
    found = candidates(text, passage, words)
    assert all(0 <= c.first <= c.last < len(words.spans) for c in found)
    return [text[slice(*candidate.span)].strip() for candidate in found]


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Flew on Monday, crew was fine. My suitcase came back with no wheels.", "no wheels"),
        ("Chapeau, liebe Bahn! Der Aufzug am Gleis 4 ist seit drei Wochen kaputt.", "kaputt"),
        ("@nordnetz 🙄 seit Montag kein Internet. ihr seid das Letzte", "kein Internet"),
    ],
)
def test_it_chooses_what_went_wrong(classifier: ComplaintClassifier, text: str, holds: str) -> None:
    assert holds in assessed(classifier, text)[0]


def test_praise_and_silence_have_nothing_to_quote(classifier: ComplaintClassifier) -> None:
    assert assessed(classifier, "Thank you so much, what a lovely crew!") == []
    assert assessed(classifier, "") == []


def test_sentences_in_a_row_and_clauses_may_be_quoted() -> None:
    found = offered_in("We sat down. The soup was cold, and the bread was gone 🙃 Twice!")
    assert found[0] == "We sat down"
    assert "We sat down. The soup was cold, and the bread was gone" in found
    assert {"The soup was cold", "and the bread was gone", "Twice"} <= set(found)
    assert len(found) == len(set(found))


def test_no_candidate_is_longer_than_a_quotation() -> None:
    long = "The tap drips by day, " + "and it drips by night, " * 9 + "and nobody comes."
    assert all(len(passage) <= 180 for passage in offered_in(long))


def untaught(tmp_path: Path, *without: str) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    for file in SHIPPED.iterdir():
        if file.name not in without:
            (folder / file.name).symlink_to(file)
    config = dict(ModelFolder.open(SHIPPED).config)
    (folder / "config.json").unlink()
    write_config(folder, config)
    return folder


def test_a_model_that_was_not_taught_it_names_none(tmp_path: Path) -> None:
    classifier = ComplaintClassifier.load(untaught(tmp_path, QUOTABLE))
    assert assessed(classifier, "My suitcase came back broken.") == []


def test_without_a_gist_nothing_is_taught(tmp_path: Path) -> None:
    folder = untaught(tmp_path, QUOTABLE, GIST)
    with pytest.raises(UnreadableModel, match="teach it --gist"):
        teach_quotable([told_of(tmp_path, 3)], folder, tmp_path / "out", TrainSettings())


# -- the head --------------------------------------------------------------------------------------


def made(count: int, seed: int) -> list[Offered]:
    """Passages of nine words in three sentences, the best of which one number gives away."""
    chance, found = np.random.default_rng(seed), []
    for _ in range(count):
        best = int(chance.integers(0, 3))
        words = chance.normal(size=(9, 6)).astype(np.float32)
        words[3 * best : 3 * best + 3, 0] += 4
        of = tuple(Candidate((20 * i, 20 * i + 19), 3 * i, 3 * i + 2) for i in range(3))
        worth = np.asarray([float(i == best) for i in range(3)], np.float32)
        beside = chance.normal(size=(3, 2)).astype(np.float32)
        found.append(Offered("", words, beside, of, worth, p_complaint=0.9))
    return found


SMALL = QuotableSettings(
    hidden=8, together=8, epochs=8, dropout=0.1, forgotten=0.0, learning_rate=1e-2, kept=0.9
)


def test_a_head_learns_what_can_be_learned() -> None:
    head = fit_quotable(made(300, 1), made(60, 2), SMALL, seed=3)
    assert share_fit(partial(odds_of, head), made(100, 4)) > 0.95
    again = fit_quotable(made(300, 1), made(60, 2), SMALL, seed=3)
    assert all((a == b).all() for a, b in zip(head.layers[0], again.layers[0], strict=True))


def test_a_head_is_not_turned_round_where_by_chance_the_surer_errs() -> None:
    train, dev = made(300, 1), made(60, 2)
    said = fit_quotable(train, [], SMALL, seed=3)
    surest = sorted(dev, key=lambda one: -odds_of(said, one).max())
    amiss = [one._replace(worth=np.zeros_like(one.worth)) for one in surest[:20]]
    head = fit_quotable(train, [*amiss, *surest[20:]], SMALL, seed=3)
    assert share_fit(partial(odds_of, head), made(100, 4)) > 0.95


def test_the_head_says_what_was_trained(tmp_path: Path) -> None:
    torch.manual_seed(5)
    [one] = made(1, 6)
    net = _Net(one, QuotableSettings(hidden=8)).eval()
    with torch.inference_mode():
        wanted = net(one).numpy()
    head = net.head()
    assert np.allclose(head.odds(one.words, one.beside, one.of, 0.5), wanted, atol=1e-5)
    replace(head, surely=1.0).save(tmp_path / QUOTABLE)
    read = QuotableHead.load(tmp_path / QUOTABLE)
    surer = read.odds(one.words, one.beside, one.of, 0.9)
    assert np.allclose(surer, wanted + np.log(9), atol=2e-2)


def test_what_goes_on_is_quoted_where_that_is_hardly_less_likely() -> None:
    of = [Candidate((0, 19), 0, 3), Candidate((0, 40), 0, 7), Candidate((20, 40), 4, 7)]
    whole, end = of[1].span, of[2].span
    begun = np.asarray([0.5, 0.4, -1.0], np.float32)
    assert best_of(likely(begun, of))[0] == whole
    assert best_of(likely(begun - np.asarray([0, 0.2, 0], np.float32), of))[0] == of[0].span
    # What led up to it is left out.
    assert best_of(likely(np.asarray([-1.0, 0.4, 0.5], np.float32), of))[0] == end


def test_the_head_hears_a_passage_in_its_words_and_numbers() -> None:
    text = "The lift is out. The stairs are locked."
    passage = passages(Conversation(Mention("m1", text)))[0]
    places = [(i, i + 1) for i in range(len(text))]
    words = words_of(passage.own, places, np.zeros((len(places), 3), np.float32))
    assert words is not None
    of = candidates(text, passage, words)
    outline = Outline(np.zeros((len(words.spans), 3), np.float32), [])
    head = QuotableHead.load(SHIPPED / QUOTABLE)
    width = head.layers[0][0].shape[0]
    words = words._replace(x=np.zeros((len(words.spans), width), np.float32))
    said = [head.hear(words, outline, of, Heard(p, 0.1, 0.0)) for p in (0.3, 0.9)]
    assert said[0].shape == (len(of),)
    assert (said[1] > said[0]).all(), "of what is surely a complaint more is quoted"


def test_of_others_only_what_is_likely_or_hardly_less_so_is_named() -> None:
    likely = [(-0.2, (0, 9)), (-0.6, (10, 19)), (-0.7, (20, 29)), (-0.2, (0, 9))]
    assert best_of(likely) == ((0, 9), (10, 19))
    assert best_of([(-0.9, (0, 9)), (-1.1, (10, 19)), (-1.3, (20, 29))]) == ((0, 9), (10, 19))
    assert best_of([]) == ()


# -- training --------------------------------------------------------------------------------------


def told_of(folder: Path, count: int) -> Path:
    file = folder / "told.jsonl"
    with file.open("w") as lines:
        for n in range(count):
            quote = f"Parcel number {n} came crushed"
            told = {"complaint": True, "quotes": [quote]}
            row = {"text": f"So much for care. {quote}. Again!", "writer": f"w{n}"}
            lines.write(json.dumps({**row, "labels": told}) + "\n")
    return file


def test_a_model_is_taught_what_to_quote_and_nothing_else(tmp_path: Path) -> None:
    file, out = told_of(tmp_path, 330), tmp_path / "own" / "4"
    by = TrainSettings(name="own", version="4", quotable_fit=replace(SMALL, epochs=2))
    assert teach_quotable([file], SHIPPED, out, by) == out
    taught, given = ComplaintClassifier.load(out), ComplaintClassifier.load(SHIPPED)
    said = [Conversation(Mention("m1", "My suitcase came back broken."))]
    assert taught.assess(said) == [replace(a, model="own-4") for a in given.assess(said)]
    record = json.loads((out / RUN).read_text())
    assert record["quotable"]["of"] == given.model
    assert sum(record["quotable"]["examples"].values()) == 330
    assert "What a reply quotes" in (out / CARD).read_text()


def test_too_few_quotations_teach_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExamples, match="it takes 200"):
        teach_quotable([told_of(tmp_path, 9)], SHIPPED, tmp_path / "out", TrainSettings())
    assert not (tmp_path / "out").exists()


def test_who_points_anew_no_longer_chooses_by_how_it_pointed(tmp_path: Path) -> None:
    file = tmp_path / "told.jsonl"
    with file.open("w") as lines:
        for n in range(330):
            told = {"complaint": True, "gist": f"parcel number {n} came crushed"}
            row = {"text": f"So much for care: parcel number {n} came crushed.", "writer": f"w{n}"}
            lines.write(json.dumps({**row, "labels": told}) + "\n")
    by = TrainSettings(name="own", version="4")
    out = teach_gist([file], SHIPPED, tmp_path / "own" / "4", by)
    assert not (out / QUOTABLE).exists()
    assert ModelFolder.open(out).pointer() is not None
