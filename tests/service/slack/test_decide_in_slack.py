"""A person decides in Slack: from the card to what became of it, over either transport."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from service.store import cases
from tests.fakes import ANNA
from tests.service.slack.conftest import Office
from tests.slack_channels import Message
from tests.slack_person import Person, wait_until, words_of
from triage.case import Status
from triage.decision import DecisionKind


def buttons(card: Message) -> list[str]:
    return [
        element["action_id"]
        for block in card.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def opened_by(
    office: Office, person: Person, card: Message, action: str, option: str | None = None
) -> dict[str, Any]:
    """The window that opens on a click."""
    before = len(office.slack.views)
    person.click(card, action, option)
    wait_until(lambda: len(office.slack.views) > before)
    return office.slack.views[-1]


def decisions_on(office: Office, case_id: str) -> int:
    with office.world.kulanz.database.read() as session:
        history = cases.history(session, case_id)
    return sum(event.kind == "decided" for event in history)


def test_a_click_on_approve_publishes_the_reply_and_the_card_says_so(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    assert case.draft
    assert case.draft.reply in words_of(card.blocks)
    assert buttons(card) == ["approve", "edit", "reject", "more"]
    office.anna.click(card, "approve")
    decided = office.world.case(case.id)
    assert decided.decision is not None, "stored before the click was acknowledged"
    assert (decided.decision.approver, decided.decision.surface) == ("anna", "slack")
    office.shows(card, "Published. Approved by Anna Berg.")
    assert office.receiver.effects[case.id] == f"{case.draft.reply} ^AB"
    assert buttons(card) == []
    assert office.card_of(case.id) is card, "one message a case"


def test_an_edited_reply_goes_out_as_typed_line_breaks_included(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    window = opened_by(office, office.anna, card, "edit")
    assert case.draft
    assert window["blocks"][-1]["element"]["initial_value"] == case.draft.reply
    typed = "Wir bedauern das sehr.\n\nBitte schreiben Sie uns: <hilfe> & *mehr*"
    assert not office.anna.submit(window, typed)
    office.shows(card, "Published. Edited and approved by Anna Berg.")
    assert office.receiver.effects[case.id] == f"{typed} ^AB"
    assert typed in words_of(card.blocks)


def test_what_the_guard_stops_stays_in_the_window_with_the_reason_beside_it(
    office: Office,
) -> None:
    case, card = office.waiting_card("My bag is lost")
    window = opened_by(office, office.anna, card, "edit")
    answer = office.anna.submit(window, "haha")
    assert answer == {
        "response_action": "errors",
        "errors": {"words": "Flippant (haha): Don't joke: say sorry instead."},
    }
    assert office.world.case(case.id).status is Status.AWAITING
    assert not office.anna.submit(window, "We are sorry.")
    office.world.wait_for(case.id, Status.PUBLISHED)


def test_a_rejected_draft_says_by_whom_and_why_and_nothing_goes_out(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    window = opened_by(office, office.ben, card, "reject")
    assert not office.ben.submit(window, "We never lost it")
    office.shows(card, "Rejected by Ben Croft: We never lost it. Nothing is published.")
    assert office.world.case(case.id).status is Status.REJECTED
    assert buttons(card) == []
    assert case.id not in office.receiver.effects


def test_an_escalated_case_can_still_be_approved(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    window = opened_by(office, office.ben, card, "more", "Escalate…")
    assert "Entscheiden dürfen: Anna Berg, Ben Croft." in words_of(window["blocks"])
    assert not office.ben.submit(window, "A lawyer writes")
    office.shows(card, "Escalated by Ben Croft: A lawyer writes.")
    assert buttons(card) == ["approve", "edit", "reject", "more"]
    office.anna.click(card, "approve")
    office.world.wait_for(case.id, Status.PUBLISHED)


def test_what_is_no_complaint_is_dismissed(office: Office) -> None:
    case, card = office.waiting_card("Never late, never lost")
    office.anna.click(card, "case", "Not a complaint")
    office.shows(card, "Not a complaint, says Anna Berg.")
    assert office.world.case(case.id).status is Status.DISMISSED


def test_whoever_is_second_is_told_in_private_who_was_first(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    seen_by_both = deepcopy(card)
    office.anna.click(seen_by_both, "approve")
    office.ben.click(seen_by_both, "approve")
    wait_until(office.ben.told)
    assert office.ben.told()[0].startswith("Anna Berg hat schon entschieden: ")
    assert decisions_on(office, case.id) == 1


def test_a_click_delivered_three_times_has_one_effect(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    office.anna.click(card, "approve")
    office.anna.again()
    office.world.wait_for(case.id, Status.PUBLISHED)
    office.anna.again()
    wait_until(lambda: len(office.anna.told()) == 2)
    assert decisions_on(office, case.id) == 1
    assert [key for key, _ in office.receiver.deliveries].count(case.id) == 1


def test_windows_that_end_nothing_have_one_effect_too(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    office.anna.submit(opened_by(office, office.anna, card, "more", "Escalate…"), "A lawyer")
    office.anna.again()
    office.anna.submit(opened_by(office, office.anna, card, "case", "Snooze…"))
    office.anna.again()
    assert events_on(office, case.id) == ["decided", "snoozed"]
    wait_until(lambda: "Escalate further…" in str(card.blocks))
    further = opened_by(office, office.ben, card, "more", "Escalate further…")
    office.ben.submit(further, "A lawyer")
    assert events_on(office, case.id) == ["decided", "snoozed", "decided"], "another person's word"


def events_on(office: Office, case_id: str) -> list[str]:
    """What people did with it."""
    with office.world.kulanz.database.read() as session:
        history = cases.history(session, case_id)
    return [event.kind for event in history if event.by in {"anna", "ben"}]


def test_a_late_click_on_an_older_draft_decides_nothing(office: Office) -> None:
    case_id = office.mention("My bag is lost", conversation="c1")
    card = office.card_of(case_id)
    older = deepcopy(card)
    office.mention("Still lost, any news?", conversation="c1")
    office.shows(card, "Draft 2 by the program")
    assert {block["block_id"] for block in card.blocks}.isdisjoint(
        block["block_id"] for block in older.blocks
    )
    office.anna.click(older, "approve")
    wait_until(office.anna.told)
    assert "newer draft" in office.anna.told()[0]
    assert office.world.case(case_id).status is Status.AWAITING
    assert office.card_of(case_id) is card, "one message a case"
    office.anna.click(card, "approve")
    office.world.wait_for(case_id, Status.PUBLISHED)


def test_what_was_typed_is_kept_when_somebody_was_faster(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    window = opened_by(office, office.ben, card, "edit")
    office.anna.click(card, "approve")
    answer = office.ben.submit(window, "Half an hour of my life")
    assert answer is not None
    assert answer["response_action"] == "update"
    shown = words_of(answer["view"]["blocks"])
    assert "Anna Berg hat schon entschieden: " in shown
    assert "Half an hour of my life" in shown
    assert decisions_on(office, case.id) == 1


def test_who_may_not_decide_is_told_who_may(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    office.cara.click(card, "approve")
    office.stranger.click(card, "reject")
    guest = Person(office.slack, office.anna.deliver, "U0ANNA", team="T0GUESTS")
    guest.click(card, "approve")
    wait_until(lambda: len(office.slack.private) == 3)
    told = dict(office.slack.private)
    assert "in another queue. Who may decide it: Anna Berg, Ben Croft." in told["U0CARA"]
    may = "Who may decide: Anna Berg, Ben Croft."
    assert told["U0STRANGER"] == f"You are no approver here. {may}"
    assert told["U0ANNA"] == f"You are of another workspace. {may}"
    assert office.world.case(case.id).status is Status.AWAITING


def test_a_private_line_finds_another_way_when_the_first_is_closed(office: Office) -> None:
    _, card = office.waiting_card("My bag is lost")
    office.slack.hooks_open = False
    office.stranger.click(card, "approve")
    wait_until(office.stranger.told)
    assert office.stranger.told()[0].startswith("You are no approver here.")


def test_no_address_but_slacks_own_is_called_back(office: Office) -> None:
    _, card = office.waiting_card("My bag is lost")
    office.stranger.click(card, "approve")
    elsewhere = {**office.stranger.sent[-1], "response_url": f"{office.receiver.base}/steal"}
    calls = len(office.receiver.deliveries)
    office.stranger.deliver(elsewhere)
    wait_until(lambda: len(office.stranger.told()) == 2)
    assert len(office.receiver.deliveries) == calls


def test_who_may_not_decide_is_told_so_in_the_window_too(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    window = opened_by(office, office.anna, card, "edit")
    answer = office.cara.submit(window, "Mine now")
    assert answer is not None
    assert "in another queue" in answer["errors"]["words"]
    assert office.world.case(case.id).status is Status.AWAITING


def test_a_button_nobody_knows_any_more_is_answered_kindly(office: Office) -> None:
    _, card = office.waiting_card("My bag is lost")
    old = deepcopy(card)
    for block in old.blocks:
        if block["type"] == "actions":
            block["elements"][0] |= {"action_id": "approve_v0", "value": "17"}
    office.anna.click(old, "approve_v0")
    wait_until(office.anna.told)
    assert "out of date" in office.anna.told()[0]


def test_a_window_that_opened_too_late_is_asked_for_again(office: Office) -> None:
    _, card = office.waiting_card("My bag is lost")
    office.slack.trigger_life = 0.0
    office.anna.click(card, "edit")
    wait_until(office.anna.told)
    assert "click again" in office.anna.told()[0]
    assert office.slack.views == []


def test_a_case_decided_in_the_console_changes_its_card(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    office.world.kulanz.decisions.decide(
        case.id, DecisionKind.REJECT, ANNA, draft_version=1, reason="known troll",
        surface="console",
    )  # fmt: skip
    office.shows(card, "Rejected by Anna Berg: known troll.")
    assert buttons(card) == []


def test_hostile_words_reach_slack_as_words_only(office: Office) -> None:
    text = "<!channel> lost <http://evil.example|your bank> *bold* ```code``` \u202eesrever @here"
    case_id = office.mention(text, author={"id": "u1", "name": "<@U0BEN> \u202eeve\n# hi"})
    card = office.card_of(case_id)
    quoted = next(b for b in card.blocks if b["block_id"].startswith("mention"))
    (words,) = quoted["elements"][0]["elements"]
    assert words["type"] == "text"
    assert words["text"].startswith(text.replace("\u202e", ""))
    assert "\u202e" not in words_of(card.blocks)
    assert "mrkdwn" not in str(card.blocks)
    assert "evil" not in card.text
    assert card.blocks[0]["text"]["text"] == "Reply to <@U0BEN> eve # hi: Delay"
