"""What people do with a case beside deciding on it: take it or hand it over, put it off, take an
approval back before the reply leaves, and correct what the model said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from triage.case import Case
from triage.correction import Correction
from triage.draft import Draft
from triage.errors import StatusChangeNotAllowed
from triage.status import OPEN_FOR_DECISION, Status

#: “In an hour”, said twice, is not two different times.
SAME_TIME = timedelta(minutes=1)


def assigned(
    case: Case, now: datetime, *, to: str | None, to_name: str = "", by: str, **by_whom: Any
) -> Case:
    """Taken by somebody or handed over; `to` is an approver's id, None gives it back to all.

    Raises CaseNotOpenForDecision.
    """
    case.ensure_open_for(case.draft_version)
    if to == case.assigned_to:
        return case
    taken = replace(case, assigned_to=to, assigned_name=to_name)
    return taken.noted(now, "assigned", by, to=to, to_name=to_name, **by_whom)


def snoozed(case: Case, now: datetime, *, until: datetime, by: str, **by_whom: Any) -> Case:
    """Put off until then; `Case.woken` ends it. Raises CaseNotOpenForDecision."""
    case.ensure_open_for(case.draft_version)
    if case.snoozed_until is not None and abs(until - case.snoozed_until) < SAME_TIME:
        return case
    put_off = replace(case, snoozed_until=until)
    return put_off.noted(now, "snoozed", by, until=until.isoformat(), **by_whom)


def taken_back(
    case: Case, now: datetime, *, by: str, name: str, surface: str, draft: Draft, status: Status
) -> Case:
    """Waiting again, before the reply left; `status` is what it was before the approval.

    The words that were to go out are a new version, so that no click on the old one, however late
    it arrives, approves them again. Raises StatusChangeNotAllowed.
    """
    if case.status is not Status.APPROVED or status not in OPEN_FOR_DECISION:
        raise StatusChangeNotAllowed("It is too late: this case is %(status)s.", status=case.status)
    version = case.draft_version + 1
    case = replace(case.to(status), decision=None, draft=draft, draft_version=version)
    case = case.noted(now, "taken_back", by, name=name, surface=surface)
    return case.noted(now, "drafted", by, version=version)


def corrected(case: Case, correction: Correction, *, name: str, surface: str) -> Case:
    """A person's word on the assessment; `Case.renewed` then makes a draft that heeds it."""
    said, model = correction.labels, case.assessment
    was = {label: getattr(model, label) for label in said} if model else {}
    return replace(case, correction=correction).noted(
        correction.at, "corrected", correction.by, name=name, said=said, was=was,
        round=correction.round, surface=surface,
    )  # fmt: skip
