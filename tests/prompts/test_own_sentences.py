"""Which sentences of a draft are ours whatever an author tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prompts.loader import load_voice
from prompts.own_sentences import own_sentences
from tests.prompts.briefs import COMPLAINTS, PROMPTS, drafter, shipped, to_brief
from triage.draft import Brief
from triage.facts import Facts
from triage.familiar import GAP
from triage.playbook import sentences

OURS = own_sentences(shipped(), load_voice(PROMPTS / "voice.md"))
BARE = {
    "en": "This is not what I paid for, and I am really unhappy with you.",
    "de": "Das ist nicht das, wofür ich bezahlt habe, und ich bin richtig sauer auf euch.",
}


def strange(brief: Brief) -> list[str]:
    (draft,) = drafter().draft([brief])
    said = (s for paragraph in draft.reply.split("\n\n") for s in sentences(paragraph))
    return [sentence for sentence in said if sentence not in OURS]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_who_tells_nothing_is_answered_in_our_own_sentences(lang: str) -> None:
    plain = next(c for c in COMPLAINTS if c.lang == lang and c.channel == "x" and not c.ironic)
    bare = plain._replace(text=BARE[lang], earlier=(), topic="other")
    for number in range(5):
        brief = replace(to_brief(bare), facts=Facts(()), version=number)
        assert strange(brief) == []


def test_a_sentence_with_what_the_author_told_is_never_ours() -> None:
    words = {
        str(fact.value): complaint
        for complaint in COMPLAINTS
        for name in ("flight", "train", "place")
        for fact in to_brief(complaint).facts.all(name)
    }
    assert len(words) > 10
    known = " ".join(OURS)
    assert [word for word in words if len(word) > 4 and word in known] == []


def test_a_gap_stands_for_a_fact_and_for_nothing_else() -> None:
    plain = [sentence.replace(GAP, "") for sentence in OURS]
    assert [sentence for sentence in plain if set(sentence) & set("{}<>|")] == []
    assert f"That should have gone differently {GAP}." in OURS
    assert "That should have gone differently at Palma airport." not in OURS
    assert [s for s in OURS if f"„{GAP}“" in s or f'"{GAP}"' in s] == [], "no quotation is ours"
    assert {familiar.lang for familiar in OURS.values()} == {"de", "en"}


def test_the_longest_way_to_say_it_speaks_for_the_others_and_is_ours_too() -> None:
    spoken = {familiar.words for familiar in OURS.values()}
    made_up = {familiar.words for said, familiar in OURS.items() if GAP in said}
    assert spoken - made_up <= OURS.keys()
    assert len(spoken) < len(OURS)
