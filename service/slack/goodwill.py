"""What a card says of goodwill, claim and budget. For approvers only: none of it is ever public."""

from __future__ import annotations

from collections.abc import Iterator

from service.console.labels import say
from service.console.notes import legal_claim
from service.console.words import Words
from service.slack.elements import Element, inline, option
from service.slack.subject import Subject
from triage.draft import Draft
from triage.ledger import Grant, Offer, on_top
from triage.remedy import Remedy

#: What the menu offers beside approving the draft as it is.
WITHOUT_MONEY, UPGRADE = "approve_without_money", "approve_upgrade"


def goodwill_lines(subject: Subject, draft: Draft) -> Iterator[str]:
    words, granted = subject.words, subject.offer.granted
    if not granted:
        yield offered(words, draft.remedy) if subject.is_open else words("Goodwill: none granted")
    elif subject.is_open:
        yield words("Granted before: %(grant)s. There is no second offer.",
                    grant=_grant(words, granted))  # fmt: skip
    else:
        yield words("Granted: %(grant)s", grant=_grant(words, granted))
    if subject.is_open:
        yield from _budget(words, subject.offer)
        claim, _ = legal_claim(draft, words.code)
        if claim:
            yield words("Claim: %(hint)s", hint=inline(claim, 700))


def granting_options(subject: Subject, value: str) -> Iterator[Element]:
    """Menu entries for a remedy other than the draft's.

    A budget can run out after the card was shown: the way without money is always there.
    """
    words, offer = subject.words, subject.offer
    if offer.budget and offer.remedy and offer.remedy.money:
        instead = f" ({named(words, offer.without_money)})" if offer.without_money else ""
        yield option(words("Approve without money") + instead, f"{WITHOUT_MONEY}:{value}")
    if offer.upgrade:
        more = words("Approve with: %(remedy)s", remedy=named(words, offer.upgrade))
        yield option(more, f"{UPGRADE}:{value}")


def named(words: Words, remedy: Remedy) -> str:
    """`voucher, €50`."""
    kind = say(words, "remedy", remedy.kind)
    if remedy.miles:
        kind = f"{words.number(remedy.miles)} {kind}"
    return f"{kind}, {words.money(remedy.money)}" if remedy.money else kind


def offered(words: Words, remedy: Remedy | None) -> str:
    """What the draft goes with."""
    if remedy is None:
        return words("Goodwill: none beyond the apology")
    known = {"remedy": named(words, remedy), "rule": remedy.rule}
    if remedy.money is None and not remedy.miles:
        return words("Goodwill: %(remedy)s (rule %(rule)s)", **known)
    return words("Goodwill: %(remedy)s (rule %(rule)s); never named in public", **known)


def _grant(words: Words, granted: Grant) -> str:
    beyond = ", " + words("beyond the budget") if granted.beyond_budget else ""
    return f"{named(words, granted.remedy)}{beyond}"


def _budget(words: Words, offer: Offer) -> Iterator[str]:
    budget, wanted = offer.budget, offer.remedy or offer.upgrade
    if budget is None or wanted is None or wanted.money is None:
        return
    known = {
        "queue": budget.queue, "month": words.month(budget.month),
        "left": words.money(budget.left), "limit": words.money(budget.limit),
    }  # fmt: skip
    if offer.exceeds(wanted):
        more = named(words, on_top(offer.granted, wanted) or wanted)
        yield words(
            "Over budget: queue %(queue)s had %(left)s of %(limit)s left for %(month)s;"
            " %(more)s is more", more=more, **known,
        )  # fmt: skip
    else:
        yield words(
            "Budget: queue %(queue)s had %(left)s of %(limit)s left for %(month)s", **known
        )  # fmt: skip
