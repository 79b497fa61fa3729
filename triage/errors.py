"""Everything that can go wrong, named after the business fact.

TriageError
├── UnreadableMention        what came in can't be read as a mention
├── UnreadablePolicy         the policy file breaks a rule
├── UnreadablePlaybook       a playbook file breaks a rule
│   └── MissingVariable      a phrase uses a word the program can't fill
├── UnreadableModel          a model folder is damaged or does not fit
├── DrafterNotReady          the language model that is to write can't be used
│   └── DrafterSilent        its server does not answer now
├── ModelFolderTaken         there is a model in that folder already
├── ModelNotPromoted         a candidate is worse where it matters, or can't be used
├── NothingToRollBackTo      the model that ships is the one in use
├── UnreadableExamples       a file of labelled texts is in no form we know
├── CaseNotFound
├── CaseNotOpenForDecision   somebody was first, or it is not waiting for anybody
│   ├── AlreadyDecided
│   └── StaleDraft           the person saw an older draft than the present one
├── StatusChangeNotAllowed   the state machine says no
├── NotPaused                drafts on this topic are not paused
├── SnoozeRefused            this case, or until then, can't be put off
├── ApproverMayNot           not on this queue, or above the ceiling
│   ├── OverBudget           the queue's budget does not cover this remedy any more
│   └── SecondApproverNeeded two people must approve it, and this one has already
├── GrantedBefore            this case was granted its remedy
├── NoSuchRemedy             the policy has none of that kind for this case
├── WishNotFollowed          the drafter can't do that, or nothing would change
├── ReplyBlocked             the guard stops this text
└── DeliveryError            what became of one attempt to publish
    ├── NotDelivered         certainly not published; may be tried again
    ├── DeliveryInDoubt      may or may not be published; never sent again blindly
    └── DeliveryRefused      certainly not published, and trying again won't help
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage.guard import Finding


class TriageError(Exception):
    """Something the program expected could go wrong did."""

    def __init__(self, sentence: str | None = None, **filled: object) -> None:
        """`sentence` is in English; `filled` goes where it says `%(name)s`."""
        #: As it stands in the code, so that whoever shows it can say it in another language.
        self.sentence = sentence or (self.__doc__ or "").strip()
        self.filled = filled
        said = {name: _said(value) for name, value in filled.items()}
        super().__init__(self.sentence % said if said else self.sentence)


def _said(value: object) -> object:
    return f"{value:%H:%M}" if isinstance(value, datetime) else value


class UnreadableMention(TriageError):
    """This can't be read as a mention."""


class UnreadablePolicy(TriageError):
    """The policy file can't be used."""


class UnreadablePlaybook(TriageError):
    """This playbook can't be used."""


class MissingVariable(UnreadablePlaybook):
    """A phrase of this playbook uses a variable that the program does not have."""


class UnreadableModel(TriageError):
    """This model folder is damaged or does not fit the program."""


class DrafterNotReady(TriageError):
    """The language model that is to write the drafts can't be used."""


class DrafterSilent(DrafterNotReady):
    """The server of the language model does not answer."""


class ModelFolderTaken(TriageError):
    """This folder already holds a model; models are never overwritten."""


class ModelNotPromoted(TriageError):
    """This model is not promoted."""


class NothingToRollBackTo(TriageError):
    """The model that ships is in use: there is none before it."""


class UnreadableExamples(TriageError):
    """This file of labelled texts can't be read."""


class CaseNotFound(TriageError):
    """There is no such case."""


class CaseNotOpenForDecision(TriageError):
    """This case is not waiting for a decision."""


class AlreadyDecided(CaseNotOpenForDecision):
    """Somebody else decided first."""


class StaleDraft(CaseNotOpenForDecision):
    """There is a newer draft than the one you saw. Please look at the case again."""


class StatusChangeNotAllowed(TriageError):
    """The case can't go from its present status to that one."""


class NotPaused(TriageError):
    """Drafts on this topic are not paused."""


class SnoozeRefused(TriageError):
    """This case can't be put off until then."""


class ApproverMayNot(TriageError):
    """You may not decide this case."""


class OverBudget(ApproverMayNot):
    """The queue's budget for this month does not cover this remedy any more."""


class SecondApproverNeeded(ApproverMayNot):
    """You have approved this already; now another person has to."""


class GrantedBefore(TriageError):
    """This case was granted a remedy already; nothing was granted twice."""


class NoSuchRemedy(TriageError):
    """The policy has no such remedy for this case."""


class WishNotFollowed(TriageError):
    """The draft stays as it is: this can't be done."""

    def __init__(
        self, sentence: str | None = None, *, instruction: str = "", **filled: object
    ) -> None:
        #: The approver's own words that the drafter can't follow, if that is why.
        self.instruction = instruction
        super().__init__(
            sentence, **filled, **({"instruction": instruction} if instruction else {})
        )


class ReplyBlocked(TriageError):
    """The guard stops this reply."""

    def __init__(
        self, findings: tuple[Finding, ...], message: str | None = None, reply: str = ""
    ) -> None:
        self.findings = findings
        #: What they are about.
        self.reply = reply
        super().__init__(message or " ".join(finding.why for finding in findings))


class DeliveryError(TriageError):
    """The reply was not confirmed as published."""


class NotDelivered(DeliveryError):
    """The inbox did not take the reply; it will be sent again."""

    def __init__(self, message: str | None = None, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        #: Seconds the inbox asked us to wait, None if it did not say.
        self.retry_after = retry_after


class DeliveryInDoubt(DeliveryError):
    """The inbox may have published the reply; a look-up or a person must say."""

    def __init__(self, message: str | None = None, *, asks_again: bool = False) -> None:
        super().__init__(message)
        #: The inbox answered with an error of its own and knows a repeat by its key, so that the
        #: same delivery may be sent again. False where nobody answered.
        self.asks_again = asks_again


class DeliveryRefused(DeliveryError):
    """The inbox refused the reply for good."""
