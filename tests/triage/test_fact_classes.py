"""Classes of wordings that labelled rounds showed to be missed, and what looks like them and is
none; all sentences are invented."""

from __future__ import annotations

import pytest

from tests.triage.test_fact_rules import found


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("refund", "Where is my £40?"),
        ("refund", "i wart seit Mai auf mei Geld"),
        ("refund", "I should be grateful for the return of £214"),
        ("refund", "Still waiting on my refund from June"),
        ("refund", "I'd like the £35 for the second ticket, please."),
        ("refund", "Give me back the $70 for that row."),
        ("compensation", "Wer kommt für den Schaden auf?"),
        ("compensation", "Kindly offer a discount."),
        ("call back", "kann mich mal bitte einer anrufen"),
        ("answer", "A reply would be nice."),
        ("answer", "how do I speak to a human"),
        ("answer", "Wer ist dafür zuständig?"),
        ("answer", "Please appoint one person."),
        ("explanation", "I'd like to understand how this could happen."),
        ("explanation", "Wir möchten wissen, wer das entschieden hat."),
        ("apology", "eine entschuldigung wäre angebracht"),
        ("repair", "Repariert endlich den Aufzug!"),
        ("repair", "Somebody needs to come out and look at the pipe."),
        ("replacement", "Ich bitte um Ersatzlieferung."),
        ("delivery", "Where is my parcel?"),
        ("delivery", "Wann kommt mein Paket?"),
        ("delivery", "gebt mir meinen koffer zurück"),
        ("help", "What am I supposed to do now?"),
        ("help", "Was soll ich jetzt machen?"),
        ("correction", "Take my name off the list."),
        ("correction", "Storniert die Mahnung."),
        ("review", "Can you check my case again?"),
        ("rebooking", "Wie komme ich jetzt nach Hause?"),
        ("proposals", "What are you going to do about this?"),
        ("recall", "Take it off sale!"),
        ("search", "Hat jemand meine Jacke gefunden?"),
    ],
)
def test_what_is_asked_for_in_other_words(kind: str, text: str) -> None:
    assert ("ask", kind) in found(text, "ask")


@pytest.mark.parametrize(
    "text",
    [
        "Please accept my congratulations on this review",
        "PLEASE check your cots if you bought this one",
        "They promised to let us know if you need a taxi",
        "What am I supposed to do with all this joy, a faultless day",
        "Die wollen jetzt wissen, ob ich noch sitzen kann",
        "DM me for a promo code",
        "Vier Berater, und keiner ruft zurück",
    ],
)
def test_what_only_sounds_like_a_request(text: str) -> None:
    assert found(text, "ask") == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("infant", "Meine Tochter ist acht Monate alt, und der Strom ist weg"),
        ("infant", "The rail came off with my son beside it. He's eight months."),
        ("child", "our boys are 9 and 11 and had no dinner on the plane"),
        ("child", "Unser Linus (6) hat im Flugzeug gezittert"),
        ("elderly", "Kein Strom bei meiner Nachbarin, die ist 88"),
        ("elderly", "I am seventy-one and stayed in for your meter man"),
        ("elderly", "Sie berechnen mir Gebühren, obwohl ich 74 bin"),
        ("elderly", "my parents are in their eighties, no heating"),
        ("elderly", "Unsere Autorin (74, Lesung am Freitag) kommt nicht durch die Schleuse"),
        ("ill", "Frisch gewischt ohne Schild, Bänderriss"),
        ("ill", "Dry slope, no mat, and I broke my wrist"),
        ("ill", "Three days of rash from your whirlpool"),
        ("ill", "my wife has MS and the lift at the station is off"),
        ("ill", "mit gebrochenem Fuß am Bahnsteig"),
        ("ill", "Mein Sohn ist Autist, und das Gate wurde gewechselt"),
        ("walker", "Meine Nachbarin mit dem Gehwagen kommt nicht in den Bus"),
        ("pregnant", "34 weeks gone and no seat on the bus"),
    ],
)
def test_who_needs_care_in_other_words(kind: str, text: str) -> None:
    assert ("travellers", kind) in found(text, "travellers")


@pytest.mark.parametrize(
    "text",
    [
        "The porcelain of my grandmother came off the train in pieces",
        "The clerk on the train treated me like her own granddad",
        "My claim is now five months old",
        "The 80 year old tram broke down",
        "The new terminal is sick, birds inside",
        "Baby Meal bestellt, keines an Bord",
        "They behave like children at the gate",
    ],
)
def test_whom_a_text_only_mentions(text: str) -> None:
    assert found(text, "travellers") == []


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Neuer Abschlag 611 Euro statt 180", "amount", "180"),
        ("Fernsehen abgebucht, das nie bestellt war. 24,95!", "amount", "24,95"),
        ("paid 44, shows expired", "amount", "44"),
        ("Hotel am Kai, vier Nächte je 140", "amount", "140"),
        ("A Paar Würstl um 14,90, lauwarm", "amount", "14,90"),
        ("eighteen hundred dollars for a boiler", "amount", "eighteen hundred dollars"),
        ("Im Juni, Juli, August abgebucht", "date", "August"),
        ("Am Mittwoch, 14. August, stand das Tor offen", "date", "Mittwoch, 14. August"),
        ("Klima aus, es war Juli", "date", "Juli"),
        ("cut off in feb and nobody says why", "date", "feb"),
        ("Heut ist der Achtundzwanzigste, und kein Lohn da", "date", "Achtundzwanzigste"),
        ("Morgen ist Termin, und das Geld ist nicht da", "date", "Morgen"),
        ("0718 cancelled, no crew", "time", "0718"),
        ("On the twenty-sixth day of your silence", "since", 26),
        ("Entering week five of waiting for the engineer", "since", 35),
        ("My claim is now five months old", "since", 150),
        ("Ich habe in neun Tagen niemanden erreicht", "since", 9),
        ("gemeldet vor 9 Tagen. Geld immer noch nicht da", "since", 9),
        ("You answered five days later with a link", "since", 5),
        ("Die Bestätigung kam nach 5 Wochen", "since", 35),
        ("95 Minuten Sicherheitskontrolle", "hold_time_hours", 1.583),
        ("Security queue is a joke, hour and a half", "hold_time_hours", 1.5),
        ("Zehn Mal angerufen, keiner geht ran", "attempts", 10),
        ("zweimal bestritten, trotzdem dritter Brief", "attempts", 2),
        ("9 calls and no answer", "attempts", 9),
        ("S3 fällt aus, wieder", "train", "S 3"),
        ("95 Minuten Schlange, Flieger ist weg", "missed", "Flieger"),
        ("Zwei Stunden Stillstand. Den Job kann ich vergessen", "missed", "Job"),
        ("my yul to yvr got cancelled", "destination", "YVR"),
        ("Der Käse ist auf Mallorca geflogen, wir nicht", "destination", "Mallorca"),
        ("Ein Zug fährt um 7:04 in Flensburg ab und kommt nie", "origin", "Flensburg"),
        ("Das Netz ist weg. Grüße aus Oberwusterau", "place", "Oberwusterau"),
        ("Stromausfall Hannover-Linden seit gestern", "place", "Hannover-Linden"),
        ("I reached Marlowton at one in the night", "place", "Marlowton"),
        ("The Gray Heron Inn, Marlowton, sent us away", "place", "Marlowton"),
        ("Power's been out on Sycamore since five", "place", "Sycamore"),
    ],
)
def test_what_is_said_in_other_words(text: str, name: str, value: object) -> None:
    values = [fact for _, fact in found(text, name)]
    assert pytest.approx(value, abs=0.01) in values if isinstance(value, float) else value in values


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Meine Mutter ist in der Reha und die Zusage fehlt", "event"),
        ("Mein Anschluss geht nicht, Techniker kam nie", "event"),
        ("Conference hotel, dark skies, no fuse", "event"),
        ("Ihr Zugbegleiter im RE 16:22 duzt mich", "train"),
        ("Das Porto für die Abrechnung trage ich", "place"),
        ("Drei Studenten aus Gießen halfen beim Tragen", "origin"),
        ("8.310 statt 3.810 kWh auf der Rechnung", "amount"),
    ],
)
def test_what_looks_like_it_and_is_none(text: str, name: str) -> None:
    assert found(text, name) == []


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Modelo schickt mir ein Kleid in Neongrün", ["Kleid"]),
        ("Elf Kühlschränke geliefert, alle kaputt", ["Kühlschränke"]),
        ("Seat broken, crew shrugged", ["Seat"]),
        ("My parcel's tracking says it is lost", ["parcel"]),
        ("Bett gut, Frühstück gut, Rechnung falsch", []),
        ("A line out the door at eight", []),
        ("Die Kontrolle war kaputt organisiert", []),
        ("Der Zusteller ist verschwunden", []),
    ],
)
def test_things_by_what_is_said_of_them(text: str, items: list[str]) -> None:
    assert [value for _, value in found(text, "item")] == items
