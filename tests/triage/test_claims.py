"""Claims by law: the right law, the right amount; what is not stated is asked, never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tests.factories import conversation, customer, mention
from triage.airports import Airport, airport
from triage.claims import Claim, claim_of
from triage.complaint import Topic
from triage.distances import kilometres
from triage.fact_finder import find_facts
from triage.facts import Fact, Facts
from triage.flight_dates import flight_date, read_date
from triage.mention import Turn

POSTED = datetime(2026, 11, 23, 12, tzinfo=UTC)


def claim(topic: Topic = Topic.DELAY, posted: datetime | None = POSTED, **facts: Any) -> Claim:
    found = claim_or_none(topic, posted, **facts)
    assert found is not None
    return found


def claim_or_none(
    topic: Topic = Topic.DELAY, posted: datetime | None = POSTED, **facts: Any
) -> Claim | None:
    stated = Facts(tuple(Fact(name, value, (0, 1)) for name, value in facts.items()))
    about = mention("x", domain="airline", posted_at=posted)
    return claim_of(about, topic, stated)


def owed(found: Claim) -> dict[str, list[str]]:
    return {e.law: [str(money) for money in e.amounts] for e in found.entitlements}


def test_coordinates_give_the_distances_people_know() -> None:
    known = (("FRA", "JFK", 6200), ("München", "Palma", 1220), ("LHR", "EDI", 535))
    for start, end, far in known:
        a, b = airport(start), airport(end)
        assert a is not None
        assert b is not None
        assert kilometres(a, b) == pytest.approx(far, rel=0.02)
    assert airport("Bielefeld") is None


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [
        # As the airports' own reference points are published, degrees, minutes and seconds turned
        # into decimals.
        ("MUC", 48.354, 11.786), ("FRA", 50.033, 8.571), ("BER", 52.362, 13.501),
        ("HAM", 53.630, 9.988), ("DUS", 51.281, 6.757), ("CGN", 50.866, 7.143),
        ("STR", 48.690, 9.222), ("VIE", 48.110, 16.570), ("ZRH", 47.458, 8.548),
        ("GVA", 46.238, 6.109), ("LHR", 51.477, -0.461), ("LGW", 51.148, -0.190),
        ("STN", 51.885, 0.235), ("MAN", 53.354, -2.275), ("EDI", 55.950, -3.373),
        ("DUB", 53.421, -6.270), ("CDG", 49.010, 2.548), ("NCE", 43.658, 7.216),
        ("AMS", 52.309, 4.764), ("BRU", 50.901, 4.484), ("LUX", 49.623, 6.204),
        ("MAD", 40.472, -3.561), ("BCN", 41.297, 2.078), ("PMI", 39.552, 2.739),
        ("TFS", 28.044, -16.572), ("LPA", 27.932, -15.387), ("LIS", 38.774, -9.134),
        ("FAO", 37.014, -7.966), ("FCO", 41.800, 12.239), ("MXP", 45.630, 8.723),
        ("ATH", 37.936, 23.944), ("HER", 35.340, 25.180), ("CPH", 55.618, 12.656),
        ("OSL", 60.194, 11.100), ("ARN", 59.652, 17.919), ("KEF", 63.985, -22.606),
        ("WAW", 52.166, 20.967), ("IST", 41.262, 28.727), ("AYT", 36.899, 30.801),
        ("JFK", 40.640, -73.779), ("LAX", 33.943, -118.408), ("SIN", 1.359, 103.989),
        ("SYD", -33.946, 151.177), ("JNB", -26.139, 28.246), ("NRT", 35.765, 140.386),
    ],
)  # fmt: skip
def test_airports_lie_where_they_lie(code: str, latitude: float, longitude: float) -> None:
    known, table = Airport("", "", "", latitude, longitude), airport(code)
    assert table is not None
    assert kilometres(known, table) < 2


@pytest.mark.parametrize(
    ("origin", "destination", "hours", "expected"),
    [
        # up to 1500 km
        ("Munich", "Palma", 3, {"EU261": ["250 EUR"]}),
        # within the EU, however far
        ("Helsinki", "Teneriffa", 9, {"EU261": ["400 EUR"]}),
        # out of the EU, 1500 to 3500 km
        ("Frankfurt", "Kairo", 5, {"EU261": ["400 EUR"]}),
        # beyond, less than four hours and more
        ("Frankfurt", "New York", 3.5, {"EU261": ["300 EUR"]}),
        ("Frankfurt", "New York", 4, {"EU261": ["600 EUR"]}),
        # from the United Kingdom on any airline; to the EU on one of the EU's
        ("London", "Munich", 3, {"EU261": ["250 EUR"], "UK261": ["220 GBP"]}),
        ("London", "New York", 3.5, {"UK261": ["260 GBP"]}),
        ("London", "New York", 4, {"UK261": ["520 GBP"]}),
        # so near to 3500 km that rounded coordinates don't settle it
        ("London", "Cairo", 4, {"UK261": ["350 GBP", "520 GBP"]}),
    ],
)
def test_the_amount_follows_law_distance_and_delay(
    origin: str, destination: str, hours: float, expected: dict[str, list[str]]
) -> None:
    found = claim(origin=origin, destination=destination, delay_hours=hours, date="12.11.2026")
    assert owed(found) == expected


def test_inside_the_area_no_flight_is_too_long_for_a_meal_from_three_hours_on() -> None:
    assert claim(origin="Helsinki", destination="Teneriffa", delay_hours=3, date="12.11.2026").care
    abroad = claim(origin="Frankfurt", destination="New York", delay_hours=3, date="12.11.2026")
    assert not abroad.care


def test_into_an_area_only_its_own_airlines_owe() -> None:
    found = claim(origin="New York", destination="Berlin", delay_hours=6)
    assert [(e.law, e.own_airline_only) for e in found.entitlements] == [("EU261", True)]


def test_between_other_countries_neither_law_applies() -> None:
    assert claim_or_none(origin="Chicago", destination="Dallas", delay_hours=9) is None


def test_without_the_route_every_amount_is_possible_and_the_route_is_asked() -> None:
    found = claim(delay_hours=5, date="12.11.2026")
    assert owed(found) == {
        "EU261": ["250 EUR", "400 EUR", "600 EUR"], "UK261": ["220 GBP", "350 GBP", "520 GBP"],
    }  # fmt: skip
    assert found.missing == ("route",)
    assert found.kilometres is None


def test_who_names_the_flight_is_not_asked_for_the_route() -> None:
    assert claim(flight="AU 231", delay_hours=5).missing == ("date",)


def test_what_is_missing_is_named() -> None:
    assert claim().missing == ("route", "date", "delay")
    assert claim(Topic.CANCELLATION).missing == ("route", "date", "notice")


@pytest.mark.parametrize("hours", [0.5, 2, 2.99])
def test_below_three_hours_nothing_is_compensated(hours: float) -> None:
    assert claim_or_none(delay_hours=hours) is None


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
    ("on", "limit"), [("2026-05-01", 1519), ("2024-12-27", 1288), ("2019-12-27", 1131)]
)
def test_for_baggage_on_a_flight_the_loss_is_owed_up_to_a_limit(on: str, limit: int) -> None:
    posted = datetime.fromisoformat(f"{on}T12:00:00+00:00")
    found = claim(Topic.BAGGAGE_LOST, posted)
    assert (found.ground, found.missing) == ("baggage", ())
    assert str(found.baggage) == f"{limit} XDR"
    coach = mention("My suitcase is gone", domain="rail")
    assert claim_of(coach, Topic.BAGGAGE_LOST, Facts()) is None


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


def test_a_train_a_parcel_and_a_hotel_are_no_flight() -> None:
    late = facts_with("train", "ICE 577")
    assert claim_of(mention("ICE 577: 5 h late"), Topic.DELAY, late) is None
    for domain in ("rail", "hotel", "retail"):
        about = mention("5 hours late at the gate", domain=domain)
        assert claim_of(about, Topic.DELAY, facts_with("delay_hours", 5)) is None


def facts_with(name: str, value: str | float) -> Facts:
    return Facts((Fact(name, value, (0, 1)), Fact("delay_hours", 5, (0, 1))))


@pytest.mark.parametrize(
    ("day", "laws"),
    [
        # The United Kingdom was under the EU's law until the end of 2020.
        ("31.12.2020", ["EU261"]),
        ("01.01.2021", ["EU261", "UK261"]),
        ("2026-11-12", ["EU261", "UK261"]),
        ("16.02.2005", []),
    ],
)
def test_the_law_in_force_on_the_day_of_the_flight_counts(day: str, laws: list[str]) -> None:
    found = claim_or_none(origin="London", destination="Munich", delay_hours=4, date=day)
    assert ([e.law for e in found.entitlements] if found else []) == laws


def test_care_is_owed_by_distance_at_night_and_after_a_cancellation() -> None:
    assert claim(Topic.CANCELLATION).care
    assert claim(circumstance="overnight", delay_hours=3).care
    assert not claim(delay_hours=3, origin="Frankfurt", destination="New York").care
    assert claim(delay_hours=3, origin="Munich", destination="Palma").care
    assert claim(delay_hours=4).care


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("12. November", date(2026, 11, 12)), ("12.11.", date(2026, 11, 12)),
        ("March 12, 2025", date(2025, 3, 12)), ("3rd of May 2024", date(2024, 5, 3)),
        ("12.11.25", date(2025, 11, 12)), ("2026-01-02", date(2026, 1, 2)),
        # The nearest one: a flight at Christmas can be cancelled before.
        ("24.12.", date(2026, 12, 24)), ("2. Januar", date(2027, 1, 2)),
        ("gestern", date(2026, 11, 22)), ("Freitag", date(2026, 11, 20)),
        ("30.02.2026", None), ("im März", None), ("last week", None), ("May", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(words: str, expected: date | None) -> None:
    assert read_date(words, POSTED.date()) == expected


def test_a_day_without_year_and_without_the_post_is_no_date() -> None:
    assert read_date("12. November", None) is None
    found = claim(posted=None, date="12. November", delay_hours=4, flight="AU 1")
    assert found.missing == ("date",)


def test_today_counts_as_a_date_if_we_know_when_it_was_written() -> None:
    today = mention("Heute 5 Std. am Gate", posted_at=POSTED)
    assert flight_date(today, Facts()) == date(2026, 11, 23)
    assert flight_date(mention("Heute 5 Std. am Gate"), Facts()) is None


@given(
    words=st.text(max_size=30) | st.from_regex(r"\d{1,2}\.\d{1,2}\.\d{0,4}", fullmatch=True),
    posted=st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)),
)
def test_reading_a_date_never_fails(words: str, posted: date | None) -> None:
    found = read_date(words, posted)
    assert found is None or isinstance(found, date)


@given(
    origin=st.sampled_from([None, "MUC", "London", "New York", "Nowhere"]),
    destination=st.sampled_from([None, "PMI", "Manchester", "DXB", "Nowhere"]),
    hours=st.none() | st.floats(0, 100),
    topic=st.sampled_from([Topic.DELAY, Topic.CANCELLATION, Topic.OTHER]),
)
def test_a_claim_always_names_a_law_an_amount_and_what_is_missing(
    origin: str | None, destination: str | None, hours: float | None, topic: Topic
) -> None:
    given_facts: dict[str, Any] = {
        "origin": origin,
        "destination": destination,
        "delay_hours": hours,
    }
    found = claim_or_none(topic, **{name: v for name, v in given_facts.items() if v is not None})
    if found is None:
        return
    assert found.entitlements
    assert all(e.amounts for e in found.entitlements)
    assert ("route" in found.missing) == (found.kilometres is None)
