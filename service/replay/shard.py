"""One shard of past conversations through the desk. Knows files as little as the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from service.forms import assessment_form, draft_form, findings_form
from service.lines import Line
from service.replay.past import Past, read_past
from triage.case import AUTHOR, KULANZ, Case, Status
from triage.complaint import Assessment, Topic
from triage.decision import DecisionKind
from triage.desk import Desk
from triage.draft import utterance
from triage.errors import UnreadableMention
from triage.guard import Finding
from triage.mention import Conversation, Turn
from triage.outcome import Outcome, outcome_of
from triage.pause import Pause
from triage.ports import Classifier

#: The desk wants to know what time it is; in replay nothing may depend on that.
_THEN = datetime(2000, 1, 1, tzinfo=UTC)

#: From this probability on the model's own word is taken as a label, where people left none.
SURE = 0.97


@dataclass(frozen=True)
class Replayed:
    """What became of one past conversation."""

    past: Past
    case: Case
    #: The guard's on the historic reply; None where there is none, or nothing to make good.
    historic_findings: tuple[Finding, ...] | None
    outcome: Outcome | None


def replay_shard(desk: Desk, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """One record a line, in order: `{"case", "example"}`, or `{"error"}` for what can't be read."""
    read = [_read(line) for line in lines]
    pasts = [past for past in read if isinstance(past, Past)]
    replayed = iter(_replay(desk, pasts))
    return [
        _record(line, next(replayed))
        if isinstance(past, Past)
        else {"error": {"line": line.number, "error": past}}
        for line, past in zip(lines, read, strict=True)
    ]


def _read(line: Line) -> Past | str:
    if line.document is None:
        return line.error
    try:
        return read_past(line.document, str(line.number))
    except UnreadableMention as error:
        return str(error)


class Foreseen:
    """A classifier that was asked about all conversations beforehand, at once: later rounds are
    few, and batches of a few cost as much as full ones."""

    def __init__(self, classifier: Classifier, conversations: Sequence[Conversation]) -> None:
        self.model = classifier.model
        asked = [*dict.fromkeys(conversations)]
        self._foreseen = dict(zip(asked, classifier.assess(asked), strict=True)) if asked else {}

    def assess(self, conversations: Sequence[Conversation]) -> list[Assessment]:
        return [self._foreseen[conversation] for conversation in conversations]


class AllPaused:
    """Cases are opened, and nothing is drafted."""

    def current(self, at: datetime) -> Mapping[Topic, Pause]:
        return {topic: Pause(topic, KULANZ, KULANZ, at) for topic in Topic}


def _replay(desk: Desk, pasts: Sequence[Past]) -> list[Replayed]:
    then = [conversation for past in pasts for conversation in past.rounds()]
    afterwards = [after for past in pasts if (after := past.afterwards())]
    desk = replace(desk, classifier=Foreseen(desk.classifier, then + afterwards))
    cases = _opened(desk, pasts)
    findings = _historic_findings(desk, pasts, cases)
    outcomes = _outcomes(desk, pasts, cases)
    return [
        Replayed(past, case, findings.get(i), outcomes[i])
        for i, (past, case) in enumerate(zip(pasts, cases, strict=True))
    ]


def _opened(desk: Desk, pasts: Sequence[Past]) -> list[Case]:
    """Turn by turn, as it was known when the customer had written. Only for the last turn a reply
    is written: those before were never to be shown."""
    silent = replace(desk, pauses=AllPaused())
    cases = [_received(past) for past in pasts]
    rounds = [past.rounds() for past in pasts]
    for n in range(max(map(len, rounds), default=0)):
        here = [i for i, conversations in enumerate(rounds) if n < len(conversations)]
        if n:
            for i in here:
                case = replace(cases[i], round=n + 1)
                cases[i] = case.renewed(_THEN, by=AUTHOR, reason="the author wrote again")
        last = [i for i in here if n + 1 == len(rounds[i])]
        before = [i for i in here if n + 1 < len(rounds[i])]
        for at_desk, some in ((desk, last), (silent, before)):
            opened = at_desk.open([(cases[i], rounds[i][n]) for i in some], _THEN)
            for i, case in zip(some, opened, strict=True):
                cases[i] = case
    return cases


def _received(past: Past) -> Case:
    return Case(
        id=past.id, inbox="replay", conversation=past.id, channel=past.mention.channel,
        author=past.mention.author, received_at=_THEN, updated_at=_THEN,
    )  # fmt: skip


def _historic_findings(
    desk: Desk, pasts: Sequence[Past], cases: Sequence[Case]
) -> dict[int, tuple[Finding, ...]]:
    """What the guard says of the replies that were sent to complaints."""
    here, said = [], []
    for i, (past, case) in enumerate(zip(pasts, cases, strict=True)):
        if past.reply is not None and case.status is not Status.DISMISSED:
            here.append(i)
            said.append(utterance(past.reply, past.rounds()[-1], case.assessment))
    return dict(zip(here, desk.guard.check(said), strict=True)) if said else {}


def _outcomes(desk: Desk, pasts: Sequence[Past], cases: Sequence[Case]) -> list[Outcome | None]:
    """Judged by the customer's next words; silent without, None where nobody answered."""
    afterwards = [past.afterwards() for past in pasts]
    conversations = [c for c in afterwards if c is not None]
    assessed = iter(desk.classifier.assess(conversations) if conversations else ())
    outcomes: list[Outcome | None] = []
    for past, case, after in zip(pasts, cases, afterwards, strict=True):
        if after is not None:
            outcomes.append(outcome_of(_assessment(case), next(assessed), after.mention.text))
        else:
            outcomes.append(Outcome.SILENT if past.reply is not None else None)
    return outcomes


def _assessment(case: Case) -> Assessment:
    assert case.assessment is not None, "every opened case is assessed"
    return case.assessment


# -- what is written -----------------------------------------------------------------------------


def _record(line: Line, replayed: Replayed) -> dict[str, Any]:
    past, case = replayed.past, replayed.case
    findings = replayed.historic_findings
    draft = draft_form(case.draft) if case.draft and case.status is not Status.DISMISSED else None
    return {
        "case": {
            "id": past.id,
            "line": line.number,
            "lang": _assessment(case).lang,
            "channel": str(past.mention.channel),
            "status": str(case.status),
            "posted_at": _moment(past.written_at),
            "mention": past.before[-1].text,
            "earlier": _turns(past.before[:-1]),
            "assessment": assessment_form(_assessment(case)),
            "severity": int(case.grade.severity) if case.grade else 0,
            "urgency": str(case.grade.urgency) if case.grade else None,
            "queue": case.route.queue if case.route and draft else None,
            "draft": draft,
            "findings": draft["findings"] if draft else [],
            "replied_at": _moment(past.replied_at),
            "decision": _decision(past, draft),
            "historic_reply": past.reply,
            "historic_findings": None if findings is None else findings_form(findings),
            "next": past.next,
            "outcome": replayed.outcome,
            "labels": past.labels,
        },
        "example": _example(past, _assessment(case)),
    }


def _decision(past: Past, draft: dict[str, Any] | None) -> Mapping[str, str] | None:
    """As it was recorded; else what the words that were sent, and the labels, amount to."""
    if past.decision is not None:
        return past.decision
    if past.labels.get("complaint") is False:
        return {"kind": str(DecisionKind.NOT_A_COMPLAINT), "approver": "", "reason": ""}
    if past.reply is None:
        return None
    same = draft is not None and draft["reply"] == past.reply
    kind = DecisionKind.APPROVE if same else DecisionKind.EDIT
    return {"kind": str(kind), "approver": "", "reason": ""}


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _example(past: Past, assessment: Assessment) -> dict[str, Any] | None:
    """What training reads: people's labels, and the model's word where it is sure."""
    sure = _sure(assessment)
    labels = {**sure, **past.labels}
    if not labels:
        return None
    return {
        "conversation": {
            "id": past.id,
            "lang": assessment.lang,
            "channel": str(past.mention.channel),
            "turns": _turns(past.before),
        },
        "labels": labels,
        "labelled_by": {name: "person" if name in past.labels else "model" for name in labels},
        # Training holds the later ones back.
        "at": at.isoformat() if (at := past.mention.posted_at) else None,
    }


def _sure(assessment: Assessment) -> Mapping[str, Any]:
    sure: dict[str, Any] = {}
    if max(assessment.p_complaint, 1 - assessment.p_complaint) >= SURE:
        sure["complaint"] = assessment.complaint
    if max(assessment.p_sentiment.values()) >= SURE:
        sure["sentiment"] = assessment.sentiment
    if max(assessment.p_ironic, 1 - assessment.p_ironic) >= SURE:
        sure["ironic"] = assessment.ironic
    return sure


def _turns(turns: Sequence[Turn]) -> list[dict[str, str]]:
    return [{"role": str(turn.role), "text": turn.text} for turn in turns]
