"""Every phrasing that ships, rendered once with each form of address and read by the guard."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from prompts.samples import WORDS
from prompts.troubles import how_to_reach_us
from tests.prompts.briefs import shipped
from triage.draft import Register
from triage.guard import RuleGuard, Utterance
from triage.mention import Channel
from triage.playbook import MOVES, Phrase, Playbook, Situation

SHIPPED = shipped()
ALL = (*SHIPPED.playbooks, *SHIPPED.alone, *(trouble.playbook for trouble in SHIPPED.troubles))
CONTACT = "hilfe@aurora-air.example"
#: A rest of a reply: what one phrase alone does not have.
REST = {
    "de": "Das tut mir leid. Bitte schreiben Sie mir eine Direktnachricht.",
    "en": "I'm sorry. Please send me a direct message.",
}
OWN = {"contact": CONTACT, "brand": "Aurora Air"}
SPEAKS_SIE = re.compile(r"\b(?:Sie|Ihnen|Ihr|Ihre[nmrs]?)\b")
SPEAKS_DU = re.compile(r"\b(?:du|dich|dir|dein\w*)\b", re.IGNORECASE)


def phrases(playbook: Playbook) -> Iterator[tuple[str, Phrase]]:
    """What this playbook says itself; what all inherit is read once, with the general one."""
    for move in MOVES:
        for phrase in playbook.phrases(move):
            if phrase.own or playbook.name == "general":
                yield move, phrase


def rendered(playbook: Playbook, phrase: Phrase, register: Register) -> str:
    reach = how_to_reach_us(Situation(register, OWN), playbook.lang)
    return phrase.render(Situation(register, WORDS[playbook.lang] | OWN | reach))


def registers(playbook: Playbook) -> tuple[Register, ...]:
    if playbook.lang == "en":
        return ("neutral",)
    return ("du",) if playbook.name == "child_author" else ("du", "sie")


@pytest.mark.parametrize("playbook", ALL, ids=lambda p: f"{p.lang}-{p.name}")
def test_the_guard_lets_every_phrasing_through(playbook: Playbook) -> None:
    said = [
        rendered(playbook, phrase, register)
        for _, phrase in phrases(playbook)
        for register in registers(playbook)
    ]
    found = RuleGuard(contacts=[CONTACT]).check(
        [
            Utterance(f"{text} {REST[playbook.lang]}", "…", playbook.lang, Channel.FACEBOOK)
            for text in said
        ]
    )
    stopped = {text: findings for text, findings in zip(said, found, strict=True) if findings}
    assert stopped == {}


@pytest.mark.parametrize("playbook", ALL, ids=lambda p: f"{p.lang}-{p.name}")
def test_every_phrasing_is_a_whole_sentence_that_fits_a_short_channel(playbook: Playbook) -> None:
    for move, phrase in phrases(playbook):
        for register in registers(playbook):
            text = rendered(playbook, phrase, register)
            assert not set("{}[]|") & set(text), text
            assert "  " not in text, text
            assert text[0].isupper() or text[0] in '„"', text
            assert len(text) <= 185 or "mail" in phrase.when, text
            if move not in {"greeting", "closing"}:
                assert text[-1] in ".?", text


@pytest.mark.parametrize(
    "playbook", [p for p in ALL if p.lang == "de"], ids=lambda playbook: playbook.name
)
def test_nobody_is_addressed_with_du_and_sie_in_one_breath(playbook: Playbook) -> None:
    for _, phrase in phrases(playbook):
        if "sie" not in phrase.when and "du" in registers(playbook):
            du = rendered(playbook, phrase, "du")
            # At the start of a sentence Sie and Ihr may be "they" and "their"; ours never are.
            assert not SPEAKS_SIE.search(du), du
        if "du" not in phrase.when and "sie" in registers(playbook):
            assert not SPEAKS_DU.search(rendered(playbook, phrase, "sie")), phrase.template


@pytest.mark.parametrize("playbook", SHIPPED.playbooks, ids=lambda p: f"{p.lang}-{p.name}")
def test_no_phrasing_stands_twice(playbook: Playbook) -> None:
    for move in MOVES:
        said = [(p.template, p.when) for p in playbook.phrases(move)]
        assert len(said) == len(set(said)), [t for t in said if said.count(t) > 1]
