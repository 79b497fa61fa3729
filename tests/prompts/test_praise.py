"""Praise with which a long complaint begins is not quoted; what only sounds like praise is."""

from __future__ import annotations

import pytest

from tests.prompts.gists import passage, quoted

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
    assert passage(text, lang) == words


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
    assert passage(f"[[{text}]].{behind} {last}.", lang) == text


def test_the_trouble_behind_a_wry_word_is_quoted() -> None:
    text = f"[[Schöne Bescherung: das Wasser stand zehn Zentimeter hoch im Bad]].{HOF} Keiner kam."
    assert passage(text, "de") == "das Wasser stand zehn Zentimeter hoch im Bad"


def test_where_nothing_stands_behind_the_praise_the_model_is_taken_at_its_word() -> None:
    text = f"[[A beautiful brown puddle grew under the bath every evening]].{YARD} Nobody helped."
    assert quoted(text, "en") == "A beautiful brown puddle grew under the bath every evening"


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[Lage top, Pool sauber. WLAN nur an der Bar und Wände wie Papier]].", "de",
         "WLAN nur an der Bar und Wände wie Papier"),
        ("[[camp mega, coaches mega. küche = biolabor]]", "de", "küche = biolabor"),
        ("[[Lovely staff, great view. Shower cold for three days]].", "en",
         "Shower cold for three days"),
        ("[[Auswahl gut, Beratung nicht vorhanden]].", "de", "Beratung nicht vorhanden"),
        ("[[pool 10/10, frühstück 10/10, aber wir gucken auf die lüftung]].", "de",
         "wir gucken auf die lüftung"),
        ("[[The rooms were very clean, the lamp not]].", "en", "the lamp not"),
        ("[[Der neue Bus ist bequem und toll, da gibt's nichts. Der Fahrer hat am Handy Videos"
         " geschaut]].", "de", "Der Fahrer hat am Handy Videos geschaut"),
        ("[[A clerk carried my twins, an angel. Pram came out with the wheel bent]].", "en",
         "Pram came out with the wheel bent"),
    ],
)  # fmt: skip
def test_a_quotation_begins_behind_what_only_praises(text: str, lang: str, words: str) -> None:
    assert quoted(text, lang) == words


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("schuhe schön, passen auch. sind zwei linke", "de"),
        ("Very nice, the new blanket. It covers a knee", "en"),
        ("Lovely bill, addressed to my late aunt", "en"),
        ("Great Oxmoor Rail cut the power on Sunday. Heads wet, no notice", "en"),
        ("That lady at the top of the stairs shouted. We all had to wait", "en"),
        ("The wifi not good, the lamp over my seat dead", "en"),
        ("kaum sauber, weder ruhig. kein Fenster im Zimmer", "de"),
        ("Everything but clean, the towels less good. The bed was wet", "en"),
        ("Laut Prospekt alles top, im Bad kein Licht", "de"),
        ("Crew top, Flug nicht: fünf Stunden zu spät, keine Auskunft", "de"),
        ("Staff lovely, wifi not: two hours for one mail", "en"),
        ("Your supervisor laughed at us. We had to wait outside", "en"),
        ("Lovely staff. Dead", "en"),
        ("In der zweiten Klasse saß ein Hund. Alles war nass und kalt", "de"),
    ],
)
def test_what_hangs_on_praise_or_is_none_stays(text: str, lang: str) -> None:
    assert quoted(f"[[{text}]].", lang) == text


def test_no_second_passage_only_praises() -> None:
    nobody = "Nobody came to the desk all evening"
    text = f"[[{nobody}]].{YARD} [[The old lady there was lovely]]."
    assert quoted(text, "en") == nobody
