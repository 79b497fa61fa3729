"""Replies that were listened to by hand: what is caught, and what is stopped wrongly."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from models.dataset import ReplyExample
from models.reply_evaluation import (
    evaluate_replies,
    flippant_recall,
    judge_replies,
    let_through,
    wrongly_stopped,
)
from tests.fakes import HeardSomewhere
from triage.guard import Rule, Tone, Utterance
from triage.mention import Channel

WAY = "I'm sorry about your bag. Please send us a direct message."


class ByEar(HeardSomewhere):
    """Hears a joke in `haha`, half a one in `ha`, and something else in `!`."""

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        return [self._judge(u.reply) for u in utterances]

    def _judge(self, reply: str) -> Tone:
        joke = 0.9 if "haha" in reply else 0.3 if "ha" in reply else 0.1
        return {Rule.FLIPPANT: joke, Rule.MARKETING: 0.6 if "!" in reply else 0.0}


def reply(text: str, *rules: Rule, lang: str = "en") -> ReplyExample:
    said = Utterance(text, "My bag is lost.", lang, Channel.X)
    return ReplyExample(said, frozenset(rules), not rules, "replies/w")


REPLIES = [
    reply(WAY),
    reply(f"haha {WAY}", Rule.FLIPPANT),
    reply(f"ha {WAY}", Rule.FLIPPANT),
    reply(f"haha, no: {WAY}"),
    reply("Please send us a direct message.", Rule.NO_APOLOGY),
    reply("Das tut uns leid. Schreib uns bitte eine Nachricht.", lang="de"),
    reply("Please send us 5 EUR by direct message.", Rule.AMOUNT_IN_PUBLIC, Rule.NO_APOLOGY),
]


def test_the_counts_are_those_worked_out_by_hand() -> None:
    found = evaluate_replies(ByEar(), REPLIES)
    assert found.replies == 7
    guard = found.guard
    # `ha` goes out; the good one with `haha` does not.
    assert (guard.bad, guard.bad_stopped, guard.good, guard.good_stopped) == (4, 3, 3, 1)
    flippant = guard.rules["flippant"]
    assert (flippant.replies, flippant.found, flippant.stopped, flippant.wrongly) == (2, 1, 1, 1)
    assert guard.rules["no_apology"].found == 2
    assert guard.rules["amount_in_public"].found == 1


def test_the_tone_model_is_measured_alone_by_the_rules_it_judges() -> None:
    tone = evaluate_replies(ByEar(), REPLIES).tone
    assert (tone.bad, tone.bad_stopped, tone.good, tone.good_stopped) == (4, 1, 3, 1)
    assert [*tone.rules] == ["flippant"]


def test_languages_are_told_apart() -> None:
    found = evaluate_replies(ByEar(), REPLIES)
    assert {lang: stops.good for lang, stops in found.languages.items()} == {"de": 1, "en": 2}


@pytest.mark.parametrize(
    ("may_be_stopped", "recall"),
    # A good reply is as loud as the louder joke: stopping none of them catches nothing.
    [(0.0, 0.0), (0.4, 1.0), (0.9, 1.0)],
)
def test_jokes_are_caught_at_the_price_of_good_replies(
    may_be_stopped: float, recall: float
) -> None:
    judged = [*judge_replies(ByEar(), REPLIES)]
    assert flippant_recall(judged, may_be_stopped) == recall


def test_without_good_or_without_flippant_replies_there_is_no_recall() -> None:
    assert evaluate_replies(ByEar(), REPLIES[:1]).flippant_recall is None
    assert evaluate_replies(ByEar(), REPLIES[1:2]).flippant_recall is None


def test_the_mistakes_are_named_by_their_place() -> None:
    judged = [*judge_replies(ByEar(), REPLIES, set_name="pairs")]
    assert [(j.set_name, j.id) for j in let_through(judged)] == [("pairs", "#3")]
    assert [j.id for j in wrongly_stopped(judged)] == ["#4"]


def test_our_own_address_passes_when_it_is_known() -> None:
    ours = reply(f"{WAY} Or write to care@airline.example, not to us here.")
    [known] = judge_replies(ByEar(), [ours], ["care@airline.example"])
    [unknown] = judge_replies(ByEar(), [ours], ["help@other.example"])
    assert not known.stopped
    assert unknown.stopped


class OfShortSentences(HeardSomewhere):
    """Takes "I'm sorry." for a quip, as the shipped model does."""

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        return [{Rule.FLIPPANT: 0.9 if "I'm sorry. " in u.reply else 0.0} for u in utterances]


def test_what_the_guard_hears_again_is_asked_of_the_model() -> None:
    sober = reply("I'm sorry. Please send us a direct message. We'll look into it.")
    for judged in judge_replies(OfShortSentences(), [reply(WAY), sober, reply(WAY)]):
        assert not judged.stopped
