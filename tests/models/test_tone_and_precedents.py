"""How a reply sounds, and which cases are like this one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from models.classifier import ComplaintClassifier
from models.precedents import EmbeddingPrecedents
from models.tone import TONE_RULES, HeadToneModel
from tests.factories import assessment
from triage.complaint import Topic
from triage.errors import UnreadableModel
from triage.guard import Rule, Utterance
from triage.mention import Channel, Conversation, Mention
from triage.outcome import Outcome

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


def test_a_folder_without_tone_says_so(shipped: Path, tmp_path: Path) -> None:
    with pytest.raises(UnreadableModel):
        HeadToneModel.load(tmp_path)


# -- precedents ----------------------------------------------------------------------------------


def remember(
    past: EmbeddingPrecedents, id: str, embedding: tuple[float, ...], **fields: str
) -> None:
    past.add(
        id,
        embedding,
        complaint=f"complaint {id}",
        reply=f"reply {id}",
        topic=Topic(fields.get("topic", "delay")),
        lang=fields.get("lang", "en"),
        outcome=Outcome.RECOVERED,
        remedy=None,
    )


def ids(past: EmbeddingPrecedents, embedding: tuple[float, ...], count: int = 3) -> list[str]:
    found = past.nearest(assessment(embedding=embedding), count)
    return [precedent.case_id for precedent in found]


def test_the_most_alike_come_first_and_those_of_the_same_topic_before_all() -> None:
    past = EmbeddingPrecedents()
    remember(past, "near", (0.8, 0.6))
    remember(past, "nearer", (0.98, 0.2))
    remember(past, "same words, other topic", (1.0, 0.0), topic="outage")
    remember(past, "german", (1.0, 0.0), lang="de")

    assert ids(past, (1.0, 0.0)) == ["nearer", "near", "same words, other topic"]
    assert ids(past, (1.0, 0.0), count=1) == ["nearer"]


def test_a_case_added_again_is_there_once_with_its_present_words() -> None:
    past = EmbeddingPrecedents()
    for i in range(200):
        remember(past, f"c{i}", (0.0, 1.0))
    remember(past, "c7", (1.0, 0.0))

    found = past.nearest(assessment(embedding=(1.0, 0.0)), 250)

    assert len(found) == 200
    assert found[0].case_id == "c7"
    assert found[0].likeness == pytest.approx(1)
    assert found[0].reply == "reply c7"


def test_a_mention_without_words_is_like_no_other() -> None:
    past = EmbeddingPrecedents()
    remember(past, "c1", ())
    assert ids(past, (1.0, 0.0)) == []
    remember(past, "c2", (1.0, 0.0))
    assert past.nearest(replace(assessment(), embedding=())) == ()


def test_two_complaints_about_a_bag_are_more_alike_than_a_bag_and_a_bill(
    classifier: ComplaintClassifier,
) -> None:
    texts = (
        "My suitcase never arrived in Rome.",
        "You overcharged my card twice.",
        "Luggage lost again, still no bag in Rome",
    )
    bag, bill, asked = classifier.assess([Conversation(Mention("m", t)) for t in texts])
    past = EmbeddingPrecedents()
    remember(past, "bag", bag.embedding)
    remember(past, "bill", bill.embedding)
    assert ids(past, asked.embedding)[0] == "bag"
