"""The bookkeeping: whatever changes a case also changes what the ledger says of it, in one
transaction. What is left of a budget is counted from the ledger, never kept beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.store import ledger
from service.store.ledger import Booking
from triage.case import Case, Status
from triage.decision import Decision
from triage.desk import Desk
from triage.errors import GrantedBefore, OverBudget
from triage.ledger import Budget, Offer, month_of, offer_for, on_top
from triage.remedy import Remedy

#: No draft of these waits for anybody, and what is on its way out is none of theirs.
_OFFERS_NOTHING = frozenset({Status.RECEIVED, Status.DISMISSED, Status.REJECTED, Status.CLOSED})


@dataclass(frozen=True)
class Books:
    """Books what happens to a case's remedy."""

    desk: Desk

    def follow(self, session: Session, case: Case) -> None:
        """Book what the case's new events mean. Raises OverBudget or GrantedBefore."""
        happened = {event.kind for event in case.events}
        if "taken_back" in happened:
            ledger.withdraw_unsent(session, case.id, case.reply_key, case.updated_at)
        if "drafted" in happened:
            self._propose(session, case)
        elif "decided" in happened and case.status is Status.APPROVED and case.decision:
            self._grant(session, case, case.decision)
        elif case.status in _OFFERS_NOTHING and case.draft_version:
            ledger.withdraw_proposals(session, case.id, case.updated_at)
            ledger.withdraw_unsent(session, case.id, case.reply_key, case.updated_at)

    def _propose(self, session: Session, case: Case) -> None:
        ledger.withdraw_proposals(session, case.id, case.updated_at)
        if case.draft and case.draft.remedy:
            ledger.propose(session, self._booking(case, case.draft.remedy, case.updated_at))

    def _grant(self, session: Session, case: Case, decision: Decision) -> None:
        if decision.remedy is not None:
            self._grant_remedy(session, case, decision, decision.remedy)
        ledger.withdraw_proposals(session, case.id, case.updated_at)

    def _grant_remedy(
        self, session: Session, case: Case, decision: Decision, remedy: Remedy
    ) -> None:
        queue = self.desk.queue_of(case)
        month = self._month(decision.decided_at)
        ledger.hold(session, queue, month)
        offer = self._offer(session, case, queue, month)
        if offer.granted and remedy != offer.upgrade:
            raise GrantedBefore
        exceeds = offer.exceeds(remedy)
        if exceeds and decision.approver not in self.desk.policy.beyond_budget:
            assert offer.budget is not None
            raise self._over(offer.budget, remedy)
        added = on_top(offer.granted, remedy)
        assert added is not None
        ledger.grant(
            session, self._booking(case, added, decision.decided_at),
            by=decision.approver, beyond_budget=exceeds,
        )  # fmt: skip

    def _offer(self, session: Session, case: Case, queue: str, month: str) -> Offer:
        """As the books say now, inside the transaction."""
        granted = ledger.granted(session, [case.id]).get(case.id)
        limits = {q: m for q, m in self.desk.policy.budgets.items() if q == queue}
        budget = ledger.budgets(session, limits, month).get(queue)
        return offer_for(case, self.desk.policy, granted, budget)

    def _over(self, budget: Budget, remedy: Remedy) -> OverBudget:
        may = self.desk.who_may_grant(budget.queue, remedy, over_budget=True)
        others = ", ".join(approver.name for approver in may) or "nobody in the policy"
        return OverBudget(
            "The budget of queue %(queue)s for %(month)s has %(left)s left, and this offer is"
            " %(money)s. Send the reply without money, or let somebody decide who may go beyond"
            " it: %(names)s.",
            queue=budget.queue, month=budget.month, left=budget.left, money=remedy.money,
            names=others,
        )  # fmt: skip

    def _booking(self, case: Case, remedy: Remedy, at: datetime) -> Booking:
        return Booking(
            case_id=case.id,
            draft_version=case.draft_version,
            reply_key=case.reply_key,
            remedy=remedy,
            queue=self.desk.queue_of(case),
            month=self._month(at),
            policy=self.desk.policy.version,
            at=at,
        )

    def _month(self, at: datetime) -> str:
        return month_of(at, self.desk.hours.zone)
