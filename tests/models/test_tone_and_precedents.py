"""How a reply sounds, and which cases are like this one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.classifier import ComplaintClassifier
from models.precedents import PastReply, PrecedentIndex
from models.tone import TONE_RULES, HeadToneModel
from triage.errors import UnreadableModel
from triage.familiar import Familiar, FamiliarTone
from triage.guard import Rule, Utterance
from triage.mention import Channel, Conversation, Mention

COMPLAINT = "Five hours at the gate and nobody said a word, @air."


def utterance(reply: str) -> Utterance:
    return Utterance(reply=reply, complaint=COMPLAINT, lang="en", channel=Channel.X)


@pytest.fixture(scope="module")
def tone(shipped: Path, classifier: ComplaintClassifier) -> HeadToneModel:
    return HeadToneModel.load(shipped, classifier.encoder)


def test_a_joke_at_the_customers_expense_sounds_more_flippant_than_an_apology(
    tone: HeadToneModel,
) -> None:
    joke, sorry = tone.judge(
        [
            utterance("Five hours of free gate view, you're welcome! 😂 Bring popcorn next time!"),
            utterance(
                "Five hours without a word: I'm sorry, that is not how we want you to wait. Could "
                "you send me your booking code by direct message? I'll look into it right away."
            ),
        ]
    )
    assert joke[Rule.FLIPPANT] > sorry[Rule.FLIPPANT]
    assert all(sorry[rule] < 0.5 for rule in TONE_RULES)


def test_every_tone_rule_gets_a_probability_and_neighbours_change_nothing(
    tone: HeadToneModel,
) -> None:
    replies = [utterance("Sorry!"), utterance(""), utterance("Thank you for reaching out. " * 40)]
    together = tone.judge(replies)
    assert [set(t) for t in together] == [set(TONE_RULES)] * 3
    for batch, single in zip(together, [tone.judge([r])[0] for r in replies], strict=True):
        assert batch == pytest.approx(single, abs=1e-5)
    assert tone.judge([]) == []


def test_a_draft_of_our_own_sentences_passes_and_what_is_added_to_it_is_heard(
    tone: HeadToneModel,
) -> None:
    ours = (
        "Three hours without a word is far too long, and I'm sorry.",
        "Please DM me your booking reference, and I'll look into it myself.",
    )
    joke = "Five hours of free gate view, you're welcome! 😂"
    familiar = FamiliarTone(tone, {said: Familiar(said, "en") for said in (*ours, joke)})
    assert familiar.judge([utterance(" ".join(ours))]) == [{}]
    others = [utterance(f"{ours[0]} Bring popcorn!"), utterance(joke)]
    for found, whole in zip(familiar.judge(others), tone.judge(others), strict=True):
        assert found == pytest.approx(whole, abs=1e-5)


def test_a_folder_without_tone_says_so(shipped: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableModel):
        HeadToneModel.load(tmp_path)


# -- precedents ----------------------------------------------------------------------------------


def test_two_complaints_about_a_bag_are_more_alike_than_a_bag_and_a_bill(
    classifier: ComplaintClassifier,
) -> None:
    texts = (
        "My suitcase never arrived in Rome.",
        "You overcharged my card twice.",
        "Luggage lost again, still no bag in Rome",
    )
    bag, bill, asked = classifier.assess([Conversation(Mention("m", t)) for t in texts])
    past = PrecedentIndex()
    for key, said in (("bag", bag), ("bill", bill)):
        embedding = np.asarray(said.embedding, np.float32)
        past.add(PastReply(key, embedding, said.encoder, said.lang, asked.topic))
    assert [alike.key for alike in past.nearest(asked, 2)] == ["bag", "bill"]
    assert asked.encoder
