"""What is recognised as personal data, of which kind, and that nothing of it shows when masked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from triage.personal_data import find_personal_data, mask


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Reisepass C01X00T47 liegt bei euch", "document"),
        ("Personalausweis Nr. L01X00T471", "document"),
        ("passport number 533380006", "document"),
        ("SSN 078-05-1120", "document"),
        ("Buchung K7QX2L", "booking_code"),
        ("Kundennummer 88412093", "booking_code"),
        ("account number 20394857", "booking_code"),
        ("Ticket 220-1234567890", "booking_code"),
        ("Karte 4111 1111 1111 1111", "card"),
        ("GB29 NWBK 6016 1331 9268 19", "iban"),
        ("0043 664 1234567", "phone"),
        ("mail me: j.doe+late@post.example", "email"),
    ],
)
def test_each_kind_is_found_and_masked(text: str, kind: str) -> None:
    (datum,) = find_personal_data(text)
    assert datum.kind == kind
    assert datum.value not in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mein Pass ist weg",
        "order the fish",
        "at 14:30 on 24.12.2026",
        "4111 Schritte, 1111 davon bergauf",
        "Card 1234 5678 9012 3456 is no card",
        "ICE 623, Gleis 12",
        "2.140 Euro",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert mask(text) == text


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -+()@.ABC", max_size=200))
def test_masking_keeps_the_length_and_masks_for_good(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert not any(datum.value in masked for datum in find_personal_data(text))
