"""Frames in which people ask, travel, have to be somewhere or name a thing, each with sister
sentences that must not count; all are invented."""

from __future__ import annotations

import pytest

from tests.triage.test_fact_rules import found


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("answer", "Who handles this?"),
        ("answer", "wer isch zueständig?"),
        ("answer", "LET ME SPEAK TO A PERSON."),
        ("answer", "i want a human voice, any accent"),
        ("answer", "Ich bitte um Nachricht."),
        ("answer", "Reagiert bitte jemand?"),
        ("answer", "could someone please advise"),
        ("call back", "Somebody lift a phone to them."),
        ("call back", "I want her phoned, by a person."),
        ("call back", "Möwenlinie bitte anrufen!!"),
        ("help", "Ticket aus der App verschwunden, was nun??"),
        ("help", "Wos tua i jetzt?"),
        ("help", "Umbuchungsschalter leer, wer hilft?"),
        ("help", "Please see to this"),
        ("help", "were 16 and 17. pls can someone come"),
        ("repair", "Bitte stellt es SOFORT wieder an."),
        ("repair", "Bis wann is das fertig?"),
        ("repair", "when is the heating coming back on"),
        ("delivery", "Kindly send what was ordered."),
        ("delivery", "It was my gran's. I'd like it back."),
        ("delivery", "wo isch mi Päckli"),
        ("compensation", "Wer bezahlt das???"),
        ("compensation", "Who is paying for the taxi?"),
        ("refund", "Und das Geld? Erstattung?"),
        ("refund", "Nobody could tell me anything, I want a refund"),
        ("refund", "Am Telefon hieß es Geduld, ich möchte eine Erstattung"),
        ("repair", "Nobody will give me a date, please send an engineer"),
        ("explanation", "Ich ersuche um Angabe des Messverfahrens."),
        ("review", "Bitte einmal drüberschauen"),
        ("rebooking", "The 4pm has seats. Put me on it pls"),
        ("rebooking", "Gibt es eine Umbuchung über Porto?"),
        ("rebooking", "I want her on a plane today"),
    ],
)
def test_a_frame_asks_whatever_stands_in_it(kind: str, text: str) -> None:
    assert ("ask", kind) in found(text, "ask")


@pytest.mark.parametrize(
    "text",
    [
        "App won't let me fix it, phone hung up on me twice",
        "No one at the desk could fix it, the manager was away",
        "Formular zweimal geschickt, Antwort: bitte Formular schicken",
        "Am Schalter hieß es, Erstattung bitte über das Formular",
        "Nobody will give me a straight answer",
        "Please help to share!",
        "Die Talerbank bittet mich um Geduld, meine Auszahlung fehlt",
        "And you send me a survey?",
        "your site put my middle name as my surname",
        "Vielleicht hilft es jemandem bei der Buchung",
    ],
)
def test_what_others_say_or_do_asks_nothing(text: str) -> None:
    assert found(text, "ask") == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("infant", "Five hours on the tarmac, bub has soaked his last nappy"),
        ("child", "Der Kabinenchef hat einen stotternden Jungen nachgemacht"),
        ("child", "My son's power chair came off the plane in two pieces. He is eleven."),
        ("child", "no soap in the restroom at gate 9 for the entire eighth grade"),
        ("elderly", "mein dede sitzt am gate"),
        ("ill", "my son's feeding pump is on battery, the power is off"),
        ("ill", "no lift, and my mum is 72 with one arm in plaster"),
        ("ill", "I need the seat beside, because my back is operated"),
        ("ill", "Mein Mann hat seit der Operation einen Notruf am Hals"),
        ("ill", "Zwei Stunden im Bus gestanden, ein Herr ist umgekippt"),
        ("walker", "I put my stick out and asked the driver to wait"),
        ("wheelchair", "My wife uses a chair. Nobody met us at the gate."),
    ],
)
def test_who_needs_care_by_how_it_is_told(kind: str, text: str) -> None:
    assert ("travellers", kind) in found(text, "travellers")


@pytest.mark.parametrize(
    "text",
    [
        "The gate agent threw up her hands",
        "Der Schaffner hat einen jungen Mann angeschrien",
        "Ein Paket mit Hörgerätebatterien liegt beim Friseur",
        "Gepolstert mit Stroh, wie es die Großmutter tat, im Zug",
        "The train sat there and my chair was broken",
        "I lost my memory stick on the bus",
    ],
)
def test_who_only_seems_to_need_care(text: str) -> None:
    assert found(text, "travellers") == []


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Skier nicht da, morgen früh ist Rennen", [("event", "Rennen")]),
        ("bike box in Marlowton. race is saturday", [("event", "race")]),
        ("Koffer weg, und ich heirate MORGEN", [("event", "heirate")]),
        ("Der Feldkurs ist Prüfungsvoraussetzung", [("event", "Feldkurs")]),
        ("Den Vortrag hielt ein Kollege, der Zug stand", [("missed", "Vortrag")]),
        ("Morgen ist Termin beim Amt", [("event", "Termin")]),
        ("We missed the vow renewal", [("missed", "vow renewal")]),
    ],
)
def test_what_somebody_has_to_be_at(text: str, facts: list[tuple[str, object]]) -> None:
    assert found(text, "event", "missed") == facts


@pytest.mark.parametrize(
    "text",
    [
        "The night tram after the gig was late",
        "Nach der Hochzeit stand der Zug zwei Stunden",
        "The house has been empty since the funeral and you still bill it",
        "Wir rennen zum Gate, und es ist zu",
        "The human race has flown for a century, your bags have not",
        "I'd heirat die Köchin, so gut war das Essen",
        "Erster freier Termin beim Techniker: 30. Juni",
        "The app won't go back further than 1940 for your birthday",
        "Connection date missed three times, still no gas",
        "A long thread about missed collections",
        "The ferry terminal has one loo",
    ],
)
def test_what_nobody_has_to_be_at(text: str) -> None:
    assert found(text, "event", "missed") == []


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Vegetarisch bestellt, Hähnchen bekommen, nichts anderes da", ["Hähnchen"]),
        ('bought a "tested" lead off @voltcorner. live on the outside', ["lead"]),
        ("this red dress bled all over the christening", ["dress"]),
        ("Kein Strom. Tiefkühler taut ab, verdammt", ["Tiefkühler"]),
        ("meter reading is wrong, bill is wrong", []),
        ("There was no bag choice and no seat choice", []),
        ("I enclose four photographs for your records", []),
        ("Dear Scholar's Shelf: broken promises, all of them", []),
        ("Brightwater Bath, room 9, nobody at the desk", []),
        ("My Lowry Homestore sofa came with a leg missing", ["sofa"]),
        ("Damaged Suitcase, and nobody answers", ["Suitcase"]),
        ("hab mein handy in der 4 liegen lassen", ["handy"]),
        ("Das neue Datenpaket ist weg, keiner weiß wohin", []),
        ("Hab mit zwei Kollegen den Mann samt E-Rolli hineingetragen", []),
    ],
)
def test_things_by_what_became_of_them(text: str, items: list[str]) -> None:
    assert [value for _, value in found(text, "item")] == items
