"""What goes with a quotation and what is left of it: mock joy, a jest asked at its end, what was
ordered and what came, a fault told in a few words before it."""

from __future__ import annotations

import pytest

from tests.prompts.gists import passage, quoted


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[Delighted to report that my lamp is in its third week of next days]].", "en",
         "my lamp is in its third week of next days"),
        ("[[ok @nordlift your app says the lamp is ready, and it is not]].", "en",
         "your app says the lamp is ready, and it is not"),
        ("[[alzo ich hab gestern zwei Lampen gekriegt, beide kaputt]].", "de",
         "ich hab gestern zwei Lampen gekriegt, beide kaputt"),
        ("[[Nein: der Automat in Bad Aibling druckt nix]].", "de",
         "der Automat in Bad Aibling druckt nix"),
        ("[[The lamp going off at two, three and five, less so]].", "en",
         "The lamp going off at two, three and five"),
        ("[[Elfmal. Die Lampe ist trotzdem tot]].", "de", "Die Lampe ist trotzdem tot"),
        ("[[Lamp on the landing. Dead]].", "en", "Lamp on the landing. Dead"),
        ("[[The lamp came without a plug. Send me a plug]].", "en",
         "The lamp came without a plug"),
    ],
)  # fmt: skip
def test_what_leads_up_to_it_or_hangs_on_it_is_left_out(text: str, lang: str, words: str) -> None:
    assert passage(text, lang) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[Ordered lamps size 6. Got one size 6 and one size 9. Am I a pirate]]?",
         "Ordered lamps size 6. Got one size 6 and one size 9"),
        # What is asked in earnest is of the matter.
        ("[[The lamp is eleven weeks late. Where is my money]]?", "Where is my money?"),
    ],
)  # fmt: skip
def test_a_jest_that_is_asked_at_its_end_is_left_out(text: str, words: str) -> None:
    assert passage(text, "en") == words


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[Bestellt: ein Strauß weiße Rosen, Lieferung 13.30 Uhr]]. Geliefert: bunte Ballone.",
         "de", "Bestellt: ein Strauß weiße Rosen, Lieferung 13.30 Uhr. Geliefert: bunte Ballone"),
        ("[[Ordered a lamp for 2 May]]. Got a left shoe.", "en",
         "Ordered a lamp for 2 May. Got a left shoe"),
        ("[[Ordered a lamp for 2 May]]. We live in Oxmoor.", "en", "Ordered a lamp for 2 May"),
    ],
)  # fmt: skip
def test_what_was_ordered_is_quoted_with_what_came(text: str, lang: str, words: str) -> None:
    assert quoted(text, lang) == words


def test_a_fault_told_in_a_few_words_goes_before_what_comes_of_it() -> None:
    text = "Lamp broken. [[My daughter sat in the dark all night]]."
    assert quoted(text, "en") == "Lamp broken. My daughter sat in the dark all night"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[Hats off, the 7.42 was four minutes early]]! Shame it's been cancelled every day.",
         "it's been cancelled every day"),
        ("[[Hats off, the 7.42 was four minutes early]]! But we shall walk.",
         "Hats off, the 7.42 was four minutes early"),
    ],
)  # fmt: skip
def test_where_only_praise_is_pointed_at_the_fault_behind_it_is_quoted(
    text: str, words: str
) -> None:
    assert passage(text, "en") == words


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("App gekauft, äh, [[Ticket in App gekauft, und die Seite bleibt weiß]].", "de",
         "Ticket in App gekauft, und die Seite bleibt weiß"),
        ("[[App gekauft, äh, Ticket in App gekauft, und die Seite bleibt weiß]].", "de",
         "Ticket in App gekauft, und die Seite bleibt weiß"),
        ("[[My seat in the lounge, um, broke under me]].", "en",
         "My seat in the lounge, um, broke under me"),
        ("[[Lampe reklamiert, seit Mai keine Reaktion von @lampen_haus]]", "de",
         "Lampe reklamiert, seit Mai keine Reaktion von lampen haus"),
        ("[[Zwei Stunden lang hat uns niemand gesagt]], warum wir stehen, das war zu viel.", "de",
         "Zwei Stunden lang hat uns niemand gesagt, warum wir stehen"),
        ("[[Nobody could tell us]], whether the lamp was ever sent. Sad.", "en",
         "Nobody could tell us, whether the lamp was ever sent"),
    ],
)  # fmt: skip
def test_a_slip_is_left_out_and_what_nobody_said_is_not(text: str, lang: str, words: str) -> None:
    assert passage(text, lang) == words


def test_half_a_sentence_is_not_quoted() -> None:
    assert not passage("All was well. [[Until we stood in the dark with our lamps]].", "en")


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[Ihr habt die Lampe abgelehnt mit der Begründung]], sie leuchte.", "de",
         "Ihr habt die Lampe abgelehnt mit der Begründung, sie leuchte"),
        ("We sat in the hall, [[where two of three lamps are out]].", "en",
         "We sat in the hall, where two of three lamps are out"),
        ("[[is unfair. No lamp came]].", "en", "No lamp came"),
        ("[[locked out of]] @nordair", "en", "locked out of nordair"),
    ],
)  # fmt: skip
def test_where_half_of_it_will_not_do_the_whole_sentence_does(
    text: str, lang: str, words: str
) -> None:
    assert passage(text, lang) == words


def test_what_was_ordered_goes_behind_what_went_wrong() -> None:
    text = "[[Ein Abo zum Geburtstag verschenkt, fürs Jahr]]. [[Jetzt sind alle Untertitel weg]]."
    assert passage(text, "de") == "Jetzt sind alle Untertitel weg"
    told = '[[Booked the tour, turned up, "that guide left"]]. [[Two hours in the wrong coach]].'
    assert (passage(told, "en") or "").startswith("Booked the tour, turned up")


def test_nobody_is_quoted_whom_the_text_names() -> None:
    text = (
        "Ihr habt Herrn Lohmeyer bezahlt. [[Ich kenne keinen Lohmeyer und bekomme nichts zurück]]."
    )
    assert not passage(text, "de")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[Refund rejected again @nordlift. Says the lamp ran]].",
         "Refund rejected again. Says the lamp ran"),
        ("[[I wrote to @nordlift. The lamp is dead]].", "I wrote to nordlift. The lamp is dead"),
        ("The bunk, however, [[came off its bracket around 2am]].",
         "The bunk, however, came off its bracket around 2am"),
    ],
)  # fmt: skip
def test_of_whom_it_is_told_stands_in_it_and_to_whom_does_not(text: str, words: str) -> None:
    assert passage(text, "en") == words
