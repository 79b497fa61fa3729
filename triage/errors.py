"""Everything that can go wrong, named after the business fact.

TriageError
├── UnreadableMention        what came in can't be read as a mention
├── UnreadablePolicy         the policy file breaks a rule
├── UnreadablePlaybook       a playbook file breaks a rule
│   └── MissingVariable      a phrase uses a word the program can't fill
├── UnreadableModel          a model folder is damaged or does not fit
├── ModelFolderTaken         there is a model in that folder already
├── UnreadableExamples       a file of labelled texts is in no form we know
├── CaseNotFound
├── CaseNotOpenForDecision   somebody was first, or it is not waiting for anybody
│   ├── AlreadyDecided
│   └── StaleDraft           the person saw an older draft than the present one
├── StatusChangeNotAllowed   the state machine says no
├── ApproverMayNot           not on this queue, or above the ceiling
│   └── OverBudget           the queue's budget does not cover this remedy any more
├── GrantedBefore            this case was granted its remedy
├── NoSuchRemedy             the policy has none of that kind for this case
├── ReplyBlocked             the guard stops this text
└── DeliveryError            what became of one attempt to publish
    ├── NotDelivered         certainly not published; may be tried again
    ├── DeliveryInDoubt      may or may not be published; never sent again blindly
    └── DeliveryRefused      certainly not published, and trying again won't help
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage.guard import Finding


class TriageError(Exception):
    """Something the program expected could go wrong did."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())


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


class ModelFolderTaken(TriageError):
    """This folder already holds a model; models are never overwritten."""


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


class ApproverMayNot(TriageError):
    """You may not decide this case."""


class OverBudget(ApproverMayNot):
    """The queue's budget for this month does not cover this remedy any more."""


class GrantedBefore(TriageError):
    """This case was granted a remedy already; nothing was granted twice."""


class NoSuchRemedy(TriageError):
    """The policy has no such remedy for this case."""


class ReplyBlocked(TriageError):
    """The guard stops this reply."""

    def __init__(self, findings: tuple[Finding, ...], message: str | None = None) -> None:
        self.findings = findings
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
