"""Deciding in the console: what goes out is what the person saw, and nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest

from tests.fakes import BEN, CARA
from tests.receiver import Receiver, fails_before, hangs_up_after
from tests.service.console_client import Person, console, sign_in, words_of
from tests.world import World, settings
from triage.case import OPEN_FOR_DECISION, Status

DRAFT = "We are sorry (1). Please send us a message."
MINE = "I am sorry about your evening. Write to me and I will sort it out."


_parts = count(1)


@dataclass
class Care:
    """A care team of one, at work."""

    world: World
    anna: Person
    receiver: Receiver

    def waiting(self) -> str:
        case_id = self.world.mention(f"the train is late, part {next(_parts)}")
        self.world.wait_for(case_id, Status.AWAITING)
        return case_id

    def sent(self, case_id: str) -> str:
        self.world.wait_for(case_id, Status.PUBLISHED)
        return self.receiver.effects[case_id]


@pytest.fixture(scope="module")
def care(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Care]:
    """One program for all tests here; each takes a case of its own."""
    folder = tmp_path_factory.mktemp("care")
    with (
        pytest.MonkeyPatch.context() as patch,
        Receiver() as receiver,
        console(settings(folder, patch, receiver)) as (world, anna),
    ):
        yield Care(world, anna, receiver)


def test_what_is_approved_goes_out_with_the_persons_initials(care: Care) -> None:
    case = care.waiting()
    page = care.anna.decide(case, "send", reply=DRAFT)
    assert "Approved. The reply is on its way." in words_of(page)
    assert care.sent(case) == f"{DRAFT} ^AB"
    assert "approved as drafted" in words_of(care.anna.get(f"/cases/{case}"))


def test_an_edited_text_is_shown_as_it_goes_out_before_it_does(care: Care) -> None:
    case = care.waiting()
    page = care.anna.decide(case, "send", reply=MINE, previewed="")
    assert "Send exactly this?" in words_of(page)
    assert f"{MINE} ^AB" in words_of(page)
    assert care.world.case(case).status is Status.AWAITING
    care.anna.decide(case, "send", reply=MINE)
    assert care.sent(case) == f"{MINE} ^AB"


def test_what_can_not_be_taken_back_is_shown_before_it_goes_out(care: Care) -> None:
    case = care.waiting()
    assert "data-asks" in care.anna.get(f"/cases/{case}").text
    page = care.anna.decide(case, "send", reply=DRAFT, previewed="")
    assert "Send exactly this?" in words_of(page)
    assert "It goes out at once and can't be taken back." in words_of(page)
    assert care.world.case(case).status is Status.AWAITING
    care.anna.decide(case, "send", reply=DRAFT)
    assert care.sent(case) == f"{DRAFT} ^AB"
    assert "approved as drafted" in words_of(care.anna.get(f"/cases/{case}"))


def test_back_from_there_the_text_is_still_in_the_editor(care: Care) -> None:
    case = care.waiting()
    page = care.anna.decide(case, "back", reply=MINE)
    assert f">{MINE}</textarea>" in page.text
    assert care.world.case(case).status is Status.AWAITING


def test_line_breaks_of_a_browser_are_no_edit(care: Care) -> None:
    case = care.waiting()
    care.anna.decide(case, "send", reply=f"\r\n{DRAFT}\r\n")
    assert "approved as drafted" in words_of(care.anna.get(f"/cases/{case}"))


def test_a_blocked_text_stays_in_the_editor_with_the_findings(care: Care) -> None:
    case = care.waiting()
    page = care.anna.decide(case, "send", reply="haha, so sorry")
    assert page.status_code == 422
    assert ">haha, so sorry</textarea>" in page.text
    for expected in ("The guard stops this text.", "Flippant", "stops it", "say sorry instead"):
        assert expected in words_of(page)
    assert care.world.case(case).status is Status.AWAITING


def test_an_empty_text_is_no_reply(care: Care) -> None:
    page = care.anna.decide(care.waiting(), "send", reply="  ")
    assert (page.status_code, "There is no text to send." in words_of(page)) == (422, True)


def test_the_editor_is_told_length_findings_and_the_exact_words(care: Care) -> None:
    case = care.waiting()
    page = care.anna.send(f"/cases/{case}/check", reply="haha <b>")
    assert "haha <b> ^AB" in words_of(page)
    assert "Flippant" in words_of(page)
    assert "12 of 2000" in words_of(page)
    assert "<b>" not in page.text


def test_whoever_is_slower_learns_who_decided_and_keeps_the_text(care: Care) -> None:
    case = care.waiting()
    ben = sign_in(care.world.kulanz, BEN)
    ben.decide(case, "reject", reason="wrong flight")
    page = care.anna.decide(case, "send", reply=MINE)
    assert page.status_code == 409
    assert "Somebody was faster. Ben Croft" in words_of(page)
    assert f">{MINE}</textarea>" in page.text
    assert "It was not sent." in words_of(page)


def test_a_newer_draft_is_shown_beside_the_typed_text(care: Care) -> None:
    case = care.waiting()
    care.anna.decide(case, "redraft", reason="warmer, please")
    care.world.until(lambda: care.world.case(case).draft_version == 2)
    page = care.anna.decide(case, "send", reply=MINE)
    assert page.status_code == 409
    assert "There is a newer draft than the one you saw." in words_of(page)
    assert f">{MINE}</textarea>" in page.text
    assert "The draft as it stands now" in words_of(page)
    assert 'name="draft_version" value="2"' in page.text


def test_somebody_of_another_queue_is_told_so_and_who_may(care: Care) -> None:
    case = care.waiting()
    cara = sign_in(care.world.kulanz, CARA)
    why = "This case is in another queue. Who may decide it: Anna Berg, Ben Croft."
    page = cara.get(f"/cases/{case}")
    assert why in words_of(page)
    for action in ("send", "reject", "redraft", "take", "hand_over", "snooze"):
        assert f'value="{action}"' not in page.text
    assert re.search(r'<textarea id="reply"[^>]* readonly>', page.text)
    listed = words_of(cara.get("/"))
    assert "You may not send it: in another queue" in listed
    assert "You may not send it" not in words_of(care.anna.get("/"))
    page = cara.decide(case, "send", reply=MINE)
    assert (page.status_code, f">{MINE}</textarea>" in page.text) == (403, True)
    assert f"Nothing was done. {why}" in words_of(page)


def test_a_rejection_and_its_reason_stand_in_the_history(care: Care) -> None:
    case = care.waiting()
    care.anna.decide(case, "reject", reason="<i>too stiff</i>")
    page = care.anna.get(f"/cases/{case}")
    assert "Anna Berg Draft 1: rejected in the console – <i>too stiff</i>" in words_of(page)
    care.anna.decide(case, "close")
    assert "Anna Berg Closed" in words_of(care.anna.get(f"/cases/{case}"))


def test_not_a_complaint_and_taken_up_after_all(care: Care) -> None:
    case = care.waiting()
    care.anna.decide(case, "not_a_complaint")
    assert "the train is late" in words_of(care.anna.get("/?tab=dismissed"))
    care.anna.decide(case, "reopen")
    assert care.world.wait_for(case, Status.AWAITING).draft_version == 2


def test_an_escalated_case_waits_under_its_tab(care: Care) -> None:
    case = care.waiting()
    care.anna.decide(case, "escalate", reason="a lawyer is mentioned")
    assert "the train is late" in words_of(care.anna.get("/?tab=escalated"))


def test_a_reply_in_doubt_can_be_seen_and_confirmed(care: Care) -> None:
    care.receiver.behaviours[:] = [hangs_up_after]
    case = care.waiting()
    care.anna.decide(case, "send", reply=DRAFT)
    care.world.wait_for(case, Status.PUBLISH_IN_DOUBT)
    page = words_of(care.anna.get(f"/cases/{case}"))
    assert "The reply may be out. Look at the post" in page
    assert "the train is late" in words_of(care.anna.get("/?tab=unclear"))
    seen = re.search(r'name="revision" value="(\d+)"', care.anna.get(f"/cases/{case}").text)
    assert seen
    old = str(int(seen[1]) - 1)
    assert care.anna.decide(case, "confirm_published", revision=old).status_code == 409
    care.anna.decide(case, "confirm_published", revision=seen[1], url="https://social.example/r/1")
    assert 'href="https://social.example/r/1"' in care.anna.get(f"/cases/{case}").text
    assert care.world.case(case).status is Status.PUBLISHED


def test_a_refused_reply_can_be_sent_again(care: Care) -> None:
    care.receiver.behaviours[:] = [fails_before(400)]
    case = care.waiting()
    care.anna.decide(case, "send", reply=DRAFT)
    care.world.wait_for(case, Status.PUBLISH_FAILED)
    assert "It is not out: send again" in words_of(care.anna.get(f"/cases/{case}"))
    elsewhere = sign_in(care.world.kulanz, CARA).get(f"/cases/{case}").text
    assert 'value="publish_again"' not in elsewhere
    assert 'value="confirm_published"' not in elsewhere
    care.anna.decide(case, "publish_again", revision=str(care.world.case(case).revision))
    assert care.sent(case) == f"{DRAFT} ^AB"


def test_programs_answer_for_a_reply_in_trouble_and_for_each_trouble_once(care: Care) -> None:
    case, client = care.waiting(), care.anna.client

    def post(what: str, **given: Any) -> tuple[int, dict[str, Any]]:
        answer = client.post(f"/api/cases/{case}/{what}", json=given)
        return answer.status_code, answer.json()

    def in_trouble(*statuses: Status) -> int:
        care.world.wait_for(case, *statuses)
        seen: int = client.get(f"/api/cases/{case}").json()["revision"]
        return seen

    fresh = in_trouble(Status.AWAITING)
    assert post("send-again", revision=fresh)[0] == 409, "nothing has failed"
    care.receiver.behaviours[:] = [fails_before(400), hangs_up_after]
    assert post("decisions", kind="approve", draft_version=1)[0] == 200
    failed = in_trouble(Status.PUBLISH_FAILED)
    assert post("send-again", revision=failed)[0] == 202
    doubtful = in_trouble(Status.PUBLISH_IN_DOUBT)
    assert post("send-again", revision=failed)[0] == 409, "that was answered, and may be out"
    assert post("is-out", revision=doubtful, url="javascript:alert(1)")[0] == 422
    status, out = post("is-out", revision=doubtful, url="https://social.example/1")
    assert (status, out["status"]) == (200, "published")
    assert post("is-out", revision=doubtful)[0] == 409
    assert [key for key, _ in care.receiver.deliveries].count(case) == 2


def test_after_a_decision_the_next_case_is_one_step_away(care: Care) -> None:
    first, _ = care.waiting(), care.waiting()
    page = care.anna.decide(first, "reject", reason="no")
    following = re.search(r'<a href="/cases/(\w+)">Next case', page.text)
    assert following
    assert care.world.case(following[1]).status in OPEN_FOR_DECISION


def test_an_open_page_learns_of_a_decision_and_of_a_newer_draft(care: Care) -> None:
    case = care.waiting()
    care.anna.decide(case, "redraft")
    care.world.until(lambda: care.world.case(case).draft_version == 2)
    state = care.anna.get(f"/cases/{case}/state?seen=1")
    assert "There is a newer draft than the one you see." in words_of(state)
    care.anna.decide(case, "reject", reason="no", draft_version="2")
    assert "Anna Berg" in words_of(care.anna.get(f"/cases/{case}/state?seen=2"))


@pytest.mark.parametrize("action", ["", "publish", "publish_again", "confirm_published", "close"])
def test_what_makes_no_sense_now_is_refused_in_words(care: Care, action: str) -> None:
    page = care.anna.decide(care.waiting(), action)
    assert (page.status_code, "This can't be done now." in words_of(page)) == (409, True)


@pytest.mark.parametrize("version", ["", "0", "-1", "1e9", "²", "99999999999999999999"])
def test_a_version_that_is_none_is_a_stale_draft(care: Care, version: str) -> None:
    page = care.anna.decide(care.waiting(), "reject", draft_version=version)
    assert page.status_code == 409
