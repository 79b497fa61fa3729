"""Whose words a reply quotes: an author's own say nothing of our tone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.fakes import HeardSomewhere
from triage.guard import Rule, RuleGuard, Tone, Utterance
from triage.mention import Channel
from triage.quotation import our_words

COMPLAINT = (
    "Bravo! Der Koffer hat's sich in «Rom»\nschön gemacht,   kam nie an. She said: that's life!"
)


@pytest.mark.parametrize(
    ("reply", "ours"),
    [
        ("„Kam nie an“: Das tut mir leid.", "„…“: Das tut mir leid."),
        ("„in ‚Rom‘ schön gemacht“. Das tut mir leid.", "„…“. Das tut mir leid."),
        ("You write: \"that's life\". I'm sorry.", 'You write: "…". I\'m sorry.'),
        ("“that’s life”: I’m sorry.", "“…”: I’m sorry."),
        ("Der „Koffer“, der „nie ankam“", "Der „…“, der „nie ankam“"),
        ('He was "sorry" and "late".', 'He was "sorry" and "late".'),
        ("„!“ und „“: Das tut mir leid.", "„!“ und „“: Das tut mir leid."),
        ("Das tut mir leid.", "Das tut mir leid."),
    ],
)
def test_what_is_quoted_word_for_word_is_not_ours(reply: str, ours: str) -> None:
    assert our_words(reply, COMPLAINT) == ours


class Hearing(HeardSomewhere):
    """Takes any "Bravo" for a joke."""

    def judge(self, utterances: Sequence[Utterance]) -> list[Tone]:
        return [{Rule.FLIPPANT: float("Bravo" in u.reply)} for u in utterances]


@pytest.mark.parametrize(
    ("reply", "joking"),
    [
        ("„Bravo“: Das tut mir leid, schreiben Sie mir bitte.", False),
        ("„Bravo“: Das tut mir leid. Bravo auch von uns!", True),
        ("„Bravo, weiter so“: Das tut mir leid.", True),
    ],
)
def test_the_tone_is_that_of_our_own_words(reply: str, joking: bool) -> None:
    utterance = Utterance(reply, COMPLAINT, "de", Channel.X)
    found = RuleGuard(Hearing()).check([utterance])[0]
    assert (Rule.FLIPPANT in {finding.rule for finding in found}) is joking
