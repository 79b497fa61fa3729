"""The light reply, right for praise and complaint alike: it says what the author wrote of."""

from __future__ import annotations

from typing import Any

import pytest

from tests.prompts.briefs import drafter, shipped
from tests.prompts.gists import told
from triage.complaint import Topic
from triage.draft import Draft, utterance
from triage.guard import RuleGuard
from triage.playbook import Phrase, Situation

DRAFTER = drafter()
SAID = {
    "en": "So that was Tuesday. [[The kettle was the color of tea]]. See you in May, cheers.",
    "de": "Das war der Dienstag. [[Der Kessel war braun wie Tee]]. Respekt, bis Mai.",
}
PASSAGE = {"en": 'The kettle was the color of tea"', "de": "Der Kessel war braun wie Tee“"}


def lightly(text: str, lang: str, **assessed: Any) -> Draft:
    """What may be no complaint; the guard has nothing to say about its answer."""
    unsure = {"topic": Topic.OTHER, "p_topic": 0.4, "p_complaint": 0.5, "sentiment": "positive"}
    fields = {"domain": "energy"}
    made = told(text, lang=lang, mention_fields=fields, **unsure | assessed)
    draft = DRAFTER.draft([made])[0]
    said = utterance(draft.reply, made.conversation, made.assessment)
    assert (draft.playbook, RuleGuard().check([said])) == ("light", [()]), draft.reply
    return draft


@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_may_be_no_complaint_hears_its_own_words(lang: str) -> None:
    assert PASSAGE[lang] in lightly(SAID[lang], lang).reply


@pytest.mark.parametrize(
    "text",
    [
        "So that was Tuesday. [[A spoon for 40 euros and a cup]]. Cheers.",
        "So that was Tuesday. [[Is the kettle meant to be brown like old tea?]]",
        "So that was Tuesday, and more tea.",
    ],
)
def test_a_sum_a_question_and_what_is_not_pointed_at_are_not_repeated(text: str) -> None:
    assert '"' not in lightly(text, "en").reply


@pytest.mark.parametrize("lang", ["de", "en"])
def test_there_are_many_ways_to_repeat_it_and_none_says_it_is_wrong(lang: str) -> None:
    book = next(p for p in shipped().alone if (p.lang, p.name) == (lang, "light"))
    ways: list[Phrase] = [p for p in book.phrases("take_up") if "gist" in p.variables]
    here = Situation("sie", {"gist": "tea"}, frozenset({"sie", "gist", "dm"}))
    assert len({way.render(here) for way in ways}) >= 6
    assert not any("apologise" in way.covers for way in ways)
