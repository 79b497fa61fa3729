"""What was learned from mentions without labels: how waits, times, dates, places and numbers are
told in other words, and the sister sentences that tell none; all sentences are invented."""

from __future__ import annotations

import pytest

from tests.triage.test_fact_rules import WAYS, found

TIMES = ("delay_hours", "hold_time_hours")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Der Zug ist 40 Minuten zu spät", 0.67),
        ("Die Fähre ist nur 20 Minuten zu spät gewesen", 0.33),
        ("Der Flieger ist 4h später raus als geplant", 4),
        ("He arrived forty minutes later than promised", 0.67),
        ("Zwei Stunden später immer noch kein Wort", 2),
        ("Landed 40 minutes ago and nobody can tell me where my son is", 0.67),
        ("Vor zwei Stunden gelandet, immer noch kein Koffer", 2),
        ("„Wir rufen zurück.“ Das war vor drei Stunden.", 3),
        ("bei mir seit ca 2 std auch tot", 2),
        ("Schranke zu, 40 Minuten, kein Zug", 0.67),
        ("Der Betrieb war 40 Minuten unterbrochen", 0.67),
        ("35 minutes without AC in the gate bus", 0.58),
        ("Elf Stunden ohne Strom und keiner geht ans Telefon", 11),
        ("The socket at my seat was dead for 21 hours", 21),
        ("S5 +5 min", 0.08),
        ("Morlach ab +35. Nix geht", 0.58),
        ("+1:10 ab Morlach, Zug steht", 1.17),
        ("1 hr 12 standing at the signal", 1.2),
        ("Der Zug bleibt liegen, 40 Minuten", 0.67),
        ("They moved our flight by nine hours", 9),
        ("One cashier. Forty minutes to pay in a cheque.", 0.67),
    ],
)
def test_a_wait_is_told_in_many_ways(text: str, hours: float) -> None:
    assert [value for _, value in found(text, *TIMES)] == [pytest.approx(hours)]


@pytest.mark.parametrize(
    "text",
    [
        "Zehn Minuten später lief alles wieder",
        "Two minutes later I was sitting in business",
        "She sold peanuts in the row in front forty minutes later",
        "I boarded two hours ago and it was lovely",
        "The bus left ten minutes ago, nobody minds",
        "veggie bestellt. rind bekommen. 11 stunden",
        "Screens off the whole flight. 9 hours",
        "kein wlan kein film 9 stunden lang",
        "a board that says 3 min. no tram",
        "The pump has about an hour of battery",
        "Zug voll, Bahn-App gut, +49 351 1234",
        "Flug wurde sechs Stunden vor Abflug annulliert",
    ],
)
def test_a_span_of_time_in_which_nobody_waits(text: str) -> None:
    assert found(text, *TIMES) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("retoure seit 6 wochen bei euch und immer noch kein geld", 42),
        ('It has been "out for delivery" for nine weeks', 63),
        ("refund not received, 47 days.", 47),
        ("Compensation has been outstanding 7 months.", 210),
        ("it's nine weeks and I'm paying interest on it", 63),
        ('"Within 5 business days" was 19 days ago. Please advise.', 19),
        ("sent it back 5 weeks ago, where's my £64", 35),
        ("Auf fünf Briefe kam binnen vier Monaten keine Zeile zurück", 120),
        ("Die Frist ist um 41 Tage überschritten", 41),
        ("Concrete saw outside our block, five days straight", 5),
    ],
)
def test_for_how_many_days_it_has_been_so(text: str, days: float) -> None:
    assert found(text, "since") == [("since", days)]


@pytest.mark.parametrize(
    "text",
    [
        "Ich bin seit drei Monaten Kunde bei euch",
        "Seit zwei Wochen verheiratet",
        "Wir waren seit zwei Wochen im Urlaub",
        "My wedding was 19 days ago",
        "Roaming für zwei Tage war teuer",
    ],
)
def test_days_that_are_no_trouble(text: str) -> None:
    assert found(text, "since") == []


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("The 06.14 stood for an age", ["06.14"]),
        ("Abflug war 14.20, dann 16.00, dann 19.30", ["14.20", "16.00", "19.30"]),
        ("Mein Anschluss geht 17.10", ["17.10"]),
        ("letzter bus 22.40, laut aushang", ["22.40"]),
        ("7.01 entfallen, 17.26 cancelled", ["7.01", "17.26"]),
        ("Der 14.37er fuhr nicht", ["14.37"]),
        ("Flight KX 612 was 6.10, now 9.45", ["6.10", "9.45"]),
        ("no power since 5 again", ["5"]),
        ("rent is due at 5 @tillbank", ["5"]),
        ("At 1740 a thunderstorm broke", ["1740"]),
        ("They boarded us 1400. Nobody said sorry", ["1400"]),
        ("Left my wrap on the 1806 and nobody cares", ["1806"]),
        ("The 12.99 delivery charge", []),
        ("Der Bus kostet 3.50", []),
        ("the 17.10 update broke it", []),
        ("Erst 14.90, dann 19.90 abgebucht", []),
        ("bus fare 2.50 now 3.20", []),
        ("seit dem 3.10 kein Netz, den 14.12 vergesse ich nie", []),
        ("on the 2019 model", []),
        ("row at 12 people", []),
    ],
)
def test_times_with_a_dot_or_without_one(text: str, times: list[str]) -> None:
    assert [value for _, value in found(text, "time")] == times


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Jetz is Juni, keiner weiß was", ["Juni"]),
        ("im februar, märz und april doppelt", ["februar", "märz", "april"]),
        ("146 Euro für Februar", ["Februar"]),
        ("The July rebate never came", ["July"]),
        ("booked for September of next year", ["September", "next year"]),
        ("closed from June 2 to Aug. 18", ["June 2", "Aug. 18"]),
        ("nächste Woch kimmt er", ["nächste Woch"]),
        ("Leave early if you may. 5 of us came", []),
    ],
)
def test_months_and_weeks_in_other_words(text: str, dates: list[str]) -> None:
    assert [value for _, value in found(text, "date")] == dates


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("lumenhaus bremen. wecker stand auf 4:12", [("place", "Bremen")]),
        ("Öffnungszeiten von Wolfsburg", [("place", "Wolfsburg")]),
        ("Rucksack von Bologna rauf", [("origin", "Bologna")]),
        ("Derby to Matlock, no seat", [("origin", "Derby"), ("destination", "Matlock")]),
        ("Is the trolley back on the Cork train?", [("destination", "Cork")]),
        ("Nicked from Gatwold long stay", [("origin", "Gatwold")]),
        ("There is a queue at Corvane again", [("place", "Corvane")]),
        ("The Wrenair machine from Exeter was late", [("origin", "Exeter")]),
        ("Escalator at Unmoor has been dead for days", [("place", "Unmoor")]),
        ("Rosa at Plainmoor is worth her weight in gold", []),
        ("Nobody at Plainmoor can tell me", []),
        ("Flight to nowhere. Seatmate to me: sit", []),
        ("bei 9 grad in der bude, grad kamen drei", []),
        ("OTP not coming since morning", []),
        ("SEVEN OF US WENT TO SEA AND I AM LEFT", []),
        ("Mieser Flughafen, nie mehr", []),
        ("Wasser in Küche, Reiskocher in Handgepäck", []),
        ("They charged me Mexico roaming", []),
        ("A minister of the Church of Ireland", []),
    ],
)
def test_places_in_other_frames(text: str, places: list[tuple[str, object]]) -> None:
    assert found(text, *WAYS) == places


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ticket #8812 is still open", "8812"),
        ("I have a ticket (#8812)", "8812"),
        ("Vorgang 4711 ist offen", "4711"),
        ("Vorgangsnummer lautet 4711", "4711"),
        ("Kd.-Nr. 4711", "4711"),
        ("case no. 55-12 has not been answered", "55-12"),
        ("claim 4471", "4471"),
        ("Bestellung Nr. 4512", "4512"),
        ("die Bestätigung Nr. 2207 liegt bei", "2207"),
        ("Schaden-Nr. 2026-4471", "2026-4471"),
        ("Reklamationsnummer R-4711", "R-4711"),
        ("Az. 4 O 123/25", "4 O 123/25"),
        ("Duffel tag JB 40881", "JB 40881"),
    ],
)
def test_a_number_that_the_author_has_given(text: str, number: str) -> None:
    assert found(text, "order") == [("order", number)]


@pytest.mark.parametrize(
    "text",
    [
        "ticket 2024 was cheaper, Auftrag 2023 erteilt, im Fall 2020",
        "in that case 1200 people, case 3, Fall 3 von 5",
        "my ticket is 49 euros, Ticket 4900 Rupien",
        "order 2 pizzas, order 1200 screws",
        "claim no 200 euro, account number 12%",
    ],
)
def test_a_number_that_names_nothing(text: str) -> None:
    assert found(text, "order", "booking_code") == []


def test_who_has_no_power_is_not_on_hold() -> None:
    text = "Elf Stunden ohne Strom und keiner geht ans Telefon"
    assert found(text, *TIMES) == [("delay_hours", 11)]
