"""What a text must say for the law to owe something: a late flight, money that is not back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories import conversation, customer
from triage.claims import Claim, claim_of
from triage.complaint import Topic
from triage.fact_finder import find_facts
from triage.facts import Facts
from triage.mention import Turn

POSTED = datetime(2026, 11, 23, 12, tzinfo=UTC)


def told(
    text: str, topic: Topic, domain: str | None = "airline", *earlier: Turn
) -> tuple[Claim | None, Facts]:
    said = conversation(text, domain=domain, posted_at=POSTED, earlier=earlier)
    facts = find_facts(said)
    return claim_of(said.mention, topic, facts), facts


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("4 hours late, and the lady at gate 9 laughed at us", 4),
        ("@skyward 4 hours late, and the lady at gate 9 laughed at us", 4),
        ("Zum Personal sag ich nichts. Wir standen 5 Stunden auf dem Vorfeld", 5),
        ("5 Stunden gewartet am Gate in Wien, und das Personal lacht", 5),
        ("Verspätung: 5 Stunden, und das Personal lacht", 5),
        ("Wir kamen 5 Stunden zu spät an. Das Personal lacht", 5),
        ("Abflug war 5 Stunden später. Das Personal lacht", 5),
        ("We took off 5 hours behind schedule and the crew laughed", 5),
        ("We got to Porto, five hours later than planned. The crew was rude", 5),
    ],
)
def test_under_another_topic_hours_that_the_flight_was_late_count(text: str, hours: float) -> None:
    found, _ = told(text, Topic.STAFF_BEHAVIOUR)
    assert found is not None
    assert found.hours == hours


@pytest.mark.parametrize(
    "text",
    [
        "My seat was stuck upright for 9 hours. AU 302",
        "We were stuck for 9 hours next to a drunk on the flight",
        "6 Stunden lang saßen wir neben der Toilette",
        "The meal on flight AU 302 came 4 hours late",
        "Das Essen kam mit 4 Stunden Verspätung, AU 302",
        "Your answer came 5 hours late, AU 302",
        "The entertainment started 4 hours late on flight AU 302",
        "I arrived 4 hours late at the check-in myself",
        "Your shuttle was 4 hours late for flight AU 302",
    ],
)
def test_hours_of_anything_else_do_not(text: str) -> None:
    found, facts = told(text, Topic.ONBOARD_COMFORT)
    assert facts.get("delay_hours")
    assert found is None


def test_hours_of_an_earlier_turn_count_where_the_topic_is_delay() -> None:
    seat = customer("We sat 9 hours on the tarmac, 9 hours late.")
    assert told("The crew is rude.", Topic.STAFF_BEHAVIOUR, "airline", seat)[0] is None
    assert told("And nobody answers.", Topic.DELAY, "airline", seat)[0] is not None


@pytest.mark.parametrize(
    "text",
    ["My suitcase came 6 hours late, AU 302.", "Mein Koffer kam mit 6 Stunden Verspätung, AU 302.",
     "6 hours late, my suitcase. AU 302", "My suitcase came. 6 hours late. AU 302",
     "6 hours late. That is my suitcase, AU 302"],
)  # fmt: skip
def test_hours_that_a_suitcase_was_late_are_not_the_flights(text: str) -> None:
    found, facts = told(text, Topic.BAGGAGE_LOST)
    assert facts.get("delay_hours") == 6
    assert found is not None
    assert (found.ground, found.entitlements, found.hours) == ("baggage", (), None)
    assert found.baggage


def test_a_late_flight_without_the_suitcase_can_be_owed_both() -> None:
    for text in (
        "We landed 4 hours late and my suitcase never came. AU 302",
        "Unser Flug AU 302 hatte 4 Stunden Verspätung, und der Koffer fehlt.",
    ):
        found, _ = told(text, Topic.BAGGAGE_LOST)
        assert found is not None
        assert (found.ground, found.hours) == ("delay", 4)
        assert {e.law for e in found.entitlements} == {"EU261", "UK261"}
        assert found.baggage


@pytest.mark.parametrize(
    ("text", "topic", "domain", "owed"),
    [
        ("Nach dem Flug fehlt mein Koffer", Topic.BAGGAGE_LOST, None, True),
        ("My suitcase never came out on the carousel", Topic.BAGGAGE_LOST, None, True),
        ("My suitcase never came, AU 302", Topic.BAGGAGE_LOST, None, True),
        ("My suitcase is gone", Topic.BAGGAGE_LOST, "airline", True),
        ("Die Waschmaschine hat meinen Koffer zerrissen", Topic.BAGGAGE_DAMAGED, None, False),
        ("My suitcase was left in the hotel next to the airport", Topic.BAGGAGE_LOST, None, False),
        ("My suitcase vanished on your coach to the airport", Topic.BAGGAGE_LOST, None, False),
        ("I checked in and my suitcase vanished from the room", Topic.BAGGAGE_LOST, None, False),
        ("Koffer im Shuttle zum Flug verschwunden", Topic.BAGGAGE_LOST, None, False),
        ("Your hotel lost my suitcase before flight AU 302", Topic.BAGGAGE_LOST, "hotel", False),
    ],
)
def test_only_a_flight_owes_by_the_convention(
    text: str, topic: Topic, domain: str | None, owed: bool
) -> None:
    found, _ = told(text, topic, domain)
    assert (found is not None and found.baggage is not None) == owed


@pytest.mark.parametrize(
    ("text", "domain", "paid"),
    [
        ("You cancelled AU 302. I have been waiting for my refund for six weeks.", "airline",
         "flight"),
        ("Mein Flug fiel aus. Seit drei Wochen warte ich auf mein Geld zurück.", None, "flight"),
        ("Seit sechs Wochen keine Erstattung für den ausgefallenen Zug.", "rail", "train"),
        ("Sent the lamp back, no refund for five weeks now.", "retail", "purchase"),
        ("Sent the lamp back, no refund for five days now.", "retail", None),
        ("Seit drei Wochen keine Erstattung für den ausgefallenen Zug.", "rail", None),
        ("No refund for five weeks now.", "hotel", None),
        ("Seit drei Wochen keine Erstattung für den Flugausfall.", "airline", "flight"),
        ("11 weeks. Still no refund for AU 302, which YOU cancelled.", "airline", "flight"),
        ("AU 302 was cancelled. I have had the refund for six weeks.", "airline", None),
        ("AU 302 was cancelled. A member for 6 weeks. No refund.", "airline", None),
        # What the flight cost is not owed back.
        ("You charged my card twice for AU 302. I've been waiting for the refund for three weeks.",
         "airline", None),
        ("I paid a seat fee twice. Three weeks now and still no refund.", "airline", None),
        ("AU 302 was cancelled. I was refunded, but I have been a member for six weeks.",
         "airline", None),
        ("On AU 302 you cancelled my seat upgrade. No refund for six weeks.", "airline", None),
        ("Mein Sitzplatz auf dem Flug wurde gestrichen, seit drei Wochen keine Erstattung.",
         "airline", None),
        # The author called it off.
        ("Habe mein Ticket selbst storniert. Seit drei Wochen keine Erstattung der Steuern.",
         "airline", None),
        ("Ich habe den Flug storniert. Seit drei Wochen keine Erstattung.", "airline", None),
        ("I cancelled my flight in May. No refund for three weeks.", "airline", None),
        ("My flight was cancelled because I was ill. No refund for three weeks.", "airline", None),
        ("Flug storniert, seit drei Wochen keine Erstattung.", "airline", None),
        ("Mein Flug wurde storniert, seit drei Wochen keine Erstattung.", "airline", "flight"),
        ("Sie haben unseren Flug storniert. Seit drei Wochen keine Erstattung.",
         "airline", "flight"),
        ("My flight was not cancelled. I have been waiting for a refund for three weeks.",
         "airline", None),
        ("We had to cancel our flight AU 302. No refund for three weeks.", "airline", None),
        # Neither the EU's law nor the United Kingdom's.
        ("KX 208 from JFK to LAX was cancelled, no refund for six weeks.", "airline", None),
        # Not sent back, or another law: it did not come, or it was faulty.
        ("Refund please. My order has not come for five weeks.", "retail", None),
        ("I asked for a refund yesterday. The lamp has flickered for five weeks.", "retail", None),
        ("The lamp came broken, I sent it back. No refund for five weeks.", "retail", None),
        ("Please return my money. No refund for five weeks.", "retail", None),
        ("Widerruf im Mai, Lampe zurückgeschickt, seit fünf Wochen keine Erstattung.",
         "retail", "purchase"),
        ("Refund for the broken heating in the train? Waiting for six weeks.", "rail", None),
        ("No refund for the broken heating in the train for six weeks.", "rail", None),
        ("The lamp has been dark for five weeks and nobody at your shop will come round to see "
         "what might be wrong with it. A refund, please.", "retail", None),
    ],
)  # fmt: skip
def test_money_that_has_not_come_back_in_time_is_a_claim(
    text: str, domain: str | None, paid: str | None
) -> None:
    found, _ = told(text, Topic.REFUND_BILLING, domain)
    assert (found.paid_for if found else None) == paid
    if found:
        assert (found.ground, found.entitlements) == ("refund", ())


def test_whoever_called_the_flight_off_is_owed_no_price_under_any_topic() -> None:
    for text in (
        "I cancelled my flight. No refund for six weeks.",
        "KX 208 from New York JFK to Los Angeles LAX cancelled, no refund for six weeks.",
    ):
        found, facts = told(text, Topic.CANCELLATION)
        assert facts.get("since") == 42
        assert found is None or found.paid_for is None


def test_how_long_a_lamp_was_dark_an_earlier_turn_told() -> None:
    earlier = customer("The lamp from you has been dark for five weeks.")
    refund = "I sent it back. Still no refund."
    found, facts = told(refund, Topic.REFUND_BILLING, "retail", earlier)
    assert facts.get("since") == 35
    assert found is None


def test_a_cancelled_flight_can_be_owed_both_compensation_and_its_price() -> None:
    found, _ = told("KX 208 cancelled, no refund for six weeks.", Topic.CANCELLATION)
    assert found is not None
    assert (found.ground, found.paid_for, found.days) == ("cancellation", "flight", 42)
    assert found.entitlements
