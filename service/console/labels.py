"""What the domain's words are called on the pages. English here, German in the catalogue."""

from __future__ import annotations

from typing import Any

from service.console.choices import WhyNot
from service.console.circumstance_labels import CIRCUMSTANCE as CIRCUMSTANCE
from service.console.fact_labels import (
    ASK as ASK,
    FACT as FACT,
    TRAVELLERS as TRAVELLERS,
)
from service.console.marking import N_
from service.console.words import Words
from service.store.publications import PublicationState
from triage.case import Status
from triage.complaint import Topic
from triage.decision import DecisionKind
from triage.guard import Rule
from triage.mention import Channel
from triage.outcome import Outcome
from triage.pause import PAUSED
from triage.severity import Severity, Urgency
from triage.wish import Wish

STATUS = {
    Status.RECEIVED: N_("being drafted"),
    Status.DISMISSED: N_("dismissed"),
    Status.AWAITING: N_("waiting for a decision"),
    Status.ESCALATED: N_("escalated"),
    Status.APPROVED: N_("approved"),
    Status.REJECTED: N_("rejected"),
    Status.PUBLISHING: N_("being published"),
    Status.PUBLISHED: N_("published"),
    Status.PUBLISH_IN_DOUBT: N_("in doubt"),
    Status.PUBLISH_FAILED: N_("not published"),
    Status.CLOSED: N_("closed"),
}

TOPIC = {
    Topic.DELAY: N_("Delay"),
    Topic.CANCELLATION: N_("Cancellation"),
    Topic.BAGGAGE_LOST: N_("Lost baggage"),
    Topic.BAGGAGE_DAMAGED: N_("Damaged baggage"),
    Topic.BOOKING_WEBSITE: N_("Booking and website"),
    Topic.STAFF_BEHAVIOUR: N_("Staff behaviour"),
    Topic.ONBOARD_COMFORT: N_("Comfort on board"),
    Topic.REFUND_BILLING: N_("Refund and billing"),
    Topic.COMMUNICATION_UNREACHABLE: N_("Nobody reachable"),
    Topic.SAFETY_HEALTH: N_("Safety and health"),
    Topic.ACCESSIBILITY: N_("Accessibility"),
    Topic.DELIVERY: N_("Delivery"),
    Topic.OUTAGE: N_("Outage"),
    Topic.CLEANLINESS: N_("Cleanliness"),
    Topic.OTHER: N_("Something else"),
    Topic.NONE: N_("No topic"),
}

SEVERITY = {
    Severity.NONE: N_("None"),
    Severity.ANNOYANCE: N_("Annoyance"),
    Severity.FAILURE: N_("Failure"),
    Severity.SERIOUS: N_("Serious"),
    Severity.CRITICAL: N_("Critical"),
}

#: Most are named after what they answer.
PLAYBOOK: dict[Any, str] = {
    **CIRCUMSTANCE,
    **TOPIC,
    Topic.OTHER: N_("the general one"),
    "critical": SEVERITY[Severity.CRITICAL],
    "light": N_("perhaps no complaint"),
    "small_talk": N_("small talk"),
    "foreign": N_("a language we do not write in"),
    PAUSED: N_("none: drafts were paused"),
}

#: One sentence each: how bad the harm is.
SEVERITY_MEANS = {
    Severity.NONE: N_("no harm told"),
    Severity.ANNOYANCE: N_("a mild annoyance"),
    Severity.FAILURE: N_("a clear failure with inconvenience"),
    Severity.SERIOUS: N_("a serious loss: money, a missed event, a night stranded"),
    Severity.CRITICAL: N_("safety, health, a vulnerable person or a legal threat"),
}

URGENCY = {
    Urgency.LOW: N_("can wait a little"),
    Urgency.NORMAL: N_("normal urgency"),
    Urgency.HIGH: N_("getting worse fast"),
}

CHANNEL = {
    Channel.X: "X",
    Channel.FACEBOOK: "Facebook",
    Channel.INSTAGRAM: "Instagram",
    Channel.MASTODON: "Mastodon",
    Channel.BLUESKY: "Bluesky",
    Channel.BLOG: N_("Blog"),
    Channel.REVIEW: N_("Review"),
    Channel.EMAIL: N_("Email"),
    Channel.OTHER: N_("Other"),
}

LANGUAGE = {"de": N_("German"), "en": N_("English")}

DECISION = {
    DecisionKind.APPROVE: N_("approved as drafted"),
    DecisionKind.EDIT: N_("edited and approved"),
    DecisionKind.REJECT: N_("rejected"),
    DecisionKind.ESCALATE: N_("escalated"),
    DecisionKind.NOT_A_COMPLAINT: N_("not a complaint"),
}

WISH = {
    Wish.SHORTER: N_("shorter"),
    Wish.WARMER: N_("warmer"),
    Wish.MORE_FORMAL: N_("more formal"),
    Wish.WITHOUT_REMEDY: N_("without remedy"),
    Wish.OTHER_LANGUAGE: N_("in the other language"),
}

OUTCOME = {
    Outcome.RECOVERED: N_("recovered"),
    Outcome.UNCHANGED: N_("unchanged"),
    Outcome.WORSE: N_("worse than before"),
    Outcome.SILENT: N_("no further word"),
}

PUBLICATION = {
    PublicationState.INTENT: N_("about to be sent"),
    PublicationState.SENDING: N_("being sent"),
    PublicationState.PUBLISHED: N_("published"),
    PublicationState.NOT_DELIVERED: N_("not delivered yet"),
    PublicationState.IN_DOUBT: N_("in doubt: it may be out"),
    PublicationState.REFUSED: N_("not published"),
}

RULE = {
    Rule.FLIPPANT: N_("Flippant"),
    Rule.MARKETING: N_("Marketing talk"),
    Rule.BLAME_SHIFT: N_("Blame passed on"),
    Rule.OVER_PROMISE: N_("Promises too much"),
    Rule.LEGAL_ADMISSION: N_("Legal admission"),
    Rule.PERSONAL_DATA: N_("Personal data"),
    Rule.NO_APOLOGY: N_("No apology"),
    Rule.GENERIC_BOILERPLATE: N_("Empty phrase"),
    Rule.WRONG_LANGUAGE: N_("Wrong language"),
    Rule.TOO_LONG: N_("Too long"),
    Rule.DENIES_CLAIM_RIGHT: N_("Denies a claim"),
    Rule.DEFENSIVE: N_("Defensive"),
    Rule.ASKS_PUBLIC_PERSONAL_DATA: N_("Asks for personal data in public"),
    Rule.AMOUNT_IN_PUBLIC: N_("Amount in public"),
    Rule.ASSERTS_UNVERIFIED_CAUSE: N_("Claims an unverified cause"),
}

REMEDY = {
    "voucher": N_("voucher"),
    "miles": N_("miles"),
    "refund": N_("refund"),
    "lounge": N_("lounge access"),
    "rebooking_help": N_("help with rebooking"),
    "personal_call": N_("a personal call"),
}

#: Reasons that the program writes into the history.
REASON = {
    reason: reason
    for reason in (
        N_("severity 4"),
        N_("overdue"),
        N_("the guard stops every draft"),
        N_("drafts are paused"),
        N_("drafts are resumed"),
        N_("not a complaint"),
        N_("the author wrote again"),
        N_("the author edited the post"),
        N_("the author deleted a post"),
        N_("the author deleted the post"),
        N_("new draft wanted"),
        N_("the assessment was corrected"),
        N_("The new draft would be the same as the present one."),
        N_("self-harm"),
        N_("danger to life"),
        N_("threat of violence"),
    )
}

WHY_NOT = {
    WhyNot.OTHER_QUEUE: N_("in another queue"),
    WhyNot.ABOVE_CEILING: N_("above your ceiling"),
    WhyNot.APPROVED_ALREADY: N_("approved by you already"),
    WhyNot.OVER_BUDGET: N_("more than the budget has left"),
}

#: Until when a case can be put off.
SNOOZE = {
    "an_hour": N_("in an hour"),
    "three_hours": N_("in three hours"),
    "tomorrow": N_("tomorrow, when we open"),
    "in_a_week": N_("in a week"),
}

CHECK = {
    "database": N_("Database"),
    "model": N_("Model"),
    "precedents": N_("Precedents"),
    "workers": N_("Workers"),
    "inboxes": N_("Inboxes"),
    "slack": "Slack",
}

IRONIC = {True: N_("with irony"), False: N_("said plainly")}

#: What a candidate is asked beside the model in use.
QUESTION = {
    "complaints_found": N_("complaints found"),
    "ironic_complaints_found": N_("ironic complaints found"),
    "irony_seen": N_("irony seen"),
    "severity_4_seen": N_("severity 4 seen"),
    "hard_negatives_left": N_("what only sounds like a complaint, left alone"),
    "no_complaints_left": N_("what is no complaint, left alone"),
    "topic_right": N_("the topic"),
}

PART = {"held_back": N_("your latest examples"), "safety": N_("our safety set")}

SURFACE = {"console": N_("in the console"), "slack": N_("in Slack"), "api": N_("through the API")}


def say(words: Words, kind: str, key: Any) -> str:
    """What a word of the domain is called: `say(words, "topic", Topic.DELAY)` is `Delay`."""
    names: dict[Any, str] = globals()[kind.upper()]
    return words(names[key]) if key in names else str(key)
