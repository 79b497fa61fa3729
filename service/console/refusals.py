"""Why a form of the case page did not go through, in words; what was typed is shown again."""

from __future__ import annotations

from dataclasses import dataclass

from service.console.case_view import CaseView
from service.console.marking import N_
from service.console.pages import say
from service.console.words import Words
from triage.decision import Decision
from triage.errors import (
    AlreadyDecided,
    ApproverMayNot,
    CaseNotOpenForDecision,
    GrantedBefore,
    NoSuchRemedy,
    OverBudget,
    ReplyBlocked,
    StaleDraft,
    StatusChangeNotAllowed,
    TriageError,
)

#: Why a remedy is not granted; nothing is sent then.
_NOT_GRANTED: dict[type[TriageError], tuple[str, str]] = {
    OverBudget: (
        N_("The budget does not cover this remedy any more."),
        N_("Nothing was sent. Choose another remedy, or leave it to whoever may go beyond it."),
    ),
    GrantedBefore: (N_("This case was granted a remedy already."), N_("Nothing was sent.")),
    NoSuchRemedy: (N_("There is no such remedy for this case."), N_("Nothing was sent.")),
}

#: What a form can be refused for and the page explains.
REFUSALS = (
    ReplyBlocked,
    ApproverMayNot,
    GrantedBefore,
    NoSuchRemedy,
    CaseNotOpenForDecision,
    StatusChangeNotAllowed,
)


@dataclass(frozen=True)
class Refusal:
    """Why a form did not go through; what the person typed is shown again."""

    headline: str
    detail: str


def refusal(words: Words, error: TriageError, view: CaseView) -> Refusal:
    case = view.case
    if isinstance(error, ReplyBlocked):
        if not error.findings:
            return Refusal(words("There is no text to send."), "")
        return Refusal(words("The guard stops this text."), words("See the findings below it."))
    if isinstance(error, StaleDraft):
        return Refusal(
            words("There is a newer draft than the one you saw."),
            words("Your text is kept. Compare it with the new draft, then send what is right."),
        )
    if type(error) in _NOT_GRANTED:
        headline, detail = _NOT_GRANTED[type(error)]
        return Refusal(words(headline), words(detail))
    if isinstance(error, ApproverMayNot):
        names = ", ".join(view.who_may) or words("nobody in the policy")
        return Refusal(
            words("You may not decide this case."), words("Who may: %(names)s.", names=names)
        )
    if isinstance(error, AlreadyDecided) and case.decision:
        return Refusal(words("Somebody was faster."), decided_by(case.decision, words))
    now = say(words, "status", case.status)
    return Refusal(words("This can't be done now."), words("The case is: %(status)s.", status=now))


def decided_by(decision: Decision, words: Words) -> str:
    """Who decided what, and when."""
    return words(
        "%(name)s, %(time)s: %(decision)s.",
        name=decision.approver_name,
        time=words.moment(decision.decided_at),
        decision=say(words, "decision", decision.kind),
    )
