"""What a card says of goodwill, claim and budget. For approvers only: none of it is ever public."""

from __future__ import annotations

from collections.abc import Iterator

from service.slack.elements import Element, inline, option
from service.slack.subject import Subject
from triage.case import OPEN_FOR_DECISION
from triage.draft import Draft
from triage.ledger import Grant, Offer, on_top
from triage.remedy import Remedy

#: What the menu offers beside approving the draft as it is.
WITHOUT_MONEY, UPGRADE = "approve_without_money", "approve_upgrade"

_QUESTIONS = {
    "route": "the flight number or the route",
    "date": "the date",
    "delay": "how late they arrived",
    "notice": "when they were told",
}


def goodwill_lines(subject: Subject, draft: Draft) -> Iterator[str]:
    offer = subject.offer
    if subject.case.status in OPEN_FOR_DECISION:
        if offer.granted:
            yield f"Granted before: {_grant(offer.granted)}. There is no second offer."
        else:
            yield _offered(draft.remedy)
    else:
        yield f"Granted: {_grant(offer.granted)}" if offer.granted else "Goodwill: none granted"
    yield from _budget(offer)
    if draft.statutory_hint:
        yield f"Claim: {inline(draft.statutory_hint, 700)}"
    if draft.claim and draft.claim.missing:
        asked = ", ".join(_QUESTIONS[missing] for missing in draft.claim.missing)
        yield f"To ask in private: {asked}"


def granting_options(subject: Subject, value: str) -> Iterator[Element]:
    """Menu entries for a remedy other than the draft's.

    A budget can run out after the card was shown: the way without money is always there.
    """
    offer = subject.offer
    if offer.budget and offer.remedy and offer.remedy.money:
        instead = f" ({named(offer.without_money)})" if offer.without_money else ""
        yield option(f"Approve without money{instead}", f"{WITHOUT_MONEY}:{value}")
    if offer.upgrade:
        yield option(f"Approve with {named(offer.upgrade)}", f"{UPGRADE}:{value}")


def named(remedy: Remedy) -> str:
    """`voucher, 50 EUR`."""
    kind = remedy.kind.replace("_", " ")
    if remedy.miles:
        kind = f"{remedy.miles} {kind}"
    return f"{kind}, {remedy.money}" if remedy.money else kind


def _offered(remedy: Remedy | None) -> str:
    if remedy is None:
        return "Goodwill: none beyond the apology"
    return f"Goodwill: {named(remedy)} (rule {remedy.rule}); never named in public"


def _grant(granted: Grant) -> str:
    beyond = ", beyond the budget" if granted.beyond_budget else ""
    return f"{named(granted.remedy)}{beyond}"


def _budget(offer: Offer) -> Iterator[str]:
    budget, wanted = offer.budget, offer.remedy or offer.upgrade
    if budget is None:
        return
    left = f"{budget.left} of {budget.limit} left in {budget.month} when this was shown"
    if offer.exceeds(wanted) and wanted:
        added = on_top(offer.granted, wanted)
        yield f"Over budget: queue {budget.queue} has {left}; {named(added or wanted)} is more"
    else:
        yield f"Budget: queue {budget.queue} has {left}"
