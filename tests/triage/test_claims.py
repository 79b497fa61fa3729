"""Claims by law: the right law, the right amount; what is not stated is asked, never guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from tests.factories import mention
from triage.airports import Airport, airport
from triage.claims import Claim, claim_of
from triage.complaint import Topic
from triage.distances import kilometres
from triage.facts import Fact, Facts
from triage.flight_dates import read_date

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


def test_a_day_without_year_and_without_the_post_is_no_date_and_not_asked_for_again() -> None:
    assert read_date("12. November", None) is None
    found = claim(posted=None, date="12. November", delay_hours=4, flight="AU 1")
    assert found.missing == ()


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
