"""Praise with which a long complaint begins is not quoted; what only sounds like praise is."""

from __future__ import annotations

import pytest

from tests.prompts.gists import quoted

SAUNA = (
    "[[We came for the sauna, which is glorious: cedar, a lake behind the window]]. [[There were "
    "three kinds of plum jam]]. We swam before anyone was up, and the man on nights has a kind "
    "word for all. "
)
UNMARKED = str.maketrans("", "", "[]")
SEE = (
    "[[Die Sauna ist ein Traum: Holzofen, Blick auf den See]]. [[Das Frühstück lässt keine Wünsche "
    "offen]]. Ich saß dort jeden Abend um sechs und habe ein ganzes Buch gelesen, so ruhig ist es. "
)


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        (f"{SAUNA}[[The heating failed on the second night]]. We slept in our coats.", "en",
         "The heating failed on the second night"),
        (f"{SAUNA}[[I would go again. The heating failed, and we slept in our coats]].", "en",
         "The heating failed, and we slept in our coats"),
        # The best passage, where we know no word for what went wrong there.
        (f"{SAUNA.translate(UNMARKED)}[[Drums until four]]. We told the desk. Nobody came.", "en",
         "Drums until four"),
        (f"{SEE}[[Die Heizung war zwei Nächte lang kaputt]]. Wir haben im Mantel geschlafen.", "de",
         "Die Heizung war zwei Nächte lang kaputt"),
        ("Liebe Seebahn, [[ich warte seit Mai auf die neue Karte]], und das ist kein Einzelfall."
         f" {'Ich habe dafür am Schalter gestanden. ' * 5}", "de",
         "ich warte seit Mai auf die neue Karte"),
    ],
)  # fmt: skip
def test_what_a_long_text_praises_before_its_first_fault_is_not_quoted(
    text: str, lang: str, words: str
) -> None:
    assert quoted(text, lang) == words


YARD = (
    " We took the same room as each year, on the second floor above the yard, with the two small"
    " beds, and the people at the desk know us by now, and our dog as well, who is called Pim."
)
HOF = (
    " Wir hatten das Zimmer wie jedes Jahr, im zweiten Stock über dem Hof, mit den zwei schmalen"
    " Betten, und am Empfang kennt man uns inzwischen, auch den Hund, der Pim heißt, und die Katze."
)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Gern hätte ich das Zimmer bezogen, für das ich bezahlt habe; darin lag schon jemand",
         "de"),
        ("Schön wäre es, wenn der Lift führe. Meine Mutter musste in den vierten Stock zu Fuß",
         "de"),
        ("Beste Grüße aus dem Zug, der seit zwei Stunden in der Pampa steht", "de"),
        ("Vielen Dank für Wanzen im Bett", "de"),
        ("We had booked the honeymoon suite as a treat and got a broom cupboard above the bins",
         "en"),
        ("A friendly man at the desk sent us to a room in which somebody slept", "en"),
        ("Your best customers pay twice for the same seat", "en"),
        ("The best thing about this hotel is the exit", "en"),
        ("Worth every penny of the 4 stars, if you like sleeping on springs", "en"),
    ],
)  # fmt: skip
def test_what_only_sounds_like_praise_is_quoted(text: str, lang: str) -> None:
    behind, last = (HOF, "Niemand half") if lang == "de" else (YARD, "Nobody helped")
    assert quoted(f"[[{text}]].{behind} [[{last}]].", lang) == f"{text} … {last}"
    assert quoted(f"[[{text}]].{behind} {last}.", lang) == text


def test_the_trouble_behind_a_wry_word_is_quoted() -> None:
    text = f"[[Schöne Bescherung: das Wasser stand zehn Zentimeter hoch im Bad]].{HOF} Keiner kam."
    assert quoted(text, "de") == "das Wasser stand zehn Zentimeter hoch im Bad"


def test_where_nothing_stands_behind_the_praise_the_model_is_taken_at_its_word() -> None:
    text = f"[[A beautiful brown puddle grew under the bath every evening]].{YARD} Nobody helped."
    assert quoted(text, "en") == "A beautiful brown puddle grew under the bath every evening"
