"""A team that reads German gets cards and windows with no English left on them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from prompts.note import note_for
from service.slack.blocks import card
from service.slack.modals import edit_modal, escalate_modal, reject_modal, too_late_modal
from service.slack.subject import Subject
from service.slack.thread_opening import Background
from service.slack.thread_words import lines
from service.slack.windows import (
    alternatives_modal,
    hand_over_modal,
    loading_modal,
    redraft_modal,
    snooze_modal,
)
from tests.factories import brief
from tests.fakes import ANNA, ANNA_SIGNS
from tests.service.slack.card_states import GERMAN, NOW, STATES, awaiting, drafted, subject
from tests.service.slack.test_personal_words import catalogue
from tests.slack_limits import message_faults, view_faults
from tests.slack_person import words_of
from triage.case import Event
from triage.claims import Claim, Entitlement
from triage.decision import DecisionKind
from triage.facts import Fact, Facts
from triage.guard import Finding, Rule
from triage.guard_patterns import ADVICE
from triage.remedy import Money
from triage.sla import BusinessHours
from triage.snooze import snooze_times
from triage.wish import Wish

#: Whole texts that are other words in German.
ENGLISH = {
    str(message.id)
    for message in catalogue()
    if message.id and message.string != message.id and "%(" not in str(message.id)
} | {*ADVICE.values()}


def in_german(of: Subject) -> Subject:
    return replace(of, words=GERMAN, who_may=("Anna Berg",), editing=("Ben Croft",))


def left(tree: Any) -> list[str]:
    """The English texts in blocks."""
    if isinstance(tree, dict):
        own = tree.get("text")
        here = [own] if isinstance(own, str) and own.strip(" .:·") in ENGLISH else []
        return here + [found for value in tree.values() for found in left(value)]
    return [found for item in tree for found in left(item)] if isinstance(tree, list) else []


@pytest.mark.parametrize("state", STATES)
def test_no_english_is_left_on_a_card(state: str) -> None:
    change, _ = STATES[state]
    shown = card(in_german(subject(change(awaiting()))))
    assert left(shown.blocks) == []
    assert message_faults(shown.blocks) == []
    assert "Antwort" in shown.text


def test_a_note_in_english_is_german_on_a_german_card() -> None:
    """Without names of fields, and without what the card says anyway."""
    found = Facts((Fact("ask", "rebooking", (0, 1)), Fact("order", "4471882", (0, 1))))
    written = note_for(replace(brief(), facts=found), "en", frozenset({"legal"}))
    claim = Claim("delay", (Entitlement("EU261", (Money(Decimal(250), "EUR"),)),), hours=5)
    case = awaiting(note=written, lang="en", facts=found, claim=claim, statutory_hint="A claim")
    told = words_of(card(in_german(subject(case))).blocks)
    for expected in (
        "Rechtsabteilung", "Im Text steht: Gewünscht: Umbuchung; Buchung oder Bestellung: •••••••.",
        "Vor dem Senden prüfen:", "Anspruch: Ein Anspruch ist möglich",
        "vom Programm, Leitfaden: Verspätung",
    ):  # fmt: skip
        assert expected in told
    assert "rebooking" not in told
    assert "Found as" not in told


def test_the_windows_are_german_too() -> None:
    of = in_german(subject(awaiting()))
    hint = Finding(Rule.GENERIC_BOILERPLATE, False, (0, 3), ADVICE["generic_boilerplate"])
    for window in (
        edit_modal(of, ANNA_SIGNS, hints=[hint], told="Neu."),
        reject_modal(of),
        escalate_modal(of),
        hand_over_modal(of, [ANNA]),
        hand_over_modal(of, []),
        snooze_modal(of, snooze_times(NOW, BusinessHours())),
        redraft_modal(of, own_words=True),
        redraft_modal(of, own_words=False),
        loading_modal(of),
        alternatives_modal(of, [(Wish.SHORTER, drafted(of.case))]),
        alternatives_modal(of, []),
        too_late_modal(GERMAN, "Zu spät.", "Sorry."),
    ):
        assert view_faults(window) == []
        assert left(window) == []


def test_what_the_guard_says_is_german_too() -> None:
    finding = Finding(Rule.FLIPPANT, True, (0, 4), ADVICE["flippant"])
    case = awaiting(reply="Haha. Wie schade.", findings=(finding,))
    told = words_of(card(in_german(subject(case))).blocks)
    assert "Hält die Antwort auf: Flapsig (Haha): Das scherzt über eine Beschwerde" in told


def test_the_thread_is_german_too() -> None:
    decided = {"decision": DecisionKind.REJECT, "version": 1, "name": "Ben", "reason": "Zu steif"}
    happened = [
        Event(NOW, "decided", "ben", {**decided, "surface": "console"}),
        Event(NOW, "escalated", "kulanz", {"reason": "overdue"}),
        Event(NOW, "redraft_wanted", "ben", {"name": "Ben", "wishes": ["shorter"]}),
        Event(NOW, "snoozed", "ben", {"name": "Ben", "until": NOW.isoformat()}),
    ]
    blocks, _ = lines([*enumerate(happened, 1)], Background(words=GERMAN), first=True)
    assert left(blocks) == []
    told = words_of(blocks)
    for expected in (
        "Entwurf 1 abgelehnt von Ben in der Konsole: Zu steif.",
        "Eskaliert: überfällig.",
        "Ben möchte einen anderen Entwurf (kürzer).",
        "Zurückgestellt von Ben bis",
    ):
        assert expected in told
