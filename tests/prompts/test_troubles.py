"""What is recognised as a trouble, and what is only a figure of speech; and how it is answered."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from prompts.loader import load_playbooks
from prompts.trouble_screen import TroubleScreen
from prompts.troubles import Trouble
from tests.factories import brief
from tests.prompts.briefs import PROMPTS, drafter, shipped
from triage.complaint import Topic
from triage.errors import UnreadablePlaybook
from triage.playbook import Phrase, Situation, sentences

DRAFTER = drafter()
SHIPPED = shipped().troubles
ENGLISH = [trouble for trouble in SHIPPED if trouble.playbook.lang == "en"]
SCREEN = TroubleScreen(ENGLISH)


def test_all_that_is_read_can_be_compiled_when_it_is_needed() -> None:
    for trouble in SHIPPED:
        forbids = filter(None, (trouble.unless, trouble.never))
        assert all(wording.compiled for wording in (*trouble.says.wordings, *forbids))


def found(text: str, *, trade: str = "airline", **assessed: bool) -> list[str]:
    made = brief(text, mention_fields={"domain": trade})
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
        ("Congrats on the nice touch at the gate!", "praise"),
        ("Great crew and a lovely flight, thank you!", "thanks_sure"),
        ("Thank you for helping me with the stroller today.", "thanks_sure"),
        ("Can I bring a cello in the cabin?", "question_plain"),
        ("We just landed at the wrong airport.", "diverted"),
        ("They can't get a crew and we all sit here.", "crew_missing"),
        ("Twelve bags shouldn't take 45 minutes to arrive.", "bag_wait"),
        ("Some kids kicked the back of my seat for six hours.", "neighbour"),
        ("The delay broke my connection to Malmo.", "connection_at_risk"),
        ("My seat was given away at the gate.", "bumped"),
        ("bumped. not even a reason.", "bumped"),
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
        ("Thanks in advance for your answer.", "thanks_sure"),
        ("Love it: three hours late and no word.", "praise"),
        ('Was told "you\'ll live, love" when I asked for water.', "praise"),
        ("Great flight, then left standing for 30 minutes. Great.", "praise"),
        ("Only had to call twice, thanks for nothing.", "thanks_sure"),
        ("Do you want me off this plane? Thanks for the great help.", "thanks_sure"),
        ("I'd like to commend the wonderful landing. My neck hurts now.", "thanks_sure"),
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


@pytest.mark.parametrize(
    ("trade", "text", "trouble"),
    [
        ("bank", "My debit card was declined at the till twice today.", "card_blocked"),
        ("bank", "You froze my account and my wages are in it.", "account_frozen"),
        ("bank", "The cash machine in Mill Lane kept my twenty pounds.", "cash_machine"),
        ("bank", "An overdraft fee of 30 for being a penny short?", "bank_fees"),
        ("bank", "Your banking app is down again, on payday.", "payments_down"),
        ("bank", "Someone has emptied my savings account.", "fraud"),
        (
            "bank",
            "You are closing our branch and the next one is a bus ride away.",
            "branch_closed",
        ),
        ("bank", "You have asked for my passport a third time now.", "papers_again"),
        ("bank", "I opened the letter and it was another customer's statement.", "somebody_elses"),
        ("bank", "My father died in May and you still write to him.", "bereaved"),
        ("bank", "She asked my husband every question and looked past me.", "belittled"),
        ("energy", "No power on our lane since six this morning.", "power_cut"),
        ("energy", "You cut off the wrong house on Friday.", "cut_off_wrongly"),
        ("energy", "Our boiler is broken and the baby is cold.", "heating_off"),
        ("energy", "There is a strong smell of gas in the stairwell.", "gas_danger"),
        ("energy", "Our bill has doubled and we were away all month.", "bill_wrong"),
        ("energy", "Another price rise, the second since spring.", "price_rise"),
        ("telecom", "The engineer never turned up, and I took a day off.", "visit_missed"),
        ("telecom", "The broadband has gone again.", "internet_down"),
        ("telecom", "I pay for 200 and get 4 Mbps.", "internet_slow"),
        ("telecom", "Our landline has been dead since the storm.", "line_dead"),
        ("telecom", "No signal anywhere in the village.", "no_signal"),
        ("telecom", "My number was ported to a stranger.", "number_lost"),
        ("telecom", "I can't cancel, the page just loops.", "hard_to_leave"),
        ("insurance", "You declined our claim because of small print.", "claim_declined"),
        ("insurance", "Our claim was filed in March and is still not paid.", "claim_slow"),
        ("parcel", "I was home all day and got a card: sorry we missed you.", "not_rung"),
        ("parcel", "You left my parcel in the rain.", "left_somewhere"),
        ("parcel", "It was delivered to the wrong address.", "wrong_address"),
        ("parcel", "It has been out for delivery since Monday.", "parcel_missing"),
        ("parcel", "The vase arrived smashed.", "came_broken"),
        ("parcel", "It was returned to sender without a word.", "sent_back"),
        ("retail", "I ordered a lamp and received a shade.", "wrong_item"),
        ("retail", "The shelf came without screws.", "parts_missing"),
        ("retail", "We're still waiting for our sofa, this is week 9 of my life.", "order_late"),
        ("retail", "The kettle died after two weeks.", "faulty"),
        ("retail", "The pizza came stone cold.", "meal_delivered"),
        ("retail", "The toaster caught fire on Sunday.", "unsafe_product"),
        ("rail", "The 8.15 was cancelled again.", "train_cancelled"),
        ("rail", "We stood in the aisle because two coaches came instead of five.", "crowded"),
        ("rail", "I had a reserved seat, and there is no coach C.", "reservation_gone"),
        ("rail", "My delay repay claim was rejected.", "delay_claim"),
        ("rail", "The replacement bus went to another town.", "replacement_bus"),
        ("rail", "Missed my connection because of you.", "connection_lost"),
        ("transit", "The bus never came, forty minutes in the rain.", "never_came"),
        ("transit", "The driver drove straight past us, arms out and all.", "drove_past"),
        ("transit", "The ramp was not working, so he left me there.", "ramp_missing"),
        ("transit", "The lift at the station has been broken for weeks.", "lift_out"),
        ("transit", "The elevator at the station has been out for weeks.", "elevator_out"),
        ("transit", "The doors closed on my mother's arm.", "doors"),
        ("transit", "The driver was texting the whole way.", "driving"),
        ("transit", "The ticket machine is out of order.", "machine_out"),
        ("hotel", "We found bed bugs in the mattress.", "vermin"),
        ("hotel", "Hair in the bath and stains on the sheets.", "room_dirty"),
        ("hotel", "We arrived and you were overbooked.", "room_gone"),
        ("hotel", "Couldn't sleep, the walls are so thin.", "room_noise"),
        ("hotel", "The heating was broken in our room.", "room_climate"),
        ("hotel", "The fire exit was blocked with chairs.", "house_danger"),
        ("airport", "Two lanes open at security and an hour of queue.", "security_lanes"),
        ("airport", "A fine of 80 for two minutes in the drop-off zone.", "parking"),
        ("airline", "They broke the joystick of my power chair.", "chair_damaged"),
        ("airline", "I paid for priority boarding and got on last.", "priority_paid"),
        ("airline", "My suitcase is in Lima and I am not.", "bag_missing"),
    ],
)
def test_a_trouble_of_any_trade_is_recognised(trade: str, text: str, trouble: str) -> None:
    assert found(text, trade=trade)[0] == trouble


@pytest.mark.parametrize(
    ("trade", "text", "trouble"),
    [
        ("bank", "Can I pay by card at the counter?", "card_blocked"),
        ("bank", "The account I closed years ago.", "account_frozen"),
        ("bank", "Three minutes on the phone and it was sorted.", "hold_wait"),
        ("energy", "An hour on hold, then they cut me off.", "power_cut"),
        ("energy", "Our power bill has doubled.", "power_cut"),
        ("telecom", "Your app is down.", "internet_down"),
        ("telecom", "Your salesman signed my gran up for a landline.", "line_dead"),
        ("parcel", "The courier shouted when I asked him to ring the bell.", "not_rung"),
        ("retail", "The discount of 20 % came off at the till.", "came_broken"),
        ("rail", "We stood outside Leeds for two hours.", "crowded"),
        ("transit", "The lift is broken and the driver has no key.", "drove_past"),
        ("hotel", "They gave us a room on the same floor, with 10 % off.", "room_climate"),
        ("hotel", "The lift is broken.", "house_danger"),
        ("airport", "The shuttle driver hollered at us by the parking.", "parking"),
        ("airline", "The driver came out of the hold snapped at the neck.", "shouted_at"),
        ("airline", "Our attendant on the late service spoke four languages.", "crew_missing"),
        ("airline", "My suitcase got upgraded from missing to lost.", "upgrade"),
        ("airline", "The toilet is where they left me: no aisle chair, no ambulift.", "toilet"),
        ("parcel", "You broke my mug.", "seat_broken"),
    ],
)
def test_a_word_of_the_trade_is_no_trouble_by_itself(trade: str, text: str, trouble: str) -> None:
    assert found(text, trade=trade)[:1] != [trouble]


def test_thanks_are_taken_at_their_word_only_where_no_irony_is_heard() -> None:
    text = "Congrats on the nice touch at the gate!"
    assert "praise" not in found(text, earnest=False)
    draft = DRAFTER.draft([brief(text, p_ironic=0.1)])[0]
    assert "sorry" not in draft.reply
    assert "no complaint but thanks" in draft.note
    likely = DRAFTER.draft([brief(text, ironic=True, p_ironic=0.7)])[0]
    assert "kind words" not in likely.reply, "mock thanks are no thanks"
    assert "but thanks" not in likely.note


def test_the_trouble_is_named_first_and_the_next_step_fits_it() -> None:
    reply = DRAFTER.draft([brief("Your website keeps crashing at the last step.")])[0].reply
    assert any(word in sentences(reply)[0] for word in ("website", "online"))
    assert "flight number" not in reply


def test_two_troubles_are_both_named_unless_one_came_of_the_other() -> None:
    both = brief("You cancelled my flight and your agent was rude to me.", topic=Topic.CANCELLATION)
    reply = DRAFTER.draft([both])[0].reply
    assert "rude" in reply or "the way you were treated" in reply
    assert "cancel" in reply
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
