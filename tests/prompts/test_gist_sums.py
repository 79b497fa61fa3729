"""A sum is not repeated in public, nor anywhere what tells who the author is: a word stands in its
place, and the sentence stays whole."""

from __future__ import annotations

import pytest

from prompts.quoted_sums import without_sums
from tests.prompts.gists import passage, quoted


@pytest.mark.parametrize(
    ("text", "lang", "quote"),
    [
        ("[[Nobody at the desk knew a thing, and the taxi home was 40 euros]].", "en",
         "Nobody at the desk knew a thing, and the taxi home was [amount]"),
        ("[[Die Lampe kam kaputt an, die neue kostet 80 Euro]].", "de",
         "Die Lampe kam kaputt an, die neue kostet [Summe]"),
        ("[[You kept 40 euros, and nobody at the desk knew a thing]].", "en",
         "You kept [amount], and nobody at the desk knew a thing"),
        ("[[Wäre die Heizung nur eine Nacht kaputt gewesen, wollte ich keine 40 Euro]].", "de",
         "Wäre die Heizung nur eine Nacht kaputt gewesen, wollte ich keine [Summe]"),
        ("[[You kept 40 euros for the lamp. That never came back]].", "en",
         "You kept [amount] for the lamp. That never came back"),
        ("[[40 euro für ein taxi und meine mutter stand ohne jemanden im regen]].", "de",
         "[Summe] für ein taxi und meine mutter stand ohne jemanden im regen"),
        ("[[The storno is free. 180 pounds you kept]].", "en",
         "The storno is free. [amount] you kept"),
        ("[[£40 for six lamps in Oxmoor]].", "en", ""),
        ("We waited, [[£40 for six lamps, all broken]].", "en",
         "We waited, [amount] for six lamps, all broken"),
        ("[[40 Euro stehen aus]].", "de", ""),
        ("[[40 Euro. Weg]].", "de", ""),
        ("[[We paid, and our wait went from 2 to 4 hours]].", "en",
         "We paid, and our wait went from 2 to 4 hours"),
        ("[[The 17.20 each month is full]].", "en", "The 17.20 each month is full"),
        ("[[Der Geldautomat hat 200 einbehalten]].", "de",
         "Der Geldautomat hat [Summe] einbehalten"),
        ("[[I asked for my $391 back in May]].", "en", "I asked for my [amount] back in May"),
        ("[[The clock ran until 2. 63 euros for half a mile]].", "en",
         "The clock ran until 2. [amount] for half a mile"),
        ("[[They still take 24.99 off me every month]].", "en",
         "They still take [amount] off me every month"),
        ("[[£31 a month for a flat that stands empty]].", "en",
         "[amount] a month for a flat that stands empty"),
        ("[[£1,940 went out of my account at 3am and nobody picks up]].", "en",
         "[amount] went out of my account at 3am and nobody picks up"),
        ("[[Am Automaten 300 Euro behoben, nur 200 sind herausgekommen]].", "de",
         "Am Automaten [Summe] behoben, nur [Summe] sind herausgekommen"),
        ("[[Nur 200 haben Platz, und wir waren 300]].", "de",
         "Nur 200 haben Platz, und wir waren 300"),
        ("[[I ordered four bowls for 12.30, got one]].", "en",
         "I ordered four bowls for 12.30, got one"),
        ("[[You sold me four bowls for 12.30, got one]].", "en",
         "You sold me four bowls for [amount], got one"),
    ],
)  # fmt: skip
def test_a_word_stands_for_a_sum(text: str, lang: str, quote: str) -> None:
    assert (quoted(text, lang) or "") == quote


@pytest.mark.parametrize(
    ("text", "lang", "quote"),
    [
        ("[[Your app rejects my PIN 4831 every time]].", "en",
         "Your app rejects my PIN [number] every time"),
        ("[[Our booking LK7Q2P was for five of us, and you split us]].", "en",
         "Our booking [number] was for five of us, and you split us"),
        ("[[Bestellung 88-41907: zwei Lampen fehlen, drei sind kaputt]].", "de",
         "zwei Lampen fehlen, drei sind kaputt"),
        ("[[Wieder kein Strom in der Lampenstr. 4, seit gestern]].", "de",
         "Wieder kein Strom in der [Adresse], seit gestern"),
        ("[[anna@lampe.example never got a word from you]].", "en",
         "[e-mail] never got a word from you"),
    ],
)  # fmt: skip
def test_a_word_stands_for_what_tells_who_it_is(text: str, lang: str, quote: str) -> None:
    assert quoted(text, lang) == quote


@pytest.mark.parametrize(
    ("text", "lang", "quote"),
    [
        ("[[Nach sechs Stunden gab es einen Gutschein über 5 Euro]].", "de",
         "Nach sechs Stunden gab es einen Gutschein"),
        ("[[After six hours they sent a voucher for £5]].", "en",
         "After six hours they sent a voucher"),
        ("[[Die alte Lampe gehört für 5 Euro]].", "de", "Die alte Lampe gehört für [Summe]"),
        ("[[The card is holding 9,400 of a failed recharge since May]].", "en",
         "The card is holding [amount] of a failed recharge since May"),
        ("[[A bill from 310 to 780 for an empty house]].", "en",
         "A bill from [amount] to [amount] for an empty house"),
        ("[[Die Lampe zweimal abgebucht, 640 und nochmal 640]].", "de",
         "Die Lampe zweimal abgebucht, [Summe]"),
        ("[[Nine hours in seat 38K and no lamp]].", "en", "Nine hours in seat 38K and no lamp"),
        ("[[We paid for two seats, 35 each, and stood]].", "en",
         "We paid for two seats, [amount] each, and stood"),
        ("[[Three of us paid and got rows 9 and 27]].", "en",
         "Three of us paid and got rows 9 and 27"),
    ],
)  # fmt: skip
def test_a_sum_at_the_end_and_one_without_a_unit(text: str, lang: str, quote: str) -> None:
    assert quoted(text, lang) == quote


def test_a_passage_does_not_go_on_to_a_hole() -> None:
    lamps = "Six lamps, all of them soft"
    assert passage(f"[[{lamps}]]. Paid 55 € and never felt so dear.", "en") == lamps


@pytest.mark.parametrize(
    ("text", "lang", "quote"),
    [
        ("[[You kept 40 euros, and nobody at the desk knew a thing]].", "en",
         "You kept 40 euros, and nobody at the desk knew a thing"),
        ("[[40 Euro stehen seit Mai noch aus]]. [[Der Schalter war geschlossen]].", "de",
         "40 Euro stehen seit Mai noch aus"),
        ("[[Die Lampe war kaputt, und gefordert waren 1.312,00 Euro]].", "de",
         "Die Lampe war kaputt, und gefordert waren 1.312,00 Euro"),
        ("[[The lamp was broken, and CHF 40 are gone for it]].", "en",
         "The lamp was broken, and CHF 40 are gone for it"),
        ("[[Why did you take £40 for six broken lamps]]?", "en",
         "Why did you take £40 for six broken lamps?"),
        ("[[The lamp was broken, and 12,000 miles were gone]].", "en",
         "The lamp was broken, and 12,000 miles were gone"),
    ],
)  # fmt: skip
def test_where_only_the_author_reads_it_a_sum_is_repeated(text: str, lang: str, quote: str) -> None:
    assert passage(text, lang, private=True) == quote
    assert passage(text, lang) != quote


@pytest.mark.parametrize(
    "text",
    [
        "[[Meine IBAN ist in jedem Antrag die gleiche, und ihr zahlt woanders hin]].",
        "[[The lamp for booking LK-77402 was broken]].",
        "[[The lamp was broken, ring me on 0170 5550192]].",
        "[[Our friend Dave Quirk broke the lamp for 40 euros]].",
        "[[You idiots broke the lamp for 40 euros]].",
    ],
)
def test_what_tells_who_somebody_is_and_insults_are_repeated_nowhere(text: str) -> None:
    for private in (False, True):
        said = quoted(text, "en", private=private) or ""
        for kept in ("LK-77402", "5550192", "Dave", "idiots", "IBAN"):
            assert kept not in said


def test_a_time_behind_a_sum_is_none() -> None:
    words = "I was charged 24 each and ordered four bowls for 12.30, got one"
    assert without_sums(words, "en") == words.replace("24", "[amount]")
