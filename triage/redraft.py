"""Another draft for a mention that has one: alternatives to choose from, or a new version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from triage.case import Case
from triage.complaint import Assessment
from triage.desk import Desk
from triage.draft import Brief, Draft
from triage.errors import CaseNotOpenForDecision, WishNotFollowed
from triage.event import KULANZ
from triage.mention import Conversation
from triage.pause import Pause
from triage.wish import Wanted, Wish

#: What was wanted, and the draft that heeds it.
Alternative = tuple[Wish, Draft]


def alternatives(
    desk: Desk,
    case: Case,
    assessment: Assessment,
    conversation: Conversation,
    wishes: Iterable[Wish],
    now: datetime,
) -> tuple[Alternative, ...]:
    """A draft for each wish that makes a difference: other words than the present draft's and than
    each other's, and none that the guard stops. None at all while drafts are paused."""
    if _pause(desk, case, now):
        return ()
    asked = list(dict.fromkeys(wishes))
    wanted = [Wanted(frozenset({wish})) for wish in asked]
    drafts = desk.draft([_brief(desk, case, assessment, conversation, w, now) for w in wanted])
    said = {_present(case).reply}
    found = []
    for wish, draft in zip(asked, drafts, strict=True):
        if not draft.blocked and draft.reply not in said:
            said.add(draft.reply)
            found.append((wish, draft))
    return tuple(found)


def ensure_can_redraft(desk: Desk, case: Case, wanted: Wanted, now: datetime) -> None:
    """Before anything is begun. Raises WishNotFollowed or CaseNotOpenForDecision."""
    pause = _pause(desk, case, now)
    if pause:
        raise WishNotFollowed("Drafts on this topic are paused by %(name)s.", name=pause.by_name)
    desk.drafter.ensure_follows(wanted, _present(case))


def redraft(
    desk: Desk,
    case: Case,
    assessment: Assessment,
    conversation: Conversation,
    wanted: Wanted,
    now: datetime,
) -> Draft:
    """The draft that is to replace the case's present one.

    Raises WishNotFollowed when it can't be done, changes nothing, or the guard stops the outcome.
    """
    ensure_can_redraft(desk, case, wanted, now)
    (draft,) = desk.draft([_brief(desk, case, assessment, conversation, wanted, now)])
    present = _present(case)
    if (draft.reply, draft.remedy) == (present.reply, present.remedy):
        raise WishNotFollowed("The new draft would be the same as the present one.")
    if draft.blocked:
        why = next(finding.why for finding in draft.findings if finding.blocking)
        raise WishNotFollowed("The guard stops the new draft. %(why)s", why=why)
    return draft


def redraft_wanted(case: Case, now: datetime, *, by: str, wanted: Wanted, surface: str) -> Case:
    """A person wants another draft; this one can be decided on until it is there."""
    return case.noted(
        now, "redraft_wanted", by, version=case.draft_version, wishes=sorted(wanted.wishes),
        instruction=wanted.instruction, surface=surface,
    )  # fmt: skip


def redrafted(case: Case, draft: Draft, now: datetime) -> Case:
    """With the next version of the draft on the same mention. The time due stays as it was."""
    case.ensure_open_for(case.draft_version)
    version = case.draft_version + 1
    case = replace(case, draft=draft, draft_version=version, first_approval=None)
    return case.noted(now, "drafted", KULANZ, version=version)


def _brief(
    desk: Desk,
    case: Case,
    assessment: Assessment,
    conversation: Conversation,
    wanted: Wanted,
    now: datetime,
) -> Brief:
    granted = desk.ledger.granted([case.id]).get(case.id)
    brief = desk.brief(
        conversation, assessment, granted, desk.ledger.budgets(now),
        version=case.draft_version, case_id=case.id,
    )  # fmt: skip
    brief = replace(brief, present=_present(case), wanted=wanted)
    return replace(brief, remedy=None) if Wish.WITHOUT_REMEDY in brief.wishes else brief


def _present(case: Case) -> Draft:
    if case.draft is None:
        raise CaseNotOpenForDecision("This case has no draft yet.")
    return case.draft


def _pause(desk: Desk, case: Case, now: datetime) -> Pause | None:
    return desk.pauses.current(now).get(_present(case).topic)
