"""The ledger: every remedy is booked, none twice for a case, and no budget is exceeded."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.privacy import erase_author, export_author
from tests.fakes import ANNA, BEN
from tests.service.goodwill import Office, euros, goodwill_desk
from tests.world import World, settings
from triage.case import Status
from triage.decision import DecisionKind, Granting
from triage.errors import CaseNotOpenForDecision, GrantedBefore, NoSuchRemedy, OverBudget
from triage.remedy import Remedy


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[Office]:
    """A budget of 120 a month; Anna may go beyond it, Ben may not."""
    given = settings(tmp_path, monkeypatch, None, database_url=database_url)
    opened = Office.of(given, goodwill_desk(120, beyond=["anna"]))
    yield opened
    opened.kulanz.close()


def test_an_offer_is_proposed_with_the_draft_and_granted_with_the_decision(office: Office) -> None:
    case = office.waiting()
    assert office.rows(case) == [("proposed", "voucher", 50)]
    assert office.left() == 120
    decided = office.send(case, BEN)
    assert office.rows(case) == [("granted", "voucher", 50)]
    assert office.left() == 70
    assert decided.decision is not None
    assert decided.decision.remedy == Remedy("voucher", euros(50), "delay")


@pytest.mark.parametrize("kind", [DecisionKind.REJECT, DecisionKind.NOT_A_COMPLAINT])
def test_what_is_not_sent_is_not_granted(office: Office, kind: DecisionKind) -> None:
    case = office.waiting()
    office.send(case, kind=kind)
    assert office.rows(case) == [("withdrawn", "voucher", 50)]
    assert office.left() == 120


def test_an_escalated_case_keeps_its_offer(office: Office) -> None:
    case = office.waiting()
    office.send(case, kind=DecisionKind.ESCALATE)
    assert office.rows(case) == [("proposed", "voucher", 50)]


def test_a_new_draft_takes_the_place_of_the_old_ones_offer(office: Office) -> None:
    case = office.waiting()
    office.follow_up(case, "still late")
    assert office.rows(case) == [("withdrawn", "voucher", 50), ("proposed", "voucher", 50)]


def test_a_case_that_was_granted_a_remedy_is_offered_none(office: Office) -> None:
    case = office.waiting()
    office.send(case)
    office.publish(case)
    office.follow_up(case, "late again")
    draft = office.case(case).draft
    assert draft is not None
    assert draft.remedy is None
    with pytest.raises(NoSuchRemedy):
        office.send(case, granting=Granting.UPGRADE)
    office.send(case)
    assert office.granted(case) == "voucher 50 EUR"
    assert office.paid() == 50


def test_an_upgrade_is_an_explicit_choice_and_costs_the_difference(office: Office) -> None:
    case = office.waiting()
    office.send(case)
    office.publish(case)
    office.follow_up(case, "fire on board")
    assert office.kulanz.desk.offer(office.case(case), office.kulanz.clock()).upgrade
    office.send(case, granting=Granting.UPGRADE)
    assert office.rows(case) == [("granted", "voucher", 50), ("granted", "voucher", 25)]
    assert office.granted(case) == "voucher 75 EUR"
    assert office.left() == 45


def test_a_budget_that_runs_out_while_drafts_wait_leaves_the_draft(office: Office) -> None:
    first, second, third = office.waiting(), office.waiting(), office.waiting()
    office.send(first, BEN)
    office.send(second, BEN)
    with pytest.raises(OverBudget, match=r"20 EUR left.*50 EUR.*beyond it: Anna Berg"):
        office.send(third, BEN)
    assert office.case(third).status is Status.AWAITING
    assert office.rows(third) == [("proposed", "voucher", 50)]
    assert office.paid() == 100
    office.send(third, BEN, Granting.WITHOUT_MONEY)
    assert office.rows(third) == [("withdrawn", "voucher", 50), ("granted", "personal_call", None)]
    assert office.paid() == 100


def test_who_may_go_beyond_the_budget_does_so_visibly(office: Office) -> None:
    cases = [office.waiting() for _ in range(3)]
    for case in cases:
        office.send(case, ANNA)
    assert (office.paid(beyond=False), office.paid(beyond=True)) == (100, 50)
    assert office.left() == 0


def test_a_draft_written_when_nothing_is_left_offers_what_costs_nothing(office: Office) -> None:
    for _ in range(2):
        office.send(office.waiting())
    case = office.waiting()
    draft = office.case(case).draft
    assert draft is not None
    assert draft.remedy == Remedy("personal_call", None, "call")
    with pytest.raises(OverBudget):
        office.send(case, BEN, Granting.UPGRADE)
    office.send(case, ANNA, Granting.UPGRADE)
    assert office.granted(case) == "voucher 50 EUR"


def test_a_reply_that_does_not_go_out_gives_its_remedy_back(office: Office) -> None:
    deleted = office.waiting(id="m1")
    office.send(deleted)
    World(office.kulanz).deliver("mention.deleted", {"id": "m1", "text": "x"})
    assert office.case(deleted).status is Status.DISMISSED
    assert office.rows(deleted) == [("withdrawn", "voucher", 50)]
    failed = office.waiting()
    office.send(failed)
    office.fail(failed)
    assert office.granted(failed) == "voucher 50 EUR"
    office.follow_up(failed, "late, and no word")
    assert office.rows(failed) == [("withdrawn", "voucher", 50), ("proposed", "voucher", 50)]
    assert office.left() == 120


def test_what_went_out_is_not_given_back_by_a_later_draft(office: Office) -> None:
    case = office.waiting()
    office.send(case)
    office.publish(case)
    office.follow_up(case, "late again")
    office.send(case, kind=DecisionKind.REJECT)
    assert office.granted(case) == "voucher 50 EUR"


def test_two_who_want_the_last_of_a_budget_do_not_both_get_it(office: Office) -> None:
    cases = [office.waiting() for _ in range(8)]

    def try_to_send(case: str) -> bool:
        try:
            office.send(case, BEN)
        except OverBudget:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        sent = [*pool.map(try_to_send, cases)]
    assert sum(sent) == 2
    assert office.paid() == 100
    waiting = [case for case, went in zip(cases, sent, strict=True) if not went]
    assert {office.case(case).status for case in waiting} == {Status.AWAITING}


def test_many_clicks_on_one_case_grant_once(office: Office) -> None:
    case = office.waiting()

    def click(_: int) -> bool:
        try:
            office.send(case)
        except (CaseNotOpenForDecision, GrantedBefore):
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(click, range(16))) == 1
    assert office.rows(case) == [("granted", "voucher", 50)]


def test_after_an_erasure_the_sum_stays_and_leads_to_nobody(office: Office) -> None:
    author = {"id": "ana", "name": "Ana Silberstein"}
    case = office.waiting(author=author)
    office.send(case)
    office.waiting(author=author)
    copy = export_author(office.kulanz.database, "ana")
    assert [row["amount"] for kept in copy["cases"] for row in kept["ledger"]] == ["50", "50"]
    erase_author(office.kulanz.database, office.kulanz.engine, "ana")
    assert office.left() == 70
    assert office.rows(case) == []
    assert office.kulanz.desk.ledger.budgets(office.kulanz.clock())["care"].proposed == 0


def test_without_a_budget_there_is_no_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office.of(settings(tmp_path, monkeypatch, None), goodwill_desk(None))
    for _ in range(5):
        office.send(office.waiting(), BEN)
    assert office.paid() == 250
    assert office.kulanz.desk.ledger.budgets(office.kulanz.clock()) == {}
    office.kulanz.close()
