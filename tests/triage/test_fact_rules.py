"""The rules of grammar that find what no list has: places by their prepositions, things by what
happened to them, requests by their verbs."""

from __future__ import annotations

import pytest

from tests.factories import conversation
from triage.fact_finder import find_facts


def found(text: str, *names: str) -> list[tuple[str, object]]:
    """Name and value of each fact of these names; a place that has a role is not told twice."""
    facts = find_facts(conversation(text)).items
    routed = {fact.span for fact in facts if fact.name in {"origin", "destination"}}
    return [
        (fact.name, fact.value)
        for fact in facts
        if fact.name in names and not (fact.name == "place" and fact.span in routed)
    ]


WAYS = ("place", "origin", "destination")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Der Zug steht seit zwei Stunden in Griffelau, keiner sagt was", [("place", "Griffelau")]),
        ("Wir sind nach Wustermoor gefahren, der Bus kam nie", [("destination", "Wustermoor")]),
        ("My train is stuck near Hosalli again", [("place", "Hosalli")]),
        ("The 6.40 to Marnhill never came", [("destination", "Marnhill")]),
        ("Power off in B29 since noon", [("place", "B29")]),
        ("Route 11, Kestrel Bay. Nothing for an hour", [("place", "Kestrel Bay")]),
        ("elliott point airport lost my bag", [("place", "Elliott Point")]),
        ("The overnight, Adelaide to Marree. No water", [("origin", "Adelaide"),
                                                         ("destination", "Marree")]),
        ("Landed in Newcastle instead of Edinburgh", [("destination", "Newcastle"),
                                                      ("destination", "Edinburgh")]),
    ],
)  # fmt: skip
def test_a_place_needs_no_list(text: str, facts: list[tuple[str, object]]) -> None:
    assert found(text, *WAYS) == facts


@pytest.mark.parametrize(
    "text",
    [
        "Ich stehe in Turnschuhen in Reihe 9 und warte auf den Bus",
        "Der Antrag ist seit Wochen in Bearbeitung, und ich bin in Panik",
        "Die Lieferung kommt in Teilen und in Plastik, das ist nicht nett",
        "I ordered a mirror at Maison Tournelle and it is the wrong one",
        "Das Gesundheitsamt Traunstein hat schon nachgefragt",
        "My brother is a nurse from Leeds",
    ],
)
def test_what_stands_like_a_place_is_none(text: str) -> None:
    assert found(text, *WAYS) == []


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Sofa kam mit Riss, Umtausch verweigert", "Sofa"),
        ("They put my wedding dress in the hold and there is oil on it", "wedding dress"),
        ("Die Heizung bleibt kalt, und das Baby friert", "Heizung"),
        ("You cut off my phone over a bill I paid", "phone"),
        ("Communion dress supposed to be here Tuesday", "Communion dress"),
        ("Rollstuhl nicht mitgekommen, ich sitze am Band", "Rollstuhl"),
        ("There was somebody's hair on the pillow", "pillow"),
        ("Eine Heckenschere mit Flecken, was soll das", "Heckenschere"),
        ("Betr.: Wärmepumpe in der Ulmengasse, seit Mai", "Wärmepumpe"),
        ("ihr habt mein hartschalen koffer zerbröselt", "koffer"),
        ("Ten skeins from Wool & Weather, and not two alike", "skeins"),
        ("Meine Kettensäge kam ohne Anleitung", "Kettensäge"),
    ],
)
def test_a_thing_is_known_by_what_happened_to_it(text: str, item: str) -> None:
    assert found(text, "item") == [("item", item)]


@pytest.mark.parametrize(
    "text",
    [
        "Am Telefon hieß es, das Gepäckband sei schuld",
        "The airline schickt mich zum Stillen aufs Klo",
        "Finger weg von @moebelhof_kranz",
        "Kein Rollstuhl da, obwohl er bestellt war",
        "A man knocked on the back of the door and left",
        "Bett gut, Frühstück gut, Rechnung falsch",
        "I paid for a seat by the window and got one in the middle",
        "Do I need to take my skis out for the scanner?",
        "We had to watch the board for an hour",
    ],
)
def test_where_or_with_what_something_was_is_no_thing(text: str) -> None:
    assert found(text, "item") == []


def test_of_one_list_all_are_meant() -> None:
    text = "You lost my helmet, the harness and two lanyards"
    assert found(text, "item") == [("item", w) for w in ("helmet", "harness", "lanyards")]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Bis wann ist das behoben?", ["repair"]),
        ("Ich brauche jetzt jemanden, nicht am Montag", ["answer"]),
        ("Please contact us immediately", ["answer"]),
        ("Stuck on the train, ramp never came, HELP", ["help"]),
        ("please take it off my bill", ["refund"]),
        ("Bitte rufen Sie dort an. Jetzt.", ["call back"]),
        ("I expect a written apology and full compensation", ["apology", "compensation"]),
        ('They wrote: "Please call us to discuss." On paper', []),
        ("Nobody will refund me", []),
        ("They want 75 dollars to fix it", []),
    ],
)
def test_a_request_is_known_by_its_verb(text: str, asks: list[str]) -> None:
    assert sorted(str(value) for _, value in found(text, "ask")) == asks


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Umzug vor 6 Wochen gemeldet, keine Reaktion", [("since", 42)]),
        ("WiFi never worked once in seven days", [("since", 7)]),
        ("Two hours and ten at the gate", [("delay_hours", 2.17)]),
        ("55 minutes of panpipes then it hung up", [("hold_time_hours", 0.92)]),
        ("We told them three times about the allergy", [("attempts", 3)]),
        ("The app says boarding for the third time", []),
        ("Der Flug RJ 418 war 3 Stunden verspätet", [("flight", "RJ 418"), ("delay_hours", 3)]),
        ("Bahn verpasst, wieder wegen euch", [("missed", "Bahn")]),
        ("Wegen euch zu spät zur Arbeit", [("missed", "Arbeit")]),
        ("The divorce is final and you still bill me", []),
        ("TWO weddings in one ballroom", [("event", "weddings")]),
        ("My dad, a man of seventy-four, fell at the gate", [("travellers", "elderly")]),
        ("I carried it like a baby to the gate", []),
        ("Two seats apart for my 3, 5 and 8 yr olds on the plane", [("travellers", "child")]),
    ],
)
def test_how_people_say_it(text: str, facts: list[tuple[str, object]]) -> None:
    names = ("since", "delay_hours", "hold_time_hours", "attempts", "flight", "train", "missed",
             "event", "travellers")  # fmt: skip
    assert found(text, *names) == facts
