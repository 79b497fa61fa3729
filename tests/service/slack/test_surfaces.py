"""Commands, the home page and the shortcut, over both transports."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from service.slack.arrivals import as_written
from service.store.tables import slack_people
from tests.service.slack.conftest import Office
from tests.slack_directory import person
from tests.slack_person import wait_until, words_of
from tests.slack_surfaces import Visitor, Wire
from triage.case import Status
from triage.complaint import Topic


@pytest.fixture
def anna(office: Office, wire: Wire) -> Iterator[Visitor]:
    yield Visitor(office.slack, wire, "U0ANNA")
    pausing = office.world.kulanz.pausing
    for pause in pausing.current():
        desks = office.world.kulanz.desk.desks
        pausing.resume(pause.topic, desks.approvers[0])


@pytest.fixture
def ben(office: Office, wire: Wire) -> Visitor:
    """Has Slack in German."""
    visitor = Visitor(office.slack, wire, "U0BEN")
    visitor.opens_home()
    return visitor


# -- the command -----------------------------------------------------------------------------------


def test_next_leads_to_the_card_of_the_most_pressing_case(office: Office, anna: Visitor) -> None:
    _, card = office.waiting_card("My Gooseberry is lost")
    assert anna.types("next").startswith("Delay · ")
    wait_until(lambda: card.ts.replace(".", "") in str(anna.answer("search Gooseberry")))
    address = f"https://home.slack.example/archives/{card.channel}/p{card.ts.replace('.', '')}"
    assert address in str(anna.answer("search Gooseberry"))


def test_search_finds_words_and_shows_no_mark_up(office: Office, anna: Visitor) -> None:
    office.waiting_card("Persimmon is late <!channel> <https://evil.example|bank>")
    said = anna.types("search persimmon")
    assert said.count("Delay") == 1
    assert anna.types("search").startswith("What shall I look for?")
    assert "No case" in anna.types("search 100%_nothing")


def test_status_counts(office: Office, anna: Visitor) -> None:
    office.waiting_card("My bag is lost")
    assert "waiting" in anna.types("status")
    assert "in doubt or not delivered" in anna.types("status")


def test_whatever_else_is_typed_gets_help_in_ones_language(anna: Visitor, ben: Visitor) -> None:
    assert "/kulanz next: the case that is most pressing for you" in anna.types("")
    assert "/kulanz next: der Fall, der für dich am meisten drängt" in ben.types("hilfe bitte")


def test_a_pause_is_a_real_thing_and_a_real_end(office: Office, anna: Visitor) -> None:
    said = anna.types("pause delay 2h accident at the hub")
    assert said.startswith("Delay: no drafts, paused by Anna Berg until")
    assert "accident at the hub" in said
    (pause,) = office.world.kulanz.pausing.current()
    assert pause.until is not None
    assert round((pause.until - pause.at).total_seconds()) == 7_200
    case_id = office.mention("My train is late")
    case = office.world.wait_for(case_id, Status.ESCALATED)
    assert case.draft is not None
    assert case.draft.is_blank
    card = office.card_of(case_id)
    office.shows(card, "paused")
    assert "drafts, paused by Anna Berg" in anna.types("status")
    assert "drafted again" in anna.types("resume delay")
    assert "not paused" in anna.types("resume delay")
    redrafted = office.world.wait_for(case_id, Status.AWAITING)
    assert redrafted.draft is not None
    assert redrafted.draft.reply.startswith("We are sorry")


def test_a_pause_in_german(office: Office, ben: Visitor) -> None:
    said = ben.types("pause Verspätung bis 23:59 Unfall")
    assert said.startswith("Verspätung: keine Entwürfe, angehalten von Ben Croft bis")
    (pause,) = office.world.kulanz.pausing.current()
    assert (pause.topic, pause.reason) == (Topic.DELAY, "Unfall")
    assert "wird wieder entworfen" in ben.types("fortsetzen verspätung")
    assert office.world.kulanz.pausing.current() == []


@pytest.mark.parametrize("typed", ["pause", "pause everything", "pause delay 9999d", "resume"])
def test_what_makes_no_sense_pauses_nothing(office: Office, anna: Visitor, typed: str) -> None:
    assert "On which topic" in anna.types(typed)
    assert office.world.kulanz.pausing.current() == []


def test_who_may_not_is_told_who_may_and_does_nothing(office: Office, wire: Wire) -> None:
    stranger = Visitor(office.slack, wire, "U0STRANGER")
    said = stranger.types("pause delay")
    assert said == "You are no approver here. Who may decide: Anna Berg, Ben Croft, Cara Dorn."
    guest = Visitor(office.slack, wire, "U0ANNA", team="T0OTHER")
    assert guest.types("status").startswith("You are of another workspace.")
    cara = Visitor(office.slack, wire, "U0CARA")
    assert "in another queue. Who may decide it: Anna Berg, Ben Croft." in cara.types("pause delay")
    assert office.world.kulanz.pausing.current() == []


# -- the home page ---------------------------------------------------------------------------------


def test_home_shows_what_waits_what_one_decided_and_how_it_went(
    office: Office, anna: Visitor
) -> None:
    _, card = office.waiting_card("My bag is lost")
    waiting = anna.opens_home()
    assert "Your queue:" in waiting
    assert "You may decide in: care (up to €200), lounge (up to €200)." in waiting
    office.anna.click(card, "approve")
    office.shows(card, "Published.")
    page = anna.opens_home()
    assert "Your recent decisions" in page
    assert "approved" in page
    assert "Customers who came round:" in page


def test_home_is_in_the_persons_language(ben: Visitor) -> None:
    page = ben.home()
    assert "Deine Warteschlange:" in page
    assert "Deine letzten Entscheidungen" in page
    assert "Erinnerungen und Tagesüberblick sind an." in page


def test_reminders_are_switched_off_and_on_again(anna: Visitor) -> None:
    assert "Reminders and digests are on." in anna.opens_home()
    anna.switches()
    assert "Reminders are switched off." in anna.home()
    anna.switches()
    assert "Reminders and digests are on." in anna.home()


def test_strangers_see_nothing_of_any_case_at_home(office: Office, wire: Wire) -> None:
    office.waiting_card("My bag is lost")
    page = Visitor(office.slack, wire, "U0STRANGER").opens_home()
    assert page.startswith("Here approvers see what waits for them.")
    assert "Delay" not in page


def test_other_events_do_nothing(office: Office, wire: Wire) -> None:
    office.slack.homes.clear()
    for event in ({"type": "message", "user": "U0ANNA"}, {"type": "app_home_opened"}, {}, None):
        assert not wire.event({"type": "event_callback", "team_id": "T0HOME", "event": event})
    assert office.slack.homes == {}


# -- the shortcut ----------------------------------------------------------------------------------


def window(office: Office) -> str:
    wait_until(lambda: office.slack.views)
    return words_of(office.slack.views[-1]["blocks"])


def test_a_pasted_complaint_gets_a_draft_that_nobody_else_sees(
    office: Office, anna: Visitor
) -> None:
    before = len(office.slack.messages)
    anna.drafts_for("My bag is lost &lt;b&gt; <https://shop.example|the shop>")
    wait_until(lambda: "We are sorry (1)" in window(office))
    said = window(office)
    assert said.startswith("Delay · severity 2")
    assert "Nothing of this is stored or published." in said
    assert len(office.slack.messages) == before


def test_what_is_no_complaint_gets_none(office: Office, anna: Visitor) -> None:
    anna.drafts_for("What a lovely day")
    wait_until(lambda: "does not read like a complaint" in window(office))
    anna.drafts_for("")
    wait_until(lambda: "There is no text" in window(office))


def test_on_a_paused_topic_the_shortcut_drafts_nothing_either(
    office: Office, anna: Visitor
) -> None:
    anna.types("pause delay")
    anna.drafts_for("My bag is lost")
    wait_until(lambda: "Please write the reply" in window(office))
    assert "We are sorry" not in window(office)


def test_who_may_not_decide_drafts_nothing_and_is_told_in_private(
    office: Office, wire: Wire
) -> None:
    Visitor(office.slack, wire, "U0STRANGER").drafts_for("My bag is lost")
    wait_until(lambda: office.slack.private)
    ((user, words),) = office.slack.private
    assert user == "U0STRANGER"
    assert words.startswith("You are no approver here.")
    assert office.slack.views == []


def test_a_window_that_comes_too_late_is_said(office: Office, anna: Visitor) -> None:
    office.slack.trigger_life = 0.0
    anna.drafts_for("My bag is lost")
    wait_until(lambda: office.slack.private)
    assert "did not open the window in time" in office.slack.private[0][1]


def test_slacks_marks_are_read_as_people_see_them() -> None:
    assert as_written("a &amp; b <!here> <@U1|anna> <mailto:a@b.example|a@b.example>") == (
        "a & b here anna a@b.example"
    )


# -- guests, bots, those who left ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({"is_restricted": True}, "Guests of a workspace decide nothing here."),
        ({"is_ultra_restricted": True}, "Guests of a workspace decide nothing here."),
        ({"is_bot": True}, "Programs decide nothing here."),
        ({"deleted": True}, "This account is deactivated."),
        ({"is_stranger": True}, "You are of another workspace."),
    ],
    ids=lambda what: next(iter(what)) if isinstance(what, dict) else "",
)
def test_not_even_whom_the_policy_names_if_slack_says_what_they_are(
    office: Office, wire: Wire, what: dict[str, bool], why: str
) -> None:
    office.slack.directory.users["U0CARA"] = person("U0CARA", "Cara Dorn", **what)
    _forget(office, "U0CARA")
    try:
        assert Visitor(office.slack, wire, "U0CARA").types("status").startswith(why)
    finally:
        office.slack.directory.users["U0CARA"] = person("U0CARA", "Cara Dorn")
        _forget(office, "U0CARA")


def _forget(office: Office, slack_user: str) -> None:
    """As an hour later, for the table and for the process."""
    kulanz = office.world.kulanz
    if kulanz.people is not None:
        kulanz.people._known.pop(slack_user, None)
    with kulanz.database.begin() as session:
        session.execute(sa.delete(slack_people).where(slack_people.c.slack_user == slack_user))


# -- the log ---------------------------------------------------------------------------------------


def test_nothing_that_people_type_gets_into_the_log(
    office: Office, anna: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    anna.types("search Zwetschge")
    anna.types("Marille")
    anna.types("pause delay 1h Ribisel")
    anna.drafts_for("My Quitte is lost")
    wait_until(lambda: office.slack.views)
    anna.opens_home()
    ours = [r for r in caplog.records if r.name.startswith(("service", "triage"))]
    assert {r.msg for r in ours} >= {"command", "drafts paused"}
    logged = "\n".join(f"{caplog.handler.format(r)} {r.__dict__}" for r in ours)
    words = ("Zwetschge", "Marille", "Ribisel", "Quitte", "Anna Berg", office.slack.bot_token)
    assert [word for word in words if word in logged] == []
