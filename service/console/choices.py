"""Which remedies can go out with a reply, and who may grant each of them."""

from __future__ import annotations

from dataclasses import dataclass

from triage.case import Case
from triage.decision import Granting
from triage.desk import Desk
from triage.ledger import Offer
from triage.remedy import Remedy
from triage.routing import Approver


@dataclass(frozen=True)
class Choice:
    """One way to send the reply."""

    granting: Granting
    remedy: Remedy | None
    #: More than the budget has left.
    over_budget: bool
    #: Whether this person may grant it, and the names of those who may.
    may: bool
    who_may: tuple[str, ...]


def choices(desk: Desk, case: Case, offer: Offer, approver: Approver) -> tuple[Choice, ...]:
    """What the draft offers, then what may be chosen in its place."""
    ways = [Granting.OFFERED]
    if offer.over_budget:
        ways.append(Granting.WITHOUT_MONEY)
    if offer.upgrade:
        ways.append(Granting.UPGRADE)
    return tuple(_choice(desk, case, offer, approver, way) for way in ways)


def _choice(desk: Desk, case: Case, offer: Offer, approver: Approver, way: Granting) -> Choice:
    remedy, queue = offer.of(way), desk.queue_of(case)
    over = offer.exceeds(remedy)
    who = desk.who_may_grant(queue, remedy, over_budget=over)
    may = desk.desks.may(approver, queue, remedy)
    may = may and not desk.is_the_first(case, approver, remedy)
    may = may and (not over or approver.id in desk.policy.beyond_budget)
    return Choice(way, remedy, over, may, tuple(a.name for a in who))
