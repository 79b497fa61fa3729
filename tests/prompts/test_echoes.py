"""What a reply takes of the author's text where no fact was found: the matter's name, what the
author was told, the author's own words. Read closely, since a wrong one goes out under our name."""

from __future__ import annotations

import re
from typing import Any

import pytest

from prompts.cases import matter_cases
from prompts.matter import matter_in
from prompts.matter_nouns import nouns_in
from prompts.matter_words import LANGUAGES, matter_words
from prompts.quoting import told
from tests.factories import brief
from tests.prompts.briefs import drafter
from triage.complaint import Topic
from triage.remedy import Remedy

DRAFTER = drafter()
TEA = "Lovely tea. They still have the cups."


def matter(text: str, lang: str) -> dict[str, str]:
    found = matter_in(text, lang, ((0, len(text)),))
    return matter_cases(found, lang, "sie") if found else {}


@pytest.mark.parametrize(
    ("text", "accusative", "dative"),
    [
        ("Aufzug am Markt seit drei Wochen außer Betrieb.", "den Aufzug", "dem Aufzug"),
        ("Meine Rufnummer ist weg.", "Ihre Rufnummer", "Ihrer Rufnummer"),
        ("Der Automat nimmt keine Münzen.", "den Automaten", "dem Automaten"),
        ("Die Öffnungszeiten stimmen nicht.", "die Öffnungszeiten", "den Öffnungszeiten"),
        ("Keine Rampe da, Zug weg.", "die fehlende Rampe", "der fehlenden Rampe"),
        ("Ohne Ersatz wurde der Rückruf abgelehnt.", "den Rückruf", "dem Rückruf"),
    ],
)
def test_a_german_matter_stands_in_its_case(text: str, accusative: str, dative: str) -> None:
    cases = matter(text, "de")
    assert (cases["matter_acc"], cases["matter_dat"]) == (accusative, dative)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The door lock doesn't lock.", "the door lock"),
        ("My kit bag came back torn.", "your kit bag"),
        ("My amp came out in two pieces.", "your amp"),
        ("I'm fine, but there is no ramp at Seaford.", "the missing ramp"),
        ("You lost both bags and a broken zip on the third.", "the bags"),
        ("No hot water since Friday.", "the lack of hot water"),
    ],
)
def test_an_english_matter_is_theirs_or_ours(text: str, named: str) -> None:
    assert matter(text, "en")["matter"] == named


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Mirrors gorgeous. Bed gorgeous.", "en"),
        ("My mother was left alone for an hour.", "en"),
        ("It was like a bucket of water.", "en"),
        ("Stattdessen bekam ich nichts.", "de"),
        ("Die Dame ist Philologin.", "de"),
        ("Es hat wie ein Aufzug gerumpelt.", "de"),
        ("Ran past in the rain and lost my hat.", "en"),
        ("The drill is superb, the queue at the till was not.", "en"),
        ("Tore my coat at the gate and left it in the broken lift.", "en"),
        ("Thanks, the broken lamp was replaced in a day.", "en"),
        ("There was no queue and no charge.", "en"),
        ("Die Lampe ist nicht kaputt, sie ist nur dunkel.", "de"),
        ("Er stand am Aufzug und war kaputt.", "de"),
        ("Wenn die Heizung kaputt wäre, wüssten wir es.", "de"),
        ("Ich will nur die Korrektur, mehr nicht.", "de"),
        ("Todo mal, el ascensor no funciona.", "es"),
    ],
)
def test_praise_people_comparisons_and_other_languages_are_no_matter(text: str, lang: str) -> None:
    assert matter(text, lang) == {}


def test_in_a_long_text_only_the_evidence_counts() -> None:
    text = "The lift was broken. " + "We walked on by the sea. " * 20 + "The shower was broken too."
    start = text.index("The shower")
    found = matter_in(text, "en", ((start, len(text)),))
    assert found is not None
    assert found.noun.name == "shower"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_lists_can_be_found(lang: str) -> None:
    words = matter_words(lang)
    for key, noun in words.nouns.items():
        sentence = f"The {noun.name} again." if lang == "en" else f"Mit {noun.name} ist etwas."
        assert any(key in n.name.lower() for n, _ in nouns_in(sentence, lang)), noun


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('The driver said "not my problem" and left.', "not my problem"),
        ("App schreibt „wird heute noch zugestellt“. Wird es nicht.", "wird heute noch zugestellt"),
        ("Delay repay refused because the train “ran as planned”.", "ran as planned"),
        ('I said "not my problem" and left.', None),
        ('We stayed at the "Sunny Side Inn" for a week.', None),
        ('He said "you fat old cow" to my wife.', None),
        ('They wrote "that will be 120 € please".', None),
        ('They said "ask @petra_m about it".', None),
    ],
)
def test_what_the_author_was_told_is_quoted_if_it_can_be(text: str, answer: str | None) -> None:
    assert told(text, (), whole=True) == answer


def test_words_that_hurt_are_not_said_again_and_irony_is_not_quoted() -> None:
    rude = brief('The desk said "do that at home" to my dad.', topic=Topic.STAFF_BEHAVIOUR)
    dry = brief("No lift, no stairs, no problem.", topic=Topic.OTHER, ironic=True)
    for draft in DRAFTER.draft([rude, dry]):
        assert '"' not in draft.reply


def test_a_topic_that_is_a_guess_is_not_answered_as_if_it_were_sure() -> None:
    guess = brief("The carriage smelled of fish all the way.", topic=Topic.DELIVERY, p_topic=0.4)
    sure = brief(
        "The parcel never came.", topic=Topic.DELIVERY, mention_fields={"domain": "parcel"}
    )
    strange = brief(
        "My vegan meal was ham.", topic=Topic.DELIVERY, mention_fields={"domain": "airline"}
    )
    assert [d.playbook for d in DRAFTER.draft([guess, sure, strange])] == [
        "other",
        "delivery",
        "other",
    ]


@pytest.mark.parametrize(
    ("text", "assessed", "playbook"),
    [
        ("Perfect. They still have it.", {"p_topic": 0.4, "p_complaint": 0.75}, "light"),
        ("Perfect. They still have it.", {"p_topic": 0.4, "p_complaint": 0.85}, "other"),
        ("Perfect. They still have it.", {"p_topic": 0.4, "p_complaint": 0.75, "severity": 3},
         "other"),
        ("Thank you, the lovely seat was broken.", {"p_topic": 0.4}, "other"),
        ("The tea was a bit weak.", {"p_complaint": 0.52}, "light"),
        ("The tea was a bit weak.", {"p_complaint": 0.65, "sentiment": "positive"}, "light"),
        (TEA, {"p_complaint": 0.65, "sentiment": "positive"}, "small_talk"),
        (TEA, {"p_complaint": 0.52, "sentiment": "negative"}, "light"),
        (f"{TEA[:-1]}?", {"p_complaint": 0.52, "sentiment": "positive"}, "light"),
        ("The tea was a bit weak.", {"p_complaint": 0.65}, "other"),
        ("The railing gave.", {"p_complaint": 0.52, "topic": Topic.SAFETY_HEALTH}, "safety_health"),
        ("Two hours late and no word.", {"p_complaint": 0.52, "topic": Topic.DELAY}, "delay"),
    ],
)  # fmt: skip
def test_what_may_be_no_complaint_is_answered_lightly(
    text: str, assessed: dict[str, Any], playbook: str
) -> None:
    assert DRAFTER.draft([brief(text, **{"topic": Topic.OTHER} | assessed)])[0].playbook == playbook


def test_irony_is_spoken_of_only_where_it_is_sure() -> None:
    for sure, spoken in ((0.6, False), (0.9, True)):
        told = brief("What a day.", topic=Topic.OTHER, ironic=True, p_ironic=sure)
        assert ("ironic" in DRAFTER.plan(told).situation.conditions) is spoken


def test_a_named_defect_is_passed_on_besides() -> None:
    told = brief("Door lock doesn't lock.", topic=Topic.SAFETY_HEALTH, severity=4)
    plan = DRAFTER.plan(told)
    assert plan.situation.words["matter"] == "the door lock"
    assert "defect" in plan.situation.conditions


def test_nobody_who_cannot_hear_is_offered_a_call() -> None:
    offer = Remedy("personal_call", None, "critical-call")
    text = "The gate was changed by loudspeaker and I was left behind, alone, at night. I am deaf."
    called = brief(text, topic=Topic.ACCESSIBILITY, severity=4, remedy=offer)
    plan = DRAFTER.plan(called)
    assert {"personal_call", "blind_or_deaf"} <= plan.situation.conditions
    assert not re.search(
        r"call you|ring you|speak with you|phone", DRAFTER.draft([called])[0].reply
    )
