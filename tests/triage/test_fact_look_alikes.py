"""Numbers and names that look like a fact and are none."""

from __future__ import annotations

import pytest

from tests.triage.test_fact_rules import found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("der 13.50 Döner war kalt", "time"),
        ("The 12.50 one was cold and the 8.00 meal was fine", "time"),
        ("§ 4 der 5.20 Regel gilt nicht", "time"),
        ("seit 19.50 kein Rabatt mehr", "time"),
        ("Bus 3.20 statt 2.80, unverschämt", "time"),
        ("bus is 2.50 now", "time"),
        ("around 12.50 for a pint", "time"),
        ("stock opens 14.20 higher", "time"),
        ("Aktie startet 14.30 höher", "time"),
        ("the 5.50 parking charge", "time"),
        ("Room rates at 1500 a night", "time"),
        ("We stayed at 1200 the whole week", "time"),
        ("The shares were at 1230 on Monday", "time"),
        ("We were on the 2019, and loved it", "time"),
        ("Schaden 5000, Versicherung zahlt nicht", "order"),
        ("Claim 1000 from your boss!", "order"),
        ("Booking 1200 is too much money", "order"),
        ("Tickets 1500, sold out", "order"),
        ("Guten Tag MS 12345", "order"),
        ("frau bremen ist nett", "place"),
        ("herr paderborn hat angerufen", "place"),
        ("mit freundlichen grüßen, peter oldenburg", "place"),
        ("The Lincoln train set is broken", "place"),
        ("my Florence express card was declined", "place"),
        ("Die Leute heiraten immer später", "event"),
        ("Rechnung für August Müller", "date"),
        ("Seit 3 Wochen in Rente", "waiting"),
        ("My brother is on one leg of the trip", "travellers"),
    ],
)
def test_numbers_and_names_of_other_things_are_no_facts(text: str, kind: str) -> None:
    assert not found(text, kind)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Der 17.30 Zug fiel aus", "time", "17.30"),
        ("We missed the 9.20 train", "time", "9.20"),
        ("Vorgang 4711 liegt seit Wochen", "order", "4711"),
        ("bag tag AB 12345 never arrived", "order", "AB 12345"),
        ("zwischen lüneburg und uelzen kein netz", "place", "Lüneburg"),
        ("Die Rechnung für August ist falsch", "date", "August"),
    ],
)
def test_what_stands_like_them_is_found(text: str, kind: str, value: str) -> None:
    assert (kind, value) in found(text, kind)
