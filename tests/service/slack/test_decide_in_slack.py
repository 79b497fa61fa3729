"""A person decides in Slack: from the card to what became of it."""

from __future__ import annotations

from tests.service.slack.conftest import Office
from tests.slack_person import words_of
from triage.case import Status


def test_a_click_on_approve_publishes_the_reply_and_the_card_says_so(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    assert case.draft
    assert case.draft.reply in words_of(card.blocks)
    office.anna.click(card, "approve")
    decided = office.world.case(case.id)
    assert decided.decision is not None, "stored before the click was acknowledged"
    assert (decided.decision.approver, decided.decision.surface) == ("anna", "slack")
    office.world.wait_for(case.id, Status.PUBLISHED)
    office.shows(card, "Published. Approved by Anna Berg.")
    assert office.receiver.effects == {case.id: f"{case.draft.reply} ^AB"}
    assert not [block for block in card.blocks if block["type"] == "actions"]
    assert len(office.slack.messages) == 1
