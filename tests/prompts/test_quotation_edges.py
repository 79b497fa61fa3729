"""What stands at the edges of a quotation and is not the matter; what only looks as if a stranger
may not repeat it."""

from __future__ import annotations

import pytest

from tests.prompts.gists import passage


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[My friend waited (in a chair) at the gate]].", "en",
         "My friend waited (in a chair) at the gate"),
        ("[[We flew with a Boeing from Oslo without lamps]].", "en",
         "We flew with a Boeing from Oslo without lamps"),
        ("[[We sit in #Hall without a lamp in the #RE5]].", "en",
         "We sit in Hall without a lamp in the RE5"),
        ("[[Three of us bumped off the 8.40, no desk]].", "en",
         "Three of us bumped off the 8.40, no desk"),
        ("[[The 6.10 went from another pier without a sign]].", "en",
         "The 6.10 went from another pier without a sign"),
        ("[[The bed was full of lamps, no joke]].", "en", "The bed was full of lamps, no joke"),
        ("[[The phở came with a lamp in it]].", "en", "The phở came with a lamp in it"),
        ("[[Port Ellery's lamps are out]].", "en", "Port Ellery's lamps are out"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_name_an_amount_or_an_insult(
    text: str, lang: str, words: str
) -> None:
    assert passage(text, lang) == words


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[Re: my lamp, you sent me the same one again]].", "en",
         "you sent me the same one again"),
        ("[[An die Lampenbahn: Ihr Schalter wurde geschlossen]].", "de",
         "Ihr Schalter wurde geschlossen"),
        ("[[To the lamp team: nobody rang me back]].", "en", "nobody rang me back"),
        ("[[Oxmoor folks: the lamps are out at the pier]].", "en",
         "the lamps are out at the pier"),
        ("[[Warnung an andere Eltern: die Lampe wird heiß]].", "de", "die Lampe wird heiß"),
        ("[[Lamp: broken. Shade: broken]].", "en", "Lamp: broken. Shade: broken"),
    ],
)  # fmt: skip
def test_under_what_heading_it_is_told_is_not_quoted(text: str, lang: str, words: str) -> None:
    assert passage(text, lang) == words


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[My lamp of March 19 is returned. You have until April 30; after that I will see you"
         " in the county]].", "en", "My lamp of March 19 is returned"),
        ("[[Die Lampe ist seit acht Wochen kaputt. Ich setze eine letzte Frist von zehn Tagen]].",
         "de", "Die Lampe ist seit acht Wochen kaputt"),
        ("[[Die Lampe fehlt. Frist läuft, Anwalt ist eingeschaltet]].", "de", "Die Lampe fehlt"),
        ("[[You have until April 30]].", "en", "You have until April 30"),
        ("[[You have until Friday]]. My ref is long. [[The lamp is lost]].", "en",
         "The lamp is lost"),
        ("[[The lamp is lost]] since May. I rang. [[You have until Friday to find it]].", "en",
         "The lamp is lost"),
        ("[[never banking with lamps again. Three holds in a week]].", "en",
         "Three holds in a week"),
    ],
)  # fmt: skip
def test_what_is_threatened_is_not_the_matter(text: str, lang: str, words: str) -> None:
    assert passage(text, lang) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We sat in the hall, [[where two of three lamps are out]], with [[no lamp over the bed]].",
         "no lamp over the bed"),
        ("Hello from the hall of the inn, [[where the lamps are out, the floor is wet]].", None),
        ("[[Where I sat the lamps were out]].", "Where I sat the lamps were out"),
    ],
)  # fmt: skip
def test_what_hangs_on_the_words_before_is_not_quoted(text: str, words: str | None) -> None:
    assert passage(text, "en") == words


def test_an_account_that_says_something_is_of_what_is_told() -> None:
    text = "[[@lampenbote sagt weiter zugestellt, jetzt zum dritten mal]]."
    assert passage(text, "de") == "lampenbote sagt weiter zugestellt, jetzt zum dritten mal"


def test_whom_it_is_told_to_amid_a_sentence_is_left_out() -> None:
    assert passage("[[lamp was dead again @nordlift and no plug]].", "en") == (
        "lamp was dead again and no plug"
    )
    assert passage("[[the lamp from @nordlift and its plug are dead]].", "en") == (
        "the lamp from nordlift and its plug are dead"
    )
