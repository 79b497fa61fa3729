"""The whole product on one page: open a case, take the decision, publish, watch the clock.

The desk holds no state and stores nothing: it turns cases into cases. Who calls it (the engine,
replay, the command line, a test) stores what it returns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from triage.case import KULANZ, Case, Status
from triage.claims import claim_of
from triage.complaint import Assessment, Topic
from triage.decision import Decision, DecisionKind
from triage.draft import Brief, Draft
from triage.errors import ReplyBlocked
from triage.fact_finder import find_facts
from triage.guard import Finding, Utterance
from triage.ledger import Budget, EmptyLedger, Grant, Offer, offer_for
from triage.mention import Conversation, Role
from triage.outcome import Outcome, outcome_of
from triage.ports import Classifier, Drafter, Guard, Ledger, Precedents
from triage.remedy import Policy, Remedy
from triage.routing import Approver, Desks, alarm, route
from triage.severity import Severity, grade
from triage.sla import BusinessHours, due_at, is_overdue, remind_at


@dataclass(frozen=True)
class Desk:
    classifier: Classifier
    drafter: Drafter
    guard: Guard
    precedents: Precedents
    policy: Policy
    desks: Desks
    hours: BusinessHours = field(default_factory=BusinessHours)
    ledger: Ledger = field(default_factory=EmptyLedger)

    # -- assess, grade, route, facts, offer, draft, check --------------------------------------

    def open(self, waiting: Sequence[tuple[Case, Conversation]], now: datetime) -> list[Case]:
        """Assess and draft: each received case becomes dismissed, awaiting or escalated."""
        assessed = self.classifier.assess([conversation for _, conversation in waiting])
        assessments = [
            alarmed(in_light_of(case, assessment), conversation)
            for (case, conversation), assessment in zip(waiting, assessed, strict=True)
        ]
        opened = [
            self._after_reply(case, assessment, now)
            for (case, _), assessment in zip(waiting, assessments, strict=True)
        ]
        received = [i for i, case in enumerate(opened) if case.status is Status.RECEIVED]
        granted = self.ledger.granted([opened[i].id for i in received])
        budgets = self.ledger.budgets(now)
        to_draft = [
            (i, self.brief(waiting[i][1], assessments[i], granted.get(opened[i].id), budgets))
            for i in received
        ]
        drafts = self.draft([brief for _, brief in to_draft])
        for (i, brief), draft in zip(to_draft, drafts, strict=True):
            opened[i] = self._awaiting(opened[i], brief, draft, now)
        return opened

    def brief(
        self,
        conversation: Conversation,
        assessment: Assessment,
        granted: Grant | None = None,
        budgets: Mapping[str, Budget] = MappingProxyType({}),
    ) -> Brief:
        """What a drafter gets to know. A case that was granted a remedy is offered none."""
        assessment = alarmed(assessment, conversation)
        graded, topic = grade(assessment), assessment.topic
        facts = find_facts(conversation)
        budget = budgets.get(self.desks.queue_for(topic).name)
        left = budget.left if budget else None
        return Brief(
            conversation=conversation,
            assessment=assessment,
            grade=graded,
            facts=facts,
            remedy=None if granted else self.policy.offer(graded, topic, facts, left),
            precedents=self.precedents.nearest(assessment),
            said_before=tuple(t.text for t in conversation.earlier if t.role is Role.AGENT),
            claim=claim_of(conversation.mention, topic, facts),
            granted=granted.remedy if granted else None,
        )

    def draft(self, briefs: Sequence[Brief]) -> list[Draft]:
        """Drafts with the guard's findings on them."""
        drafts = self.drafter.draft(briefs)
        found = self.guard.check(
            [
                utterance(d.reply, b.conversation, b.assessment)
                for b, d in zip(briefs, drafts, strict=True)
            ]
        )
        return [
            replace(draft, findings=findings) for draft, findings in zip(drafts, found, strict=True)
        ]

    def _after_reply(self, case: Case, assessment: Assessment, now: datetime) -> Case:
        """Dismiss what is no complaint; close a case whose author came round after our reply."""
        if case.replies and case.assessment is not None:
            outcome = outcome_of(case.assessment, assessment)
            if outcome is Outcome.RECOVERED:
                return case.closed(now, outcome=outcome)
            case = replace(case, outcome=outcome)
        if assessment.complaint:
            return case
        return case.dismissed(
            now, by=KULANZ, reason="not a complaint", assessment=assessment, grade=grade(assessment)
        )

    def _awaiting(self, case: Case, brief: Brief, draft: Draft, now: datetime) -> Case:
        due = due_at(brief.grade, now, self.hours)
        text = brief.conversation.mention.text
        where = route(brief.grade, brief.assessment.topic, self.desks, text)
        return case.opened(
            brief.assessment, brief.grade, where, draft,
            due=due, remind=remind_at(now, due), now=now,
        )  # fmt: skip

    # -- a person's decision -------------------------------------------------------------------

    def check_edit(self, case: Case, reply: str, conversation: Conversation) -> tuple[Finding, ...]:
        """What the guard finds in a text a person wrote for this case."""
        assessment = case.assessment
        return self.guard.check([utterance(reply, conversation, assessment)])[0]

    def decide(
        self, case: Case, decision: Decision, approver: Approver, findings: tuple[Finding, ...]
    ) -> Case:
        """Take a person's decision.

        `findings` are the guard's on the text that would go out. Whether the budget covers the
        remedy is for the books to say, when they store it. Raises AlreadyDecided, StaleDraft,
        CaseNotOpenForDecision, ApproverMayNot or ReplyBlocked.
        """
        case.ensure_open_for(decision.draft_version)
        sends = decision.kind in (DecisionKind.APPROVE, DecisionKind.EDIT)
        self.desks.ensure_may(approver, self.queue_of(case), decision.remedy)
        if sends and any(finding.blocking for finding in findings):
            raise ReplyBlocked(tuple(f for f in findings if f.blocking))
        return case.decided(decision)

    # -- what may be granted -------------------------------------------------------------------

    def queue_of(self, case: Case) -> str:
        return case.route.queue if case.route else self.desks.queues[0].name

    def offer(self, case: Case, now: datetime) -> Offer:
        """What may be granted in this case, by the policy and the books."""
        granted = self.ledger.granted([case.id]).get(case.id)
        return offer_for(
            case, self.policy, granted, self.ledger.budgets(now).get(self.queue_of(case))
        )

    def who_may_grant(
        self, queue: str, remedy: Remedy | None, *, over_budget: bool
    ) -> tuple[Approver, ...]:
        """Who may send a reply with this remedy; beyond the budget only those who may go there."""
        may = self.desks.who_may(queue, remedy)
        return tuple(a for a in may if not over_budget or a.id in self.policy.beyond_budget)

    # -- the clock -----------------------------------------------------------------------------

    def watch(self, case: Case, now: datetime) -> Case:
        """Remind at 75 % of the time due, escalate at 100 %. Never publishes."""
        if case.status is not Status.AWAITING or case.due_at is None:
            return case
        if is_overdue(case.due_at, now):
            return case.escalated(now, by=KULANZ, reason="overdue")
        if case.remind_at is not None and now >= case.remind_at:
            return case.reminded(now)
        return case


def utterance(reply: str, conversation: Conversation, assessment: Assessment | None) -> Utterance:
    """A reply in the context of what it answers, for the guard."""
    mention = conversation.mention
    return Utterance(
        reply=reply,
        complaint=mention.text,
        lang=(assessment.lang if assessment else mention.lang) or "en",
        channel=mention.channel,
        ironic=assessment.ironic if assessment else False,
    )


def alarmed(assessment: Assessment, conversation: Conversation) -> Assessment:
    """Where somebody's life or safety is at stake, no doubt of a model's keeps a person from seeing
    it at once: it is as severe and as urgent as can be, complaint or not."""
    if alarm(conversation.mention.text) is None:
        return assessment
    return replace(
        assessment,
        complaint=True,
        sentiment="negative",
        severity=int(Severity.CRITICAL),
        topic=Topic.OTHER if assessment.topic is Topic.NONE else assessment.topic,
        urgent=True,
        needs_reply=True,
    )


def in_light_of(case: Case, assessment: Assessment) -> Assessment:
    """What is known of a case besides its last words.

    Whoever complained and adds a word ("any news?") stays a complainer until answered. And a
    person's word counts more than the model's: a case taken up by hand is answered.
    """
    before = case.assessment
    unanswered = before is not None and before.complaint and not case.replies
    if assessment.complaint or not (unanswered or case.insisted):
        return assessment
    known = before if before is not None and before.complaint else None
    return replace(
        assessment,
        complaint=True,
        topic=known.topic if known else Topic.OTHER,
        severity=known.severity if known else 1,
        ironic=assessment.ironic or (known is not None and known.ironic),
    )
