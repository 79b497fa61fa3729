"""What is said in jest is not quoted back where a trouble names what it is about."""

from __future__ import annotations

from typing import Any

import pytest

from prompts.gist import gist_of
from tests.prompts.briefs import drafter
from tests.prompts.gists import told
from triage.complaint import Topic
from triage.draft import Draft
from triage.severity import Severity

DRAFTER = drafter()
LOST = {
    "en": ("Bravo. [[My suitcase preferred Oslo and never arrived]]. I hear it skis.", "Oslo"),
    "de": (
        "Bravo. [[Mein Koffer ist nicht angekommen, er liebt Oslo]]. Er lernt jetzt Ski.",
        "Oslo",
    ),
}


def answered(text: str, lang: str, p_ironic: float, **assessed: Any) -> Draft:
    assessed = {"topic": Topic.BAGGAGE_LOST, **assessed}
    made = told(text, lang=lang, ironic=p_ironic >= 0.5, p_ironic=p_ironic, **assessed)
    return DRAFTER.draft([made])[0]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(("p_ironic", "quotes"), [(0.1, True), (0.55, True), (0.7, False)])
def test_a_jest_is_answered_by_the_trouble_it_is_about(
    lang: str, p_ironic: float, quotes: bool
) -> None:
    text, joke = LOST[lang]
    reply = answered(text, lang, p_ironic).reply
    assert (joke in reply) is quotes
    assert quotes or "Koffer" in reply or "suitcase" in reply or "bag" in reply


def test_a_jest_that_no_trouble_knows_is_quoted() -> None:
    reply = answered("Bravo. [[Lamps in the rain, how scenic]].", "en", 0.9, topic=Topic.OTHER)
    assert '"Lamps in the rain, how scenic"' in reply.reply


def test_a_trouble_that_stands_elsewhere_is_not_what_the_jest_is_about() -> None:
    text = "[[Today three lamps in the rain, how scenic]]. Please find my lost suitcase."
    assert "three lamps in the rain" in answered(text, "en", 0.9, topic=Topic.OTHER).reply


def test_what_is_critical_is_quoted_in_jest_as_well() -> None:
    text, joke = LOST["en"]
    for rest, quotes in ("", False), (" The insulin in it is missed in hospital.", True):
        severity = Severity.CRITICAL if rest else Severity.FAILURE
        made = answered(text + rest, "en", 0.9, severity=severity)
        assert (joke in made.reply) is quotes


@pytest.mark.parametrize(
    ("text", "trade", "topic"),
    [
        ("[[Meerblick, ja, vom Waschbeckenrand]]. Hach.", "hotel", Topic.ONBOARD_COMFORT),
        ("[[Neue Sitze, Holz mit Bezug]]. Mein Rücken dankt.", "airline", Topic.ONBOARD_COMFORT),
        ("[[Tag neun ohne Nummer]]. Treu bin ich.", "telecom", Topic.COMMUNICATION_UNREACHABLE),
    ],
)
def test_a_trouble_that_says_no_more_than_its_topic_takes_no_jest_s_place(
    text: str, trade: str, topic: Topic
) -> None:
    fields = {"domain": trade}
    assert "„" in answered(text, "de", 0.9, topic=topic, mention_fields=fields).reply


@pytest.mark.parametrize(("p_ironic", "goes_on"), [(0.3, True), (0.5, False)])
def test_a_jest_does_not_go_on_to_the_next(p_ironic: float, goes_on: bool) -> None:
    text = "[[The pier lamps light up the sea]]. Three cod waved back. Charming."
    gist = gist_of(told(text, p_ironic=p_ironic, ironic=True))
    assert gist is not None
    assert ("cod" in gist.quote) is goes_on
