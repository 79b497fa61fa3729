"""A case as a row of the database, and the row as a case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from service.store.documents import from_document, to_bytes, to_document
from triage.case import Case, Status
from triage.complaint import Assessment
from triage.correction import Correction
from triage.decision import Decision
from triage.draft import Draft
from triage.mention import Author, Channel
from triage.outcome import Outcome
from triage.routing import Route
from triage.severity import Grade


def from_row(row: sa.Row[Any]) -> Case:
    return Case(
        id=row.id,
        inbox=row.inbox,
        conversation=row.conversation,
        channel=Channel(row.channel),
        author=Author(id=row.author_id, name=row.author_name),
        received_at=row.received_at,
        updated_at=row.updated_at,
        status=Status(row.status),
        revision=row.revision,
        round=row.round,
        answers_round=row.answers_round,
        draft_version=row.draft_version,
        assessment=from_document(Assessment, row.assessment),
        grade=from_document(Grade, row.grade),
        route=from_document(Route, row.route),
        draft=from_document(Draft, row.draft),
        decision=from_document(Decision, row.decision),
        first_approval=from_document(Decision, row.first_approval),
        outcome=Outcome(row.outcome) if row.outcome else None,
        due_at=row.due_at,
        remind_at=row.remind_at,
        replies=row.replies,
        insisted=row.insisted,
        replied_round=row.replied_round,
        correction=from_document(Correction, row.correction),
        assigned_to=row.assigned_to,
        assigned_name=row.assigned_name,
        snoozed_until=row.snoozed_until,
    )


def columns_of(case: Case) -> dict[str, Any]:
    assessment = case.assessment
    columns: dict[str, Any] = {
        "inbox": case.inbox,
        "conversation": case.conversation,
        "channel": case.channel,
        "author_id": case.author.id,
        "author_name": case.author.name,
        "status": case.status,
        "revision": case.revision,
        "round": case.round,
        "answers_round": case.answers_round,
        "draft_version": case.draft_version,
        "replies": case.replies,
        "insisted": case.insisted,
        "replied_round": case.replied_round,
        "assigned_to": case.assigned_to,
        "assigned_name": case.assigned_name,
        "snoozed_until": case.snoozed_until,
        "received_at": case.received_at,
        "updated_at": case.updated_at,
        "due_at": case.due_at,
        "remind_at": case.remind_at,
        "severity": int(case.grade.severity) if case.grade else None,
        "weight": case.grade.weight if case.grade else None,
        "queue": case.route.queue if case.route else None,
        "outcome": case.outcome,
        "lang": assessment.lang if assessment else None,
        "topic": assessment.topic if assessment else None,
        "complaint": assessment.complaint if assessment else None,
        "ironic": assessment.ironic if assessment else None,
        "assessment": to_document(replace(assessment, embedding=())) if assessment else None,
        "grade": to_document(case.grade),
        "route": to_document(case.route),
        "draft": to_document(case.draft),
        "decision": to_document(case.decision),
        "first_approval": to_document(case.first_approval),
        "correction": to_document(case.correction),
    }
    if assessment and assessment.embedding:
        columns["embedding"] = to_bytes(assessment.embedding)
    if case.replies == 1 and any(event.kind == "published" for event in case.events):
        columns["first_reply_at"] = case.updated_at
    return columns
