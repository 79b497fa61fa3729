"""What the fact finder takes from a text, and what it leaves alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from tests.factories import agent, conversation, customer
from triage.fact_finder import find_facts
from triage.personal_data import find_personal_data, mask


def stated(text: str) -> dict[str, object]:
    return dict(find_facts(conversation(text)).as_dict())


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("5 Std. Verspätung in MUC", 5),
        ("Wir warten seit fünf Stunden am Gate", 5),
        ("four-hour delay, well done", 4),
        ("stuck on the tarmac for 4h", 4),
        ("two hours late and counting", 2),
        ("half a day stuck in Lisbon", 12),
        ("90 Minuten Verspätung", 1.5),
        ("anderthalb Stunden zu spät", 1.5),
        ("delayed by an hour and a half", 1.5),
        ("delayed by two hours and twenty minutes", 2.33),
        ("Verspätung 3h20", 3.33),
        ("fünfstündige Verspätung, danke", 5),
        ("1,5 Stunden Verspätung", 1.5),
    ],
)
def test_a_delay_is_read_however_it_is_written(text: str, hours: float) -> None:
    assert stated(text)["delay_hours"] == hours


@pytest.mark.parametrize(
    "text",
    [
        "Der Flug dauert 2 Stunden",
        "In zwei Stunden geht es los, ich warte am Gate",
        "Ihr müsst 24 Stunden vorher einchecken",
        "6 hours without his medication",
        "Landed 20 minutes early, no wait at all",
        "Ich war vor drei Stunden am Schalter und warte",
        "Nach 48 Minuten Hotline aufgelegt",
    ],
)
def test_other_spans_of_time_are_no_delay(text: str) -> None:
    assert "delay_hours" not in stated(text)


@pytest.mark.parametrize(
    ("text", "flight"),
    [
        ("AU 412 nach Lissabon", "AU 412"),
        ("AU412 again", "AU 412"),
        ("mein flug lh 1234 war", "LH 1234"),
        ("on flight U2 8123 to Faro", "U2 8123"),
    ],
)
def test_flight_numbers_are_written_one_way(text: str, flight: str) -> None:
    assert stated(text)["flight"] == flight


@pytest.mark.parametrize(
    "text", ["EU 261 gilt auch für euch", "Gate B27", "ICE 123 fällt aus", "DM 50 damals"]
)
def test_what_only_looks_like_a_flight_is_none(text: str) -> None:
    assert "flight" not in stated(text)


def test_a_train_is_a_train() -> None:
    assert stated("ICE 577 fällt aus")["train"] == "ICE 577"


def test_where_from_and_where_to_are_kept_apart_from_where_one_is() -> None:
    facts = find_facts(conversation("Von Berlin nach Rom, gestrandet in Wien", lang="de"))
    assert (facts.get("origin"), facts.get("destination")) == ("Berlin", "Rom")
    assert [f.value for f in facts.all("place")] == ["Berlin", "Rom", "Wien"]


@pytest.mark.parametrize(
    "text",
    [
        "Das ist in Ordnung und in Bearbeitung, nach Hause will ich.",
        "in May we fly",
        "Talk to Support",
    ],
)
def test_capitals_alone_make_no_place(text: str) -> None:
    assert "place" not in stated(text)


def test_an_airport_code_needs_to_be_one() -> None:
    assert stated("stuck at MUC again")["place"] == "MUC"
    assert "place" not in stated("I AM SO MAD, THE APP CAN NOT LOAD")


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Mein Koffer ist weg", "item", "Koffer"),
        ("got my stroller back broken", "item", "stroller"),
        ("Habe die Hochzeit meiner Schwester verpasst", "missed", "Hochzeit meiner Schwester"),
        ("I missed my sister's wedding", "missed", "my sister's wedding"),
        ("Anschluss verpasst, danke", "missed", "Anschluss"),
        ("morgen ist meine Prüfung", "event", "Prüfung"),
        ("we nearly missed the ferry", "event", "ferry"),
        ("seit elf Wochen keine Antwort", "waiting", "elf Wochen"),
        ("am 8. Oktober gebucht", "date", "8. Oktober"),
        ("£412.60, where is it?", "amount", "£412.60"),
        ("Fee: 45 Euro", "amount", "45 Euro"),
        ("Ref LIS-77203 still searching", "order", "LIS-77203"),
        ("Hotline, nach 48 Minuten aufgelegt", "hold_time", "48 Minuten"),
    ],
)  # fmt: skip
def test_things_are_taken_as_stated(text: str, name: str, value: str) -> None:
    assert stated(text)[name] == value


def test_circumstances_are_told_not_guessed() -> None:
    facts = find_facts(conversation("Mit zwei Kindern auf dem Boden, niemand sagt etwas."))
    assert {f.value for f in facts.all("circumstance")} == {
        "children",
        "overnight",
        "no_information",
    }
    assert not find_facts(conversation("Baby behind me sang. Lovely.")).all("circumstance")


def test_earlier_messages_of_the_customer_add_what_the_last_one_leaves_out() -> None:
    talk = conversation(
        "Still nothing from you.",
        earlier=(customer("AU 302, four hours late"), agent("AU 999 is fine")),
    )
    flight = find_facts(talk).first("flight")
    assert flight is not None
    assert (flight.value, flight.turn) == ("AU 302", 0)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_every_fact_lies_inside_the_text(text: str) -> None:
    for fact in find_facts(conversation(text)).items:
        start, end = fact.span
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mein Buchungscode ist X7K9QP", "booking_code"),
        ("booking reference ABCDEF please", "booking_code"),
        ("schreibt an a.b@post.example", "email"),
        ("ruft an: 0170 5550192", "phone"),
        ("+49 (0)30 123456-78", "phone"),
        ("DE89 3704 0044 0532 0130 00", "iban"),
        ("card 4111 1111 1111 1111", "card"),
    ],
)
def test_personal_data_is_found_and_masked(text: str, kind: str) -> None:
    found = find_personal_data(text)
    assert [d.kind for d in found] == [kind]
    assert found[0].value not in mask(text)
    assert len(mask(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "am 24.12.2026 um 14:30 Uhr",
        "AU 412, 689,00 Euro",
        "14.000 Schritte",
        "4 Flüge in 12 Monaten",
    ],
)
def test_dates_flights_and_amounts_are_no_personal_data(text: str) -> None:
    assert find_personal_data(text) == ()


@pytest.mark.parametrize(
    "piece",
    ["1", "5 Std. ", "MUC ", "mit Kindern ", "12 34 ", "AU 412 ", "Hochzeit ", "(0)", "a@b."],
)
def test_a_long_hostile_text_is_read_all_the_same(piece: str) -> None:
    text = piece * 4000
    find_facts(conversation(text))
    assert len(mask(text)) == len(text)
