"""What is quoted beside the best passage: nothing that had better not be repeated, and no stray
words, wherever they stand."""

from __future__ import annotations

import pytest

from tests.prompts.gists import quoted

NOBODY = "[[Nobody came to the desk all evening]]."
NIEMAND = "[[Drei Tage lang kam kein Mensch]]."


@pytest.mark.parametrize(
    "beside",
    [
        "I am autistic and had a seizure", "My mother died in the room next door that night",
        "My solicitor will write to you in 3 days", "You have until Friday to find my umbrella",
        "The old lady at reception there was lovely and so kind to us",
        "Never flying with you again I promise you", "Our ref is [number]",
    ],
)  # fmt: skip
def test_a_second_passage_tells_of_the_matter_and_of_nothing_private(beside: str) -> None:
    said = quoted(f"{NOBODY} [[{beside}]]. The lamp was dead.", "en") or ""
    assert "Nobody came" in said
    assert beside.split()[-1] not in said


@pytest.mark.parametrize(
    "word",
    [
        "Epilepsy", "Miscarriage", "Bastards", "Kevin Miller", "She died", "My lawyer", "450",
        "Room 214", "Thanks", "Unbelievable",
    ],
)  # fmt: skip
def test_no_word_by_itself_that_had_better_not_be_repeated(word: str) -> None:
    for text in (f"{NOBODY} {word}. The lamp was dead, 3 times.", f"{NOBODY} {word}."):
        said = quoted(text, "en") or ""
        assert "Nobody came" in said
        assert word not in said


@pytest.mark.parametrize("end", ["Sabine Huber", "LG Sabine", "Thomas", "Gruß Sabine", "VG T. M."])
@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
def test_who_signs_is_not_quoted(end: str, between: str) -> None:
    assert quoted(f"{NIEMAND}{between}{end}", "de") == NIEMAND.strip("[].")


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        ("[[Die Erstattung fehlt seit Mai]]. 450! Kein Wort seit drei Tagen.", "de",
         "Die Erstattung fehlt seit Mai"),
        ("[[Kein Licht im ganzen Zug]]. Nirgends. Und das drei Stunden.", "de",
         "Kein Licht im ganzen Zug. Nirgends. Und das drei Stunden"),
        ("[[I waited nine hours for the lamp]]. Nine!", "en", "I waited nine hours for the lamp"),
        ("[[Zwei Lampen,\n  ein Radio fehlen]].", "de", "Zwei Lampen, ein Radio fehlen"),
        ("[[My lamp came wet]]. Who does that? [[The shade had 3 holes, the plug was gone]].", "en",
         "My lamp came wet … The shade had 3 holes, the plug was gone"),
    ],
)  # fmt: skip
def test_what_stands_between_is_joined_as_the_author_did(text: str, lang: str, said: str) -> None:
    assert quoted(text, lang) == said
