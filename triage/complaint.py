"""What the model says of a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Topic(StrEnum):
    DELAY = "delay"
    CANCELLATION = "cancellation"
    BAGGAGE_LOST = "baggage_lost"
    BAGGAGE_DAMAGED = "baggage_damaged"
    BOOKING_WEBSITE = "booking_website"
    STAFF_BEHAVIOUR = "staff_behaviour"
    ONBOARD_COMFORT = "onboard_comfort"
    REFUND_BILLING = "refund_billing"
    COMMUNICATION_UNREACHABLE = "communication_unreachable"
    SAFETY_HEALTH = "safety_health"
    ACCESSIBILITY = "accessibility"
    DELIVERY = "delivery"
    OUTAGE = "outage"
    CLEANLINESS = "cleanliness"
    OTHER = "other"
    NONE = "none"


Sentiment = Literal["negative", "neutral", "positive"]
#: Character offsets [start, end) into the mention's text.
Span = tuple[int, int]


@dataclass(frozen=True)
class Assessment:
    """The model's word on one mention; rules make a Grade of it, people a Decision."""

    lang: str
    complaint: bool
    p_complaint: float
    sentiment: Sentiment
    p_sentiment: Mapping[str, float]
    ironic: bool
    p_ironic: float
    #: 0 none … 4 safety, health, vulnerable person, legal threat.
    severity: int
    topic: Topic
    urgent: bool
    needs_reply: bool
    evidence: tuple[Span, ...]
    #: Name and version of the model that said so.
    model: str
    #: Version of this form; readers of stored rows go by it.
    schema: int = 1
    #: The mention's embedding for the precedent search; empty when not asked for.
    embedding: tuple[float, ...] = field(default=(), repr=False, compare=False)
    #: By what it was embedded: embeddings of another encoder say nothing beside it.
    encoder: str = field(default="", repr=False, compare=False)
    #: How sure the topic is; a model that does not say is taken at its word.
    p_topic: float = field(default=1.0, compare=False)
    #: The fewest words that say what went wrong, what the model is surest of first; at most three,
    #: none where it is sure of none.
    gist: tuple[Span, ...] = field(default=(), compare=False)
    #: Passages that say the main trouble so that a reply can quote them, the best first; none where
    #: none will do, or the model was not taught to choose.
    quotable: tuple[Span, ...] = field(default=(), compare=False)
