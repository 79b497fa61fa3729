"""Which topic's playbook answers a brief: only one that is sure, and that the trade knows."""

from __future__ import annotations

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


def topic_of(brief: Brief, sure: float = SURE_TOPIC) -> Topic:
    """What the playbook is chosen by: a topic that is a guess, or that this trade does not know,
    would make us answer another complaint; then only what is certain is taken up."""
    topic, domain = brief.assessment.topic, brief.conversation.mention.domain
    strange = domain in _NOT_IN.get(topic, ())
    return Topic.OTHER if strange or brief.assessment.p_topic < sure else topic
