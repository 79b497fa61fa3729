"""Whoever gave the number of an order, a booking or a case is not asked for one, and does not hear
it again in public."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from prompts.loader import load_playbooks
from prompts.trouble_facing import facing
from prompts.troubles import how_to_reach_us
from tests.factories import agent, brief, customer
from tests.prompts.briefs import PROMPTS, drafter, shipped
from triage.complaint import Topic
from triage.draft import Brief, Register, utterance
from triage.errors import UnreadablePlaybook
from triage.guard import RuleGuard
from triage.mention import Channel
from triage.playbook import Phrase, Playbook, Situation

DRAFTER = drafter()
BOOKS = shipped()
CHANNELS = [Channel.X, Channel.REVIEW, Channel.EMAIL]
GROUPS = ("dm", "open", "mail")
NUMBER = re.compile(
    r"\bnumbers?\b|\breference\b|\bbag tag\b|\bwaybill\b|nummer\b|\baktenzeichen\b", re.IGNORECASE
)
#: By these somebody is rung, or a seat, a room or a car is found; and what is warned of, told of or
#: looked for is not asked for.
OTHERS = re.compile(
    r"\b(?:phone|flight|seat|emergency|card|account) numbers?\b|\bno card or account numbers\b"
    r"|\bnumber (?:to ring|I can reach you on|you gave|plate|you should hear)\b"
    r"|address (?:or|and your) number|see(?:ing)? about your reference number"
    r"|(?:telefon|flug|karten|ruf|zimmer)nummer\b|eine nummer, unter der|unter welcher nummer"
    r"|der genannten nummer|die nummer habe ich|suche \{?\S* ?aktenzeichen",
    re.IGNORECASE,
)


def asks_for_a_number(phrase: Phrase) -> bool:
    """A number to call is no number of a case."""
    if "ask_call_back" in phrase.when:
        return False
    return NUMBER.search(OTHERS.sub("", phrase.template)) is not None


def books() -> Iterator[Playbook]:
    """Every topic's, what stands alone, and every trouble's, as a reply is composed of it."""
    yield from BOOKS.playbooks
    yield from BOOKS.alone
    general = {book.lang: book for book in BOOKS.playbooks if book.name == "general"}
    for trouble in BOOKS.troubles:
        yield facing(general[trouble.playbook.lang], trouble)


def situations(phrase: Phrase, lang: str) -> Iterator[Situation]:
    """Where that phrase would be said, had the author given no number; on each channel."""
    wanted = {tag for tag in phrase.when if tag[0] != "!"}
    for group in GROUPS:
        register: Register = "sie" if lang == "de" else "neutral"
        holds = frozenset({*(wanted - {*GROUPS}), group, "number_given"})
        words = {"contact": "care@brand.example", **dict.fromkeys(phrase.variables, "…")}
        words |= how_to_reach_us(Situation(register, words, holds), lang)
        yield Situation(register, words, holds)


def draft_of(made: Brief) -> str:
    reply = DRAFTER.draft([made])[0].reply
    said = utterance(reply, made.conversation, made.assessment)
    assert RuleGuard().check([said]) == [()], reply
    return reply


def test_what_asks_for_a_number_is_found_out() -> None:
    assert asks_for_a_number(Phrase("DM me your booking reference and a phone number."))
    assert asks_for_a_number(Phrase("{send_me} die Vorgangs- oder Kundennummer."))
    assert not asks_for_a_number(Phrase("DM me a phone number, but no card number."))
    assert not asks_for_a_number(Phrase("{send_me} die Flugnummer."))


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_step_asks_whoever_gave_a_number_for_one(lang: str) -> None:
    asking = {
        (book.name, phrase.template)
        for book in books()
        for phrase in book.phrases("next_step")
        if book.lang == lang and asks_for_a_number(phrase) and "!number_given" not in phrase.when
    }
    assert asking == set()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_wherever_a_number_would_be_asked_for_something_else_is_said(lang: str) -> None:
    silent = {
        (book.name, phrase.template)
        for book in books()
        if book.lang == lang
        for phrase in book.phrases("next_step")
        if "!number_given" in phrase.when
        for situation in situations(phrase, lang)
        if not any(other.fits(situation) for other in book.phrases("next_step"))
    }
    assert silent == set()


@pytest.mark.parametrize("lang", ["de", "en"])
def test_who_needs_it_now_and_gave_a_number_still_hears_that_it_is_done_now(lang: str) -> None:
    slow = {
        (trouble.name, phrase.template)
        for trouble in BOOKS.troubles
        if trouble.playbook.lang == lang
        for phrase in trouble.playbook.phrases("next_step")
        if {"urgent", "!number_given"} <= phrase.when
        for situation in situations(phrase, lang)
        if phrase.fits(replace(situation, conditions=situation.conditions - {"number_given"}))
        and not any(
            "urgent" in other.when and other.fits(situation)
            for other in trouble.playbook.phrases("next_step")
        )
    }
    assert slow == set()


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("lang", "topic", "text", "number"),
    [
        ("en", Topic.REFUND_BILLING, "refund not received, 47 days. ticket #8812", "8812"),
        ("en", Topic.DELIVERY, "Parcel three weeks late, order 4471-882. Where is it?", "4471"),
        ("en", Topic.BAGGAGE_LOST, "My suitcase never came, ref LIS-77203.", "77203"),
        ("en", Topic.OTHER, "Charged twice, case no. 55-12, I want my money back.", "55-12"),
        ("de", Topic.REFUND_BILLING, "Seit 47 Tagen keine Erstattung. Vorgang 4711", "4711"),
        ("de", Topic.DELIVERY, "Mein Paket kommt nicht, Bestellung 4471-882.", "4471"),
        ("de", Topic.OTHER, "Doppelt abgebucht, Vorgang 5512. Ich will mein Geld zurück.", "5512"),
    ],
)
def test_a_number_that_was_given_is_neither_asked_for_nor_repeated(
    lang: str, topic: Topic, text: str, number: str, channel: Channel
) -> None:
    for n in range(8):
        fields = {"channel": channel, "id": f"m{n}", "domain": "retail"}
        made = brief(text, lang=lang, topic=topic, severity=2, mention_fields=fields)
        reply = draft_of(made)
        assert not NUMBER.search(OTHERS.sub("", reply)), reply
        assert channel is Channel.EMAIL or number not in reply


def test_a_number_of_an_earlier_message_counts() -> None:
    earlier = (customer("Refund not received. ticket #8812"), agent("I'm sorry about that."))
    for n in range(8):
        made = brief(
            "Still nothing, and nobody answers.",
            topic=Topic.REFUND_BILLING,
            severity=2,
            earlier=earlier,
            mention_fields={"channel": Channel.X, "id": f"m{n}"},
        )
        assert not NUMBER.search(OTHERS.sub("", draft_of(made)))


def test_who_gave_none_is_asked_for_one() -> None:
    said = {
        draft_of(
            brief(
                "refund not received, 47 days.",
                topic=Topic.REFUND_BILLING,
                severity=2,
                mention_fields={"channel": Channel.X, "id": f"m{n}", "domain": "retail"},
            )
        )
        for n in range(8)
    }
    assert any(NUMBER.search(OTHERS.sub("", reply)) for reply in said)


@pytest.mark.parametrize(("lang", "word"), [("en", "the number you gave"), ("de", "Nummer")])
def test_the_number_is_taken_up(lang: str, word: str) -> None:
    text = {"en": "Booking 4471-882 is a mess.", "de": "Buchung 4471-882 ist ein Durcheinander."}
    made = brief(text[lang], lang=lang, topic=Topic.BOOKING_WEBSITE, severity=2)
    assert "number_given" in DRAFTER.plan(made).situation.conditions
    general = DRAFTER.playbooks.find(lang, Topic.BOOKING_WEBSITE, 2)
    holds = frozenset({"dm", "number_given"})
    situation = Situation("sie" if lang == "de" else "neutral", {"contact": "x"}, holds)
    said = [p.render(situation) for p in general.phrases("next_step") if p.fits(situation)]
    assert any(word in step for step in said)


def test_a_trouble_that_only_asks_for_a_number_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROMPTS / "playbooks", tmp_path / "playbooks"))
    path = folder / "en" / "troubles" / "refund.md"
    text = path.read_text("utf-8")
    assert "- [number_given] " in text
    path.write_text(text.replace("- [number_given] ", "- [!number_given] "), encoding="utf-8")
    with pytest.raises(UnreadablePlaybook, match="next_step needs a phrase without"):
        load_playbooks(folder)
