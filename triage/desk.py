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
from triage.decision import Decision
from triage.draft import Brief, Draft, utterance
from triage.drafting import checked_drafts
from triage.errors import ReplyBlocked, SecondApproverNeeded
from triage.fact_finder import find_facts
from triage.guard import Finding
from triage.ledger import Budget, EmptyLedger, Grant, Offer, offer_for
from triage.mention import Conversation, Role
from triage.outcome import Outcome, outcome_of
from triage.pause import NoPauses, Pause, blank_draft
from triage.ports import Classifier, Drafter, Guard, Ledger, Pauses, Precedents
from triage.remedy import Policy, Remedy
from triage.routing import Approver, Desks, route
from triage.second_look import alarmed, in_light_of
from triage.severity import Urgency, grade
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
    pauses: Pauses = field(default_factory=NoPauses)

    # -- assess, grade, route, facts, offer, draft, check --------------------------------------

    def open(self, waiting: Sequence[tuple[Case, Conversation]], now: datetime) -> list[Case]:
        """Assess and draft: each received case becomes dismissed, awaiting or escalated."""
        assessed = self.classifier.assess([conversation for _, conversation in waiting])
        assessments = [
            alarmed(in_light_of(case, assessment, conversation.mention.text), conversation)
            for (case, conversation), assessment in zip(waiting, assessed, strict=True)
        ]
        opened = [
            self._after_reply(case, assessment, conversation.mention.text, now)
            for (case, conversation), assessment in zip(waiting, assessments, strict=True)
        ]
        received = [i for i, case in enumerate(opened) if case.status is Status.RECEIVED]
        granted = self.ledger.granted([opened[i].id for i in received])
        budgets = self.ledger.budgets(now)
        to_draft = [
            (
                i,
                self.brief(
                    waiting[i][1], assessments[i], granted.get(opened[i].id), budgets,
                    version=opened[i].draft_version, case_id=opened[i].id,
                ),
            )
            for i in received
        ]  # fmt: skip
        drafts = self.draft_unless_paused([brief for _, brief in to_draft], now)
        for (i, brief), draft in zip(to_draft, drafts, strict=True):
            opened[i] = self._awaiting(opened[i], brief, draft, now)
        return opened

    def brief(
        self,
        conversation: Conversation,
        assessment: Assessment,
        granted: Grant | None = None,
        budgets: Mapping[str, Budget] = MappingProxyType({}),
        *,
        version: int = 0,
        case_id: str | None = None,
    ) -> Brief:
        """What a drafter gets to know. A case that was granted a remedy is offered none, and it is
        no precedent of its own."""
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
            precedents=self.precedents.nearest(assessment, besides=case_id),
            said_before=tuple(t.text for t in conversation.earlier if t.role is Role.AGENT),
            claim=claim_of(conversation.mention, topic, facts),
            granted=granted.remedy if granted else None,
            version=version,
        )

    def draft(self, briefs: Sequence[Brief]) -> list[Draft]:
        """Drafts with the guard's findings on them."""
        return checked_drafts(self.drafter, self.guard, briefs)

    def draft_unless_paused(self, briefs: Sequence[Brief], now: datetime) -> list[Draft]:
        """Drafts; of a topic that is paused, blank ones."""
        paused = self.pauses.current(now)
        drafted = iter(self.draft([b for b in briefs if b.assessment.topic not in paused]))
        return [_blank(brief, paused) or next(drafted) for brief in briefs]

    def _after_reply(self, case: Case, assessment: Assessment, words: str, now: datetime) -> Case:
        """Dismiss what is no complaint; close a case whose author came round after our reply."""
        if case.is_answered_back and case.assessment is not None:
            outcome = outcome_of(case.assessment, assessment, words)
            case = case.turned_out(now, outcome)
            if outcome is Outcome.RECOVERED:
                return case.closed(now, outcome=outcome)
        if assessment.complaint:
            return case
        return case.dismissed(
            now, by=KULANZ, reason="not a complaint", assessment=assessment, grade=grade(assessment)
        )

    def _awaiting(self, case: Case, brief: Brief, draft: Draft, now: datetime) -> Case:
        due = due_at(brief.grade, now, self.hours)
        due = min(due, case.due_at) if case.due_at else due
        text = brief.conversation.mention.text
        where = route(brief.grade, brief.assessment.topic, self.desks, text)
        return case.opened(
            brief.assessment, brief.grade, where, draft,
            due=due, remind=min(due, remind_at(brief.grade, now, self.hours)), now=now,
        )  # fmt: skip

    # -- a person's decision -------------------------------------------------------------------

    def check_edit(self, case: Case, reply: str, conversation: Conversation) -> tuple[Finding, ...]:
        """What the guard finds in a text a person wrote for this case, in whatever language."""
        said = utterance(reply, conversation, case.assessment, case.draft)
        granted = self.ledger.granted([case.id]).get(case.id)
        offer = offer_for(case, self.policy, granted).in_words
        return self.guard.check([replace(said, language_is_chosen=True, policy_offer=offer)])[0]

    def decide(
        self, case: Case, decision: Decision, approver: Approver, findings: tuple[Finding, ...]
    ) -> Case:
        """Take a person's decision.

        `findings` are the guard's on the text that would go out. Whether the budget covers the
        remedy is for the books to say, when they store it. Raises AlreadyDecided, StaleDraft,
        CaseNotOpenForDecision, ApproverMayNot, SecondApproverNeeded or ReplyBlocked.
        """
        case.ensure_open_for(decision.draft_version)
        self.desks.ensure_may(approver, self.queue_of(case), decision.remedy)
        blocking = tuple(finding for finding in findings if finding.blocking)
        if decision.sends and blocking:
            raise ReplyBlocked(blocking, reply=decision.reply or "")
        hints = tuple(finding.rule for finding in findings if not finding.blocking)
        decision = replace(decision, overruled=hints if decision.sends else ())
        if decision.sends and self.desks.needs_second(decision.remedy):
            return self._by_two(case, decision, approver, findings)
        return case.decided(decision)

    def ensure_not_the_first(self, case: Case, approver: Approver, remedy: Remedy | None) -> None:
        """Raise SecondApproverNeeded, naming others, for who gave the first of two approvals."""
        if not self.is_the_first(case, approver, remedy):
            return
        may = self.desks.who_may(self.queue_of(case), remedy)
        others = ", ".join(a.name for a in may if a.id != approver.id) or "nobody in the policy"
        raise SecondApproverNeeded(
            "You have approved this already; another person has to as well: %(names)s.",
            names=others,
        )

    def is_the_first(self, case: Case, approver: Approver, remedy: Remedy | None) -> bool:
        """Whether this remedy takes another person than this one, who has approved already."""
        first = case.first_approval
        by_them = first is not None and first.approver == approver.id
        return by_them and self.desks.needs_second(remedy)

    def _by_two(
        self, case: Case, decision: Decision, approver: Approver, findings: tuple[Finding, ...]
    ) -> Case:
        """Final if it confirms what another person approved; else the first of two approvals."""
        self.ensure_not_the_first(case, approver, decision.remedy)
        first = case.first_approval
        if first and (first.reply, first.remedy) == (decision.reply, decision.remedy):
            return case.decided(
                replace(
                    decision, kind=first.kind, first_approver=first.approver,
                    first_approver_name=first.approver_name,
                )
            )  # fmt: skip
        assert case.draft is not None, "open for decision means drafted"
        assert decision.reply is not None, "what is sent has words"
        text = self.desks.signature_of(approver).taken_from(decision.reply, case.channel)
        draft = replace(case.draft, reply=text, remedy=decision.remedy, findings=findings)
        return case.approved_once(decision, draft)

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
        """Remind at 75 % of the time due, escalate at 100 %; not what a person put off, until its
        time has come. Never publishes."""
        if case.snoozed_until is not None:
            return case.woken(now) if now >= case.snoozed_until else case
        if case.status is not Status.AWAITING or case.due_at is None:
            return case
        if is_overdue(case.due_at, now):
            return case.escalated(now, by=KULANZ, reason="overdue")
        if case.remind_at is not None and now >= case.remind_at and self._may_remind(case, now):
            return case.reminded(now)
        return case

    def _may_remind(self, case: Case, now: datetime) -> bool:
        """Not while nobody is there to answer, unless it is urgent."""
        urgent = case.grade is not None and case.grade.urgency is Urgency.HIGH
        return urgent or self.hours.is_open(now)


def _blank(brief: Brief, paused: Mapping[Topic, Pause]) -> Draft | None:
    pause = paused.get(brief.assessment.topic)
    return blank_draft(brief, pause) if pause else None
