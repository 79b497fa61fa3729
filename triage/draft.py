"""What we propose to answer, and what the proposal is made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from triage.claims import Claim
from triage.complaint import Assessment, Topic
from triage.facts import Facts
from triage.guard import Finding, Utterance
from triage.mention import Conversation, Role
from triage.outcome import Precedent
from triage.remedy import Remedy, in_words
from triage.severity import Grade, Severity
from triage.wish import Wanted, Wish, together

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
    #: How many drafts the case has had: another one says it in other words.
    version: int = 0
    #: The draft that is to be replaced, and what an approver wants of the new one.
    present: Draft | None = None
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def wishes(self) -> frozenset[Wish]:
        """All that the new draft is to heed: what the present one does, and what is wanted now."""
        return together(self.present.wishes if self.present else (), self.wanted.wishes)


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
    #: What an approver wanted of it.
    wishes: tuple[Wish, ...] = ()
    #: Which of the many ways to say it: 0 is the first.
    variant: int = 0
    #: False where nobody complains: thanks, a question. Then it says no sorry and owes none.
    apologises: bool = True

    @property
    def is_blank(self) -> bool:
        """Nothing was drafted: a person has to write the reply."""
        return not self.reply

    @property
    def blocked(self) -> bool:
        """Whether it can't go out as it stands."""
        return self.is_blank or any(finding.blocking for finding in self.findings)


def utterance(
    reply: str,
    conversation: Conversation,
    assessment: Assessment | None,
    draft: Draft | None = None,
) -> Utterance:
    """A reply in the context of what it answers, for the guard: in the author's language, or in
    the one that an approver wanted of the draft."""
    mention = conversation.mention
    lang = assessment.lang if assessment else mention.lang
    if draft and Wish.OTHER_LANGUAGE in draft.wishes:
        lang = draft.lang
    return Utterance(
        reply=reply,
        complaint=mention.text,
        lang=lang or "en",
        channel=mention.channel,
        ironic=assessment.ironic if assessment else False,
        policy_offer=in_words(draft.remedy) if draft else None,
        apology_due=draft is None or draft.apologises,
        earlier="\n".join(t.text for t in conversation.earlier if t.role is Role.CUSTOMER),
    )
