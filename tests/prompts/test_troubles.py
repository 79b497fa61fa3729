"""What is recognised as a trouble, and what is only a figure of speech; and how it is answered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from prompts.loader import load_playbooks
from prompts.trouble_screen import TroubleScreen
from prompts.troubles import Trouble
from tests.factories import brief
from tests.prompts.briefs import PROMPTS, drafter
from triage.complaint import Topic
from triage.errors import UnreadablePlaybook
from triage.playbook import Phrase, Situation, sentences

DRAFTER = drafter()
ENGLISH = [
    trouble
    for trouble in load_playbooks(PROMPTS / "playbooks").troubles
    if trouble.playbook.lang == "en"
]
SCREEN = TroubleScreen(ENGLISH)


def found(text: str, **assessed: bool) -> list[str]:
    made = brief(text, mention_fields={"domain": "airline"})
    told = SCREEN.told_of(made, Topic.OTHER, **{"earnest": True} | assessed)
    return [trouble.name for trouble in told]


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("Two hours on hold and still no human being.", "hold_wait"),
        ("Your agent hung up on me in the middle of it.", "hung_up"),
        ("Nobody has answered my e-mail from March.", "no_answer"),
        ("I've sent you a DM, please look.", "dm_sent"),
        ("Flight delayed and no updates from anybody here.", "delay_no_word"),
        ("Our flight is delayed by an hour.", "delay"),
        ("Delayed again, the third time this month.", "delay_again"),
        ("Sitting on the tarmac for 50 minutes now.", "tarmac"),
        ("I'm going to miss my connection in Porto.", "connection_at_risk"),
        ("We missed our connection because of you.", "connection_missed"),
        ("My flight was cancelled an hour ago.", "cancelled"),
        ("Where are my bags? Day two without them.", "bag_missing"),
        ("Waiting 45 minutes at baggage claim.", "bag_wait"),
        ("My suitcase came back with a broken wheel.", "bag_damaged"),
        ("I left my scarf on the plane this morning.", "lost_item"),
        ("You have put my daughter next to strangers, rows away from us.", "seats_apart"),
        ("They changed our seats without asking.", "seat_changed"),
        ("My seat is broken and won't recline.", "seat_broken"),
        ("The wifi doesn't work on this flight.", "wifi"),
        ("The screen at my seat is frozen.", "entertainment"),
        ("The seat was filthy, crumbs everywhere.", "dirty"),
        ("It is boiling hot on this plane.", "cabin_hot"),
        ("The lavatory is out of soap and smells.", "toilet"),
        ("The gate agent was so rude to my mother.", "rude_staff"),
        ("Still waiting for my refund from June.", "refund"),
        ("A fee of 90 to change the flight to Friday?", "change_fee"),
        ("You charged my card twice.", "charged_wrong"),
        ("My voucher expired and you won't extend it.", "voucher"),
        ("The miles from April are still missing.", "miles"),
        ("Your website keeps crashing at the last step.", "website"),
        ("The app won't load my trip.", "app"),
        ("I can't log in, it says the password is wrong.", "login"),
        ("Can't check in for tomorrow.", "check_in"),
        ("No wheelchair at the gate, my father is still waiting.", "wheelchair"),
        ("Great crew and a lovely flight, thank you!", "praise_twice"),
        ("Thank you for helping me with the stroller today.", "thanks_for"),
        ("Can I bring a cello in the cabin?", "question"),
        ("We just landed at the wrong airport.", "diverted"),
        ("They can't get a crew and we all sit here.", "crew_missing"),
        ("Twelve bags shouldn't take 45 minutes to arrive.", "bag_wait"),
        ("Some kids kicked the back of my seat for six hours.", "neighbour"),
        ("The delay broke my connection to Malmo.", "connection_at_risk"),
        ("My seat was given away at the gate.", "bumped"),
        ("My daughter is 14 and stands alone at the gate.", "child_alone"),
        ("Why do we still fly on planes from the 80s?", "old_plane"),
        ("I opened my suitcase and the shampoo had leaked everywhere.", "bag_damaged"),
        ("Your form requires a middle name and I have none.", "name_error"),
    ],
)
def test_a_trouble_is_recognised_by_how_it_is_told(text: str, trouble: str) -> None:
    assert found(text)[0] == trouble


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("I can't wait to see you on Friday.", "long_wait"),
        ("Not delayed for once, well done.", "delay"),
        ("Can I cancel my flight online?", "cancelled"),
        ("Are you stuck in the eighties?", "stranded"),
        ("I cannot miss my flight on Sunday.", "connection_missed"),
        ("My pet hate is queueing.", "pets"),
        ("You keep getting worse by the mile, 300 miles of it.", "miles"),
        ("The website says it is on time.", "website"),
        ("Thanks in advance for your answer.", "thanks_for"),
        ("Love it: three hours late and no word.", "praise"),
        ('Was told "you\'ll live, love" when I asked for water.', "praise"),
        ("Great flight, then left standing for 30 minutes. Great.", "praise_twice"),
        ("Only had to call twice, thanks for nothing.", "thanks_for"),
        ("Do you want me off this plane? Thanks for the great help.", "thanks_for"),
        ("I'd like to commend the wonderful landing. My neck hurts now.", "thanks_for"),
        ("I'm cancelling the credit card, the flights were cramped.", "cancelled"),
        ("Some kids kicked the back of my seat for six hours.", "seat_changed"),
        ("My luggage was not transferred to my flight.", "passed_around"),
        ("No blankets on an overnight flight.", "cabin_cold"),
        ("Bad weather? My app shows none.", "app"),
        ("Award for the most unreliable airline goes to you.", "availability"),
        ("What does a cancellation for field conditions mean? Agents couldn't say.", "rude_staff"),
        ("Mom's flight can't take off because a pilot is late.", "tarmac"),
        ("Six to an hour of layover and now we sit on the runway.", "tarmac"),
        ("My toddler cried for hours because there was no water.", "neighbour"),
    ],
)
def test_a_figure_of_speech_is_no_trouble(text: str, trouble: str) -> None:
    assert trouble not in found(text)


def test_thanks_are_taken_at_their_word_only_where_no_irony_is_heard() -> None:
    text = "Great crew and a lovely flight, thank you!"
    assert "praise_twice" not in found(text, earnest=False)
    reply = DRAFTER.draft([brief(text, p_ironic=0.1)])[0].reply
    assert "ank you" in reply
    assert "annoy" not in reply
    likely = DRAFTER.draft([brief(text, ironic=True, p_ironic=0.4)])[0].reply
    assert "ank you" not in likely, "mock thanks are no thanks"


def test_the_trouble_is_named_first_and_the_next_step_fits_it() -> None:
    reply = DRAFTER.draft([brief("Your website keeps crashing at the last step.")])[0].reply
    assert any(word in sentences(reply)[0] for word in ("website", "online"))
    assert "flight number" not in reply


def test_two_troubles_are_both_named_unless_one_came_of_the_other() -> None:
    both = brief("You cancelled my flight and your agent was rude to me.", topic=Topic.CANCELLATION)
    reply = DRAFTER.draft([both])[0].reply
    assert "the way you were treated" in reply
    one = brief("Sitting on the tarmac, the flight is delayed.", topic=Topic.DELAY)
    assert "on top of it" not in DRAFTER.draft([one])[0].reply


@pytest.mark.parametrize("trouble", ENGLISH, ids=lambda trouble: trouble.name)
def test_every_trouble_has_several_first_sentences(trouble: Trouble) -> None:
    assert len(trouble.playbook.phrases("take_up")) >= 2


def test_words_in_angle_brackets_are_chosen_by_the_author() -> None:
    phrase = Phrase("I'm <|so |really >sorry.")
    said = {phrase.render(Situation(seed=f"m{n}")) for n in range(40)}
    assert said == {"I'm sorry.", "I'm so sorry.", "I'm really sorry."}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("says = '''", "sayes = '''", "did you mean 'says'"),
        ("on hold\n", "on (hold\n", "a pattern can't be read"),
        ("on hold\n", "(on ~ hold)\n", "a pattern can't be read"),
        ("rank = 7", 'rank = "7"', "rank is a number"),
        ("<|really |very |truly |so >", "<really >", "with a bar between"),
    ],
)
def test_a_broken_trouble_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    folder = Path(shutil.copytree(PROMPTS / "playbooks", tmp_path / "playbooks"))
    path = folder / "en" / "troubles" / "hold_wait.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(UnreadablePlaybook, match=reason):
        load_playbooks(folder)
