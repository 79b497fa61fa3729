"""What sending a window off does, once it is known who acts on what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from service.slack.acts import Acts, Looked
from service.slack.answers import Answer, close_all, errors, update
from service.slack.modals import EDITED, ESCALATED, REJECTED, WHY, WORDS, edit_modal
from service.slack.payloads import View
from service.slack.windows import (
    HANDED_OVER,
    INSTRUCTION,
    REDRAFTED,
    SNOOZED,
    TO,
    UNTIL,
    UNTIL_OWN,
    WISHES,
)
from triage.decision import DecisionKind
from triage.errors import ReplyBlocked, SnoozeRefused
from triage.guard import Finding
from triage.mention import clean_text
from triage.snooze import snooze_times
from triage.wish import Wish


@dataclass(frozen=True)
class Sent(Looked):
    """Somebody who may, what they saw, and the window that they sent off."""

    view: View


def _edited(acts: Acts, sent: Sent) -> Answer:
    """Asks for a reason first where the guard has hints; what it stops is refused."""
    typed, why = sent.view.typed(WORDS), sent.view.typed(WHY)
    hints = _hints(acts, sent, typed)
    if hints and not why.strip():
        return update(edit_modal(sent.subject, acts.signature_of(sent), typed=typed, hints=hints))
    acts.decide(sent, DecisionKind.EDIT, reply=typed, reason=why if hints else "")
    return close_all() if sent.view.stands_on_another else Answer()


def _hints(acts: Acts, sent: Sent, typed: str) -> list[Finding]:
    """What the guard found and a person may overrule; none where it stops the text anyway."""
    words = clean_text(typed).strip()
    if not words:
        raise ReplyBlocked((), "The reply is empty.")
    whole = acts.signature_of(sent).added_to(words, sent.subject.case.channel)
    found = acts.decisions.check(sent.seen.case_id, whole)
    return [] if any(finding.blocking for finding in found) else [*found]


def _rejected(acts: Acts, sent: Sent) -> Answer:
    acts.decide(sent, DecisionKind.REJECT, reason=sent.view.typed(WHY))
    return Answer()


def _escalated(acts: Acts, sent: Sent) -> Answer:
    acts.decide(sent, DecisionKind.ESCALATE, reason=sent.view.typed(WHY))
    return Answer()


def _handed_over(acts: Acts, sent: Sent) -> Answer:
    to = acts.desk.desks.approver(sent.view.chosen(TO))
    if to is None:
        return errors(**{TO: sent.subject.words("Please choose somebody.")})
    acts.handling.assign(sent.seen.case_id, sent.approver, to, surface="slack")
    return Answer()


def _snoozed(acts: Acts, sent: Sent) -> Answer:
    until = _until(acts, sent.view)
    acts.handling.snooze(sent.seen.case_id, sent.approver, until, surface="slack")
    return Answer()


def _until(acts: Acts, view: View) -> datetime:
    own = view.input(UNTIL_OWN).selected_date_time
    if own is not None:
        try:
            return datetime.fromtimestamp(own, UTC)
        except (OverflowError, ValueError, OSError):
            raise SnoozeRefused("This is no time. Please choose another one.") from None
    times = snooze_times(acts.clock(), acts.desk.hours)
    if view.chosen(UNTIL) not in times:
        raise SnoozeRefused("Please choose a time.")
    return times[view.chosen(UNTIL)]


def _redrafted(acts: Acts, sent: Sent) -> Answer:
    chosen = {option.value for option in sent.view.input(WISHES).selected_options}
    wishes = [wish for wish in Wish if wish in chosen]
    acts.redraft(sent, wishes, sent.view.typed(INSTRUCTION))
    return Answer()


#: By the window's name; each raises the errors of what it calls.
SENT_OFF: dict[str, Callable[[Acts, Sent], Answer]] = {
    EDITED: _edited,
    REJECTED: _rejected,
    ESCALATED: _escalated,
    HANDED_OVER: _handed_over,
    SNOOZED: _snoozed,
    REDRAFTED: _redrafted,
}
#: The input beside which is said why a window did not go through.
MAIN_INPUT = {
    EDITED: WORDS,
    REJECTED: WHY,
    ESCALATED: WHY,
    HANDED_OVER: TO,
    SNOOZED: UNTIL,
    REDRAFTED: INSTRUCTION,
}
