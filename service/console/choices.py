"""Which remedies can go out with a reply, and who may grant each of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from triage.case import Case
from triage.decision import Granting
from triage.desk import Desk
from triage.ledger import Offer
from triage.remedy import Remedy
from triage.routing import Approver


class WhyNot(StrEnum):
    """Why somebody may not send a reply."""

    OTHER_QUEUE = "other_queue"
    ABOVE_CEILING = "above_ceiling"
    APPROVED_ALREADY = "approved_already"
    OVER_BUDGET = "over_budget"


@dataclass(frozen=True)
class Choice:
    """One way to send the reply."""

    granting: Granting
    remedy: Remedy | None
    #: More than the budget has left.
    over_budget: bool
    #: What keeps this person from granting it, and the names of those who may.
    why_not: WhyNot | None
    who_may: tuple[str, ...]
    #: Whether one person's word is not enough for it.
    takes_two: bool

    @property
    def may(self) -> bool:
        return self.why_not is None


def choices(desk: Desk, case: Case, offer: Offer, approver: Approver) -> tuple[Choice, ...]:
    """What the draft offers, then what may be chosen in its place."""
    ways = [Granting.OFFERED]
    if offer.over_budget:
        ways.append(Granting.WITHOUT_MONEY)
    if offer.upgrade:
        ways.append(Granting.UPGRADE)
    return tuple(_choice(desk, case, offer, approver, way) for way in ways)


def why_not(desk: Desk, case: Case, approver: Approver, remedy: Remedy | None) -> WhyNot | None:
    """What keeps this person from sending the reply with that remedy, whatever the budget says."""
    queue = desk.queue_of(case)
    if not desk.desks.may(approver, queue, None):
        return WhyNot.OTHER_QUEUE
    if not desk.desks.may(approver, queue, remedy):
        return WhyNot.ABOVE_CEILING
    return WhyNot.APPROVED_ALREADY if desk.is_the_first(case, approver, remedy) else None


def _choice(desk: Desk, case: Case, offer: Offer, approver: Approver, way: Granting) -> Choice:
    remedy, queue = offer.of(way), desk.queue_of(case)
    over = offer.exceeds(remedy)
    may = desk.who_may_grant(queue, remedy, over_budget=over)
    who = tuple(a.name for a in may if not desk.is_the_first(case, a, remedy))
    why = why_not(desk, case, approver, remedy)
    if why is None and over and approver.id not in desk.policy.beyond_budget:
        why = WhyNot.OVER_BUDGET
    return Choice(way, remedy, over, why, who, desk.desks.needs_second(remedy))
