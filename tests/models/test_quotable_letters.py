"""Runs of letters beside the head that chooses what to quote: learned, weighed, kept, asked."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from models.classifier import ComplaintClassifier
from models.folder import QUOTABLE_LETTERS
from models.quotable import QuotableHead
from models.quotable_candidates import Candidate
from models.quotable_letters import QuotableLetters, Weights, buckets_of
from models.quotable_letters_training import (
    QuotableLettersSettings,
    enough,
    fit_quotable_letters,
    together,
    weighed,
)
from models.quotable_training import Offered, odds_of, share_fit
from models.word_table import BUCKETS
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


def only(*worth: float) -> list[Offered]:
    """Many complaints whose candidates, none others, are worth that."""
    cut = [(one, len(worth)) for one in made(300, 8)]
    values = np.asarray(worth, np.float32)
    return [one._replace(of=one.of[:n], beside=one.beside[:n], worth=values) for one, n in cut]


def test_where_too_little_is_held_back_they_count_as_they_did(letters: QuotableLetters) -> None:
    for held_back in ([], made(60, 2), only(1.0), only(1.0, 1.0), only(0.0, 0.0)):
        assert weighed(letters, HEAD, held_back) is letters


def test_they_are_learned_only_where_something_can_be_chosen_and_they_weighed() -> None:
    assert enough(made(240, 1), made(120, 2))
    assert not enough(made(240, 1), made(60, 2))
    assert not enough(made(240, 1), only(1.0))
    assert not enough(only(1.0, 1.0), made(120, 2)), "there is nothing that will not do"


def test_what_is_least_likely_never_goes_first(letters: QuotableLetters) -> None:
    """Where by chance the surer of them errs more often than the others."""
    held_back = made(150, 2)
    told = weighed(letters, HEAD, held_back)
    surest = sorted(held_back, key=lambda one: -together(told, HEAD, one).max())
    amiss = [one._replace(worth=np.zeros_like(one.worth)) for one in surest[:40]]
    beside = weighed(letters, HEAD, [*amiss, *surest[40:]])
    assert share_fit(partial(together, beside, HEAD), made(200, 3)) > 0.9


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


def test_a_letter_that_becomes_two_leaves_all_others_small(letters: QuotableLetters) -> None:
    of = [Candidate((0, 8), 0, 0), Candidate((10, 39), 1, 4)]
    said = letters.read("İstanbul. DER KOFFER BLIEB VERSCHWUNDEN.", of)
    assert said.tolist() == letters.read("istanbul. der koffer blieb verschwunden.", of).tolist()


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
