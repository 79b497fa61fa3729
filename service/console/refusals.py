"""Why a form of the case page did not go through, in words; what was typed is shown again."""

from __future__ import annotations

from dataclasses import dataclass

from service.console.case_view import CaseView
from service.console.choices import WhyNot
from service.console.labels import say
from service.console.marking import N_
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
    SecondApproverNeeded,
    SnoozeRefused,
    StaleDraft,
    StatusChangeNotAllowed,
    TriageError,
    WishNotFollowed,
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

#: Why somebody may not send a reply.
_WHY_NOT = {
    WhyNot.OTHER_QUEUE: N_("This case is in another queue. Who may decide it: %(names)s."),
    WhyNot.ABOVE_CEILING: N_("This case is above your ceiling. Who may decide it: %(names)s."),
    WhyNot.APPROVED_ALREADY: N_("You have approved this already. Who may besides: %(names)s."),
    WhyNot.OVER_BUDGET: N_("This is more than the budget has left. Who may: %(names)s."),
}

#: What else is refused in these words where it is done.
_SAID_THERE = (
    N_("%(name)s may not send this reply. Who can take it: %(names)s."),
    N_("There is no such approver."),
)

#: What a form can be refused for and the page explains.
REFUSALS = (
    ReplyBlocked,
    ApproverMayNot,
    GrantedBefore,
    NoSuchRemedy,
    CaseNotOpenForDecision,
    SnoozeRefused,
    StatusChangeNotAllowed,
    WishNotFollowed,
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
    if isinstance(error, SnoozeRefused):
        return Refusal(
            words("The case was not put off."),
            words("Choose a time in the next two weeks. What is critical can't wait."),
        )
    if isinstance(error, WishNotFollowed):
        return Refusal(words("There is no new draft."), _not_followed(words, error))
    if isinstance(error, StaleDraft):
        return Refusal(
            words("There is a newer draft than the one you saw."),
            words("Your text is kept. Compare it with the new draft, then send what is right."),
        )
    if isinstance(error, SecondApproverNeeded):
        return Refusal(
            words("You have approved this already."),
            words("It goes out when another person approves it too."),
        )
    if type(error) in _NOT_GRANTED:
        headline, detail = _NOT_GRANTED[type(error)]
        return Refusal(words(headline), words(detail))
    if isinstance(error, ApproverMayNot):
        return Refusal(words("Nothing was done."), _said(words, error))
    if isinstance(error, AlreadyDecided) and case.decision:
        return Refusal(words("Somebody was faster."), decided_by(case.decision, words))
    now = say(words, "status", case.status)
    return Refusal(words("This can't be done now."), words("The case is: %(status)s.", status=now))


def may_not_send(words: Words, view: CaseView) -> str:
    """What keeps somebody from sending the reply, and who may."""
    if view.why_not is None:
        return ""
    names = ", ".join(view.who_may) or words("nobody in the policy")
    return words(_WHY_NOT[view.why_not], names=names)


def _said(words: Words, error: TriageError) -> str:
    """In the reader's language, as is "nobody in the policy" in place of names."""
    filled = {k: words(str(v)) if k == "names" else v for k, v in error.filled.items()}
    return words(error.sentence, **filled)


def _not_followed(words: Words, error: WishNotFollowed) -> str:
    if not error.instruction:
        return say(words, "reason", str(error))
    return words(
        "The playbooks can't follow “%(instruction)s”. They can write shorter, warmer, more"
        " formally, without remedy, in the other language or in other words. For anything else,"
        " please edit the text yourself.",
        instruction=error.instruction,
    )


def decided_by(decision: Decision, words: Words) -> str:
    """Who decided what, and when."""
    return words(
        "%(name)s, %(time)s: %(decision)s.",
        name=_names(decision, words),
        time=words.moment(decision.decided_at),
        decision=say(words, "decision", decision.kind),
    )


def _names(decision: Decision, words: Words) -> str:
    """Everybody whose word it took."""
    if decision.first_approver_name is None:
        return decision.approver_name
    return words(
        "%(first)s and %(second)s",
        first=decision.first_approver_name, second=decision.approver_name,
    )  # fmt: skip
