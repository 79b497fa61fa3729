"""The sentences around the author's own words: right and let through whatever stands in them, and
enough of them wherever we answer."""

from __future__ import annotations

import re

import pytest

from tests.prompts.briefs import shipped
from triage.complaint import Topic
from triage.draft import Register
from triage.guard import RuleGuard, Utterance
from triage.mention import Channel
from triage.playbook import Phrase, Situation

SHIPPED = shipped()
#: Whole sentences, noun phrases, clauses without a subject or with the verb last.
QUOTED = {
    "de": (
        "kein Sitzplatz trotz Reservierung",
        "kam nie an",
        "Der Fahrer hat das Paket über den Zaun geworfen",
        "das Panel für die Klimaanlage nur Dekor ist",
        "Zug fuhr um 8. Im Ticket stand 18",
    ),
    "en": (
        "no seat despite the booking",
        "never turned up",
        "The driver threw the parcel over the fence",
        "when the panel for the air con is only painted on",
        "Train left at 8. The ticket said 18",
    ),
}
#: A quotation begins a sentence or follows a colon, and is never in the middle of our grammar.
STANDS = {
    "de": re.compile(r"(?:^|: )„\{gist\}“(?:[:,] |\.(?: |$))"),
    "en": re.compile(r'(?:^|[.:] )"\{gist\}"(?:: |\.(?: |$))'),
}
REGISTERS: dict[str, tuple[Register, ...]] = {"de": ("du", "sie"), "en": ("neutral",)}
MOODS: dict[str, tuple[int, frozenset[str], int]] = {
    "plain": (2, frozenset(), 10),
    "serious": (3, frozenset({"severe"}), 10),
    "critical": (4, frozenset({"severe", "critical"}), 5),
}


def frames(lang: str, severity: int = 2) -> list[Phrase]:
    playbook = SHIPPED.find(lang, Topic.DELAY, severity)
    return [p for p in playbook.phrases("take_up") if "gist" in p.variables]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_words_of_any_kind_may_stand_in_every_frame(lang: str) -> None:
    for phrase in {*frames(lang), *frames(lang, 4)}:
        assert STANDS[lang].search(phrase.template), phrase.template
        assert "apologise" in phrase.covers or "legal" in phrase.when, phrase.template


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_guard_lets_every_frame_through_whatever_is_quoted(lang: str) -> None:
    rest = {"de": "Bitte schreiben Sie mir.", "en": "Please send me a message."}[lang]
    said = [
        Utterance(
            f"{phrase.render(Situation(register, {'gist': words, 'town': 'in Oxmoor'}))} {rest}",
            words,
            lang,
            to,
        )
        for phrase in {*frames(lang), *frames(lang, 4)}
        if "legal" not in phrase.when
        for register in REGISTERS[lang]
        if not phrase.when & ({"du", "sie"} - {register})
        for words in QUOTED[lang]
        for to in (Channel.X, Channel.REVIEW)
    ]
    found = RuleGuard().check(said)
    assert {one.reply: f for one, f in zip(said, found, strict=True) if f} == {}


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("channel", ["dm", "open", "mail"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_there_are_many_ways_to_say_it(lang: str, channel: str, mood: str) -> None:
    severity, holds, enough = MOODS[mood]
    for register in REGISTERS[lang]:
        words = {"gist": QUOTED[lang][0]}
        here = Situation(register, words, holds | {register, channel, "gist", "first"})
        fitting = [phrase for phrase in frames(lang, severity) if phrase.fits(here)]
        assert len({phrase.render(here) for phrase in fitting}) >= enough
