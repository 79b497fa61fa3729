"""A complaint that asks is quoted with its mark, and answered as one that asks."""

from __future__ import annotations

from typing import Any

import pytest

from prompts.gist import gist_of
from prompts.gist_questions import asks
from tests.prompts.briefs import drafter
from tests.prompts.gists import passage, quoted, told
from triage.complaint import Topic
from triage.severity import Severity

DRAFTER = drafter()
WHY = "Why does your lift never stop at the ground floor?"
WARUM = "Warum hält der Lift nie im Erdgeschoss?"


def reply(text: str, **assessed: Any) -> str:
    return DRAFTER.draft([told(text, topic=Topic.OTHER, **assessed)])[0].reply


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        (f"[[{WHY}]]", "en", WHY),
        (f"[[{WHY[:-1]}]]??", "en", WHY),
        (f"We were four. @nordlift [[so {WHY[:-1]}]]?!", "en", f"so {WHY}"),
        ("[[The lamp is wet. Who leaves lamps in the yard when it pours]]?", "en",
         "Who leaves lamps in the yard when it pours?"),
        (f"[[@nordlift {WARUM}]]", "de", WARUM),
        ("[[@nordlift is the lift down for all of us]]?", "en", "is the lift down for all of us?"),
        ("[[eine Lampe für vier Betten]]??", "de", "eine Lampe für vier Betten?"),
        ("[[you want me to pay 200 to fix your typo]]?", "en",
         "you want me to pay [amount] to fix your typo?"),
    ],
)  # fmt: skip
def test_it_is_quoted_with_one_mark(text: str, lang: str, words: str) -> None:
    assert passage(text, lang) == words


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("[[Why though]]?", "en"),
        ("[[Can you tell me where my lamp is by now]]?", "en"),
        ("Anyone had their [[lamps left in the rain all night]]?", "en"),
        ("[[Wo muss ich die Lampe melden]]?", "de"),
        ("[[Why is your employee Karen so slow today]]?", "en"),
        ("[[Want to know why the lamp is wet]]?", "en"),
        ("[[I booked three lamps and now want a fourth, can I add one]]?", "en"),
        ("[[Könnt ihr mir sagen, wo die Lampe bleibt]]?", "de"),
        ("[[What kind of ***** leaves a lamp in the rain]]?", "en"),
        ("[[Why is your idiot driver never here]]?", "en"),
    ],
)
def test_favours_insults_and_what_says_nothing_are_not(text: str, lang: str) -> None:
    assert passage(text, lang) is None


def test_what_is_told_goes_before_what_is_asked() -> None:
    text = f"[[{WHY}]] We stood there, [[the lift was out]]."
    assert passage(text, "en") == "the lift was out"


@pytest.mark.parametrize("besides", ["Thanks for the lamp", "Never flying with you again"])
def test_what_comes_of_it_goes_last(besides: str) -> None:
    assert passage(f"[[{besides}]]. [[{WHY}]]", "en") == WHY
    assert passage(f"[[{besides}]].", "en") == besides


@pytest.mark.parametrize(
    ("words", "is_asked"),
    [
        (WHY, True), (WARUM, True), ("four beds, where do the others sleep?", True),
        ("My seat is wet?", False), ("Why it is so", False),
        ("My seat, which is wet?", False), ("Zu spät, wie immer?", False),
    ],
)  # fmt: skip
def test_to_wonder_is_not_to_ask(words: str, is_asked: bool) -> None:
    assert asks(words) is is_asked


@pytest.mark.parametrize(("text", "ask"), [(WHY, ("ask", "question")), (WARUM, ("Frage", "frag"))])
def test_the_reply_speaks_of_a_question(text: str, ask: tuple[str, ...]) -> None:
    lang = "de" if text == WARUM else "en"
    said = reply(f"[[{text}]]", lang=lang)
    assert text in said
    assert any(word in said for word in ask)


def test_what_only_wonders_is_answered_like_any_other() -> None:
    said = reply("[[One lamp for four beds]]?")
    assert '"One lamp for four beds?"' in said
    assert "question" not in said
    assert "ask" not in said


@pytest.mark.parametrize(
    "assessed", [{"severity": Severity.CRITICAL}, {"ironic": True, "p_ironic": 0.9}]
)
def test_it_is_quoted_whatever_else_holds(assessed: dict[str, Any]) -> None:
    assert WHY in reply(f"[[{WHY}]]", **assessed)


def test_a_doubtful_one_that_asks_is_not_quoted() -> None:
    gist = gist_of(told(f"[[{WHY}]]", p_complaint=0.52))
    assert gist is not None
    assert not gist.quote


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("where's my lamp? [[its been 11 weeks]]!!", "where's my lamp? its been 11 weeks"),
        ("Where's the X77? [[Should've been here by ten]].",
         "Where's the X77? Should've been here by ten"),
        ("My lamp is wet? [[its been 11 weeks]].", "its been 11 weeks"),
        ("Can you find my lamp? [[its been 11 weeks]].", "its been 11 weeks"),
        ("Where is my lamp? [[The one that came on Monday was broken]].",
         "Where is my lamp? The one that came on Monday was broken"),
    ],
)  # fmt: skip
def test_a_short_answer_stands_behind_its_question(text: str, quote: str) -> None:
    assert quoted(text, "en") == quote
