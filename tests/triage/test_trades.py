"""Of which trade a text tells where its inbox does not say so."""

from __future__ import annotations

import time

import pytest

from triage.trades import trade_told


@pytest.mark.parametrize(
    ("text", "own", "trade"),
    [
        ("The 8.16 train was full again", "airline", "rail"),
        ("Bus 53 fährt jeden Abend zu früh", "airline", "transit"),
        ("Das Paket liegt seit Montag in Wels", "airline", "parcel"),
        ("Kein Internet seit gestern, der Router blinkt", "airline", "telecom"),
        ("Der Geldautomat hat die Karte behalten", "rail", "bank"),
        ("No power since five", None, "energy"),
        # One word of the company's own trade, and it is its own.
        ("The bus to the plane took an hour", "airline", "airline"),
        ("Der Koffer und das Paket sind weg", "airport", "airport"),
        ("The train was late and my room was dirty", "hotel", "hotel"),
        # Two trades alike are none.
        ("The train and the parcel were late", "airline", "rail"),
        ("Nobody answers", "bank", "bank"),
        # What only sounds like one.
        ("Check-in took two hours", "hotel", "hotel"),
        ("Your fee is unfair, and the repair took weeks", "telecom", "telecom"),
        ("Your baggage policy is a joke", "airline", "airline"),
        ("Kein Strom am Sitz", "airline", "airline"),
        ("Wir saßen auf einer Bank in der Halle", "airline", "airline"),
        ("The air conditioning on the 8.16 train was broken", "airline", "rail"),
    ],
)
def test_its_words_tell_it_or_it_is_the_company_s_own(
    text: str, own: str | None, trade: str | None
) -> None:
    assert trade_told(text, own) == trade


@pytest.mark.parametrize("text", ["a" * 20_000 + " bahnx", "a" * 20_000 + " repairs jets"])
def test_a_word_without_end_takes_no_time(text: str) -> None:
    # Not how fast: a pattern that goes over each letter again would need a minute.
    started = time.process_time()
    trade_told(text, "airline")
    assert time.process_time() - started < 10
