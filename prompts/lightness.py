"""Whether what reads like a complaint is a light one, or perhaps none: then a short reply that is
right either way does more than grave words."""

from __future__ import annotations

from dataclasses import replace

from prompts.gist import gist_of
from prompts.gist_doubt import PERHAPS_IRONIC, is_unsure
from prompts.gist_questions import asks
from prompts.gist_telling import names_a_fault
from prompts.quoting import SIGN, wordings
from prompts.situation import is_ironic
from prompts.turning import turn_in
from triage.complaint import Topic
from triage.draft import Brief
from triage.playbook import Situation
from triage.severity import Severity

#: Below this, one topic in three is another.
SURE_TOPIC = 0.65
#: What went wrong is said without it: from here on nine in ten are right, and a step fits.
SURE_IF_SAID = 0.9
#: Below this, friendly words are often no complaint at all.
_HARDLY_IF_FRIENDLY = 0.7
#: From here on it is one, whatever is praised in it: all 13 such texts of the corpus are.
_SURELY_ONE = 0.8
#: What is never answered lightly: these topics, and a text that states any of these facts.
_NEVER_LIGHT = (Topic.SAFETY_HEALTH, Topic.ACCESSIBILITY)
_WEIGHTY = ("circumstance", "delay_hours", "hold_time", "waiting", "missed")


def is_light(brief: Brief) -> bool:
    """Whether it is praise with one thing amiss, or perhaps no complaint at all."""
    said, text = brief.assessment, brief.conversation.mention.text
    if brief.grade.severity > Severity.FAILURE or said.topic in _NEVER_LIGHT:
        return False
    if said.p_complaint >= _SURELY_ONE:
        return False
    if any(fact.name in _WEIGHTY for fact in brief.facts.items) or _points_at_a_fault(brief):
        return False
    friendly = said.sentiment == "positive" and not is_ironic(brief)
    hardly = is_unsure(said) or (friendly and said.p_complaint < _HARDLY_IF_FRIENDLY)
    return hardly or (said.p_topic < SURE_TOPIC and _only_praises(text))


def is_pleasant(brief: Brief) -> bool:
    """Whether a light text praises, tells of no fault and asks nothing: nothing to be sorry for."""
    said, text = brief.assessment, brief.conversation.mention.text
    praises = said.sentiment != "negative" and "?" not in text and _only_praises(text)
    return praises and (said.p_ironic < PERHAPS_IRONIC or not said.complaint)


def repeated(situation: Situation, brief: Brief) -> Situation:
    """With the passage that the model points at, though it may be no complaint: a light reply gives
    thanks for it, and says what it is about."""
    if not brief.assessment.complaint:
        return situation
    sure = replace(brief.assessment, p_complaint=_SURELY_ONE)
    gist = gist_of(replace(brief, assessment=sure))
    if gist is None or not gist.quote or asks(gist.quote) or SIGN.search(gist.quote):
        return situation
    words = {**situation.words, "gist": gist.quote}
    return replace(situation, words=words, conditions=situation.conditions | {"gist"})


def _points_at_a_fault(brief: Brief) -> bool:
    """Whether the words that the model points at tell plainly of one: then it is no guess."""
    said, gist = brief.assessment, gist_of(brief)
    if gist is None:
        return False
    turns = turn_in(brief.conversation.mention.text, said.lang) is not None
    told = bool(gist.quote) and (turns or is_unsure(said))
    return told or names_a_fault(gist.words, said.lang)


def _only_praises(text: str) -> bool:
    """Whether there is a word of praise, and none of a fault: then it may well be meant."""
    return bool(wordings("praise").search(text)) and not wordings("wrong").search(text)
