"""The next step: what the author asks for is taken up, what is needed now is done now, and nothing
is asked for that the text may tell."""

from __future__ import annotations

import re

import pytest

from prompts.needs import gave_a_phone_number, needs_of
from prompts.vocabulary import ASK_CONDITIONS, CONDITIONS
from tests.factories import assessment, brief, customer
from tests.prompts.briefs import drafter, shipped
from triage.complaint import Topic
from triage.draft import Brief, utterance
from triage.guard import RuleGuard
from triage.mention import Channel
from triage.playbook import Phrase, sentences
from triage.stated_asks import ASKS

DRAFTER = drafter()
BOOKS = shipped()
CHANNELS = [Channel.X, Channel.REVIEW, Channel.EMAIL]
NOW = re.compile(r"\b(?:now|first|can't wait|at once|right away|straight away)\b")
#: Readers refused what asks for words that stand in the complaint, or hands the author on.
REFUSED = re.compile(
    r"haven't said|as far as (?:I|you)|\bpass(?:ing)? (?:it|this) (?:on|to)\b|next leg|seat map"
    r"|what(?:'s| is) (?:it about|still open|wrong)|what you(?:'ve| have) asked"
    r"|me\}? what (?:happened|went wrong)|where and when (?:it|that)"
    r"|when (?:and where )?it was|what you were (?:told|trying|calling)"
)


def next_step(made: Brief) -> str:
    """The last sentences of the draft; the guard has nothing to say about it."""
    draft = DRAFTER.draft([made])[0]
    said = utterance(draft.reply, made.conversation, made.assessment)
    assert RuleGuard().check([said]) == [()], draft.reply
    return draft.reply


def english_steps() -> list[tuple[str, Phrase]]:
    books = [*BOOKS.playbooks, *(trouble.playbook for trouble in BOOKS.troubles)]
    english = (book for book in books if book.lang == "en")
    return [(book.name, phrase) for book in english for phrase in book.phrases("next_step")]


def test_each_thing_that_can_be_asked_for_is_a_condition() -> None:
    assert set(ASK_CONDITIONS) == ASKS
    assert "ask_call_back" in CONDITIONS


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("topic", "text", "step"),
    [
        (Topic.REFUND_BILLING, "It never came. I want my money back.", r"the money"),
        (Topic.OTHER, "Charged my card twice. Refund it!", r"the money"),
        (
            Topic.REFUND_BILLING,
            "The invoice is wrong. Please correct it.",
            r"corrected|the correction",
        ),
        (
            Topic.REFUND_BILLING,
            "Two nights were billed twice. Please explain.",
            r"find(?:ing)? out",
        ),
        (Topic.OTHER, "The heater is broken since Friday, please fix it.", r"put right|the repair"),
        (Topic.OTHER, "It has been dead since May. I demand compensation.", r"what you're owed"),
        (
            Topic.DELIVERY,
            "It's three weeks late. Where is my order?",
            r"where it is|until you have",
        ),
    ],
)
def test_what_is_asked_for_is_taken_up(
    topic: Topic, text: str, step: str, channel: Channel
) -> None:
    fields = {"channel": channel, "domain": "retail"}
    said = next_step(brief(text, topic=topic, severity=2, mention_fields=fields))
    assert re.search(step, said), said


def test_the_money_is_gone_after_whatever_the_trouble_is() -> None:
    made = brief("No wifi for ten hours, seat 4D. Refund please.", topic=Topic.ONBOARD_COMFORT)
    assert "the money" in next_step(made)


def test_what_was_asked_for_in_an_earlier_turn_is_not_asked_again() -> None:
    earlier = (customer("Please refund me."),)
    made = brief("Still a dirty bathroom here.", topic=Topic.CLEANLINESS, earlier=earlier)
    assert "the money" not in next_step(made)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("topic", "text"),
    [
        (Topic.CANCELLATION, "Flight cancelled, everybody is gone, we are stuck in the hall."),
        (Topic.DELAY, "Five hours at the gate with two small children."),
        (Topic.OUTAGE, "The power is out and my mother's oxygen needs it."),
        (Topic.ACCESSIBILITY, "I am still on the plane and there is no wheelchair."),
        (Topic.BAGGAGE_LOST, "Bag missing and my pills are in there."),
        (Topic.REFUND_BILLING, "My account is locked and rent is due today."),
        (Topic.OTHER, "We are locked out in the snow."),
    ],
)
def test_who_needs_it_now_hears_that_it_is_done_now(
    topic: Topic, text: str, channel: Channel
) -> None:
    fields = {"channel": channel}
    made = brief(text, topic=topic, severity=3, urgent=True, mention_fields=fields)
    assert NOW.search(next_step(made)), next_step(made)


@pytest.mark.parametrize(
    ("text", "severity"),
    [("No hot water since Monday, and my mother is ill.", 4), ("Down since ten o'clock.", 2)],
)
def test_an_address_is_asked_for_only_where_something_comes_to_a_home(
    text: str, severity: int
) -> None:
    asked: set[str] = set()
    for trade in ("energy", "telecom", "hotel", "rail", "bank", "airport"):
        fields = {"channel": Channel.X, "domain": trade}
        made = brief(
            text, topic=Topic.OUTAGE, severity=severity, urgent=True, mention_fields=fields
        )
        asked |= {trade} if "the address" in next_step(made) else set()
    assert {"energy"} <= asked <= {"energy", "telecom"}


def test_a_flight_is_asked_for_only_in_the_air() -> None:
    on_the_ground = [t for t in BOOKS.troubles if not t.head.trades <= {"airline", "airport"}]
    asked = {
        (trouble.name, phrase.template)
        for trouble in on_the_ground
        for phrase in trouble.playbook.phrases("next_step")
        if re.search(r"\bflights?\b", phrase.template) and phrase.when.isdisjoint({"air", "flight"})
    }
    assert asked == set()


def test_what_can_wait_is_not_hurried() -> None:
    made = brief("The seat was dirty last week.", topic=Topic.CLEANLINESS, severity=1)
    assert not assessment().urgent
    assert not NOW.search(" ".join(sentences(next_step(made))[1:]))


def test_no_english_step_asks_for_what_the_text_may_tell() -> None:
    refused = [(name, p.template) for name, p in english_steps() if REFUSED.search(p.template)]
    assert not refused


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.REVIEW])
def test_a_letter_and_a_public_page_are_not_asked_how_to_reach_the_author(channel: Channel) -> None:
    for n in range(8):
        made = brief(
            "Nobody at the till was anything but rude.",
            topic=Topic.STAFF_BEHAVIOUR,
            severity=2,
            mention_fields={"channel": channel, "id": f"m{n}", "domain": "retail"},
        )
        said = next_step(made)
        assert "to reach you" not in said
        assert ("write to" in said.lower()) == (channel is Channel.REVIEW)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("severity", [3, 4])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_whoever_gave_a_phone_number_is_not_asked_for_one(
    lang: str, severity: int, channel: Channel
) -> None:
    text = {
        "de": "Mein Koffer ist weg. Bitte rufen Sie mich zurück: 0151 23456789",
        "en": "My case is gone. Please call me back on 07700 900142",
    }[lang]
    made = brief(
        text, lang=lang, severity=severity, topic=Topic.BAGGAGE_LOST,
        mention_fields={"channel": channel},
    )  # fmt: skip
    said = next_step(made)
    asks = r"eine Telefonnummer|mir .{0,40}\bdie Nummer\b|a phone number|the number(?! you gave)"
    assert not re.search(asks, said), said


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Sitze seit drei Stunden bei 40 Grad am Gate in Oxmoor fest, alle ohne Wasser!"),
        ("en", "Stuck on the platform in Oxmoor for three hours, 40 degrees, no water!"),
    ],
)
def test_nobody_is_asked_where_they_are_who_said_so(lang: str, text: str) -> None:
    said = next_step(brief(text, lang=lang, severity=4, urgent=True, topic=Topic.DELAY))
    assert "where you are" not in said
    assert "wo genau" not in said


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("The 8:16 and the 8:46 were cancelled again.", True),
        ("The 8:16 and the 8:46 were cancelled again. @OxmoorRail", False),
        ("The bus at 8:16 was cancelled again.", False),
        ("The bus to our flight at 8:16 was cancelled again.", True),
    ],
)
def test_a_train_is_no_flight_of_the_brand_s(text: str, asks: bool) -> None:
    replies = {
        next_step(brief(text, topic=Topic.CANCELLATION, mention_fields={"id": f"m{n}"}))
        for n in range(12)
    }
    assert any("flight" in reply for reply in replies) is asks


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Kein Strom seit heute früh. Meine Frau hängt an einem Beatmungsgerät."),
        ("en", "No power since this morning. My wife is on home oxygen."),
    ],
)
def test_where_health_hangs_on_it_that_is_said_without_naming_it(lang: str, text: str) -> None:
    said = next_step(brief(text, lang=lang, severity=4, topic=Topic.OUTAGE))
    assert re.search("Gesundheit|health", said), said
    assert not re.search("oxygen|Beatmung", said), said


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Tür zu, Notruf tot. Wir haben mit dem Baby im Auto geschlafen."),
        ("en", "Locked out, nobody answered. We slept in the car with the baby."),
    ],
)
def test_a_night_that_is_over_is_not_pressing(lang: str, text: str) -> None:
    made = brief(text, lang=lang, severity=3, topic=Topic.OTHER, urgent=True)
    assert "urgent" not in needs_of(made)


@pytest.mark.parametrize(
    ("topic", "needs"), [(Topic.REFUND_BILLING, set()), (Topic.OUTAGE, {"urgent"})]
)
def test_who_does_not_know_what_to_do_is_not_pressed_for_about_money(
    topic: Topic, needs: set[str]
) -> None:
    made = brief("Der Gutschein gilt an der Kasse nicht. Was nun?", topic=topic, urgent=False)
    assert needs_of(made) & {"urgent"} == needs


@pytest.mark.parametrize(
    ("text", "lang", "given"),
    [
        ("My case is gone. Please call me back on 07700 900142", "en", True),
        ("Ruft mich bitte zurück: 0151 23456789", "de", True),
        ("Meine Nummer ist 0151 23456789, bitte melden.", "de", True),
        ("I left my number twice at the desk: 07700 900142.", "en", True),
        ("I called your hotline on 07700 900142 eleven times.", "en", False),
        ("Your hotline 0800 123 4567 is dead. Please call back!", "en", False),
        ("Unter Ihrer Hotline 0151 23456789 geht niemand ran.", "de", False),
        ("Dreimal 0151 23456789 gewählt, immer besetzt.", "de", False),
    ],
)
def test_the_number_of_a_hotline_is_none_to_reach_the_author_at(
    text: str, lang: str, given: bool
) -> None:
    assert gave_a_phone_number(brief(text, lang=lang)) is given
