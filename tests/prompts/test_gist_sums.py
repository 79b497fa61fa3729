"""A sum is not repeated in public, and a quotation with a hole in it is the last resort."""

from __future__ import annotations

import pytest

from tests.prompts.briefs import drafter
from tests.prompts.gists import quoted, told
from triage.complaint import Topic

DRAFTER = drafter()


@pytest.mark.parametrize(
    ("text", "lang", "quote"),
    [
        ("[[Nobody at the desk knew a thing, and the taxi home was 40 euros]].", "en",
         "Nobody at the desk knew a thing"),
        ("[[Die Lampe kam kaputt an, die neue kostet 80 Euro]].", "de",
         "Die Lampe kam kaputt an, die neue kostet […]"),
        ("[[Meine neue Lampe war schon am ersten Tag kaputt, eine andere kostet 80 Euro]].", "de",
         "Meine neue Lampe war schon am ersten Tag kaputt"),
        ("[[We liked all of the lamps there, and you took 40 euros for one that broke]].", "en",
         "We liked all of the lamps there, and you took […] for one that broke"),
        ("[[You kept 40 euros, and nobody at the desk knew a thing]].", "en",
         "You kept […], and nobody at the desk knew a thing"),
    ],
)  # fmt: skip
def test_what_stands_before_the_hole_is_quoted_where_it_tells_of_a_fault(
    text: str, lang: str, quote: str
) -> None:
    assert quoted(text, lang) == quote


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("You did not lose my suitcase this year, you took 40 euros for it", "en"),
        ("Nobody at the desk was rude to us this time, but you kept 40 euros", "en"),
        ("I am not saying that the driver was rude to us, he wanted 40 euros", "en"),
        ("If the lamp had been broken like that, 40 euros would be fair", "en"),
        ("Your desk never answered our letters: 40 euros are gone for it", "en"),
        ("Wäre die Heizung nur eine Nacht kaputt gewesen, wollte ich keine 40 Euro", "de"),
        ("Es lag nicht daran, dass das Zimmer schmutzig war, es war 40 Euro teurer", "de"),
        ("Die Lampe im Zimmer war schon kaputt, aber ihr wollt 40 Euro", "de"),
    ],
)
def test_a_part_that_may_say_the_opposite_does_not_stand_alone(text: str, lang: str) -> None:
    quote = quoted(f"[[{text}]].", lang)
    assert not quote or "[…]" in quote


def test_a_second_passage_has_no_hole() -> None:
    first = "Nobody at the desk knew a thing about our lamps, all evening long"
    assert quoted(f"[[{first}]]. So, so tired. [[You kept 40 euros for it]].", "en") == first


def test_where_a_trouble_stands_in_it_that_is_said_instead() -> None:
    text = "[[You took 60 euros off me for a bag that fits your frame]]. Robbers."
    reply = DRAFTER.draft([told(text, topic=Topic.REFUND_BILLING)])[0].reply
    assert "[…]" not in reply
    assert "bag fee" in reply or "baggage" in reply


@pytest.mark.parametrize(
    ("text", "lang", "quote"),
    [
        ("[[£40 for the taxi, the lamp dead. The desk refused to help us]].", "en",
         "The desk refused to help us"),
        ("[[40 euro für ein taxi und meine mutter stand ohne jemanden im regen]].", "de",
         "meine mutter stand ohne jemanden im regen"),
        ("[[40 euro strafe weil die lampe kaputt war]].", "de",
         "strafe weil die lampe kaputt war"),
        ("[[£40 for six lamps in Oxmoor]].", "en", ""),
        ("[[40 Euro stehen aus]]. [[Der Schalter war geschlossen]].", "de",
         "Der Schalter war geschlossen"),
        ("[[£40 for six lamps at your desk]]?", "en", ""),
    ],
)  # fmt: skip
def test_no_quotation_begins_with_a_hole(text: str, lang: str, quote: str) -> None:
    assert (quoted(text, lang) or "") == quote


@pytest.mark.parametrize(
    "text",
    [
        "You kept 40 euros for the lamp. That never came back",
        "You took 40 euros for the lamp, and nobody told me a thing about it",
        "Der Schalter nimmt 40 Euro dafür, obwohl die Lampe dort schon kaputt war",
    ],
)
def test_what_stands_behind_the_hole_hangs_on_what_stands_before(text: str) -> None:
    assert "[…]" in (quoted(f"[[{text}]].", "de" if "Lampe" in text else "en") or "")


@pytest.mark.parametrize(
    ("text", "lang", "quote"),
    [
        ("[[Nach sechs Stunden gab es einen Gutschein über 5 Euro]].", "de",
         "Nach sechs Stunden gab es einen Gutschein"),
        ("[[After six hours they sent a voucher for £5]].", "en",
         "After six hours they sent a voucher"),
        ("[[Die alte Lampe gehört für 5 Euro]].", "de", "Die alte Lampe gehört für […]"),
        ("[[The card is holding 9,400 of a failed recharge since May]].", "en",
         "The card is holding […] of a failed recharge since May"),
        ("[[A bill from 310 to 780 for an empty house]].", "en", "A bill […] for an empty house"),
        ("[[Die Lampe zweimal abgebucht, 640 und nochmal 640]].", "de",
         "Die Lampe zweimal abgebucht, […]"),
        ("[[Nine hours in seat 38K and no lamp]].", "en", "Nine hours in seat 38K and no lamp"),
        ("[[We paid for two seats, 35 each, and stood]].", "en",
         "We paid for two seats, […] each, and stood"),
        ("[[Three of us paid and got rows 9 and 27]].", "en",
         "Three of us paid and got rows 9 and 27"),
    ],
)  # fmt: skip
def test_a_sum_at_the_end_and_one_without_a_unit(text: str, lang: str, quote: str) -> None:
    assert quoted(text, lang) == quote


def test_a_passage_does_not_go_on_to_a_hole() -> None:
    lamps = "Six lamps, all of them soft"
    assert quoted(f"[[{lamps}]]. Paid 55 € and never felt so dear.", "en") == lamps


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
    assert quoted(text, lang, private=True) == quote
    assert quoted(text, lang) != quote


@pytest.mark.parametrize(
    "text",
    [
        "[[The lamp for booking LK-77402 was broken]].",
        "[[The lamp was broken, ring me on 0170 5550192]].",
        "[[Our friend Dave Quirk broke the lamp for 40 euros]].",
        "[[You idiots broke the lamp for 40 euros]].",
    ],
)
def test_what_tells_who_somebody_is_and_insults_are_repeated_nowhere(text: str) -> None:
    for private in (False, True):
        said = quoted(text, "en", private=private) or ""
        for kept in ("LK-77402", "5550192", "Dave", "idiots"):
            assert kept not in said
