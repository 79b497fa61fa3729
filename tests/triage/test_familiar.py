"""What we say every day is heard once; whatever is new is heard as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.fakes import HeardSomewhere
from triage.familiar import GAP, Familiar, FamiliarTone
from triage.guard import Rule, Tone, Utterance
from triage.mention import Channel

SORRY, WAIT, HELP = "I'm sorry.", "That was a long wait.", "Please DM me."
LOUD = "Ha, what a day!"
GERMAN = "Das tut mir leid."
OURS = {said: Familiar(said, "en") for said in (SORRY, WAIT, HELP, LOUD)}
OURS |= {GERMAN: Familiar(GERMAN, "de"), "So sorry.": OURS[SORRY]}


def said(*sentences: str, between: str = " ") -> Utterance:
    return Utterance(between.join(sentences), "Three hours!", "en", Channel.X)


class Listener(HeardSomewhere):
    """Takes whatever laughs for a joke, and keeps what it was asked."""

    def __init__(self) -> None:
        self.heard: list[Utterance] = []

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        self.heard += utterances
        return [{Rule.FLIPPANT: 0.9 if "Ha" in u.reply else 0.02} for u in utterances]


def test_what_we_say_every_day_is_heard_once() -> None:
    listener = Listener()
    tone = FamiliarTone(listener, OURS)
    assert tone.judge([said(SORRY, HELP), said(SORRY, WAIT)]) == [{}, {}]
    once = len(listener.heard)
    assert once == 3, "each of its sentences, alone"
    assert tone.judge([said(WAIT, SORRY, HELP), said("So sorry.", HELP)]) == [{}, {}]
    assert len(listener.heard) == once, "one way to say it speaks for the others"


def test_one_new_word_and_the_reply_is_heard_beside_what_it_answers() -> None:
    listener = Listener()
    tone = FamiliarTone(listener, OURS)
    edited = said(SORRY, "Seven of them.", HELP)
    quip = said(SORRY, HELP, "Haha!")
    assert tone.judge([edited, quip]) == [{Rule.FLIPPANT: 0.02}, {Rule.FLIPPANT: 0.9}]
    assert listener.heard == [edited, quip]
    assert tone.judge([said("")]) == [{Rule.FLIPPANT: 0.02}], "nothing is not ours"


def test_a_sentence_of_ours_that_is_not_calm_lets_no_reply_pass_unheard() -> None:
    listener = Listener()
    reply = said(SORRY, LOUD)
    assert FamiliarTone(listener, OURS).judge([reply]) == [{Rule.FLIPPANT: 0.9}]
    assert listener.heard[-1] == reply


def test_what_was_heard_before_and_what_stands_beside_it_changes_no_answer() -> None:
    replies = [said(SORRY, HELP), said(LOUD, HELP), said(SORRY, "New."), said(WAIT), said(HELP)]
    alone = [FamiliarTone(Listener(), OURS).judge([reply])[0] for reply in replies]
    tone = FamiliarTone(Listener(), OURS)
    assert tone.judge(replies) == alone
    assert tone.judge(replies[::-1]) == alone[::-1]


def test_a_letter_is_read_line_by_line_and_german_is_heard_in_german() -> None:
    listener = Listener()
    letter = said(GERMAN, HELP, between="\n\n")
    assert FamiliarTone(listener, OURS).judge([replace(letter, lang="de")]) == [{}]
    assert {u.lang for u in listener.heard} == {"de", "en"}


@pytest.mark.parametrize(
    ("sentence", "ours"),
    [
        ("You deserved better at Palma airport.", True),
        ("You deserved better on the way to Palma.", True),
        ("You deserved better in Lisbon.", False),
        ("You deserved better in your dreams.", False),
        ("You deserved better, loser.", False),
        ("Three days of it is too long.", True),
        ("Three days of it is too long, genius.", False),
    ],
)
def test_a_gap_is_filled_with_the_complaint_s_own_words_only(sentence: str, ours: bool) -> None:
    known = {
        f"You deserved better {GAP}.": Familiar("You deserved better in Rome.", "en"),
        f"{GAP} of it is too long.": Familiar("An hour of it is too long.", "en"),
    }
    listener = Listener()
    reply = replace(said(SORRY, sentence), complaint="Stuck at Palma Airport for 72 hours!")
    FamiliarTone(listener, OURS | known).judge([reply])
    assert (reply not in listener.heard) is ours
