"""What happened, told back in German: a plain sentence of the author's as a clause after „dass“,
or quoted. A wrong one would stand in a reply under our name, so what is not sure is left alone."""

from __future__ import annotations

import re

import pytest

from prompts.retelling.clause_lists import pattern
from prompts.retelling.german_clause import as_clause
from prompts.retelling.german_forms import forms
from prompts.retelling.retold import retold
from triage.draft import Register


@pytest.mark.parametrize(
    ("said", "sie", "du"),
    [
        ("Der Techniker kam viermal nicht", "der Techniker viermal nicht kam", None),
        (
            "Ich warte seit drei Wochen auf mein Paket",
            "Sie seit drei Wochen auf Ihr Paket warten",
            "du seit drei Wochen auf dein Paket wartest",
        ),
        ("Seit neun Tagen ist mein Koffer weg", "Ihr Koffer seit neun Tagen weg ist", None),
        (
            "Ihr habt mir die Rate doppelt abgebucht",
            "wir Ihnen die Rate doppelt abgebucht haben",
            "wir dir die Rate doppelt abgebucht haben",
        ),
        (
            "Sie haben uns ohne Rückfrage auf einen anderen Flug gebucht",
            "wir Sie ohne Rückfrage auf einen anderen Flug gebucht haben",
            None,
        ),
        (
            "Ein Kollege hat uns angeschrien vor allen",
            "ein Kollege Sie vor allen angeschrien hat",
            None,
        ),
        (
            "Wir sind zurückgeflogen ohne den Koffer",
            "Sie ohne den Koffer zurückgeflogen sind",
            "ihr ohne den Koffer zurückgeflogen seid",
        ),
        (
            "Nach einer Stunde stand der Hausmeister des Hotels im Zimmer",
            "nach einer Stunde der Hausmeister des Hotels im Zimmer stand",
            None,
        ),
        ("Eure App stürzt jedes Mal ab", "unsere App jedes Mal abstürzt", None),
        (
            "Meine Tochter, acht Jahre alt, saß eine Stunde allein am Gate",
            "Ihre Tochter eine Stunde allein am Gate saß",
            "deine Tochter eine Stunde allein am Gate saß",
        ),
        (
            "Der Fahrer ist losgefahren und hat noch gewinkt",
            "der Fahrer losgefahren ist",
            None,
        ),
    ],
)
def test_a_main_clause_follows_dass_and_speaks_to_the_author(
    said: str, sie: str, du: str | None
) -> None:
    assert as_clause(said, "sie") == sie
    if du:
        assert as_clause(said, "du") == du


@pytest.mark.parametrize(
    "said",
    [
        "Er hat mich angeschrien",  # Who?
        "Man sagte mir, das sei normal, und legte auf",  # What was said comes after.
        "Ihr Techniker kam nicht",  # Hers, theirs or ours.
        "Koffer weg seit Montag",  # No verb.
        "Der Koffer, den ich aufgegeben habe, ist weg",
        # A verb that no list has, and behind it another who.
        "Mein Bildschirm flackert seit gestern und ich kann nicht arbeiten",
    ],
)
def test_what_is_not_surely_understood_is_left_alone(said: str) -> None:
    assert as_clause(said, "sie") is None


def test_what_is_hers_is_said_to_nobody() -> None:
    said = "Der Mann hat so laut geschnarcht, dass Malou ihr Solo verpasst hat"
    assert as_clause(said, "sie") == "der Mann so laut geschnarcht hat"


def told(text: str, *, ironic: bool = False, register: Register = "sie") -> str | None:
    return retold(text, (), "de", register, ironic=ironic)


def test_the_sentence_that_names_the_fault_is_told_back() -> None:
    text = "Ich bin Tierärztin. Der Anschluss ist seit elf Tagen tot. Das ist eine Frechheit."
    assert told(text) == "der Anschluss seit elf Tagen tot ist"


def test_what_is_no_whole_sentence_is_not_told_back() -> None:
    assert told("Flug gestrichen, Hotel sollen wir selber suchen. Toller Laden.") is None


@pytest.mark.parametrize(
    "text",
    [
        "Service an Bord wie immer ohne Tadel.",
        "Danke, dass der Koffer weg ist.",
        "Der Herbst fehlt mir noch nicht, wunderbar.",
        "Die Kuh am Schalter hat mich weggeschickt.",
        "Es wurden 120,50 Euro abgebucht.",
        "Die Nummer 0170 1234567 ist seit Montag tot.",
        "DER KOFFER IST WEG UND KEINER HILFT",
        "Der Flug wurde gestrichen wegen Streik der Fluglotsen.",
    ],
)
def test_praise_jest_insult_amount_and_cause_are_not(text: str) -> None:
    assert told(text) is None


def test_courtesies_stay_with_whoever_said_them() -> None:
    shower = "In der Dusche allerdings war der Vorhang nicht rein, wenn ich das anmerken darf."
    assert told(shower) == "der Vorhang in der Dusche nicht rein war"
    assert (
        told("Der Aufzug war, mit Verlaub, drei Tage lang kaputt.")
        == "der Aufzug drei Tage lang kaputt war"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Zwölf Euro für ein Käsebrot, kein Sitzplatz im ganzen Terminal.",
        "Frau Huber hat mir den Schlüssel nicht gegeben.",
        "Schaffner Ada hat mich nicht mitgenommen.",
        "Die Kaution von 350 wurde zweimal abgezogen.",
        "Die PIN 4831 wird nicht angenommen.",
    ],
)
def test_no_sum_and_no_name_is_told_back(text: str) -> None:
    assert not re.search(r"Euro|Huber|Ada|350|4831", told(text) or "")


def test_what_is_ironic_tells_only_by_a_fault_that_it_names() -> None:
    text = "Der Laden war noch nie so leise wie ohne Internet."
    assert told(text, ironic=True) is None
    broken = "Mein Trolley hat beim Einladen zwei Räder verloren."
    expected = "dein Trolley beim Einladen zwei Räder verloren hat"
    assert told(broken, ironic=True, register="du") == expected


def test_the_lists_are_whole() -> None:
    assert all(sie and du for sie, du in forms().first_person.values())
    assert all(re.fullmatch(r"\w+", word) for word in forms().verbs | forms().saying)
    for name in ("fault", "denial", "hint", "not_told", "unclear"):
        assert not pattern("de", name).fullmatch("")
