"""What is recognised as personal data, of which kind, and that nothing of it shows when masked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from triage import personal_patterns as patterns
from triage.personal_data import _find as every_pattern_tried, find_personal_data, mask


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # documents
        ("Reisepass C01X00T47 liegt bei euch", "document"),
        ("C01X00T47", "document"),
        ("Personalausweis Nr. L01X00T471", "document"),
        ("passport number 533380006", "document"),
        ("my passport is 533380006", "document"),
        ("SSN 078-05-1120", "document"),
        ("SVNR 1234 010180", "document"),
        ("AHV 756.1234.5678.97", "document"),
        ("NI number QQ 12 34 56 C", "document"),
        ("Steuer-ID 65929970489", "document"),
        ("Führerschein B072RRE2I55", "document"),
        # bookings, orders, cases
        ("Buchung K7QX2L", "booking_code"),
        ("buchungscode x7k9qp", "booking_code"),
        ("PNR QWERTZ", "booking_code"),
        ("K7QX2L, please", "booking_code"),
        ("Kundennummer 88412093", "booking_code"),
        ("account number 20394857", "booking_code"),
        ("Ticket 220-1234567890", "booking_code"),
        ("tracking JJD000390007", "booking_code"),
        ("1Z999AA10123456784", "booking_code"),
        ("Gepäcknummer KX483920", "booking_code"),
        ("policy PW/339102.", "booking_code"),
        ("Auftrag 88213-K ist da", "booking_code"),
        ("Vertrag 00734-5519-K", "booking_code"),
        ("Auftrag 7-60315.", "booking_code"),
        ("tracking QP 771 904 22 GB", "booking_code"),
        ("Sendungsnummer FP 7730 2214 9", "booking_code"),
        ("Kundennr 77 45 12", "booking_code"),
        ("Kundennummer 80 447 12", "booking_code"),
        ("Kundennr. 40 118 wartet", "booking_code"),
        ("customer number 80 447 12", "booking_code"),
        ("order no. 118 2047 is late", "booking_code"),
        # money
        ("Karte 4111 1111 1111 1111", "card"),
        ("Kreditkarte 4111-1111-1111-1111", "card"),
        ("GB29 NWBK 6016 1331 9268 19", "iban"),
        ("de89 3704 0044 0532 0130 00", "iban"),
        # how to reach somebody
        ("0043 664 1234567", "phone"),
        ("Handynummer: +49 (0)151 5550 1234", "phone"),
        ("ruf mich an unter 555019", "phone"),
        ("Tel. 0351/4567-89", "phone"),
        ("call me on 07700 900123", "phone"),
        ("(555) 010-4477", "phone"),
        ("call 555-010-4477", "phone"),
        ("mail me: j.doe+late@post.example", "email"),
        ("mara (at) post (dot) example", "email"),
        # loyalty
        ("Vielfliegernummer 992 2001 8876 123", "membership"),
        ("frequent flyer number XK00412345", "membership"),
        ("Mitgliedsnummer 4471882", "membership"),
        # where somebody lives
        ("Lindenstraße 12, 24103 Kiel", "address"),
        ("Hauptstr. 7a", "address"),
        ("Berliner Straße 44", "address"),
        ("left at flat 3b again", "address"),
        ("Flat 12 is damp", "address"),
        ("Wohnung 14, dritter Stock", "address"),
        ("Wohnung 7 ist nass", "address"),
        ("Es bleibt dabei, dass Wohnung 7 nass ist", "address"),
        ("Ferienwohnung 4 war kalt", "address"),
        # what opens an account, a phone or a door
        ("My PIN 4831 is not taken", "secret"),
        ("PIN-Nummer lautet 9981", "secret"),
        ("the router password Tulip77Garden", "secret"),
        ("Passwort: sommer26", "secret"),
        ("Türcode 5512", "secret"),
        ("Haustürcode: 5512", "secret"),
        ("lock code 3 2 1", "secret"),
        ("gate code B7", "secret"),
        ("Kundenkennwort tulpe7", "secret"),
        ("my pin number 4321", "secret"),
        ("TAN 123 456", "secret"),
        ("Passwort 20261", "secret"),
        ("the code 77 21 never works", "secret"),
        ("Karl-Egon-Platz 3", "address"),
        ("wir wohnen Am Alten Markt 5, 18055 Rostock", "address"),
        ("14 Orchard Lane", "address"),
        ("12B Harbour View Road", "address"),
        ("my postcode is SW1A 2AA", "address"),
    ],
)  # fmt: skip
def test_each_kind_is_found_and_masked(text: str, kind: str) -> None:
    (datum,) = find_personal_data(text)
    assert datum.kind == kind
    assert datum.value not in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mein Pass ist weg",
        "my request no. 3 2000 miles from home, Kundennr. 12 3 Minuten gewartet",
        "order the fish",
        "at 14:30 on 24.12.2026",
        "am 03.10.2026, 09 Uhr bis 01.12.2026",
        "zwischen 06.30-08.30",
        "4111 Schritte, 1111 davon bergauf",
        "Card 1234 5678 9012 3456 is no card",
        "ICE 623, Gleis 12",
        "KX1234 nach Porto",
        "2.140 Euro und EUR200 extra",
        "12000 miles, bonus 50000 miles",
        "call 5 times, phone 12 hours",
        "SUMMER2026 gilt nicht",
        "@AB2MUC #RUN17A",
        "Sitzplatz 12, Stellplatz 7, Bahnsteig 5, Umweg 20 Minuten",
        "Lindenstraße gesperrt, Bundesstraße 12 auch",
        "Abfahrt Hauptstr. 16:56",
        "the 15.50 Leeds New Street",
        "Am Gate 12, im Zug 47 Leute",
        "EU261/2004, Boeing 737-800",
        "PIN 3x falsch, TAN 20 Minuten gewartet",
        "Login at 9.30 failed, error code 40412",
        "The password is wrong since 2024",
        "a flat 20 euro fee, flat 3 days",
        "Wohnung 3 Zimmer, die Wohnung 3 wochen leer",
        "Your PIN is 6 digits long, a login 2FA code comes by text",
        "TAN 2-3 Minuten, TAN 120 Sekunden, PIN 4-stellig",
        "password is 20 chars, password 12 characters long, passwort ist 3-mal falsch",
        "Login: 404, login iOS17, Passwort 2024 geändert",
        "security code 2024 edition, key code 3 for the lift, door code 100 times",
        "Der Code 2024 gilt ab morgen",
        "Bei Fehler Code 4711 hilft ein Neustart, Error-Code 4711, HTTP code 5000",
        "discount code 1000, promo code 2500, Gutschein-Code 4000, country code 0049",
        "booking code 1234, source code 2023, dress code 2024",
        "the QR code 3000 people scanned, the code 2500 times",
        "my tyre went flat 2 of them, the flat 3 in my tyre",
        "I got a flat 5 in the morning",
        "we were charged a flat 30 in fees, it is flat 10 in total, flat 3 a day",
    ],
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("order number 118 20 days late", "order number ••• 20 days late"),
        ("Rechnung Nr. 118 40 Euro", "Rechnung Nr. ••• 40 Euro"),
        ("Kundennr. 40 118 30 Minuten", "Kundennr. •• ••• 30 Minuten"),
    ],
)
def test_what_is_counted_behind_a_number_is_no_part_of_it(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_all_of_a_text_is_masked_and_nothing_else() -> None:
    text = "Ich, Hauptstr. 7, 0170 5550192, a@post.example: KX 208 am 3. Mai, Code X7K9QP!"
    assert (
        mask(text)
        == "Ich, ••••••••. •, •••• •••••••, •@••••.•••••••: KX 208 am 3. Mai, Code ••••••!"
    )


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "A1",
        "12 34 ",
        "order ",
        "AB-",
        "(0)",
        "a@b.",
        "x (at) ",
        "Straße 1 ",
        "+49 ",
        "Am X 1 ",
    ],
)
def test_a_long_hostile_text_is_masked_all_the_same(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    assert len(mask(text)) == len(text)


@settings(deadline=None)
@given(st.text(alphabet="0123456789 -+()@.ABC", max_size=200))
def test_masking_keeps_the_length_and_masks_for_good(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert not any(datum.value in masked for datum in find_personal_data(text))


_WRITTEN = [
    wording.compiled
    for sieve in (patterns.EMAIL, patterns.EMAIL_SPELLED, patterns.IBAN, patterns.BOOKING_NAMED,
                  patterns.DOCUMENT_NAMED, patterns.MEMBERSHIP_NAMED, patterns.PHONE_NAMED,
                  patterns.PIN, patterns.DOOR_CODE, patterns.SOMEBODYS_CODE)
    for wording in sieve.wordings
]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(_WRITTEN).flatmap(st.from_regex))
def test_what_is_passed_over_unread_holds_no_personal_data(text: str) -> None:
    assert find_personal_data(text) == every_pattern_tried(text)
