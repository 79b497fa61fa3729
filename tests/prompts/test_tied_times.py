"""A span of time is said of the trouble only where the text ties it to that, and a child is spoken
of as a bystander only where it was one."""

from __future__ import annotations

from typing import Any

import pytest

from prompts.bystanders import concerns_a_child
from prompts.facts_told.tied_times import is_tied
from tests.prompts.test_stated import DRAFTER, told_of, words_for
from triage.circumstances import find_circumstances
from triage.complaint import Topic
from triage.durations import find_durations

_TIMES = {"how_long", "since_when", "after", "late"}


def tied(lang: str, text: str) -> bool:
    span = find_durations(text)[0]
    return is_tied(text, span.span, lang, hours=span.unit in ("hours", "minutes"))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "The bill is wrong. I have been waiting three weeks for an answer."),
        ("en", "7 weeks. You cancelled, you agreed, you haven't paid."),
        ("en", "They left a man in a wheelchair sitting at the gate for 50 minutes."),
        ("en", "POWER'S BEEN OFF SIX DAYS, EVERYTHING IN THE DEEP FREEZE WENT"),
        ("de", "Der Aufzug ist seit drei Wochen außer Betrieb."),
        ("de", "Ihr habt den Bus schon wieder ausfallen lassen. Seit vier Tagen."),
        ("de", "Seit neun Tagen „prüft eine Fachabteilung“."),
        ("de", "Wir haben seit zwei Wochen kein warmes Wasser."),
    ],
)
def test_what_is_waited_for_or_fails_is_the_troubles_time(lang: str, text: str) -> None:
    assert tied(lang, text)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I asked to freeze for two months, which the contract allows. You kept billing."),
        ("en", "I've been a member for six months, and the showers are cold."),
        ("en", "She has not slept alone for two weeks since that film."),
        ("de", "Handgelenk gebrochen. Sechs Wochen kein Einkommen."),
        ("de", "Sie schläft seit einer Woche nicht mehr allein."),
        ("de", "Bänderriss, acht Wochen kein Walzer."),
        ("de", "Meine Mutter kam nicht über die Stufe und ass drei Tage im Zimmer."),
        ("de", "Ich wohne seit vier Monaten hier, und die Rechnung ist falsch."),
    ],
)
def test_what_else_lasted_is_not(lang: str, text: str) -> None:
    assert not tied(lang, text)


def time_words(text: str, lang: str, **fields: Any) -> dict[str, str]:
    told = words_for(text, lang, **fields)
    return {kind: said for words in told for kind, said in words.items() if kind in _TIMES}


def test_beside_a_quotation_only_since_when_it_goes_on_is_said() -> None:
    text = "You lost my bag in the hold. We stood at the desk for two hours."
    pointed = {"gist": ((0, 27),), "quotable": ((0, 27),), "p_complaint": 0.97}
    assert time_words(text, "en") == {"how_long": "for two hours"}
    assert time_words(text, "en", **pointed) == {}
    text = "You lost my bag in the hold. Seven weeks and still no answer."
    assert time_words(text, "en", **pointed) == {"since_when": "for seven weeks"}


def test_a_queue_is_told_where_it_is_the_matter() -> None:
    assert time_words("Two hours in the queue.", "en") == {"how_long": "for two hours"}
    text = "You took the discount off my bill. " + "The form I had to fill in was long. " * 4
    assert time_words(text + "I queued two hours at your office.", "en") == {}


def test_nobody_is_told_to_have_waited_who_did_not() -> None:
    text = "Im Kinderprofil lief ein Horrorfilm. Sie schläft seit einer Woche nicht mehr allein."
    reply = DRAFTER.draft([told_of(text, "de", topic=Topic.OTHER)])[0].reply
    assert "zu warten" not in reply


def test_a_cake_for_a_child_is_not_the_authors() -> None:
    text = "The parcel for my son is lost."
    reply = DRAFTER.draft([told_of(text, "en", topic=Topic.DELIVERY)])[0].reply
    assert "your parcel" not in reply


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("de", "Meinem Buben zum Geburtstag ein Rad bestellt, und der Lenker bricht."),
        ("en", "Ordered a bike for my birthday, and the handlebar broke."),
    ],
)
def test_what_a_present_was_for_is_not_when_it_happened(lang: str, text: str) -> None:
    assert not any("occasion" in words for words in words_for(text, lang))


def test_a_birthday_that_it_fell_on_is() -> None:
    text = "We wanted to leave for my birthday, and you cancelled the flight."
    assert any("occasion" in words for words in words_for(text, "en"))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Five hours at the gate with two small children.", True),
        ("Reisebus steht, zwei Kinder schlafen am Gang.", True),
        ("No heating, and my kids are freezing.", True),
        ("The guard grabbed my son (9) by the arm.", True),
        ("Die Verkäuferin hat meiner Tochter (13) gesagt, das sei nichts für diese Figur.", False),
        ("The driver laughed at my son (8) with his friends there.", False),
        ("My kids call me old, and your app is down.", False),
    ],
)
def test_a_child_is_spoken_of_that_was_there(text: str, holds: bool) -> None:
    named = next((f.span for f in find_circumstances(text) if f.value == "children"), (0, 1))
    assert concerns_a_child(text, named) is holds
