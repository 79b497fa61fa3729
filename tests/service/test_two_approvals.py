"""What costs more than one person may grant alone goes out when two have approved the very same."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from httpx2 import Response

from service.console.choices import Choice, choices
from service.store.tables import decisions
from tests.fakes import ANNA, BEN
from tests.service.console_client import Person, sign_in, words_of
from tests.service.goodwill import Office, euros, goodwill_desk
from tests.world import settings
from triage.case import Case, Status
from triage.decision import DecisionKind, Granting
from triage.desk import Desk
from triage.errors import ApproverMayNot, SecondApproverNeeded, StaleDraft, TriageError
from triage.routing import Approver

DRAFT = "We are sorry (1). Please send us a message."


def two_desk() -> Desk:
    """Above 60 it takes two: a fire is worth 75, a delay 50."""
    desk = goodwill_desk(500)
    return replace(desk, desks=replace(desk.desks, second_above=euros(60)))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    opened = Office.of(settings(tmp_path, monkeypatch, None), two_desk())
    yield opened
    opened.kulanz.close()


def edit(office: Office, case_id: str, approver: Approver, text: str) -> Case:
    return office.kulanz.decisions.decide(
        case_id, DecisionKind.EDIT, approver, draft_version=office.case(case_id).draft_version,
        reply=text, surface="slack",
    )  # fmt: skip


def decided(office: Office, case_id: str) -> list[tuple[str, str]]:
    query = sa.select(decisions.c.kind, decisions.c.approver).where(decisions.c.case_id == case_id)
    with office.kulanz.database.read() as session:
        return [(row.kind, row.approver) for row in session.execute(query)]


def test_the_first_approval_is_noted_and_sends_nothing(office: Office) -> None:
    case_id = office.waiting("fire on board")
    once = office.send(case_id, ANNA)
    assert once.status is Status.ESCALATED
    assert once.first_approval is not None
    assert (once.first_approval.approver, once.draft_version) == ("anna", 2)
    assert office.granted(case_id) is None
    assert decided(office, case_id) == []
    # It is stored, and found again.
    assert office.case(case_id).first_approval == once.first_approval


def test_the_second_by_another_person_sends_what_the_first_approved(office: Office) -> None:
    case_id = office.waiting("fire on board")
    office.send(case_id, ANNA)
    case = office.send(case_id, BEN)
    assert case.status is Status.APPROVED
    assert case.decision is not None
    assert case.decision.reply == f"{DRAFT} ^AB"
    assert case.decision.first_approver_name == "Anna Berg"
    assert case.decision.approver_name == "Ben Croft"
    assert case.first_approval is None
    assert office.granted(case_id) == "voucher 75 EUR"
    assert decided(office, case_id) == [("approve", "ben")]


def test_nobody_approves_twice(office: Office) -> None:
    case_id = office.waiting("fire on board")
    office.send(case_id, ANNA)
    with pytest.raises(SecondApproverNeeded, match=r"another person.*Ben Croft"):
        office.send(case_id, ANNA)
    with pytest.raises(SecondApproverNeeded):
        edit(office, case_id, ANNA, "Other words.")
    assert office.case(case_id).status is Status.ESCALATED


def test_who_did_not_see_the_first_approval_confirms_nothing(office: Office) -> None:
    case_id = office.waiting("fire on board")
    seen = office.case(case_id).draft_version
    edit(office, case_id, ANNA, "Edited by Anna.")
    with pytest.raises(StaleDraft, match="Anna Berg gave the first of two approvals"):
        office.kulanz.decisions.decide(
            case_id, DecisionKind.APPROVE, BEN, draft_version=seen, surface="slack"
        )
    assert office.case(case_id).status is Status.ESCALATED


def test_an_edited_first_approval_is_what_the_second_sees_and_sends(office: Office) -> None:
    case_id = office.waiting("fire on board")
    once = edit(office, case_id, ANNA, "We are deeply sorry.")
    assert once.draft is not None
    assert once.draft.reply == "We are deeply sorry."
    case = office.send(case_id, BEN)
    assert case.decision is not None
    assert (case.decision.kind, case.decision.reply) == (
        DecisionKind.EDIT, "We are deeply sorry. ^AB",
    )  # fmt: skip


def test_whoever_edits_what_the_first_approved_is_the_first_again(office: Office) -> None:
    case_id = office.waiting("fire on board")
    office.send(case_id, ANNA)
    again = edit(office, case_id, BEN, "Quite other words.")
    assert again.first_approval is not None
    assert again.first_approval.approver == "ben"
    case = office.send(case_id, ANNA)
    assert case.decision is not None
    assert case.decision.reply == "Quite other words. ^BC"
    assert case.decision.first_approver_name == "Ben Croft"
    assert case.decision.approver_name == "Anna Berg"


def test_below_the_sum_one_word_is_enough(office: Office) -> None:
    assert office.send(office.waiting("the train is late"), BEN).status is Status.APPROVED


def test_without_money_the_second_sends_at_once(office: Office) -> None:
    case_id = office.waiting("fire on board")
    office.send(case_id, ANNA)
    case = office.send(case_id, ANNA, Granting.WITHOUT_MONEY)
    assert case.status is Status.APPROVED
    assert office.granted(case_id) == "personal_call None"


def test_editing_leads_nobody_past_a_ceiling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = two_desk()
    small = replace(desk, desks=replace(desk.desks, default_ceiling=euros(20)))
    office = Office.of(settings(tmp_path, monkeypatch, None), small)
    case_id = office.waiting("fire on board")
    for granting in (Granting.OFFERED, Granting.UPGRADE):
        with pytest.raises(TriageError):
            office.send(case_id, BEN, granting, DecisionKind.APPROVE)
    with pytest.raises(ApproverMayNot, match="above your ceiling"):
        edit(office, case_id, BEN, "Take a voucher of 75 euros.")
    office.send(case_id, ANNA)
    with pytest.raises(ApproverMayNot, match="above your ceiling"):
        office.send(case_id, BEN)
    assert office.paid() == 0
    office.kulanz.close()


def test_a_new_word_of_the_author_needs_two_approvals_again(office: Office) -> None:
    case_id = office.waiting("fire on board")
    office.send(case_id, ANNA)
    office.follow_up(case_id, "still on fire")
    case = office.case(case_id)
    assert case.first_approval is None
    assert office.send(case_id, BEN).first_approval is not None


def test_of_two_at_the_same_moment_one_is_the_first_and_the_other_is_told(office: Office) -> None:
    case_id = office.waiting("fire on board")

    def approve(who: Approver) -> str:
        try:
            office.kulanz.decisions.decide(
                case_id, DecisionKind.APPROVE, who, draft_version=1, surface="slack"
            )
        except TriageError as error:
            return type(error).__name__
        return "noted"

    with ThreadPoolExecutor(2) as people:
        became = sorted(people.map(approve, (ANNA, BEN)))
    assert became[0] in {"ChangedMeanwhile", "StaleDraft"}
    assert became[1] == "noted"
    assert office.case(case_id).status is Status.ESCALATED


def test_the_console_says_what_is_still_needed_and_by_whom(office: Office) -> None:
    case_id = office.waiting("fire on board")
    anna, ben = sign_in(office.kulanz, ANNA), sign_in(office.kulanz, BEN)
    noted = words_of(anna.decide(case_id, "send", reply=DRAFT))
    assert "goes out when another person approves it too" in noted
    assert "Anna Berg gave the first of two approvals" in noted
    # What another person sees is what goes out, with the initials of who approved it first.
    seen = words_of(ben.get(f"/cases/{case_id}"))
    assert f"{DRAFT} ^AB" in seen
    assert "as Anna Berg signed it" in seen
    assert "First of two approvals, of draft 2" in noted
    refused = words_of(_send(anna, case_id))
    assert "You have approved this already." in refused
    assert "Approved. The reply is on its way." in words_of(_send(ben, case_id))
    assert "Anna Berg and Ben Croft" in words_of(ben.get(f"/cases/{case_id}"))


AT_ONCE = "It goes out at once and can't be taken back."
BY_TWO = "It goes out when another person approves it too."


def test_the_console_says_what_follows_before_one_sends(office: Office) -> None:
    case_id = office.waiting("fire on board")
    anna, ben = sign_in(office.kulanz, ANNA), sign_in(office.kulanz, BEN)

    def follows(person: Person, reply: str = DRAFT, **more: str) -> list[str]:
        """In the window that asks, and on the page without scripts."""
        fields = {"reply": reply, **more}
        version = str(office.case(case_id).draft_version)
        checked = person.send(f"/cases/{case_id}/check", **fields)
        asked = person.decide(case_id, "send", previewed="", draft_version=version, **fields)
        return [
            said
            for page in (checked, asked)
            for said in (AT_ONCE, BY_TWO)
            if said in words_of(page)
        ]

    assert follows(anna) == [BY_TWO] * 2
    assert BY_TWO in words_of(anna.get(f"/cases/{case_id}"))
    office.send(case_id, ANNA)
    assert follows(ben) == [AT_ONCE] * 2
    assert follows(ben, "Other words.") == [BY_TWO] * 2, "the first again"


def test_who_may_besides_is_another_person(office: Office) -> None:
    case_id = office.waiting("fire on board")
    office.send(case_id, ANNA)
    page = words_of(sign_in(office.kulanz, ANNA).get(f"/cases/{case_id}"))
    assert "You have approved this already. Who may besides: Ben Croft." in page
    listed = choices_of(office, case_id)
    assert [(c.why_not, c.who_may) for c in listed] == [("approved_already", ("Ben Croft",))]


def choices_of(office: Office, case_id: str) -> tuple[Choice, ...]:
    desk, case = office.kulanz.desk, office.case(case_id)
    return choices(desk, case, desk.offer(case, office.kulanz.clock()), ANNA)


def _send(person: Person, case_id: str) -> Response:
    return person.decide(case_id, "send", reply=DRAFT, draft_version="2")
