"""What else people do on a card: overrule, take, hand over, put off, wish for another draft, send
again; over either transport."""

from __future__ import annotations

import time
from copy import deepcopy
from datetime import timedelta
from typing import Any

from service.bootstrap import utc_now
from service.store import cases
from tests.receiver import fails_before, hangs_up_after
from tests.service.slack.conftest import Office
from tests.service.slack.test_decide_in_slack import buttons, opened_by
from tests.slack_channels import Message
from tests.slack_person import Person, wait_until, words_of
from triage.case import Case, Event, Status

DRAFT = "We are sorry (1). Please send us a message."


def events(office: Office, case: Case, kind: str) -> list[Event]:
    with office.world.kulanz.database.read() as session:
        return [event for event in cases.history(session, case.id) if event.kind == kind]


def window(office: Office, person: Person, card: Message, menu: str, option: str) -> dict[str, Any]:
    return opened_by(office, person, card, menu, option)


# -- the editor ------------------------------------------------------------------------------------


def test_a_hint_of_the_guards_is_overruled_with_a_reason(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    editor = opened_by(office, office.anna, card, "edit")
    typed = "Sorry for the inconvenience.\n\nWrite to us."
    answer = office.anna.submit(editor, typed)
    assert answer is not None
    asked = answer["view"]
    assert answer["response_action"] == "update"
    assert "Empty phrase (inconvenience): Say what happened." in words_of(asked["blocks"])
    assert inputs(asked)["words"]["initial_value"] == typed
    assert office.world.case(case.id).status is Status.AWAITING
    assert not office.anna.submit(asked, typed, why="Her own word")
    office.world.wait_for(case.id, Status.PUBLISHED)
    (decided,) = events(office, case, "decided")
    assert decided.details["overruled"] == ["generic_boilerplate"]
    assert decided.details["reason"] == "Her own word"


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}


def test_an_editor_that_a_newer_draft_overtook_keeps_the_text_and_shows_both(
    office: Office,
) -> None:
    case_id = office.mention("My bag is lost", conversation="overtaken editor")
    card = office.card_of(case_id)
    editor = opened_by(office, office.ben, card, "edit")
    office.mention("Still lost, any news?", conversation="overtaken editor")
    office.world.until(lambda: office.world.case(case_id).draft_version == 2)
    office.world.wait_for(case_id, Status.AWAITING)
    answer = office.ben.submit(editor, "Half an hour of my life")
    assert answer is not None
    again = answer["view"]
    assert inputs(again)["words"]["initial_value"] == "Half an hour of my life"
    told = words_of(again["blocks"])
    assert "Es gibt einen neueren Entwurf als den, den du gesehen hast." in told
    assert "Der Entwurf, wie er jetzt lautet:" in told
    assert again["private_metadata"] == f"{case_id}:2"
    assert not office.ben.submit(again, "Half an hour of my life")
    office.world.wait_for(case_id, Status.PUBLISHED)
    assert office.receiver.effects[case_id] == "Half an hour of my life ^BC"


# -- taking, handing over, putting off -------------------------------------------------------------


def test_a_case_is_taken_and_handed_over_on_its_card(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    office.anna.click(card, "case", "Assign to me")
    office.shows(card, "Taken by Anna Berg")
    asked = window(office, office.anna, card, "case", "Hand over…")
    people = [o["text"]["text"] for o in inputs(asked)["to"]["options"]]
    assert people == ["Ben Croft"], "not Anna, who has it, nor Cara, who is in another queue"
    assert not office.anna.submit(asked, to="Ben Croft")
    office.shows(card, "Taken by Ben Croft")
    assert buttons(card)[0] == "approve", "others may decide all the same"
    note = wait_until(lambda: notes_of(office, card, "Handed over by Anna Berg"))
    assert {"type": "user", "user_id": "U0BEN"} in parts_of(note)
    assert office.world.case(case.id).assigned_to == "ben"


def notes_of(office: Office, card: Message, words: str) -> Message | None:
    """The message in the card's thread with those words."""
    thread = (m for m in office.slack.messages if m.thread_ts == card.ts)
    return next((m for m in thread if words in words_of(m.blocks)), None)


def parts_of(message: Message) -> list[dict[str, Any]]:
    return [part for b in message.blocks for e in b["elements"] for part in e["elements"]]


def test_a_case_is_put_off_and_brought_back_on_its_card(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    asked = window(office, office.ben, card, "case", "Snooze…")
    assert not office.ben.submit(asked)
    office.shows(card, "Put off by Ben Croft until")
    until = office.world.case(case.id).snoozed_until
    assert until is not None
    assert timedelta(minutes=59) < until - utc_now() <= timedelta(hours=1)
    assert "approve" in buttons(card)
    office.anna.click(card, "case", "Bring back now")
    office.world.until(lambda: office.world.case(case.id).snoozed_until is None)
    wait_until(lambda: "Put off" not in words_of(card.blocks))


def test_a_time_of_ones_own_counts_and_one_that_has_passed_does_not(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    asked = window(office, office.ben, card, "case", "Snooze…")
    passed = office.ben.submit(asked, until_own=int(time.time()) - 60)
    assert passed is not None
    assert "Diese Zeit ist vorbei." in passed["errors"]["until"]
    wanted = int(time.time()) + 7_200
    assert not office.ben.submit(asked, until_own=wanted)
    until = office.world.case(case.id).snoozed_until
    assert until is not None
    assert int(until.timestamp()) == wanted


def test_what_is_critical_can_not_be_put_off(office: Office) -> None:
    _, card = office.waiting_card("My bag is lost and on fire")
    menu = next(b["accessory"] for b in card.blocks if "accessory" in b)
    assert "Snooze…" not in [o["text"]["text"] for o in menu["options"]]


# -- another draft ---------------------------------------------------------------------------------


def test_another_draft_is_written_as_wished(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    asked = window(office, office.anna, card, "more", "New draft…")
    refused = office.anna.submit(asked, "Offer a taxi")
    assert refused is not None
    assert "does not know about taxis" in refused["errors"]["instruction"]
    older = deepcopy(card)
    assert not office.anna.submit(asked, "Name the airport", wishes=["Shorter", "Warmer"])
    office.shows(card, f"{DRAFT} [shorter, warmer, Name the airport]")
    office.anna.click(older, "approve")
    wait_until(office.anna.told)
    assert "newer draft" in office.anna.told()[0]
    wait_until(lambda: notes_of(office, card, "Draft 1 was"))
    office.anna.click(card, "approve")
    office.world.wait_for(case.id, Status.PUBLISHED)
    assert office.receiver.effects[case.id].startswith(f"{DRAFT} [shorter")


def alternatives(office: Office, card: Message) -> dict[str, Any]:
    asked = window(office, office.ben, card, "more", "Alternatives…")
    wait_until(lambda: "use_alternative-shorter" in str(office.slack.views[-1]))
    assert office.slack.views[-1]["id"] == asked["id"], "the same window, once they are written"
    return office.slack.views[-1]


def test_an_alternative_goes_into_the_editor_and_out(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    shown = alternatives(office, card)
    office.ben.click_in(shown, "use_alternative-shorter")
    wait_until(lambda: office.slack.views[-1] is not shown)
    editor = office.slack.views[-1]
    assert inputs(editor)["words"]["initial_value"] == f"{DRAFT} [shorter]"
    answer = office.ben.submit({**editor, "root_view_id": shown["id"]}, f"{DRAFT} Soon.")
    assert answer == {"response_action": "clear"}, "no window of alternatives is left behind"
    office.world.wait_for(case.id, Status.PUBLISHED)
    assert office.receiver.effects[case.id] == f"{DRAFT} Soon. ^BC"


def test_an_alternative_of_a_decided_case_is_not_used(office: Office) -> None:
    case, card = office.waiting_card("My bag is lost")
    shown = alternatives(office, card)
    office.anna.click(card, "case", "Not a complaint")
    office.ben.click_in(shown, "use_alternative-warmer")
    decided = "Anna Berg hat schon entschieden"
    wait_until(lambda: decided in words_of(office.slack.views[-1]["blocks"]))
    assert office.world.case(case.id).status is Status.DISMISSED


# -- what became of the reply ----------------------------------------------------------------------


def test_a_reply_that_failed_is_sent_again_from_its_card(office: Office) -> None:
    office.receiver.behaviours[:] = [fails_before(400)]
    case, card = office.waiting_card("My bag is lost")
    office.anna.click(card, "approve")
    office.shows(card, "Not published")
    assert buttons(card) == ["retry"]
    failed = deepcopy(card)
    office.cara.click(failed, "retry")
    wait_until(office.cara.told)
    assert "in another queue" in office.cara.told()[0]
    office.ben.click(failed, "retry")
    office.shows(card, "Published. Approved by Anna Berg.")
    office.ben.again()
    wait_until(office.ben.told)
    assert "Der Fall hat sich geändert" in office.ben.told()[0]
    assert [key for key, _ in office.receiver.deliveries].count(case.id) == 2


def test_a_reply_in_doubt_is_said_to_be_out_from_its_card(office: Office) -> None:
    office.receiver.behaviours[:] = [hangs_up_after]
    case, card = office.waiting_card("My bag is lost")
    office.anna.click(card, "approve")
    office.shows(card, "nobody knows whether the reply is out")
    assert buttons(card) == ["retry", "is_out"]
    row = next(b for b in card.blocks if b["type"] == "actions")
    assert "Look at the post first" in row["elements"][0]["confirm"]["text"]["text"]
    office.ben.click(card, "is_out")
    office.world.wait_for(case.id, Status.PUBLISHED)
    assert [key for key, _ in office.receiver.deliveries].count(case.id) == 1
