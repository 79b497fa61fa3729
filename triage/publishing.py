"""The way of an approved reply out: the words that go, and what became of the attempt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from triage.case import Case
from triage.errors import StatusChangeNotAllowed
from triage.event import KULANZ
from triage.signature import Signature
from triage.status import Status


def draft_signed(case: Case, signature: Signature) -> str:
    """The draft as it goes out with that person's approval: what another one approved before keeps
    that one's sign-off. Only of a case that has a draft."""
    assert case.draft is not None, "only what is drafted can be approved"
    first = case.first_approval
    if first and first.reply:
        return first.reply
    return signature.added_to(case.draft.reply, case.channel)


def reply_to_publish(case: Case) -> str:
    """What a person approved. Raises StatusChangeNotAllowed where nobody did."""
    if case.decision is None or case.decision.reply is None:
        raise StatusChangeNotAllowed("Nobody approved a reply for this case.")
    return case.decision.reply


def publishing(case: Case, now: datetime, *, attempt: int, by: str = KULANZ) -> Case:
    return case.to(Status.PUBLISHING).noted(now, "publishing", by, attempt=attempt)


def published(case: Case, now: datetime, *, url: str | None, by: str = KULANZ) -> Case:
    out = replace(
        case.to(Status.PUBLISHED), replies=case.replies + 1, replied_round=case.round, outcome=None
    )
    return out.noted(
        now, "published", by, url=url, reply=out.replies,
        topic=case.draft.topic if case.draft else None,
        playbook=case.draft.playbook if case.draft else "",
        approver=case.decision.approver if case.decision else "",
    )  # fmt: skip


def publish_in_doubt(case: Case, now: datetime, *, reason: str) -> Case:
    """Whether it is out nobody knows: it is looked up before it is sent again."""
    doubted = case.to(Status.PUBLISH_IN_DOUBT)
    return doubted.noted(now, "publish_in_doubt", KULANZ, reason=reason)


def publish_failed(case: Case, now: datetime, *, reason: str, by: str = KULANZ) -> Case:
    return case.to(Status.PUBLISH_FAILED).noted(now, "publish_failed", by, reason=reason)
