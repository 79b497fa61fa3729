"""What every model reads, and which language it is."""

from __future__ import annotations

import pytest

from models.language import detect_language, language_of
from models.text import conversation_text, plain_text, says_something
from triage.mention import Conversation, Mention, Role, Turn


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("@RegioBahn hallo", "@user hallo"),
        ("@user@mastodon.example hi", "@user hi"),
        ("__company__ why? __cust__", "@user why? @user"),
        ("siehe https://a.example/b?c=1 und www.b.example", "siehe http und http"),
        ("mail me: anna@b.example", "mail me: anna@b.example"),
        ("scho\u0308n &amp; gut", "schön & gut"),
        ("Stra\u00dfe ist GESPERRT", "Straße ist GESPERRT"),
        ("a\u200bb\u2060c\x00d\ud800e", "abcde"),
        ("drei\n\n  Zeilen\tTab", "drei Zeilen Tab"),
        ("toll 👏🏽", "toll clapping hands sign"),
    ],
)
def test_a_text_is_made_alike(written: str, read: str) -> None:
    assert plain_text(written).replace(" 🏽", "") == read


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        "   ",
        "😡",
        "https://t.co/x",
        "@airline",
        "@a @b 🙄 http://c.example",
        "\u200b",
        "\ud800",
        "!?",
    ],
)
def test_without_a_word_there_is_nothing_to_read(nothing: str) -> None:
    assert not says_something(nothing)


def test_earlier_turns_never_outweigh_the_mention() -> None:
    before = Turn(Role.CUSTOMER, "Zwei Stunden im Tunnel gestanden. " * 50)
    mention = Mention("m1", "Immer noch keine Antwort von euch, was ist da los?")

    read = conversation_text(Conversation(mention, (before,)))

    assert read.startswith(mention.text)
    assert len(read) < len(mention.text) * 1.8


def test_what_we_ourselves_said_before_is_not_the_customers_mood() -> None:
    ours = Turn(Role.AGENT, "We are sorry for the lost bag.")
    assert conversation_text(Conversation(Mention("m1", "Thanks, all good!"), (ours,))) == (
        "Thanks, all good!"
    )


@pytest.mark.parametrize(
    ("written", "lang"),
    [
        ("Zug fällt aus. Schon wieder. Danke für nichts!", "de"),
        ("isch hab kein bock mehr auf eure hotline", "de"),
        ("still waiting for my bag, day 3", "en"),
        ("Toujours pas de bagages, merci pour rien", "fr"),
        ("Sigo esperando mi maleta desde el lunes", "es"),
        ("Wciąż czekam na mój bagaż", "pl"),
        ("荷物がまだ届きません", "ja"),
    ],
)
def test_the_language_is_detected(written: str, lang: str) -> None:
    assert detect_language(written) == lang


def test_the_language_the_inbox_states_wins() -> None:
    assert language_of(Conversation(Mention("m1", "Danke für nichts", lang="fr"))) == "fr"
    assert language_of(Conversation(Mention("m1", "Danke für nichts", lang="EN-gb"))) == "en"
    assert language_of(Conversation(Mention("m1", "Danke für nichts", lang="??"))) == "de"


def test_without_words_the_earlier_turns_tell_the_language_and_then_english_is_taken() -> None:
    before = (Turn(Role.CUSTOMER, "Wo bleibt mein Koffer seit gestern?"),)
    assert language_of(Conversation(Mention("m1", "😡"), before)) == "de"
    assert language_of(Conversation(Mention("m1", "😡"))) == "en"
