"""What people decided, as examples in the form that training reads.

One line for each conversation as it stood when somebody judged it, with what they said of it; and
one for each reply that they sent. Personal data is masked; whoever had everything erased is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from service.learning.masking import masked, without_sign_off
from service.store.database import Database
from service.store.decided import DecidedCase, decided_since
from triage.case import Event
from triage.decision import Decision, DecisionKind
from triage.draft import Draft
from triage.edits import Change, edit_of
from triage.mention import Role, Turn
from triage.outcome import Outcome

#: From the beginning.
EVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class _Judged:
    """What was said of a conversation at one point of it."""

    round: int
    at: datetime
    labels: dict[str, Any] = field(default_factory=dict)
    decision: dict[str, Any] | None = None

    def add(self, labels: Mapping[str, Any], at: datetime) -> None:
        self.labels |= labels
        self.at = max(self.at, at)


def examples_of(database: Database, since: datetime = EVER) -> Iterator[dict[str, Any]]:
    """Every example of what was decided or corrected since then."""
    with database.read() as session:
        for case in decided_since(session, since):
            yield from _of_case(case)


def _of_case(case: DecidedCase) -> Iterator[dict[str, Any]]:
    judged: dict[int, _Judged] = {}
    for decision in case.decisions:
        _judge(judged, case, decision)
    for event in case.corrections:
        # After the decisions: what somebody says of a case outright counts more.
        at = judged.setdefault(event.details["round"], _Judged(event.details["round"], event.at))
        at.add(_corrected(event), event.at)
    for one in judged.values():
        record = _record(case, one)
        if record is not None:
            yield record
    yield from _replies(case)


def _judge(judged: dict[int, _Judged], case: DecidedCase, decision: Decision) -> None:
    found = _draft_of(case, decision)
    if found is None:
        return
    drafted_at, draft = found
    round = max((s.round for s in case.said if s.at <= drafted_at), default=1)
    one = judged.setdefault(round, _Judged(round, decision.decided_at))
    told = _told(case, decision, draft)
    one.decision = told
    one.add(_labels(decision, draft, told), decision.decided_at)


def _draft_of(case: DecidedCase, decision: Decision) -> tuple[datetime, Draft] | None:
    """What the program last wrote before it; a text of a first approver's is no draft of ours."""
    versions = [version for version in case.drafts if version <= decision.draft_version]
    return case.drafts[max(versions)] if versions else None


# -- labels --------------------------------------------------------------------------------------


def _labels(decision: Decision, draft: Draft, told: Mapping[str, Any]) -> dict[str, Any]:
    """What a decision says of the conversation: nothing, where a draft is rejected or escalated."""
    if decision.kind is DecisionKind.NOT_A_COMPLAINT:
        return {"complaint": False}
    if not decision.sends:
        return {}
    labels: dict[str, Any] = {"complaint": True, "needs_reply": True}
    if Change.REWRITTEN not in told["change"]["kinds"]:
        # What was kept of the draft answers its topic.
        labels["topic"] = str(draft.topic)
    return labels


def _corrected(event: Event) -> dict[str, Any]:
    labels = dict(event.details["said"])
    if labels.get("complaint") is False:
        return {"complaint": False} | {k: v for k, v in labels.items() if k == "ironic"}
    if labels.get("severity") or labels.get("topic"):
        # Only a complaint has either.
        labels["complaint"] = True
    return labels


# -- what is written -----------------------------------------------------------------------------


def _told(case: DecidedCase, decision: Decision, draft: Draft) -> dict[str, Any]:
    names = [case.case.author.name]
    told: dict[str, Any] = {
        "kind": str(decision.kind),
        "reason": masked(decision.reason, names),
        "draft": masked(draft.reply, names),
        "playbook": draft.playbook,
        # What was wanted of it before it was decided on.
        "wishes": sorted(draft.wishes),
        "change": {"kinds": [], "replaced": []},
        "outcome": case.outcomes.get(decision.draft_version),
    }
    if decision.reply is not None:
        reply = without_sign_off(decision.reply)
        edit = edit_of(draft, reply, decision.remedy)
        told["sent"] = masked(reply, names)
        told["change"] = {
            "kinds": sorted(edit.kinds),
            "replaced": [[masked(r.before, names), masked(r.after, names)] for r in edit.replaced],
        }
    return told


def _record(case: DecidedCase, judged: _Judged) -> dict[str, Any] | None:
    turns = _turns(case, judged.round)
    if not turns or turns[-1].role is not Role.CUSTOMER:
        # The author deleted what they wrote.
        return None
    assessment = case.case.assessment
    return {
        "source": "decisions",
        "at": judged.at.isoformat(),
        "conversation": {
            "id": case.case.id,
            "lang": assessment.lang if assessment else None,
            "channel": str(case.case.channel),
            "turns": [
                {"role": str(t.role), "text": masked(t.text, [case.case.author.name])}
                for t in turns
            ],
        },
        "labels": judged.labels,
        "labelled_by": dict.fromkeys(judged.labels, "person"),
        "decision": judged.decision,
    }


def _turns(case: DecidedCase, round: int) -> list[Turn]:
    """What had been said when the author had written so often, oldest first."""
    said = [s for s in case.said if s.round <= round and s.text]
    if not said:
        return []
    before = [r for r in case.replies if r.at and r.at <= said[-1].at]
    merged = [*(Turn(Role.CUSTOMER, s.text, s.at) for s in said), *before]
    return [*case.context, *sorted(merged, key=lambda turn: turn.at or said[0].at)]


def _replies(case: DecidedCase) -> Iterator[dict[str, Any]]:
    """Replies that people found right; not those that made it worse."""
    for decision in case.decisions:
        found = _draft_of(case, decision)
        if decision.draft_version not in case.sent or decision.reply is None or found is None:
            continue
        outcome = case.outcomes.get(decision.draft_version)
        words = [s.text for s in case.said if s.at <= found[0] and s.text]
        if outcome is Outcome.WORSE or not words:
            continue
        names = [case.case.author.name]
        yield {
            "source": "decisions",
            "at": decision.decided_at.isoformat(),
            "id": f"{case.case.id}-{decision.draft_version}",
            "writer": case.case.id,
            "complaint": masked(words[-1], names),
            "reply": masked(without_sign_off(decision.reply), names),
            "lang": found[1].lang,
            "channel": str(case.case.channel),
            "publishable": True,
            "rules": [],
            "outcome": outcome,
        }
