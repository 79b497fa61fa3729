"""Runs of letters: the odds are those of the library they were learned with, also from a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.dataset import ReplyExample
from models.tone import TONE_RULES, HeadToneModel
from models.tone_letters import LetterTable, ToneLetters, as_read, runs_of
from models.tone_letters_training import (
    LettersSettings,
    _rarity,
    fit_letters,
    with_lines,
)
from tests.models.conftest import SHIPPED
from triage.guard import Rule, Utterance
from triage.mention import Channel

GOOD = ("I am sorry about the lamp.", "Please send me the number.", "That should not happen.")
QUIPS = ("Well, it is a bright idea!", "Enlightening, isn't it?", "Let there be light!")


def reply(text: str, *rules: Rule, evidence: str = "") -> ReplyExample:
    return ReplyExample(
        Utterance(text, "The lamp is dead.", "en", Channel.X),
        frozenset(rules),
        not rules,
        text,
        {Rule.FLIPPANT: evidence} if evidence else {},
    )


def examples() -> list[ReplyExample]:
    good = [reply(f"{one} {other}") for one in GOOD for other in GOOD]
    quips = [reply(f"{one} {quip}", Rule.FLIPPANT, evidence=quip) for one in GOOD for quip in QUIPS]
    others = [reply(f"{one} As our terms say {rule}.", rule) for one in GOOD for rule in
              TONE_RULES if rule is not Rule.FLIPPANT]  # fmt: skip
    return good + quips + others


@pytest.fixture(scope="module")
def letters() -> ToneLetters:
    return fit_letters(examples(), LettersSettings(runs=300))


def flippant(letters: ToneLetters, *said: tuple[str, list[str]]) -> list[float]:
    found: list[float] = letters.odds(said)[:, TONE_RULES.index(Rule.FLIPPANT)].tolist()
    return found


def test_a_quip_is_told_from_an_apology(letters: ToneLetters) -> None:
    plain, quip = f"{GOOD[0]} {GOOD[1]}", f"{GOOD[0]} {QUIPS[0]}"
    calm, loud = flippant(letters, (plain, [*GOOD[:2]]), (quip, [GOOD[0], QUIPS[0]]))
    assert calm < 0 < loud


def test_the_loudest_piece_counts(letters: ToneLetters) -> None:
    alone, beside = flippant(letters, (GOOD[0], [QUIPS[1]]), (GOOD[0], [*GOOD, QUIPS[1], *GOOD]))
    assert alone == pytest.approx(beside)


@pytest.mark.parametrize("text", ["", "🙂", "x", "\n \t"])
def test_what_has_no_known_run_is_what_most_are(letters: ToneLetters, text: str) -> None:
    assert letters.whole.odds([text])[0] == pytest.approx(letters.whole.bias)
    assert np.isfinite(letters.odds([(text, [])])).all()


def test_nothing_said_nothing_heard(letters: ToneLetters) -> None:
    assert letters.whole.odds([]).shape == letters.odds([]).shape == (0, len(TONE_RULES))


def test_the_odds_are_those_of_the_library_it_was_learned_with(letters: ToneLetters) -> None:
    table = letters.whole
    known = _rarity(vocabulary=table.runs).fit([as_read(e.utterance.reply) for e in examples()])
    said = [f"{GOOD[2]} {quip} {quip}" for quip in QUIPS]
    x = known.transform([as_read(text) for text in said]).toarray()
    assert table.odds(said) == pytest.approx(x @ table.weights + table.bias, abs=1e-4)


def test_lines_can_be_drawn_where_good_replies_are_as_loud_as_can_be(letters: ToneLetters) -> None:
    good = [reply(f"{one} {other}") for one in GOOD for other in GOOD] * 7
    loud = np.full((len(good), len(TONE_RULES)), 30, np.float32)
    assert np.isfinite(with_lines(letters, loud, good).whole.bias).all()


def test_the_file_says_nearly_the_same(letters: ToneLetters, tmp_path: Path) -> None:
    letters.save(tmp_path / "letters.safetensors")
    read = ToneLetters.load(tmp_path / "letters.safetensors")
    assert [*read.whole.runs] == [*letters.whole.runs]
    said = [(f"{one} {quip}", [one, quip]) for one in GOOD for quip in QUIPS]
    assert read.odds(said) == pytest.approx(letters.odds(said), abs=0.2)


def test_a_run_may_hold_any_letter() -> None:
    runs = [*dict.fromkeys(runs_of(as_read('Ärger „süß“ 😀 "a|b"')))]
    ones = np.ones(len(runs), np.float32)
    table = LetterTable({r: n for n, r in enumerate(runs)}, ones, ones[:, None], ones[:1])
    assert table.odds(["ärger"])[0, 0] > 1


def test_what_ships_hears_a_quip_that_its_heads_alone_do_not() -> None:
    tone = HeadToneModel.load(SHIPPED)
    quip = "Das tut uns leid. Immerhin ist er jetzt gewaschen. Bitte schreiben Sie uns."
    said = Utterance(quip, "Mein Koffer kam nass an.", "de", Channel.X)
    assert tone.heard([said])[0, TONE_RULES.index(Rule.FLIPPANT)] < 0
    assert tone.judge([said])[0][Rule.FLIPPANT] > 0.5
