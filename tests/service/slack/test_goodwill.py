"""The card on goodwill: the same facts as in the console, and the same choices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from service.slack.blocks import card
from service.slack.goodwill import named
from service.slack.subject import Subject
from tests.receiver import Receiver
from tests.service.goodwill import goodwill_desk
from tests.service.slack.card_states import ENGLISH, MENTION, NOW, approved, awaiting
from tests.service.slack.conftest import serving, slack_settings
from tests.slack_channels import Message
from tests.slack_limits import message_faults
from tests.slack_person import SIGNING_SECRET, Person, over_http, wait_until, words_of
from tests.slack_stand_in import SlackStandIn
from tests.world import World, running, settings
from triage.case import Status
from triage.claims import Claim, Entitlement
from triage.guard import Finding, Rule
from triage.ledger import Budget, Grant, Offer
from triage.remedy import Money, Remedy


def euros(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


VOUCHER = Remedy("voucher", euros(50), "delay-3h")
CALL = Remedy("personal_call", None, "call")
MILES = Remedy("miles", None, "miles", miles=2_000)
LATER = datetime(2026, 5, 9, tzinfo=UTC)


def budget(granted: int) -> Budget:
    return Budget("care", "2026-05", euros(100), granted=Decimal(granted))


def blocks_of(offer: Offer, **draft: Any) -> list[dict[str, Any]]:
    case = awaiting(remedy=offer.remedy, **draft)
    shown = card(Subject(case, MENTION, case.events, None, offer)).blocks
    assert message_faults(shown) == []
    return shown


def options(blocks: list[dict[str, Any]]) -> dict[str, str]:
    """What the card's menu says, by what it stands for."""
    (row,) = [block for block in blocks if block["type"] == "actions"]
    return {o["value"].partition(":")[0]: o["text"]["text"] for o in row["elements"][-1]["options"]}


def test_the_card_says_what_is_offered_and_what_is_left() -> None:
    blocks = blocks_of(Offer(VOUCHER, budget=budget(30)))
    assert "Goodwill: voucher, €50 (rule delay-3h); never named in public" in words_of(blocks)
    assert "Budget: queue care had €70 of €100 left for May 2026" in words_of(blocks)
    assert (
        not {"approve_without_money", "approve_upgrade"} & options(blocks_of(Offer(VOUCHER))).keys()
    )


def test_over_budget_the_card_says_so_and_the_menu_has_a_way_without_money() -> None:
    blocks = blocks_of(Offer(VOUCHER, without_money=CALL, budget=budget(60)))
    assert "Over budget: queue care had €40 of €100 left" in words_of(blocks)
    assert options(blocks)["approve_without_money"] == "Approve without money (a personal call)"


def test_after_a_grant_there_is_no_second_offer_but_a_choice() -> None:
    grant = Grant(VOUCHER, by="anna", at=NOW)
    upgrade = Remedy("voucher", euros(75), "severe")
    blocks = blocks_of(Offer(upgrade=upgrade, granted=grant, budget=budget(80)))
    told = words_of(blocks)
    assert "Granted before: voucher, €50. There is no second offer." in told
    assert "Over budget" in told
    assert "voucher, €25 is more" in told
    assert options(blocks)["approve_upgrade"] == "Approve with: voucher, €75"


def test_a_blocked_draft_can_be_approved_in_no_way() -> None:
    finding = Finding(Rule.TOO_LONG, True, (0, 1), "Too long.")
    blocks = blocks_of(Offer(VOUCHER, without_money=CALL, budget=budget(100)), findings=(finding,))
    assert not {"approve_without_money", "approve_upgrade"} & options(blocks).keys()


def test_once_decided_the_card_says_what_was_granted() -> None:
    case = replace(approved(awaiting(remedy=VOUCHER)), updated_at=LATER)
    beyond = Offer(VOUCHER, granted=Grant(VOUCHER, "anna", NOW, beyond_budget=True))
    shown = words_of(card(Subject(case, MENTION, case.events, None, beyond)).blocks)
    assert "Granted: voucher, €50, beyond the budget" in shown
    nothing = words_of(card(Subject(case, MENTION, case.events, None, Offer())).blocks)
    assert "Goodwill: none granted" in nothing


def test_a_claim_is_told_with_what_is_missing_and_stands_apart() -> None:
    owed = (Entitlement("EU261", (euros(250),)),)
    claim = Claim("delay", owed, hours=5, missing=("route", "date"))
    told = words_of(blocks_of(Offer(VOUCHER), claim=claim, statutory_hint="EU261: 250 EUR"))
    assert "Claim: A claim is possible" in told
    assert "EU261 250 EUR each" in told
    assert "To ask in private: " in told


def test_what_costs_no_money_may_be_named_in_public() -> None:
    called, flown = words_of(blocks_of(Offer(CALL))), words_of(blocks_of(Offer(MILES)))
    assert "Goodwill: a personal call (rule call)" in called
    assert "never named" not in called
    assert "Goodwill: 2,000 miles (rule miles); never named in public" in flown


@pytest.mark.parametrize(
    ("remedy", "words"),
    [
        (VOUCHER, "voucher, €50"),
        (CALL, "a personal call"),
        (Remedy("miles", euros(15), "m", miles=1500), "1,500 miles, €15"),
    ],
)
def test_a_remedy_is_named_as_people_say_it(remedy: Remedy, words: str) -> None:
    assert named(ENGLISH, remedy) == words


@pytest.fixture
def thrifty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> Iterator[tuple[World, Person]]:
    """A program whose budget is enough for one voucher, and Ben, who may not go beyond it."""
    with ExitStack() as open_things:
        enter = open_things.enter_context
        receiver = enter(Receiver())
        hears = slack_settings(slack, slack_signing_secret=SIGNING_SECRET)
        given = settings(tmp_path, monkeypatch, receiver, **hears)
        world = enter(running(given, desk=goodwill_desk(70, beyond=["anna"])))
        deliver = over_http(enter(serving(world.kulanz)))
        yield world, Person(slack, deliver, "U0BEN")


def test_a_budget_that_ran_out_since_is_told_in_private_and_the_menu_has_a_way(
    thrifty: tuple[World, Person], slack: SlackStandIn
) -> None:
    world, ben = thrifty
    cards = []
    for n in range(2):
        case_id = world.mention(f"late {n}")
        world.wait_for(case_id, Status.AWAITING)
        cards.append((case_id, wait_until(partial(card_of, slack, case_id))))
    (first, first_card), (second, second_card) = cards
    ben.click(first_card, "approve")
    world.wait_for(first, Status.PUBLISHED)
    ben.click(second_card, "approve")
    wait_until(ben.told)
    assert "noch 20 €, und dieses Angebot kostet 50 €" in ben.told()[0]
    assert world.case(second).status is Status.AWAITING
    ben.click(second_card, "more", "Approve without money (a personal call)")
    decided = world.wait_for(second, Status.PUBLISHED).decision
    assert decided is not None
    assert decided.remedy == CALL


def card_of(slack: SlackStandIn, case_id: str) -> Message | None:
    found = (m for m in slack.messages if m.metadata["event_payload"]["case_id"] == case_id)
    return next(found, None)
