"""How a draft is held against what its complaint states."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.benchmarks.taken_up import first_facts, taken_up
from tests.factories import conversation
from tests.prompts.briefs import COMPLAINTS, drafter, to_brief
from triage.draft import Draft
from triage.fact_finder import find_facts
from triage.guard import Finding, Rule

TEXT = "Flug KX 208 von Bremen nach Porto: fünf Std. Verspätung, Koffer kaputt, 80 Euro futsch."
FACTS = find_facts(conversation(TEXT, lang="de")).items


@pytest.fixture(scope="module")
def draft() -> Draft:
    return drafter().draft([to_brief(COMPLAINTS[0])])[0]


def test_the_first_two_that_a_reply_can_name_are_asked_for() -> None:
    assert [fact.value for fact in first_facts(FACTS)] == ["KX 208", "Bremen"]


@pytest.mark.parametrize(
    ("reply", "correctly", "nothing_false"),
    [
        ("KX 208 ab Bremen kam viel zu spät, das tut mir leid.", True, True),
        ("Dass KX 208 so spät kam, tut mir leid.", False, True),
        ("Dass Sie so lange warten mussten, tut mir leid.", False, True),
        ("KX 280 ab Bremen kam viel zu spät, das tut mir leid.", False, False),
        ("KX 208 ab Bremen und dann weiter nach Lissabon, das tut mir leid.", False, False),
    ],
)
def test_it_is_named_as_stated_or_not(
    draft: Draft, reply: str, correctly: bool, nothing_false: bool
) -> None:
    found = taken_up(TEXT, FACTS, replace(draft, reply=reply, findings=()))
    assert (found.correctly, found.says_nothing_false) == (correctly, nothing_false)


@pytest.mark.parametrize(
    ("reply", "false"),
    [
        ("Fünf Stunden sind viel zu lang.", False),
        ("Dreihundert Minuten sind viel zu lang.", False),
        ("Sechs Stunden sind viel zu lang.", True),
    ],
)
def test_spans_of_time_may_be_put_in_other_words(draft: Draft, reply: str, false: bool) -> None:
    text = "Fünf Std. am Gate, dann war der Koffer weg."
    facts = find_facts(conversation(text, lang="de")).items
    assert taken_up(text, facts, replace(draft, reply=reply, findings=())).mistaken is false


@pytest.mark.parametrize(
    ("text", "reply", "correctly"),
    [
        ("Vierundzwanzig Minuten gewartet.", "24 Minuten zu warten, ist zu lang.", True),
        ("Vierundzwanzig Minuten gewartet.", "35 Minuten zu warten, ist zu lang.", False),
        ("Jetzt die siebte Woche ohne Netz!", "Und das schon die siebte Woche.", True),
        ("Jetzt die siebte Woche ohne Netz!", "Und das schon die achte Woche.", False),
        ("Tag 14 ohne Netz!", "Seit 14 Tagen ist das nun so.", True),
        ("Tag 14 ohne Netz!", "Seit 15 Tagen ist das nun so.", False),
        ("Day 20. Nothing.", 'You write "Day 20. Nothing."', True),
    ],
)
def test_a_time_is_the_same_in_figures_in_words_and_counted(
    draft: Draft, text: str, reply: str, correctly: bool
) -> None:
    lang = "en" if text.startswith("Day") else "de"
    facts = find_facts(conversation(text, lang=lang)).items
    assert [fact.name for fact in first_facts(facts)] in (["delay_hours"], ["since"])
    assert taken_up(text, facts, replace(draft, reply=reply, findings=())).correctly is correctly


def test_a_blocked_draft_takes_nothing_up(draft: Draft) -> None:
    finding = Finding(Rule.FLIPPANT, True, (0, 1), "No joke here.")
    reply = "KX 208 ab Bremen kam viel zu spät, das tut mir leid."
    assert not taken_up(TEXT, FACTS, replace(draft, reply=reply, findings=(finding,))).correctly
