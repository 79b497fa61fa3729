"""Drafts as the guard lets them through: checked, and said in other words where it stops them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from triage.draft import Brief, Draft, utterance
from triage.ports import Drafter, Guard

#: How often a draft that the guard stops is said in other words.
_OTHER_WORDS = 2


def checked_drafts(drafter: Drafter, guard: Guard, briefs: Sequence[Brief]) -> list[Draft]:
    """Drafts with the guard's findings on them. A first draft that the guard stops is tried in
    other words."""
    drafts = _checked(drafter, guard, briefs)
    for _ in range(_OTHER_WORDS):
        stopped = [i for i, brief in enumerate(briefs) if _is_stopped(brief, drafts[i])]
        if not stopped:
            break
        again = [replace(briefs[i], version=drafts[i].variant + 1) for i in stopped]
        for i, other in zip(stopped, _checked(drafter, guard, again), strict=True):
            drafts[i] = other
    return drafts


def _checked(drafter: Drafter, guard: Guard, briefs: Sequence[Brief]) -> list[Draft]:
    drafts = drafter.draft(briefs)
    found = guard.check(
        [
            utterance(d.reply, b.conversation, b.assessment, d)
            for b, d in zip(briefs, drafts, strict=True)
        ]
    )
    return [
        replace(draft, findings=findings) for draft, findings in zip(drafts, found, strict=True)
    ]


def _is_stopped(brief: Brief, draft: Draft) -> bool:
    """What an approver asked for is told to them as it is."""
    return draft.blocked and not draft.is_blank and brief.present is None
