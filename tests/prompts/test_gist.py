"""A reply says what went wrong first: what the model points at, before all that stands elsewhere in
the complaint."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from prompts.echoes import echoes
from prompts.gist import gist_of
from tests.prompts.briefs import drafter
from tests.prompts.gists import passage, told
from triage.complaint import Topic
from triage.mention import Channel
from triage.playbook import sentences
from triage.wish import Wanted, Wish

DRAFTER = drafter()


def reply(text: str, **assessed: Any) -> str:
    return DRAFTER.draft([told(text, **assessed)])[0].reply


@pytest.mark.parametrize(
    ("text", "p_complaint", "quotes"),
    [
        ("[[The driver carried six boxes up here]], so kind.", 0.52, False),
        ("[[The driver carried six boxes up here]], so kind.", 0.9, True),
        ("[[Was it a box that went up there]]? Tell me.", 0.52, False),
        ("[[Three legs on my new lamp]].", 0.48, True),
        ("[[The lamp came broken into six bits]].", 0.52, True),
        ("[[Six lamps went up at dawn]].", 0.65, True),
        ("[[Six lamps went up at dawn]]. Best night of my life.", 0.65, False),
    ],
)
def test_what_may_be_praise_is_not_quoted(text: str, p_complaint: float, quotes: bool) -> None:
    gist = gist_of(told(text, p_complaint=p_complaint))
    assert gist is not None
    assert bool(gist.quote) is quotes


@pytest.mark.parametrize(
    ("text", "sentiment", "quotes"),
    [
        ("[[Three legs on my new lamp]]. Thanks, lovely.", "positive", False),
        ("[[Three legs on my new lamp]].", "neutral", True),
        ("[[My lamp is missing a leg]].", "neutral", True),
    ],
)
def test_who_is_content_is_not_quoted(text: str, sentiment: str, quotes: bool) -> None:
    gist = gist_of(told(text, p_complaint=0.5, sentiment=sentiment))
    assert gist is not None
    assert bool(gist.quote) is quotes


@pytest.mark.parametrize(
    ("text", "lang", "quotes"),
    [
        ("Packaging 10/10. [[The strap tore on day one]].", "en", True),
        ("They closed the chat on me. [[The strap tore on day one]].", "en", True),
        ("[[Der Riemen ist gerissen]], die Hotline sagt selber schuld.", "de", True),
        ("[[Der Riemen ist gerissen]], da bin ich selber schuld.", "de", False),
        ("[[The strap tore on day one]], and that's on me.", "en", False),
        ("[[Der Riemen ist gerissen]], selber schuld.", "de", False),
    ],
)
def test_who_says_that_all_is_well_is_not_quoted(text: str, lang: str, quotes: bool) -> None:
    gist = gist_of(told(text, lang=lang, p_complaint=0.8))
    assert gist is not None
    assert bool(gist.quote) is quotes


@pytest.mark.parametrize("channel", list(Channel))
def test_an_amount_is_quoted_by_e_mail_alone(channel: Channel) -> None:
    """There only the author reads it, whose amount it is."""
    text = "[[Lamps worth $80 left in the rain]]."
    assert passage(text, "en") == "Lamps worth [amount] left in the rain"
    said = reply(text, mention_fields={"channel": channel}, topic=Topic.OTHER)
    assert ("$80" in said) is (channel is Channel.EMAIL)


def test_the_gist_is_the_first_sentence_and_the_apology() -> None:
    said = reply("Tea at four. [[Blackout curtains four inches short]].", topic=Topic.OTHER)
    assert '"Blackout curtains four inches short"' in said
    assert len(re.findall(r"\b(?:sorry|apologi[sz]e)", said)) == 1


def test_a_trouble_in_the_gist_says_it_in_its_own_words() -> None:
    said = reply("[[The wifi was dead all night]]. We had booked.", topic=Topic.OTHER)
    assert "wifi" in said
    assert '"' not in said


def test_a_trouble_elsewhere_is_not_the_matter() -> None:
    text = "I was on hold for two hours at first. {}Then Kasper left the lamps in the rain{}."
    elsewhere = reply(text.format("", ""), topic=Topic.OTHER)
    pointed = reply(text.format("[[", "]]"), topic=Topic.OTHER)
    assert "lamps in the rain" in pointed
    assert "lamps in the rain" not in elsewhere


def test_the_next_step_is_the_topics_and_no_general_sentence_follows() -> None:
    text = "Line dead again? No: [[the technician rang at the wrong house]]."
    made = told(text, topic=Topic.OUTAGE)
    plan = DRAFTER.plan(made)
    assert plan.playbook.name == "outage"
    assert all(p.tells or p.when & {"warmer", "formal"} for p in plan.playbook.phrases("own"))
    unsure = DRAFTER.plan(replace(made, assessment=replace(made.assessment, p_topic=0.3)))
    assert unsure.playbook.name == "other"


@pytest.mark.parametrize(
    ("text", "lang", "happened"),
    [
        ("Guten Tag. [[Der Zug stand zwei Stunden]].", "de", "der Zug zwei Stunden stand"),
        ("Sorry, but [[my bag didn't make it]].", "en", "your bag didn't make it"),
        ("My bag didn't make it. [[Desk shut at noon]].", "en", None),
    ],
)
def test_a_clause_is_told_back_where_it_holds_the_gist(
    text: str, lang: str, happened: str | None
) -> None:
    words = echoes(told(text, lang=lang), lang, "sie" if lang == "de" else "neutral")
    assert words.get("happened") == happened
    assert ("gist" in words) is (happened is None)


@pytest.mark.parametrize("severity", [1, 2, 3, 4])
@pytest.mark.parametrize("ironic", [False, True])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_it_is_said_whatever_the_manner(lang: str, ironic: bool, severity: int) -> None:
    text = {
        "de": "So. [[Die Lampen standen im Regen]].",
        "en": "So. [[Two lamps left in the rain]].",
    }
    made = told(text[lang], lang=lang, topic=Topic.OTHER, severity=severity, ironic=ironic)
    for wishes in ([], [Wish.WARMER], [Wish.MORE_FORMAL]):
        wanted = replace(made, wanted=Wanted(frozenset(wishes)))
        said = DRAFTER.draft([wanted])[0].reply
        assert "Lampen" in said or "lamps left in the rain" in said


def test_in_grief_no_death_is_quoted() -> None:
    grief = reply("[[My father died on Sunday and the lamps were out]].")
    assert '"' not in grief
    for fault in ("The wreath came to the wrong door", "You still send bills to my late father"):
        assert f'"{fault}"' in reply(f"My father died on Sunday. [[{fault}]].")


@pytest.mark.parametrize(
    ("text", "said"),
    [("[[Lamps left in the rain]].", "„Lamps left in the rain“"),
     ("[[Why is there no ramp at the door]]?", "„Why is there no ramp at the door?“")],
)  # fmt: skip
def test_in_the_other_language_the_author_s_words_stand_as_they_are(text: str, said: str) -> None:
    made = told(text, topic=Topic.OTHER)
    other = replace(made, wanted=Wanted(frozenset({Wish.OTHER_LANGUAGE})))
    draft = DRAFTER.draft([other])[0]
    assert draft.lang == "de"
    assert said in draft.reply


def test_no_model_points_at_it_and_all_is_as_it_was() -> None:
    said = reply("Lovely tea. Blackout curtains four inches short.", topic=Topic.OTHER)
    assert '"Blackout' not in said


def test_drafts_with_it_differ_in_how_they_open() -> None:
    text = "[[Blackout curtains four inches short]]."
    made = told(text, topic=Topic.OTHER)
    several = (
        replace(made, conversation=replace(c, mention=replace(c.mention, id=f"m{n}")))
        for n in range(40)
        for c in [made.conversation]
    )
    assert len({sentences(draft.reply)[0] for draft in DRAFTER.draft([*several])}) > 12


@pytest.mark.parametrize(("severity", "twice"), [(3, True), (4, False)])
def test_where_somebody_is_in_danger_the_room_is_for_what_is_done(
    severity: int, twice: bool
) -> None:
    smell = "[[The stairwell smells of gas]]. Please call us on the phone of our neighbour."
    text = f"{smell} [[The line ends in a beep, and nobody came]]. We stood outside."
    for channel, both in ((Channel.X, twice), (Channel.EMAIL, True)):
        gist = gist_of(told(text, severity=severity, mention_fields={"channel": channel}))
        assert gist is not None
        assert ("beep" in gist.quote) is both


def test_a_language_whose_words_we_do_not_have_is_answered_all_the_same() -> None:
    said = reply("[[Le train n'est jamais venu]], deux heures de froid.", lang="fr")
    assert said
    assert "jamais" not in said
