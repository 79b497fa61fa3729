"""What must not go out: the guard's rules and findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.complaint import Span
from triage.mention import Channel


class Rule(StrEnum):
    FLIPPANT = "flippant"
    MARKETING = "marketing"
    BLAME_SHIFT = "blame_shift"
    OVER_PROMISE = "over_promise"
    LEGAL_ADMISSION = "legal_admission"
    PERSONAL_DATA = "personal_data"
    NO_APOLOGY = "no_apology"
    GENERIC_BOILERPLATE = "generic_boilerplate"
    WRONG_LANGUAGE = "wrong_language"
    TOO_LONG = "too_long"
    DENIES_CLAIM_RIGHT = "denies_claim_right"
    DEFENSIVE = "defensive"
    ASKS_PUBLIC_PERSONAL_DATA = "asks_public_personal_data"
    AMOUNT_IN_PUBLIC = "amount_in_public"
    ASSERTS_UNVERIFIED_CAUSE = "asserts_unverified_cause"


@dataclass(frozen=True)
class Finding:
    """One thing the guard saw in a reply."""

    rule: Rule
    blocking: bool
    span: Span
    #: One sentence: what is wrong and what to do instead.
    why: str


#: The tone model's word on one reply: probability by rule.
Tone = Mapping[Rule, float]


@dataclass(frozen=True)
class Utterance:
    """A reply as the guard sees it, with what it answers."""

    reply: str
    complaint: str
    lang: str
    channel: Channel
    public: bool = True
    #: Irony in the complaint makes the tone rule stricter.
    ironic: bool = False
    #: The offer that policy allows here, as words; None when there is none.
    policy_offer: str | None = None
