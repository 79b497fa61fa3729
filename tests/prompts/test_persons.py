"""Who is named in words that may be quoted: a first name is a person's, unless it is a word, a
place, a company's."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from prompts import persons
from prompts.persons import names_somebody
from prompts.retelling.retold import retold
from tests.prompts.gists import passage, quoted
from triage.errors import UnreadablePlaybook

_NAMES = Path(persons.__file__).parent / "first_names.toml"


@pytest.mark.parametrize(
    "words",
    [
        "eine gewisse sabine hat aufgelegt",
        "mein kumpel jonas stand draußen",
        "my mate dave got left behind",
        "you sold my seat to another Tobi",
        "unsere Mia saß allein in Reihe 30",
        "my son leo was left at the gate",
        "and then Kevin laughed",
        "kevin at the desk kept my lamp",
        "I cancelled with Dee at the front desk",
        "von Zugbegleiterin Sabine angeschrien",
        "die steffi am schalter hat gelacht",
        "der max am schalter hat gelacht",
        "ein mann namens ute",
        "der jan am schalter",
        "Will told me to wait",
        "Frank sagte, es gibt kein Licht",
        "Karl-Heinz hat aufgelegt",
        "Annas Lampe fehlt",
        "Kevin’s desk was shut",
        "KEVIN LAUGHED AT US",
        "ayşe musste stehen",
        "da Sepp war um zwei noch da",
        "Nobody told Priya",
        "At the inn Kevin hung up",
        "Lena weg, keiner da",
        "I told Kevin 3 times",
        "Karl-Heinz war da",
        # In small letters before what persons do, and everyday words behind whose relative it is.
        "jack hung up on me",
        "alex at the desk laughed",
        "SAM TOLD ME TO WAIT",
        "my mum Sue waited",
        "mein Opa Otto stand im Regen",
        "my wife Grace fell",
        "Frank hat einfach aufgelegt",
        "Jan war sehr unfreundlich",
        "Mark from support hung up",
        "I spoke to Mark twice",
        "mit Jan gesprochen",
        "Charles hung up",
        "Gruß Jan",
        "Regards, Grace",
        "Fritz war nie da",
    ],
)
def test_a_first_name_is_a_persons(words: str) -> None:
    assert names_somebody(words)


@pytest.mark.parametrize(
    "words",
    [
        # Everyday words.
        "Will you ever answer", "Nothing since May", "Bill was wrong", "Mark my words",
        "Im Ernst, keine Lampe", "Frank und frei gesagt kein Licht", "Tore the lamp apart",
        "Lasse mich nicht warten", "Don't wait for a lamp", "Dan soll ich im Sitzen schlafen",
        "Pat down in the hall", "Sue me", "the robin in the kitchen", "Jo, das Licht ist aus",
        "Mia ham zwoa Stund gwart", "per hour", "Allen fehlt die Lampe", "parked the ute",
        "Max. 3 Stunden", "max 3 hours", "am Kai steht keiner", "Rose braucht vier Grad",
        "the headphone jack is dead", "our bill was wrong", "die rosa Lampe",
        # Places, ships, storms, companies, pets.
        "stuck in Sydney", "Ab Heide fuhr kein Zug", "the dress went to Kerry", "no light in Katy",
        "St. Anton ohne Strom", "San Francisco to San Diego", "Hotel Berta has no lamp",
        "Clemens-Busch-Platz ist dunkel", "Sturm Sabine hat den Zug gestoppt",
        "malcolm air lost it", "st. anton ohne Strom", "Albert Hall was dark",
        "Führhund Anton wurde getreten",
        "Nordair lost my lamp", "Aurora Air is late", "Lotte Reisen antwortet nicht",
        "Charles de Gaulle had no lamp", "Die Jeans fehlen seit Mai",
        "Reiner Zufall, kein Licht", "my Isa is frozen", "the phone Pro Max is dead",
        "the May-June plan is wrong", "Aloe Vera war leer",
        "the marina had no power", "die andre Lampe", "Andre Leute kamen hinein",
        "the mike was dead",
        "the ferry to Milos", "the 737 Max was loud", "der max preis", "Max zwei Koffer",
        "den Schwarzen Peter hat keiner", "for Pete's sake", "frech wie Oskar",
        "the Elizabeth line was shut", "Theodor Heuss Platz war dunkel", "Orkantief Sabine",
        "wegen Tief Bernd fuhr nichts", "die Fähre Anna fiel aus", "am Alex fuhr nichts",
        "Elisabeth Krankenhaus ohne Strom", "John Lennon Airport was dark", "Mia wartn seit Mai",
        "our Hope is gone", "my friend will wait", "mein Mann per Bus",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_first_name(words: str) -> None:
    assert not names_somebody(words)


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("[[The lady on the phone, tracey, hung up]]. We had tea. [[The lift was out]].", "en",
         "The lift was out"),
        ("[[Kein Licht im Saal. Gruß Sabine]]", "de", "Kein Licht im Saal"),
        ("[[Es grüßt herzlich Ihre Sabine Ott]]. [[Kein Licht im Saal]].", "de",
         "Kein Licht im Saal"),
        ("[[Wir standen zu zweit im Regen, Hilde mit Schirm]]. Tee gab es. [[Kein Bus kam]].", "de",
         "Kein Bus kam"),
        ("[[@mara the lamp was dead]]. Since May.", "en", "the lamp was dead"),
    ],
)  # fmt: skip
def test_the_next_best_passage_is_quoted(text: str, lang: str, words: str) -> None:
    assert passage(text, lang) == words


def test_of_a_blog_nothing_is_quoted_that_names_somebody() -> None:
    blog = (
        "Day 4 on the coast. We had tea with Noreen and walked along the pier until it rained.\n\n"
        "[[At the inn Kevin gave our room to two men from the ferry]], and Lena cried all evening."
        " [[We slept in the hall, and the lamp over the door was dead]]. In the morning the fog was"
        " gone, and we took the first bus home."
    )
    assert passage(blog, "en") == "We slept in the hall, and the lamp over the door was dead"
    assert not re.search("Kevin|Lena|Noreen", quoted(blog, "en") or "Kevin")


def test_nor_is_it_told_back() -> None:
    told = "Ich warte seit elf Tagen auf die Lampe."
    assert retold(told, (), "de", "sie", ironic=False)
    assert retold(told.replace("die Lampe", "Jonas"), (), "de", "sie", ironic=False) is None


def test_each_name_stands_in_one_list_only_and_in_its_place() -> None:
    file = tomllib.loads(_NAMES.read_text(encoding="utf-8"))
    lists = [file[name].split() for name in ("always", "capital", "signed")]
    assert all(names == sorted(set(names)) for names in lists)
    assert sum(map(len, lists)) == len({name for names in lists for name in names})


@pytest.mark.parametrize(
    ("written", "names"), [("always = ''", "capital"), ("always = ", "first"), (None, "first")]
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str | None, names: str
) -> None:
    if written is not None:
        (tmp_path / "first_names.toml").write_text(written, encoding="utf-8")
    monkeypatch.setattr(persons, "_FILE", tmp_path / "first_names.toml")
    persons._names.cache_clear()
    with pytest.raises(UnreadablePlaybook, match=names):
        names_somebody("The lamp is dead")
    persons._names.cache_clear()
