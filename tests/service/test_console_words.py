"""The interface in two languages: nothing untranslated, nothing left out, nothing broken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import service.console
from prompts.vocabulary import ALONE
from service.console import labels
from service.console.doctor_words import detail
from service.console.history import remark, sentence
from service.console.labels import say
from service.console.stated import value_in_words
from service.console.words import Words, translations
from tests.prompts.briefs import COMPLAINTS, drafter, to_brief
from triage.case import Event, Status
from triage.complaint import Topic
from triage.decision import DecisionKind
from triage.facts import Fact
from triage.guard import Rule
from triage.guard_patterns import ADVICE
from triage.mention import Channel
from triage.outcome import Outcome
from triage.pause import PAUSED
from triage.remedy import Money
from triage.severity import Severity, Urgency
from triage.wording_files import names

FOLDER = Path(str(service.console.__file__)).parent
NOON = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)


def words(code: Any) -> Words:
    return Words(code, translations(code), ZoneInfo("Europe/Berlin"))


def texts_in_the_code() -> set[str]:
    found = extract_from_dir(
        FOLDER,
        [("**.py", "python"), ("templates/**.html", "jinja2")],
        keywords={"_": None, "N_": None, "words": None},
    )
    return {message for _, _, message, _, _ in found if isinstance(message, str) and message}


@pytest.fixture(scope="module")
def german() -> Catalog:
    with (FOLDER / "locale" / "de.po").open("rb") as file:
        return read_po(file, locale="de")


def test_every_text_of_the_pages_is_in_the_german_catalogue(german: Catalog) -> None:
    translated = {str(m.id) for m in german if m.id and m.string and not m.fuzzy}
    # What the guard advises stands with its patterns.
    needed = texts_in_the_code() | {*ADVICE.values()}
    assert needed - translated == set()
    assert translated - needed == set()


def test_a_translation_fills_in_what_the_text_fills_in(german: Catalog) -> None:
    for message in german:
        placeholders = re.findall(r"%\(\w+\)s", str(message.id))
        assert sorted(re.findall(r"%\(\w+\)s", str(message.string))) == sorted(placeholders)


@pytest.mark.parametrize(
    ("names", "of"),
    [
        (labels.STATUS, Status), (labels.TOPIC, Topic), (labels.SEVERITY, Severity),
        (labels.SEVERITY_MEANS, Severity), (labels.URGENCY, Urgency), (labels.CHANNEL, Channel),
        (labels.DECISION, DecisionKind), (labels.OUTCOME, Outcome), (labels.RULE, Rule),
    ],
)  # fmt: skip
def test_every_word_of_the_domain_has_a_name(names: Mapping[Any, str], of: type[Enum]) -> None:
    assert set(names) == set(of)


def test_every_circumstance_has_a_name() -> None:
    assert set(names("circumstances")) <= set(labels.CIRCUMSTANCE)


def test_whatever_is_asked_for_and_whoever_travels_has_a_name() -> None:
    asked = {name.replace("_", " ") for name in names("asks") + names("requests")}
    assert asked - {"not", "request"} == set(labels.ASK)
    assert set(names("travellers")) == set(labels.TRAVELLERS)


@pytest.mark.parametrize(
    ("name", "value", "in_german"),
    [
        ("ask", "call back", "ein Rückruf"), ("travellers", "wheelchair", "jemand im Rollstuhl"),
        ("circumstance", "cold", "Kälte"), ("delay_hours", 1.5, "1,5"), ("place", "Porto", "Porto"),
        ("booking_code", "X7KQ2M", "••••••"),
    ],
)  # fmt: skip
def test_a_stated_fact_is_said_in_the_readers_words(
    name: str, value: str | float, in_german: str
) -> None:
    assert value_in_words(words("de"), Fact(name, value, (0, 1))) == in_german


def test_every_playbook_that_answers_has_a_name() -> None:
    answers = {drafter().plan(to_brief(c)).playbook.name for c in COMPLAINTS} | {*ALONE, PAUSED}
    assert answers <= set(labels.PLAYBOOK)
    assert say(words("de"), "playbook", "baggage_lost") == "Verlorenes Gepäck"
    assert say(words("en"), "playbook", Topic.OTHER) == "the general one"


def test_a_word_nobody_has_named_is_shown_as_it_is() -> None:
    assert say(words("de"), "topic", "loyalty_programme") == "loyalty_programme"
    assert say(words("de"), "reason", "") == ""


def test_dates_numbers_and_money_follow_the_language() -> None:
    de, en = words("de"), words("en")
    assert de.moment(NOON) == "23. Nov. 2026, 13:05"
    assert en.moment(NOON) == "23 Nov 2026, 13:05"
    assert (de.percent(0.56), en.percent(0.56)) == ("56 %", "56%")
    assert (de.number(1234.5), en.number(1234.5)) == ("1.234,5", "1,234.5")
    fifty = Money(Decimal(50), "EUR")
    assert (de.money(fifty), en.money(fifty)) == ("50 €", "€50")
    odd = Money(Decimal("12.50"), "EUR")
    assert (de.money(odd), en.money(odd)) == ("12,50 €", "€12.50")
    assert de.span(timedelta(hours=2).total_seconds()) == "2 Std."
    assert en.ago(180) == "3 minutes ago"


@pytest.mark.parametrize(
    ("kind", "details", "in_english", "in_german"),
    [
        ("assessed", {"topic": "delay", "severity": 2},
         "Assessed: Delay, severity Failure", "Eingeschätzt: Verspätung, Schwere: Panne"),
        ("decided", {"version": 2, "decision": "edit", "name": "Anna"},
         "Draft 2: edited and approved", "Entwurf 2: geändert und freigegeben"),
        ("escalated", {"reason": "overdue"}, "Escalated: overdue", "Eskaliert: überfällig"),
        ("escalated", {"reason": "100 % %(x)s"},
         "Escalated: 100 % %(x)s", "Eskaliert: 100 % %(x)s"),
        ("escalated", {"reason": None}, "Escalated", "Eskaliert"),
        ("publish_failed", {"reason": "The inbox refused the reply (400)."},
         "Not published: The inbox refused the reply (400).",
         "Nicht veröffentlicht: Der Eingang hat die Antwort abgelehnt (400)."),
        ("corrected", {"said": {"severity": 2}, "was": {"severity": 2}},
         "Confirmed: severity 2", "Bestätigt: Schwere 2"),
        ("corrected", {"said": {"severity": 2}, "was": {"severity": 1}},
         "Corrected: severity 2", "Berichtigt: Schwere 2"),
        ("dismissed", {}, "Dismissed", "Aussortiert"),
        ("reminded", {}, "Three quarters of the time for this reply have passed",
         "Drei Viertel der Zeit für diese Antwort sind um"),
        ("closed", {"outcome": "recovered"}, "Closed: recovered", "Abgeschlossen: wieder gut"),
        ("assigned", {"to": "ben", "to_name": "Ben"}, "Handed over to Ben", "Übergeben an Ben"),
        ("assigned", {"to": "kulanz", "to_name": "K"}, "Taken by K", "Übernommen von K"),
        ("assigned", {"to": None}, "Given back to all", "An alle zurückgegeben"),
        ("something_new", {"x": 1}, "something_new", "something_new"),
    ],
)  # fmt: skip
def test_the_history_speaks_both_languages(
    kind: str, details: dict[str, Any], in_english: str, in_german: str
) -> None:
    event = Event(NOON, kind, "kulanz", details)
    assert sentence(event, words("en")) == in_english
    assert sentence(event, words("de")) == in_german


def test_a_decision_keeps_its_reason_and_its_place() -> None:
    event = Event(NOON, "decided", "anna", {"surface": "slack", "reason": "zu steif"})
    assert remark(event, words("de")) == "in Slack – zu steif"


@pytest.mark.parametrize(
    ("said", "in_german"),
    [
        ("1 at work", "1 am Werk"),
        ("None at work: start `kulanz work`.", "Keiner am Werk: `kulanz work` starten."),
        ("None at work: start `kulanz serve`.", "Keiner am Werk: `kulanz serve` starten."),
        ("No reply goes out to blog: The inbox's address is no http(s) address.",
         "An blog geht keine Antwort hinaus: Die Adresse des Eingangs ist keine http(s)-Adresse."),
        ("No address for replies: social, blog.", "Keine Adresse für Antworten: social, blog."),
        ("no_such_channel. Until then cases are decided in the console only.",
         "no_such_channel. Bis dahin wird nur in der Konsole entschieden."),
        ("PostgreSQL", "PostgreSQL"),
    ],
)  # fmt: skip
def test_the_doctor_speaks_german_too(said: str, in_german: str) -> None:
    assert detail(words("de"), said) == in_german
    assert detail(words("en"), said) == said
