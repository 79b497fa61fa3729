"""The card and its windows in every state: within Slack's limits, and true to the words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st

from service.slack.blocks import card
from service.slack.elements import Element, parts
from service.slack.modals import edit_modal, reject_modal, too_late_modal
from service.slack.subject import LONGEST_REPLY, Subject
from tests.fakes import ANNA_SIGNS
from tests.service.slack.card_states import (
    AFTERWARDS,
    ENGLISH,
    MENTION,
    OPEN,
    STATES,
    awaiting,
    buttons,
    subject,
)
from tests.slack_limits import message_faults, view_faults
from tests.slack_person import words_of
from triage.guard import Finding, Rule
from triage.mention import Author
from triage.remedy import Money, Remedy
from triage.severity import Severity


@pytest.mark.parametrize("state", STATES)
def test_every_state_says_what_happened_and_offers_only_what_can_be_done(state: str) -> None:
    change, told = STATES[state]
    shown = card(subject(change(awaiting())))
    assert message_faults(shown.blocks) == []
    assert told in words_of(shown.blocks)
    waiting = ["case", "approve", "edit", "reject", "more"]
    assert buttons(shown.blocks) == (waiting if state in OPEN else AFTERWARDS.get(state, []))
    assert "javascript" not in str(shown.blocks)


def test_the_card_tells_who_where_when_and_why() -> None:
    remedy = Remedy("voucher", Money(Decimal(50), "EUR"), "delay-3h")
    hint = "EU261: ask for 250 EUR"
    case = awaiting(remedy=remedy, statutory_hint=hint, note="Second time this week")
    told = words_of(card(subject(case)).blocks)
    for expected in (
        "Reply to Dana Ruiz: Delay",
        "Dana Ruiz · X, inbox social",
        "Flagged: complaint (90%), severity 2: Failure, normal urgency",
        MENTION.text,
        "The post on social.example",
        "Goodwill: voucher, €50 (rule delay-3h); never named in public",
        "Claim: EU261: ask for 250 EUR",
        "Second time this week",
        "Draft 1 by the program, playbook: Delay · queue care · case c0ffee",
    ):
        assert expected in told


def test_a_notification_holds_no_word_of_the_author() -> None:
    assert card(subject(awaiting())).text == "Please decide on a reply: Delay."


def test_a_button_knows_the_case_and_the_draft_and_nothing_else() -> None:
    rows = [b for b in card(subject(awaiting())).blocks if b["type"] == "actions"]
    values = [element.get("value") for element in rows[0]["elements"]]
    assert values == ["c0ffee:1", "c0ffee:1", "c0ffee:1", None]
    options = [option["value"] for option in rows[0]["elements"][-1]["options"]]
    assert options == ["redraft:c0ffee:1", "alternatives:c0ffee:1", "escalate:c0ffee:1"]
    (owner,) = [b for b in card(subject(awaiting())).blocks if b["type"] == "section"]
    assert [option["value"] for option in owner["accessory"]["options"]] == [
        "take:c0ffee:1", "hand_over:c0ffee:1", "snooze:c0ffee:1", "not_a_complaint:c0ffee:1",
        "open_console:c0ffee:1",
    ]  # fmt: skip


@pytest.mark.parametrize("severity", [Severity.SERIOUS, Severity.CRITICAL])
def test_a_reply_to_a_critical_complaint_is_asked_about_before_it_is_sent(
    severity: Severity,
) -> None:
    case = awaiting()
    assert case.grade is not None
    case = replace(case, grade=replace(case.grade, severity=severity))
    (row,) = [b for b in card(subject(case)).blocks if b["type"] == "actions"]
    asked = {element["action_id"] for element in row["elements"] if "confirm" in element}
    assert asked == ({"approve"} if severity is Severity.CRITICAL else set())


def test_a_new_version_has_blocks_of_its_own_and_the_same_buttons() -> None:
    case = awaiting()
    first = card(subject(case)).blocks
    second = card(subject(replace(case, draft_version=2))).blocks
    assert {b["block_id"] for b in first}.isdisjoint(b["block_id"] for b in second)
    assert buttons(first) == buttons(second)


def reply_on(blocks: list[Element]) -> str:
    return "".join(
        part["elements"][0]["text"]
        for block in blocks
        if block["block_id"].startswith("reply")
        for part in block["elements"]
        if part["type"] == "rich_text_preformatted"
    )


def test_a_long_reply_is_split_at_paragraphs_and_stands_there_whole() -> None:
    reply = "\n\n".join(f"{n}. " + "Es tut uns leid. " * 60 for n in range(7)).strip()
    shown = card(subject(awaiting(reply=reply))).blocks
    assert message_faults(shown) == []
    assert reply_on(shown) == reply
    assert len([b for b in shown if b["block_id"].startswith("reply")]) > 1


def test_the_fullest_card_is_not_too_full() -> None:
    finding = Finding(Rule.TOO_LONG, False, (0, 1), "f" * 999)
    case = awaiting(
        replace(MENTION, text="late " * 999), reply="r" * LONGEST_REPLY, note="n" * 9_999,
        statutory_hint="h" * 9_999, findings=(finding,) * 9,
    )  # fmt: skip
    about = subject(case, replace(MENTION, text="late " * 999, author=Author("u", "n" * 999)))
    assert message_faults(card(about).blocks) == []


def test_a_reply_that_cannot_be_shown_whole_cannot_be_approved_here() -> None:
    shown = card(subject(awaiting(reply="Sorry. " * LONGEST_REPLY))).blocks
    assert message_faults(shown) == []
    assert buttons(shown) == ["case", "reject", "more"]
    assert "decide in the console" in words_of(shown)


def test_a_draft_that_the_guard_stops_can_only_be_edited() -> None:
    finding = Finding(Rule.FLIPPANT, True, (7, 11), "Don't joke.")
    shown = card(subject(awaiting(reply="Sorry. Haha! Bye.", findings=(finding,)))).blocks
    assert buttons(shown) == ["case", "edit", "reject", "more"]
    assert "Stops the reply: Flippant (Haha): Don't joke." in words_of(shown)


def test_of_a_long_post_the_passage_with_the_complaint_is_quoted() -> None:
    text = "We went to the sea. " * 200 + "Then our bags were lost." + " And home." * 200
    mention = replace(MENTION, text=text)
    case = awaiting(mention)
    assert case.assessment is not None
    start = text.index("Then our")
    case = replace(case, assessment=replace(case.assessment, evidence=((start, start + 24),)))
    shown = card(subject(case, mention)).blocks
    assert message_faults(shown) == []
    assert "…Then our bags were lost." in words_of(shown)
    assert "the post is longer" in words_of(shown)


def test_personal_data_is_masked_wherever_the_mention_is_quoted() -> None:
    text = "late again. Code X7K9QP, +49 170 1234567, dana@post.example"
    mention = replace(MENTION, text=text)
    about = subject(awaiting(mention), mention)
    for shown in (card(about).blocks, edit_modal(about, ANNA_SIGNS)["blocks"]):
        told = words_of(shown)
        assert "late again. Code ••••••" in told
        assert not any(secret in told for secret in ("X7K9QP", "1234567", "dana@"))


def test_a_blank_draft_can_only_be_written_by_hand() -> None:
    shown = card(subject(awaiting(reply=""))).blocks
    assert message_faults(shown) == []
    assert buttons(shown) == ["case", "edit", "reject", "more"]
    assert "Please write the reply" in words_of(shown)
    assert view_faults(edit_modal(subject(awaiting(reply="")), ANNA_SIGNS)) == []


# -- windows ---------------------------------------------------------------------------------------


def test_the_editor_holds_the_draft_and_says_whose_initials_follow() -> None:
    window = edit_modal(subject(awaiting(reply="Sorry.\n\nWrite to us.")), ANNA_SIGNS)
    assert view_faults(window) == []
    assert window["blocks"][-1]["element"]["initial_value"] == "Sorry.\n\nWrite to us."
    assert "^AB follows" in window["blocks"][-1]["hint"]["text"]
    assert window["private_metadata"] == "c0ffee:1"


@pytest.mark.parametrize("reply", ["x" * 3_001, "😀" * 1_501])
def test_what_is_too_long_for_slacks_editor_is_edited_in_the_console(reply: str) -> None:
    window = edit_modal(subject(awaiting(reply=reply)), ANNA_SIGNS)
    assert view_faults(window) == []
    assert "https://kulanz.example/cases/c0ffee" in str(window)
    assert "submit" not in window


def test_a_rejection_asks_why() -> None:
    assert view_faults(reject_modal(subject(awaiting()))) == []


def test_whoever_is_too_late_gets_the_typed_words_back() -> None:
    typed = "Wir bedauern das.\n" * 160
    window = too_late_modal(ENGLISH, "Ben Croft already decided at 10:42.", typed)
    assert view_faults(window) == []
    kept = (b["elements"][0]["elements"][0]["text"] for b in window["blocks"][2:])
    assert "".join(kept) == typed


# -- whatever people write -------------------------------------------------------------------------

written = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400) | st.sampled_from(
    [
        "<!channel> <@U123> <http://evil.example|bank>",
        "```\n*bold* _it_ ~no~ `code`\n> quote",
        "\u202egnp.exe \u2066 \u200f",
        "😀" * 300,
        "a" * 5_000,
        "\n\n\n",
        "",
    ]
)


@hypothesis_settings(max_examples=150, deadline=None)
@given(
    text=written,
    name=written,
    reply=written,
    note=written,
    url=written,
    state=st.sampled_from([*STATES]),
)
def test_whatever_people_write_the_card_is_valid_and_their_words_are_only_words(
    text: str, name: str, reply: str, note: str, url: str, state: str
) -> None:
    mention = replace(MENTION, text=text, author=Author(name, name), url=url)
    finding = Finding(Rule.TOO_LONG, False, (0, 1), note or "-")
    draft: dict[str, Any] = {"note": note, "statutory_hint": note, "findings": (finding,) * 9}
    case = awaiting(replace(mention, text="late"), reply=reply or "Sorry.", **draft)
    about = Subject(STATES[state][0](case), mention, case.events)
    shown = card(about)
    assert message_faults(shown.blocks) == []
    assert view_faults(edit_modal(about, ANNA_SIGNS)) == []
    assert "mrkdwn" not in {e.get("type") for b in shown.blocks for e in b.get("elements", [])}
    assert not set(shown.text) & set("<>&")


@given(text=st.text(max_size=300), limit=st.integers(1, 60))
def test_splitting_loses_nothing(text: str, limit: int) -> None:
    split = parts(text, limit)
    assert "".join(split) == text
    assert all(len(part) <= limit for part in split)
