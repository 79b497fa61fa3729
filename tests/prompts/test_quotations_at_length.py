"""A complaint that is told at length is quoted with the sentences around its best passage. All
sentences are invented."""

from __future__ import annotations

import pytest

from tests.prompts.gists import quoted

LAMP = "[[The lamp came without a switch]]."


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        (f"{LAMP} I called twice and nobody rang back.", "en",
         "The lamp came without a switch. I called twice and nobody rang back"),
        ("My desk was booked for 3 May. [[It arrived with one leg]].", "en",
         "My desk was booked for 3 May. It arrived with one leg"),
        ("Bestellt am 3. Mai: eine Lampe. [[Sie kam ohne Schirm]].", "de",
         "Bestellt am 3. Mai: eine Lampe. Sie kam ohne Schirm"),
        ("Hi @ruttl. [[No lamp came]]! We sat in the dark for 3 days.", "en",
         "No lamp came! We sat in the dark for 3 days"),
        ("[[Seit Mai keine Lampe]]. War trotzdem auf der Rechnung, zweimal.", "de",
         "Seit Mai keine Lampe. War trotzdem auf der Rechnung, zweimal"),
        ("[[Sent back the grey lamp]]. Got a blue one.", "en",
         "Sent back the grey lamp. Got a blue one"),
        ("Is it normal that a lamp of yours comes without a plug? [[Second time this year]].",
         "en", "Is it normal that a lamp of yours comes without a plug? Second time this year"),
        ("[[Asked for a lamp without a plug]]. Twice. They sent 3 with one.", "en",
         "Asked for a lamp without a plug. Twice. They sent 3 with one"),
        ("[[The form wants a photo, no reason given]]. Sent it. Rejected. Sent it. Rejected.", "en",
         "The form wants a photo, no reason given. Sent it. Rejected"),
        ("Meine Mutter saß in Sala ohne Hilfe. [[Zu essen hatte sie nichts]].", "de",
         "Meine Mutter saß in Sala ohne Hilfe. Zu essen hatte sie nichts"),
        ("Mahlzeit aus Sala. [[Seit Mai keine Lampe]].", "de", "Seit Mai keine Lampe"),
        ("Sir [[my lamp never came]].", "en", "my lamp never came"),
        ("[[Drei Lampen, dunkel um 15.20 Uhr]], bezahlt hab ich 40 Euro.", "de",
         "Drei Lampen, dunkel um 15.20 Uhr, bezahlt hab ich [Summe]"),
        ("[[No lamp, the desk wants 152]]. Paid for 3.", "en",
         "No lamp, the desk wants [amount]. Paid for 3"),
        ("[[Seit Mai kein Licht in 79098 Sala]].", "de", "Seit Mai kein Licht in Sala"),
        ("[[Unsere Leitung in der Birkenstraße ist seit 3 Tagen tot]].", "de",
         "Unsere Leitung in der [Adresse] ist seit 3 Tagen tot"),
        ("[[Ich bin seit 3 Stunden ohne Licht]]. Die Klingel geht nicht.", "de",
         "Ich bin seit 3 Stunden ohne Licht. Die Klingel geht nicht"),
        ("[[Das Zimmer war dunkel]]. Trotz unserer Bitte kam keine Lampe.", "de",
         "Das Zimmer war dunkel. Trotz unserer Bitte kam keine Lampe"),
        ("[[No lamp for 3 days]]. Help never came.", "en", "No lamp for 3 days. Help never came"),
        ("[[Lamp smashed, voucher for £3]].", "en", "Lamp smashed, voucher for [amount]"),
        ("[[Booked 2 lamps]], £76 each, got one.", "en", "Booked 2 lamps, [amount] each, got one"),
        ("[[Die Lampe]] kam nicht, Sendungsnummer FP 7730 2214 9.", "de",
         "Die Lampe kam nicht, Sendungsnummer [Nummer]"),
        ("[[The lamp]] came with no plug, with one leg and in two boxes.", "en",
         "The lamp came with no plug, with one leg and in two boxes"),
    ],
)  # fmt: skip
def test_what_happened_before_and_what_came_of_it_is_quoted_as_well(
    text: str, lang: str, words: str
) -> None:
    assert quoted(text, lang) == words


@pytest.mark.parametrize(
    ("other", "lang"),
    [
        ("Give me my 3 lamps back.", "en"),
        ("I want the other 60.", "en"),
        ("Please send someone out today.", "en"),
        ("One star, no more.", "en"),
        ("The crew were lovely and there were 3 of them.", "en"),
        ("My mum died on 3 May.", "en"),
        ("She lives on her own and has 2 cats.", "en"),
        ("That's on you, not on me.", "en"),
        ("Guess what happened at 7.", "en"),
        ("Unbelievable.", "en"),
        ("I have photos of it.", "en"),
        ("My solicitor will write in 3 days.", "en"),
        ("Can you not read?", "en"),
        ("Right so.", "en"),
        ("Don't want 3 vouchers.", "en"),
        ("It didn't, so kindly send 3 of what's mine.", "en"),
        ("My son is autistic and 3 people laughed.", "en"),
        ("We are away until 14 May.", "en"),
        ("He is dead since 3 May.", "en"),
        ("Lampen Ruttl, 3 Mal und nie wieder.", "de"),
        ("Das ist 3 Mal Absicht.", "de"),
        ("Unbelievable, honestly mate.", "en"),
        ("Ich will meine 3 Lampen wieder haben.", "de"),
        ("Die Kollegin war nett, um 3 Uhr noch.", "de"),
        ("Ruttl, es reicht.", "de"),
        ("Mein Vater ist am 3. Mai gestorben.", "de"),
        ("Er wohnt allein im 3. Stock.", "de"),
    ],
)
def test_what_had_better_not_be_quoted_ends_it(other: str, lang: str) -> None:
    lamp = LAMP if lang == "en" else "[[Die Lampe kam ohne Schalter]]."
    alone = lamp.strip("[].")
    for text in (f"{lamp} {other}", f"{other} {lamp}", f"{lamp} {other} Nobody came, 3 times."):
        assert quoted(text, lang) == alone, text


@pytest.mark.parametrize("other", ["We like tea.", "The seats were comfy at least."])
def test_what_tells_nothing_stands_at_no_edge(other: str) -> None:
    alone = LAMP.strip("[].")
    assert quoted(f"{LAMP} {other}", "en") == alone
    assert quoted(f"{other} {LAMP}", "en") == alone


def test_no_more_is_quoted_than_there_is_room_for() -> None:
    more = "On day 3 nobody came, and on day 4 nobody rang. "
    said = quoted(f"{LAMP} {more * 9}", "en")
    assert 250 < len(said or "") <= 300
    short = quoted(f"{LAMP} {more * 9}", "en", has_little_room=True)
    assert 100 < len(short or "") <= 150


def test_a_sum_is_one_wherever_money_was_spoken_of() -> None:
    text = "[[The machine took £80 of mine]]. I never got the other 60, not once."
    assert quoted(text, "en") == (
        "The machine took [amount] of mine. I never got the other [amount], not once"
    )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("Well, nobody wrote in 3 weeks.", " … nobody wrote in 3 weeks"),
        ("And nobody wrote in 3 weeks.", ". And nobody wrote in 3 weeks"),
        ("and nobody wrote in 3 weeks!", ". and nobody wrote in 3 weeks"),
    ],
)
def test_words_left_out_between_two_sentences_are_marked(more: str, told: str) -> None:
    assert quoted(f"[[No lamp came on 3 May]]. {more}", "en") == f"No lamp came on 3 May{told}"
