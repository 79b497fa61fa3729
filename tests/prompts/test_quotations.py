"""What is quoted of a complaint: whole sentences or clauses that name the fault, and nothing that a
stranger had better not repeat."""

from __future__ import annotations

import pytest

from prompts.gist import gist_in
from tests.prompts.gists import marked, quoted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello. [[No seat despite]] the booking. Fine.", "No seat despite the booking"),
        ("The ramp [[has been dug up]], mind you.", "The ramp has been dug up"),
        ("And they [[went ahead and closed]] the lounge.", "they went ahead and closed the lounge"),
        ("[[The meter man took my meter out]] on Monday.", "The meter man took my meter out"),
        ('He asked [[if "the owner" was in]].', "He asked if 'the owner' was in"),
        ("@hickory [[desk says ask the gate]] 🙃", "desk says ask the gate"),
        ("A week on. [[Lids didn't come]]. Sheep did.", "Lids didn't come"),
        ("They sent [[me a $412 bill]] for a dead meter!", "They sent me a bill for a dead meter"),
        ("Odd. [[That is the whole letter]].", "That is the whole letter"),
        ("[[The rider arrives since 8.10]].", "The rider arrives since 8.10"),
        ("[[Boxes came]]. [[The lids did not]].", "Boxes came. The lids did not"),
    ],
)
def test_an_english_passage_is_brought_to_the_edges_of_its_clauses(text: str, words: str) -> None:
    assert (quoted(text, "en") or "").startswith(words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Guten Tag. [[Koffer kam nie]] an, Hotline tot.", "Koffer kam nie an, Hotline tot"),
        ("Man sagt, [[dass das Panel nur Dekor ist]].", "Man sagt, dass das Panel nur Dekor ist"),
        ("Dass der Zug [[geteilt wird, stand nirgends]].", "Dass der Zug geteilt wird, stand"),
        ("Ich schreibe [[zum 6]]. Mal wegen der Kiste.", "Ich schreibe zum 6. Mal wegen der Kiste"),
        ("Laut Brief sei er [[„positiv abgelehnt“]].", "Laut Brief sei er ‚positiv abgelehnt‘"),
        ("Man hat mich [[behandelt wie einen Verbrecher]].", "Man hat mich behandelt wie einen"),
        ("Nett. [[und kein Wort dazu seit Mai]]", "kein Wort dazu seit Mai"),
        ("[[60 Euro Strafe, weil]] der Automat kaputt war.", "Strafe, weil der Automat kaputt war"),
    ],
)
def test_a_german_passage_is_brought_to_the_edges_of_its_clauses(text: str, words: str) -> None:
    assert (quoted(text, "de") or "").startswith(words)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("[[Mr Chan's invoice came twice]]", "en"),
        ("[[my daughter Maya was left at the gate]]", "en"),
        ("[[write to a.b@post.example about it]]", "en"),
        ("[[$8 for water]]", "en"),
        ("[[the water was 2.80 again]]", "en"),
        ("[[THE TELEPHONE WAS DEAD]]", "en"),
        ("[[your bloody desk was shut]]", "en"),
        ("[[thanks for the lovely wait]]", "en"),
        ("[[where is my bag]]?", "en"),
        ("[[why does nobody answer]]", "en"),
        ("stuck [[in the hall]] all the way down to the end of " + "a long " * 9 + "pier", "en"),
        ("[[Banana]].", "en"),
        ("[[The pole leans on Ada Quirk's roof]].", "en"),
        ("[[Kindly fix my lift]].", "en"),
        ("[[The grapes at your shop are]] $28.", "en"),
        ("[[7 Euro Münzen zählen]]. Na ja.", "de"),
        ("[[Update on my move]].", "en"),
        ('It said "[[we are very]] sorry', "en"),
        ("[[Herr Huber hat aufgelegt]]", "de"),
        ("[[ihr Betrüger bucht weiter ab]]", "de"),
        ("[[Danke für zwei Stunden Warten]]", "de"),
        ("[[Warum kommt da keiner]]", "de"),
        ("[[kost wasser 4 euro]]", "de"),
    ],
)  # fmt: skip
def test_what_is_not_fit_is_not_quoted(text: str, lang: str) -> None:
    assert quoted(text, lang) is None


def test_what_the_model_is_less_sure_of_is_not_quoted_for_it() -> None:
    assert quoted("[[THE DESK IS A JOKE]]. We had tea. [[The lift was out]].", "en") is None


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        # The next sentence is what went wrong.
        ("He took [[my form]]. Then he put it in the bin.", "en", "He took my form. Then he put"),
        ("[[Ein Bett war gebucht]]. Bekommen haben wir keins.", "de", "Ein Bett war gebucht. Bek"),
        # An amount stands where the other clauses are whole without it.
        ("[[Zwei Tage ohne Strom]], 340 Euro Schaden, na toll.", "de", "Zwei Tage ohne Strom"),
        # No more than two sentences.
        ("[[Late. Broken seat. Rude crew. Lost bag]].", "en", "Late. Broken seat"),
        ("Sir, [[I asked your guard for the ramp]].", "en", "I asked your guard for the ramp"),
        ("[[wartet seit acht am gate]], yallah", "de", "wartet seit acht am gate"),
        ("[[Sie buchen (zwei Lampen, ein Radio) ab]] und wollen 390 Euro.", "de", "Sie buchen (zw"),
    ],
)
def test_a_quotation_names_the_fault_and_is_whole(text: str, lang: str, words: str) -> None:
    assert (quoted(text, lang) or "").startswith(words)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("[[The grapes at your shop are]] $28.", "en"),
        ("My lamp came [[like a song]], all of it, down from the truck.", "en"),
        ("[[I like to think of it as a souvenir]].", "en"),
        ("[[die lieferung ist 0 jahre alt]], wie ein guter wein", "de"),
        ("[[Die Küche war ein Gedicht]].", "de"),
    ],
)
def test_with_irony_no_jest_is_quoted(text: str, lang: str) -> None:
    gist = gist_in(*marked(text), lang, ironic=True)
    assert gist is not None
    assert gist.quote == ""


def test_with_irony_the_bare_fact_is_quoted() -> None:
    gist = gist_in(*marked("What a treat. [[The heating is out since Monday]]."), "en", ironic=True)
    assert gist is not None
    assert gist.quote == "The heating is out since Monday"


@pytest.mark.parametrize(
    ("text", "lang", "quote"),
    [
        # All that is pointed at in neighbouring sentences, whole.
        (
            "Toll. [[Die Strickjacke ist da]], aus Wolle, [[sie hat nur einen Arm]]. Bis bald.",
            "de",
            "Die Strickjacke ist da, aus Wolle, sie hat nur einen Arm",
        ),
        (
            "Fogged on [[its third outing]]. Sent back under warranty; [[came back unmended]]. Hm.",
            "en",
            "Fogged on its third outing. Sent back under warranty; came back unmended",
        ),
        # The clause alone where the sentence is not fit, or too long.
        ("Bravo, ihr Helden, [[der Koffer kam nie an]]!", "de", "der Koffer kam nie an"),
        (
            "[[The tap drips]], as it has since we moved in, in winter and in summer, by day"
            " and by night, and whoever we ask tells us to ask somebody else in another office.",
            "en",
            "The tap drips, as it has since we moved in, in winter and in summer",
        ),
        # What is pointed at far from it stays where it is.
        ("[[The tap drips]]. We wait. We ask. We hope. [[Nobody comes]].", "en", "The tap drips"),
    ],
)
def test_a_quotation_has_the_sentences_of_the_gist_where_they_are_fit(
    text: str, lang: str, quote: str
) -> None:
    gist = gist_in(*marked(text), lang)
    assert gist is not None
    assert gist.quote == quote


@pytest.mark.parametrize(
    ("text", "lang", "quote"),
    [
        (
            "[[The lad was an angel]]. The oven arrived dented though.",
            "en",
            "The oven arrived dented",
        ),
        ("[[Crew lovely]], but the kettle arrived dented.", "en", "the kettle arrived dented"),
        (
            "[[Die Frau am Band war goldig]]. Nur kam die Vase leer an.",
            "de",
            "Nur kam die Vase leer an",
        ),
        (
            "[[Tee super]]. Dass ihr die Uhr verloren habt: weniger.",
            "de",
            "Dass ihr die Uhr verloren",
        ),
        ("[[Nett war er]], angekommen ist er aber nicht.", "de", "angekommen ist er aber nicht"),
        # It turns elsewhere than in the sentence that is pointed at.
        ("Lovely tea. [[The lamp fell off]], but I caught it.", "en", "The lamp fell off, but I"),
        # Two sides of one thought, no turn.
        ("Danke für [[Brief 3]]. Wir sind zwar zwei, aber das reicht.", "de", "Danke"),
    ],
)
def test_behind_praise_the_matter_is_what_comes_after_the_turn(
    text: str, lang: str, quote: str
) -> None:
    said = quoted(text, lang) or ""
    assert said.startswith(quote) or (quote == "Danke" and not said)


@pytest.mark.parametrize(
    ("text", "lang", "quote"),
    [
        (
            "[[Wir zahlten das Bett]], 900 Kronen, und schliefen im Flur.",
            "de",
            "Wir zahlten das Bett, und",
        ),
        (
            "[[Let me turn 9,000 points into one (1) mug]].",
            "en",
            "Let me turn points into one (1) mug",
        ),
        ("[[po I paid the aisle for Pa after his hip surgery]].", "en", "I paid the aisle for Pa"),
        ("Am 4. d. M. [[kam der Brief leer an]].", "de", "Am 4. d. M. kam der Brief leer an"),
        (
            "One tap for all and [[they lock it by 8]].",
            "en",
            "One tap for all and they lock it by 8",
        ),
        ("[[Ten minutes at Elm and Main in the rain]].", "en", "Ten minutes at Elm and Main"),
        ("Nur [[der Korb, den ihr erlaubt habt, war zu hoch]].", "de", "Nur der Korb, den ihr"),
    ],
)
def test_a_quotation_is_neither_cut_nor_tells_what_is_private(
    text: str, lang: str, quote: str
) -> None:
    assert (quoted(text, lang) or "").startswith(quote)


@pytest.mark.parametrize(
    "text",
    [
        "Erst WARTEN LASSEN. [[Weil ich einen Bon wollte]].",
        "[[limitiert auf den kunden, meins eben]].",
    ],
)
def test_neither_a_reason_nor_a_jest_is_a_gist(text: str) -> None:
    assert quoted(text, "de") is None
