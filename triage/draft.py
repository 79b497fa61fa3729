"""What we propose to answer, and what the proposal is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from triage.claims import Claim
from triage.complaint import Assessment, Topic
from triage.facts import Facts
from triage.guard import Finding
from triage.mention import Conversation
from triage.outcome import Precedent
from triage.remedy import Remedy
from triage.severity import Grade, Severity

#: How the author is addressed: German du or Sie; neutral where neither fits (English always).
Register = Literal["du", "sie", "neutral"]


@dataclass(frozen=True)
class Brief:
    """Everything a drafter may know."""

    conversation: Conversation
    assessment: Assessment
    grade: Grade
    facts: Facts
    remedy: Remedy | None
    precedents: tuple[Precedent, ...] = ()
    #: Replies this author already got from us in this conversation; never said twice.
    said_before: tuple[str, ...] = ()
    #: What the law may owe, beside any goodwill.
    claim: Claim | None = None
    #: The goodwill this case was granted before: then there is no second offer.
    granted: Remedy | None = None


@dataclass(frozen=True)
class Draft:
    """A proposed reply. `reply` is the exact public text, `note` is for approvers only."""

    reply: str
    note: str
    lang: str
    register: Register
    topic: Topic
    severity: Severity
    facts: Facts
    remedy: Remedy | None
    statutory_hint: str | None
    playbook: str
    drafter: str
    findings: tuple[Finding, ...] = ()
    schema: int = 1
    #: The same as the hint, for programs; never netted with the remedy.
    claim: Claim | None = None

    @property
    def blocked(self) -> bool:
        return any(finding.blocking for finding in self.findings)


def signed(reply: str, initials: str) -> str:
    """The reply as it goes out: with the initials of whoever approved it.

    >>> signed("Das tut uns leid.", "AB")
    'Das tut uns leid. ^AB'
    """
    return f"{reply} ^{initials}" if initials else reply
