"""Which of several passages is quoted, and what of them: no praise, no ratings, no asides."""

from __future__ import annotations

import pytest

from tests.prompts.gists import passage, quoted


def test_of_several_passages_the_first_that_is_fit_is_quoted() -> None:
    text = "[[your bloody desk]]. We had tea. [[The lift was out]]. [[We walked]]."
    assert quoted(text, "en") == "The lift was out"


def test_what_is_praised_before_the_turn_is_not_quoted() -> None:
    text = "[[The ride was lovely and the tea was hot. Only the lamp over my seat was dead]]."
    assert quoted(text, "en") == "Only the lamp over my seat was dead"
    text = "[[Our bags came a day late. The lady was kind. But the bus was full]]."
    assert "Our bags came a day late" in (quoted(text, "en") or "")
    text = "[[A lovely driver, he saw my kids. Only the lamp was dead]]."
    assert quoted(text, "en") == "Only the lamp was dead"
    text = "[[Die Lampe kam pünktlich, tolles Haus]]. [[Aber das Glas war zerbrochen]]."
    assert quoted(text, "de") == "das Glas war zerbrochen"


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[The man says he rang]]. I was in. Nobody rang.", "en",
         "The man says he rang. I was in. Nobody rang"),
        ("[[My lamp is on its way]]. Nobody knows where.", "en",
         "My lamp is on its way. Nobody knows where"),
        ("[[The lamp was broken]]. Nobody rang.", "en", "The lamp was broken. Nobody rang"),
        ("[[Die Lampe ist da]]. Schön hell. Sehr gern.", "de", "Die Lampe ist da"),
    ],
)  # fmt: skip
def test_where_no_fault_is_named_the_next_sentence_may_name_it(
    text: str, lang: str, words: str
) -> None:
    assert quoted(text, lang) == words


def test_a_few_words_go_behind_what_says_more() -> None:
    text = "[[Three days]]. We had tea. [[The lift was out on every floor]]."
    assert passage(text, "en") == "The lift was out on every floor"
    assert passage("[[Three days]]. We had tea. [[The lift was out]].", "en") == "Three days"


def test_a_second_passage_is_quoted_where_there_is_room() -> None:
    filler = "Please tell us who we can ask, and where, and in what language."
    text = f"[[Nobody came to the desk]]. {filler} [[The lift was out]]. [[We walked]]."
    assert quoted(text, "en") == "Nobody came to the desk … The lift was out"
    assert quoted(text, "en", has_little_room=True) == "Nobody came to the desk … The lift was out"
    long = "Nobody came to the desk of the old terminal right beside the fish market at the pier"
    out = "The lift was out on every one of the floors, down and up, and so were the lamps"
    text = f"[[{long}]]. {filler} [[{out}]]."
    assert quoted(text, "en") == f"{long} … {out}"
    assert quoted(text, "en", has_little_room=True) == long


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[Two stars. No light in the hall]].", "en", "No light in the hall"),
        ("[[Only one star: no light in the hall]].", "en", "no light in the hall"),
        ("[[Null Sterne. Kein Licht im Saal]].", "de", "Kein Licht im Saal"),
        ("[[2 von 5. Kein Licht im Saal]].", "de", "Kein Licht im Saal"),
        ("Pros: tea. [[Cons: no light in the hall]].", "en", "no light in the hall"),
        ("[[No light in the hall. Pros: the tea]].", "en", "No light in the hall"),
        ("[[No light in the hall. Plus: no door]].", "en", "No light in the hall. Plus: no door"),
        ("[[Two stars were out in the hall]].", "en", "Two stars were out in the hall"),
        ("[[Kein Licht im Saal. Drei Punkte von fünf. LG Uwe]].", "de", "Kein Licht im Saal"),
        ("[[No light in the hall. Love Jean x]]", "en", "No light in the hall"),
        ("[[Kein Licht im Saal. Mit freundlichen Grüßen Uwe Fink]]", "de", "Kein Licht im Saal"),
        ("[[Defekt ist das Bild, LG Oled]]", "de", "Defekt ist das Bild, LG Oled"),
        ("[[Zero stars. No light in the hall]]", "en", "No light in the hall"),
        ("[[Sehr geehrte Damen und Herren der Lux AG, es fehlt das Licht]].", "de",
         "es fehlt das Licht"),
    ],
)  # fmt: skip
def test_how_it_is_rated_is_not_quoted(text: str, lang: str, words: str) -> None:
    assert quoted(text, lang) == words


def test_what_ends_with_the_number_of_a_point_is_not_quoted() -> None:
    text = "[[There is no seat unless I 1]]) pay more or 2) wait. [[The lift was out]]."
    assert quoted(text, "en") == "The lift was out"
    assert quoted("[[No seat at gate 1]], 2) no lift.", "en") == "No seat at gate 1"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[The lift was out. Time to find another inn]].", "The lift was out"),
        ("[[The lift was out. Next time be honest]].", "The lift was out"),
        ("[[The lift was out . My bed was wet]].", "The lift was out. My bed was wet"),
        ("[[Thanks for the stairs. The lift was out]].", "The lift was out"),
        ("[['s lift was out]].", "lift was out"),
        ("[[Any reason that the lift was out]].", "the lift was out"),
        ("[[Any reason that you give is wrong]].", "Any reason that you give is wrong"),
        (
            "[[Thanks for losing my lamp. The lift was out]].",
            "Thanks for losing my lamp. The lift was out",
        ),
        (
            "[[If it rains the roof leaks. The bed was wet]].",
            "If it rains the roof leaks. The bed was wet",
        ),
        ("[[Come on. Time to find another inn]].", "Come on. Time to find another inn"),
        ("[[Watch out for the desk. The lift was out]].", "The lift was out"),
    ],
)
def test_asides_before_and_behind_are_left_out(text: str, words: str) -> None:
    assert quoted(text, "en") == words


def test_sentences_side_by_side_stay_sentences() -> None:
    told = "[[Der Bote hat mich gesehen]]. [[Er ist weitergefahren]]!"
    text = f"{told} Es war ein Tag mit Sonne, und im Garten blühte der Flieder."
    assert quoted(text, "de") == "Der Bote hat mich gesehen. Er ist weitergefahren"
