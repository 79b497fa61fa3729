"""What an approver wants of another draft, and how playbooks follow it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest

from prompts.instructions import understood
from prompts.register import in_full
from tests.factories import brief
from tests.prompts.briefs import COMPLAINTS, Complaint, drafter, to_brief
from triage.channel_rules import room
from triage.complaint import Topic
from triage.draft import Brief, Draft, utterance
from triage.errors import WishNotFollowed
from triage.guard import RuleGuard
from triage.mention import Channel
from triage.playbook import sentences
from triage.wish import Wanted, Wish, together

DRAFTER = drafter()


def redraft(made: Brief, present: Draft, wishes: Iterable[Wish] = (), said: str = "") -> Draft:
    wanted = Wanted(frozenset(wishes), said)
    again = replace(made, present=present, wanted=wanted, version=1)
    if Wish.WITHOUT_REMEDY in again.wishes:
        again = replace(again, remedy=None)
    return DRAFTER.draft([again])[0]


def passes(made: Brief, draft: Draft) -> bool:
    said = utterance(draft.reply, made.conversation, made.assessment, draft)
    left = room(draft.reply, made.conversation.mention.channel)
    return RuleGuard().check([said]) == [()] and (left is None or left >= 0)


@pytest.mark.parametrize("complaint", COMPLAINTS, ids=lambda c: f"{c.lang}-{c.name}")
def test_whatever_is_wanted_passes_the_guard_and_fits_the_channel(complaint: Complaint) -> None:
    made = to_brief(complaint)
    present = DRAFTER.draft([made])[0]
    for wanted in ([], *([wish] for wish in Wish), [*Wish]):
        draft = redraft(made, present, wanted)
        assert passes(made, draft), (wanted, draft.reply)
        assert set(draft.wishes) == set(wanted)


def test_shorter_has_fewer_sentences_and_says_the_same_first() -> None:
    shorter = long = 0
    for complaint in COMPLAINTS:
        made = to_brief(complaint)
        present = DRAFTER.draft([made])[0]
        draft = redraft(made, present, [Wish.SHORTER])
        assert len(draft.reply) <= len(present.reply)
        # What happened with the apology, and the next step: no reply does without these two.
        long += len(sentences(present.reply)) > 2
        shorter += len(sentences(draft.reply)) < len(sentences(present.reply))
    assert long >= 0.5 * len(COMPLAINTS)
    assert shorter >= 0.8 * long


@pytest.mark.parametrize("wish", Wish)
def test_whatever_is_wanted_still_says_what_went_wrong_in_the_author_s_words(wish: Wish) -> None:
    text = "Passes home made, the lady said to her colleague, and both of them laughed at my wife."
    made = brief(text, topic=Topic.STAFF_BEHAVIOUR, quotable=((0, len(text)),))
    present = DRAFTER.draft([made])[0]
    draft = redraft(made, present, [wish])
    assert text.rstrip(".") in present.reply
    assert text.rstrip(".") in draft.reply
    if wish is Wish.SHORTER:
        assert len(draft.reply) <= len(present.reply)


def test_warmer_and_more_formal_are_said_otherwise_and_neither_loses_the_facts() -> None:
    text = "Fünf Stunden Verspätung mit AU 231, und ihr sagt nichts."
    made = brief(text, lang="de", topic=Topic.DELAY, quotable=((0, len(text)),))
    present = DRAFTER.draft([made])[0]
    warmer = redraft(made, present, [Wish.WARMER])
    formal = redraft(made, present, [Wish.MORE_FORMAL])
    assert len({present.reply, warmer.reply, formal.reply}) == 3
    assert (
        "herz" in warmer.reply.lower() or "nachfühlen" in warmer.reply or "so leid" in warmer.reply
    )
    assert (present.register, formal.register) == ("du", "sie")
    for draft in (warmer, formal):
        assert "fünf stunden" in draft.reply.lower()


def test_formal_english_has_no_contractions() -> None:
    for complaint in COMPLAINTS:
        if complaint.lang == "en":
            made = to_brief(complaint)
            draft = redraft(made, DRAFTER.draft([made])[0], [Wish.MORE_FORMAL])
            for short in ("I'm", "I'll", "n't", "'re", " DM"):
                assert short not in draft.reply


@pytest.mark.parametrize(
    ("casual", "formal"),
    [
        ("Would you DM me the date? I'd rather not guess.",
         "Would you send me the date by direct message? I would rather not guess."),
        ("Please DM me what's still open, and I'll see.",
         "Please send me what is still open by direct message, and I will see."),
        ("It's been too long; it's on us.", "It has been too long; it is on us."),
        ("Nobody's idea of a day.", "Nobody's idea of a day."),
    ],
)  # fmt: skip
def test_english_in_full(casual: str, formal: str) -> None:
    assert in_full(casual) == formal


def test_without_remedy_neither_offers_nor_hints() -> None:
    made = to_brief(next(c for c in COMPLAINTS if c.name == "delay-missed"))
    present = DRAFTER.draft([made])[0]
    assert present.remedy
    draft = redraft(made, present, [Wish.WITHOUT_REMEDY])
    assert draft.remedy is None
    assert "wiedergut" not in draft.reply
    told = redraft(made, present, said="bitte ohne Gutschein")
    assert (told.remedy, told.wishes) == (None, (Wish.WITHOUT_REMEDY,))


def test_the_other_language_takes_up_the_same_facts() -> None:
    german = brief(
        "Mein Koffer ist seit drei Tagen weg, und die Hochzeit meiner Schwester habe ich verpasst.",
        lang="de", topic=Topic.BAGGAGE_LOST,
    )  # fmt: skip
    present = DRAFTER.draft([german])[0]
    english = redraft(german, present, [Wish.OTHER_LANGUAGE])
    assert english.lang == "en"
    assert "suitcase" in english.reply or "wedding" in english.reply
    for word in ("Koffer", "Hochzeit", "koffer"):
        assert word not in english.reply
    back = redraft(german, english, [Wish.OTHER_LANGUAGE])
    assert (back.lang, back.reply) == ("de", present.reply)


def test_an_english_authors_things_are_named_in_german() -> None:
    made = brief("My suitcase has been missing for three days.", topic=Topic.BAGGAGE_LOST)
    draft = redraft(made, DRAFTER.draft([made])[0], [Wish.OTHER_LANGUAGE])
    assert draft.lang == "de"
    assert "Koffer" in draft.reply
    assert "suitcase" not in draft.reply


def test_a_language_we_do_not_write_in_keeps_its_english_answer() -> None:
    made = brief("Ma valise est perdue.", lang="fr", topic=Topic.BAGGAGE_LOST)
    present = DRAFTER.draft([made])[0]
    assert redraft(made, present, [Wish.OTHER_LANGUAGE]).reply == present.reply


def test_without_a_wish_it_is_said_in_other_words_every_time() -> None:
    made = to_brief(COMPLAINTS[0])
    said = [DRAFTER.draft([made])[0]]
    for version in range(1, 6):
        again = replace(made, present=said[-1], wanted=Wanted(), version=version)
        said.append(DRAFTER.draft([again])[0])
    assert all(one.reply != next.reply for one, next in pairwise(said))
    assert len({draft.reply for draft in said}) >= 4


def test_a_later_wish_keeps_the_words_that_are_liked() -> None:
    made = to_brief(COMPLAINTS[0])
    other = redraft(made, DRAFTER.draft([made])[0])
    shorter = redraft(made, other, [Wish.SHORTER])
    assert sentences(shorter.reply)[0] == sentences(other.reply)[0]
    warmer = redraft(made, shorter, [Wish.WARMER])
    assert set(warmer.wishes) == {Wish.SHORTER, Wish.WARMER}
    assert len(sentences(warmer.reply)) < len(sentences(other.reply))


@pytest.mark.parametrize(
    ("said", "wishes"),
    [
        ("kürzer bitte", {Wish.SHORTER}),
        ("Mach es etwas herzlicher und kürzer.", {Wish.WARMER, Wish.SHORTER}),
        (
            "please make it more formal, without the voucher",
            {Wish.MORE_FORMAL, Wish.WITHOUT_REMEDY},
        ),
        ("Bitte auf Englisch!", {Wish.OTHER_LANGUAGE}),
        ("auf deutsch", set()),
        ("in other words, please", set()),
        ("noch einmal anders", set()),
    ],
)
def test_what_approvers_say_in_their_own_words(said: str, wishes: set[Wish]) -> None:
    present = DRAFTER.draft([brief("Zwei Stunden zu spät.", lang="de")])[0]
    assert understood(Wanted(instruction=said), present) == Wanted(frozenset(wishes))


@pytest.mark.parametrize(
    "said",
    [
        "mention the taxi",
        "kürzer, und erwähne das Taxi",
        "not shorter",
        "nicht so kurz",
        "don't make it warmer",
        "biete 200 Euro an",
        "🙂",
        "?",
    ],
)
def test_what_playbooks_can_not_do_is_said_plainly(said: str) -> None:
    made = to_brief(COMPLAINTS[0])
    present = DRAFTER.draft([made])[0]
    with pytest.raises(WishNotFollowed, match="can't be followed"):
        DRAFTER.ensure_follows(Wanted(instruction=said), present)
    with pytest.raises(WishNotFollowed):
        redraft(made, present, said=said)


def test_wishes_that_exclude_each_other_end_with_the_last() -> None:
    assert together({Wish.WARMER}, {Wish.MORE_FORMAL}) == {Wish.MORE_FORMAL}
    assert together({Wish.OTHER_LANGUAGE}, {Wish.OTHER_LANGUAGE}) == frozenset()
    assert together({Wish.SHORTER}, {Wish.SHORTER}) == {Wish.SHORTER}


def test_a_letter_keeps_its_frame_when_it_gets_shorter() -> None:
    made = brief("Four hours late.", mention_fields={"channel": Channel.EMAIL})
    present = DRAFTER.draft([made])[0]
    draft = redraft(made, present, [Wish.SHORTER])
    assert draft.reply.count("\n\n") == present.reply.count("\n\n") == 2
