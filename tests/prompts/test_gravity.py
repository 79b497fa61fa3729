"""What is answered as critical, and with which gravity."""

from __future__ import annotations

import re

import pytest

from prompts.gravity import as_told, tells_who_was_hurt
from tests.factories import brief
from tests.prompts.briefs import drafter
from triage.complaint import Topic
from triage.severity import Severity, Urgency

DRAFTER = drafter()


@pytest.mark.parametrize(
    ("text", "lang", "topic", "told_as"),
    [
        ("Am neuen Herd fehlen die Knöpfe.", "de", Topic.DELIVERY, Severity.SERIOUS),
        ("The cooker came without its knobs.", "en", Topic.DELIVERY, Severity.SERIOUS),
        ("Am neuen Herd schlagen Flammen heraus, Feuer!", "de", Topic.DELIVERY, Severity.CRITICAL),
        ("The cooker caught fire.", "en", Topic.DELIVERY, Severity.CRITICAL),
        ("Ohne Heizung, und meine Mutter ist krank.", "de", Topic.OUTAGE, Severity.CRITICAL),
        ("Zahlen Sie nicht, klagt mein Anwalt.", "de", Topic.REFUND_BILLING, Severity.CRITICAL),
        ("The lift is out again.", "en", Topic.OTHER, Severity.SERIOUS),
        ("The lift is out, and I use a wheelchair.", "en", Topic.OTHER, Severity.CRITICAL),
        ("Seit Stunden kein Strom in der Straße.", "de", Topic.OUTAGE, Severity.SERIOUS),
        ("Kein Strom, und das Atemgerät steht.", "de", Topic.OUTAGE, Severity.CRITICAL),
        ("Kein Strom, die Heimbeatmung läuft auf Akku.", "de", Topic.OUTAGE, Severity.CRITICAL),
        ("No power, and Dad is on a ventilator.", "en", Topic.OUTAGE, Severity.CRITICAL),
        ("No heating with a six week old.", "en", Topic.OUTAGE, Severity.CRITICAL),
        ("Keine Heizung, und das Frühchen friert.", "de", Topic.OUTAGE, Severity.CRITICAL),
        ("We are stuck in your lift.", "en", Topic.OUTAGE, Severity.CRITICAL),
        ("We can't get out of the lift.", "en", Topic.OTHER, Severity.CRITICAL),
        ("Wir stecken im Aufzug fest.", "de", Topic.OUTAGE, Severity.CRITICAL),
        ("Mir sitzed im Lift fescht.", "de", Topic.OTHER, Severity.CRITICAL),
        ("Wir kommen nicht aus dem Lift raus.", "de", Topic.OTHER, Severity.CRITICAL),
        ("The door gave way.", "en", Topic.SAFETY_HEALTH, Severity.CRITICAL),
        ("La porte ne ferme pas.", "fr", Topic.DELAY, Severity.CRITICAL),
    ],
)
def test_critical_is_what_the_text_tells_so(
    text: str, lang: str, topic: Topic, told_as: Severity
) -> None:
    made = brief(text, lang=lang, topic=topic, severity=4)
    assert as_told(made).grade.severity is told_as
    assert as_told(made).grade.urgency is Urgency.HIGH


def test_a_topic_that_is_a_guess_makes_nothing_critical() -> None:
    made = brief("The door gave way.", topic=Topic.SAFETY_HEALTH, severity=4, p_topic=0.4)
    assert as_told(made).grade.severity is Severity.SERIOUS


def test_what_is_graded_lower_stays_as_it_is() -> None:
    made = brief("The cooker came without its knobs.", severity=2)
    assert as_told(made) is made


def test_the_case_keeps_the_severity_it_was_graded_with() -> None:
    made = brief("Am neuen Herd fehlen die Knöpfe.", lang="de", topic=Topic.OTHER, severity=4)
    draft = DRAFTER.draft([made])[0]
    assert draft.severity is Severity.CRITICAL
    assert draft.playbook != "critical"


@pytest.mark.parametrize(
    ("text", "lang", "named"),
    [
        ("Bei der Vollbremsung wurde jemand verletzt.", "de", "verletzt"),
        ("Ausgerutscht, Platzwunde, und niemand hat geholfen.", "de", "verletzt"),
        ("There is mould on the nursery wall.", "en", "[Mm]ould"),
    ],
)
def test_a_critical_reply_names_what_happened(text: str, lang: str, named: str) -> None:
    made = brief(text, lang=lang, topic=Topic.SAFETY_HEALTH, severity=4)
    assert re.search(named, DRAFTER.draft([made])[0].reply)


@pytest.mark.parametrize("version", range(12))
def test_a_letter_with_a_lawyer_in_it_is_answered_dryly(version: int) -> None:
    for text, lang in (
        ("Mein Anwalt setzt Ihnen eine Frist bis Freitag.", "de"),
        ("My solicitor gives you until Friday.", "en"),
    ):
        made = brief(
            text, lang=lang, topic=Topic.SAFETY_HEALTH, severity=4,
            mention_fields={"id": f"letter-{version}"},
        )  # fmt: skip
        reply = DRAFTER.draft([made])[0].reply
        assert "von Herzen" not in reply
        assert "so very sorry" not in reply
        assert "Entschuldigung" in reply or "apologise" in reply


@pytest.mark.parametrize(
    ("lang", "text", "word"),
    [
        (
            "de",
            "Die Lampe fiel von der Decke. Wieso? Meine Tochter hat jetzt sieben Stiche am Kinn.",
            "so schlimm",
        ),
        (
            "en",
            "The lamp came off the ceiling. How come? My son has a broken wrist.",
            "broken wrist",
        ),
    ],
)
def test_who_was_hurt_is_answered_gravely_and_hears_it(lang: str, text: str, word: str) -> None:
    gist = ((0, text.index(".")),)
    made = brief(text, lang=lang, severity=2, topic=Topic.OTHER, gist=gist, quotable=gist)
    assert as_told(made).grade.severity is Severity.SERIOUS
    said = DRAFTER.draft([made])[0].reply
    assert re.search(word, said), said


def test_a_stitch_in_a_coat_hurts_nobody() -> None:
    made = brief("The coat came with loose stitches.", severity=2, topic=Topic.DELIVERY)
    assert as_told(made).grade.severity is Severity.FAILURE


@pytest.mark.parametrize(
    ("text", "lang", "hurt"),
    [
        ("Zwei Zehen gebrochen.", "de", True),
        ("Ich habe mir den Arm gebrochen.", "de", True),
        ("Oma ist im Bad gestürzt.", "de", True),
        ("Mein Koffer kam an, der Handgriff war gebrochen.", "de", False),
        ("Die Armlehne gebrochen, auf intensive Nachfrage nichts.", "de", False),
        ("Der Saum ist von Hand sauber genäht.", "de", False),
        ("I had four stitches in my chin.", "en", True),
        ("She fell on Saturday.", "en", True),
        ("We spent the night in A&E.", "en", True),
        ("The broken handle of my case is another story.", "en", False),
        ("At first I fell for your promises, then the price fell.", "en", False),
        ("I work in A&E and your hotline hung up nine times.", "en", False),
        ("The jumper has dropped stitches in the sleeve.", "en", False),
    ],
)
def test_who_is_hurt_is_somebody(text: str, lang: str, hurt: bool) -> None:
    assert tells_who_was_hurt(brief(text, lang=lang), text) is hurt
