"""Which topic's playbook answers a brief: only one that is sure, and that the trade knows."""

from __future__ import annotations

import re

from prompts.lightness import SURE_TOPIC
from triage.complaint import Topic
from triage.draft import Brief

_TRAVEL = ("airline", "airport", "rail", "transit", "hotel")
_NO_TRAVEL = ("bank", "energy", "insurance", "parcel", "retail", "telecom")
_NOT_IN = {
    Topic.DELIVERY: (*_TRAVEL, "bank", "insurance"),
    Topic.BAGGAGE_LOST: _NO_TRAVEL,
    Topic.BAGGAGE_DAMAGED: _NO_TRAVEL,
}

_BAGGAGE = (Topic.BAGGAGE_LOST, Topic.BAGGAGE_DAMAGED)
#: A bag that somebody wears is no baggage: who waits with a full one needs no search for it.
_WORN = re.compile(
    r"\b(?:catheter|stoma|ostomy|colostomy|ileostomy|urine|wee|leg|feeding)[ -]bag\b"
    r"|\b(?:katheter|stoma|urin|bein)beutel\b",
    re.IGNORECASE,
)
_CHECKED_IN = re.compile(
    r"\b(?:suitcases?|luggage|baggage|carousel|\w*koffer\w*|\w*gepäck\w*)\b", re.IGNORECASE
)


def topic_of(brief: Brief, sure: float = SURE_TOPIC) -> Topic:
    """What the playbook is chosen by: a topic that is a guess, or that this trade does not know,
    would make us answer another complaint; then only what is certain is taken up."""
    topic, mention = brief.assessment.topic, brief.conversation.mention
    strange = mention.domain in _NOT_IN.get(topic, ())
    if topic in _BAGGAGE:
        strange |= bool(_WORN.search(mention.text)) and not _CHECKED_IN.search(mention.text)
    return Topic.OTHER if strange or brief.assessment.p_topic < sure else topic
