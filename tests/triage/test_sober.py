"""An apology of a few words is no quip and no blame; a quip beside it is one. The shipped model."""

from __future__ import annotations

from pathlib import Path

import pytest

import models
from models.tone import HeadToneModel
from triage.guard import Finding, Rule, RuleGuard, Utterance
from triage.mention import Channel
from triage.sober import without_bare_apologies

SHIPPED = Path(models.__file__).parent / "artifacts" / "bilingual" / "11"
COMPLAINTS = {
    "en": "Flight five hours late, nobody told us a thing, my mother is diabetic.",
    "de": "Fünf Stunden Verspätung, niemand sagt etwas, meine Mutter ist Diabetikerin.",
}


@pytest.fixture(scope="module")
def guard() -> RuleGuard:
    return RuleGuard(HeadToneModel.load(SHIPPED))


def said(reply: str, lang: str = "en") -> Utterance:
    return Utterance(reply=reply, complaint=COMPLAINTS[lang], lang=lang, channel=Channel.X)


def blocking(guard: RuleGuard, reply: str, lang: str = "en") -> list[Finding]:
    return [finding for finding in guard.check([said(reply, lang)])[0] if finding.blocking]


@pytest.mark.parametrize(
    "reply",
    ["Das tut mir leid. Es gab eine Störung im System.",
     "Das tut mir leid. Die Gutschrift ist seit gestern unterwegs."],
)  # fmt: skip
def test_the_model_alone_takes_a_bare_apology_amiss(reply: str) -> None:
    alone = HeadToneModel.load(SHIPPED).judge([said(reply, "de")])[0]
    assert max(alone[Rule.FLIPPANT], alone[Rule.BLAME_SHIFT]) >= 0.5


@pytest.mark.parametrize(
    ("lang", "reply"),
    [
        ("en", "I'm sorry. We are looking into it. Please send me a direct message."),
        ("en", "I'm sorry. The engineer comes on Tuesday between 8 and 12."),
        ("en", "I'm sorry. The refund left us yesterday. Please send me a direct message."),
        ("de", "Das tut mir leid. Es gab eine Störung im System."),
        ("de", "Tut mir leid. Es gab eine Störung im System."),
        ("de", "Das tut mir leid. Die Gutschrift ist seit gestern unterwegs."),
    ],
)
def test_a_bare_apology_before_an_account_or_a_step_stops_nothing(
    guard: RuleGuard, lang: str, reply: str
) -> None:
    assert blocking(guard, reply, lang) == []


@pytest.mark.parametrize(
    ("lang", "reply"),
    [
        ("en", "Sorry. Not sorry."),
        ("en", "Sorry. Oops."),
        ("en", "Sorry. It is what it is."),
        ("en", "Sorry. Tough one."),
        ("en", "Sorry. Next time bring a book!"),
        ("en", "Sorry. Sorry. Sorry."),
        ("en", "I'm sorry. The lift had a fault, stairs are good for the heart."),
        ("de", "Das tut uns leid. Früher losfahren hilft."),
        ("de", "Das tut uns leid. Beim nächsten Mal einfach ein Buch mitnehmen."),
        ("de", "Das tut uns leid. Schauen Sie das nächste Mal in die App."),
        ("de", "Das tut mir leid. Geduld ist eine Tugend."),
        ("de", "Das tut mir leid. Ihr Koffer ist unterwegs, er wollte eben auch mal Urlaub."),
    ],
)
def test_a_quip_or_blame_beside_an_apology_is_stopped(
    guard: RuleGuard, lang: str, reply: str
) -> None:
    assert blocking(guard, reply, lang)


def test_an_empty_phrase_beside_an_apology_stays_one(guard: RuleGuard) -> None:
    found = blocking(guard, "I'm sorry. Thank you for your patience.")
    assert Rule.GENERIC_BOILERPLATE in {finding.rule for finding in found}


@pytest.mark.parametrize("rest", ["Tough one.", "It is what it is.", "Next time bring a book!"])
def test_what_is_pointed_at_is_never_the_apology(guard: RuleGuard, rest: str) -> None:
    reply = f"Sorry. {rest}"
    [finding] = blocking(guard, reply)
    assert reply[slice(*finding.span)] == rest


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ("I'm sorry. The lift is out. We apologise.", "The lift is out."),
        ("Tut uns leid. Der Lift steht.", "Der Lift steht."),
        ("Das tut mir leid. Der Lift steht. Tut mir sehr leid.", "Der Lift steht."),
    ],
)
def test_a_sentence_that_only_apologises_is_left_out(reply: str, left: str) -> None:
    assert without_bare_apologies(said(reply)).reply == left


@pytest.mark.parametrize(
    "reply",
    ["I'm sorry about the lamp in your room.", "Sorry! That was us.", "We're sorry, so sorry, you.",
     "Es tut mir leid, dass der Zug nicht kam.", "sorry.... whatever", "Sorry... not.",
     "Please accept our apologies.", "Tut uns leid. Das tut uns leid.", ""],
)  # fmt: skip
def test_an_apology_that_says_more_or_all_there_is_stays(reply: str) -> None:
    assert without_bare_apologies(said(reply)).reply == reply
