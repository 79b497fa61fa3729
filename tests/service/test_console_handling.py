"""Taking, handing over, putting off and undoing in the console: plain forms, no script needed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from service.bootstrap import utc_now
from service.store.tables import cases
from tests.fakes import BEN, CARA, fake_desk
from tests.receiver import Receiver
from tests.service.console_client import console, sign_in, words_of
from tests.service.test_console_decisions import DRAFT, MINE, Care
from tests.world import settings
from triage.case import Status


@pytest.fixture(scope="module")
def care(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Care]:
    """A care team whose approvals wait long enough to be undone."""
    desk = fake_desk()
    queues = (replace(desk.desks.queues[0], undo_seconds=100.0), *desk.desks.queues[1:])
    slow = replace(desk, desks=replace(desk.desks, queues=queues))
    folder = tmp_path_factory.mktemp("handling")
    with (
        pytest.MonkeyPatch.context() as patch,
        Receiver() as receiver,
        console(settings(folder, patch, receiver), slow) as (world, anna),
    ):
        yield Care(world, anna, receiver)


def test_an_approval_is_undone_and_the_words_are_kept(care: Care) -> None:
    case = care.waiting()
    page = care.anna.decide(case, "send", reply=MINE)
    assert re.search(r"The reply leaves at \d\d:\d\d:\d\d\.", words_of(page))
    assert ">Undo</button>" in care.anna.get(f"/cases/{case}/state?seen=1").text
    page = care.anna.decide(case, "take_back")
    assert "Undone: nothing has gone out." in words_of(page)
    assert f">{MINE}</textarea>" in page.text
    assert "Approval taken back before the reply left" in words_of(page)
    assert care.receiver.deliveries == []
    again = care.anna.decide(case, "take_back")
    assert (again.status_code, "newer draft" in words_of(again)) == (409, True)


def test_what_can_be_undone_goes_without_a_question_unless_it_is_critical(care: Care) -> None:
    case = care.waiting()
    assert "data-asks" not in care.anna.get(f"/cases/{case}").text
    page = care.anna.decide(case, "send", reply=DRAFT, previewed="")
    assert "Approved. The reply is on its way." in words_of(page)
    critical = care.world.mention("late, and there is a fire")
    care.world.wait_for(critical, Status.ESCALATED)
    assert "data-asks" in care.anna.get(f"/cases/{critical}").text
    page = care.anna.decide(critical, "send", reply=DRAFT, previewed="")
    assert "Send exactly this?" in words_of(page)
    assert "can't be taken back" not in words_of(page)
    assert care.world.case(critical).status is Status.ESCALATED


def test_a_case_is_taken_handed_over_and_given_back(care: Care) -> None:
    case = care.waiting()
    assert "Nobody has taken this case." in words_of(care.anna.get(f"/cases/{case}"))
    page = words_of(care.anna.decide(case, "take"))
    assert "Taken by Anna Berg. Others may decide all the same." in page
    page = words_of(care.anna.decide(case, "hand_over", to="ben"))
    assert "Taken by Ben Croft" in page
    assert "Handed over to Ben Croft" in page
    assert case in care.anna.get("/?assigned=ben").text
    assert case not in care.anna.get("/?assigned=anna").text
    care.anna.decide(case, "give_back")
    assert "Given back to all" in words_of(care.anna.get(f"/cases/{case}"))


def test_a_case_that_is_put_off_stands_under_its_own_tab(care: Care) -> None:
    case = care.waiting()
    page = care.anna.decide(case, "snooze", until="three_hours")
    assert "Put off until" in words_of(page)
    assert case not in care.anna.get("/").text
    assert case in care.anna.get("/?tab=snoozed").text
    care.anna.decide(case, "wake")
    assert case in care.anna.get("/").text
    assert case not in care.anna.get("/?tab=snoozed").text


def test_a_time_of_ones_own_is_by_the_companys_clock(care: Care) -> None:
    case = care.waiting()
    wanted = (utc_now() + timedelta(days=1)).replace(second=0, microsecond=0)
    care.anna.decide(case, "snooze", until_own=wanted.strftime("%Y-%m-%dT%H:%M"))
    assert care.world.case(case).snoozed_until == wanted, "whose zone is UTC here"


def test_an_escalation_says_whom_it_reaches(care: Care) -> None:
    case = care.waiting()
    reaches = "sees it under “Escalated”: Anna Berg, Ben Croft. Nobody is told elsewhere."
    assert words_of(care.anna.get(f"/cases/{case}")).count(reaches) == 1, "before one escalates"
    page = care.anna.decide(case, "escalate", reason="a lawyer is mentioned")
    assert words_of(page).count(reaches) == 2
    assert reaches in words_of(care.anna.get(f"/cases/{case}/state?seen=1"))


def test_what_is_put_off_stands_under_escalated_no_more(care: Care) -> None:
    case = care.waiting()
    care.anna.decide(case, "escalate", reason="a lawyer is mentioned")
    care.anna.decide(case, "snooze", until="three_hours")
    state = words_of(care.anna.get(f"/cases/{case}/state?seen=1"))
    assert "put off until" in state
    assert "sees it under" not in state


def test_whoever_opens_the_queue_sees_that_critical_cases_are_overdue(care: Care) -> None:
    case = care.world.mention("late, and there is a fire again")
    care.world.wait_for(case, Status.ESCALATED)
    assert "Critical and overdue" not in words_of(care.anna.get("/"))
    kulanz = care.world.kulanz
    later = sign_in(replace(kulanz, clock=lambda: utc_now() + timedelta(hours=9)))
    for path in ("/", "/queue", "/?tab=published"):
        assert re.search(r"Critical and overdue: \d Show them", words_of(later.get(path)))
    page = later.get("/").text
    shown = re.search(r'Critical and overdue: (\d) <a href="(/[^"]+)">Show them', page)
    assert shown
    not_yet = care.world.mention("late, and there is a fire for nine hours to come")
    care.world.wait_for(not_yet, Status.ESCALATED)
    due = utc_now() + timedelta(hours=20)
    with care.world.kulanz.database.begin() as session:
        session.execute(sa.update(cases).where(cases.c.id == not_yet).values(due_at=due))
    listed = later.get(html.unescape(shown[2]))
    assert f'id="row-{case}"' in listed.text
    assert listed.text.count('id="row-') == int(shown[1]), "no more than those counted"
    assert "Critical and overdue" not in words_of(listed)
    assert 'name="late" value="1" checked' in listed.text


@pytest.mark.parametrize(
    ("action", "fields", "status"),
    [
        ("snooze", {"until": "yesterday"}, 422),
        ("snooze", {"until_own": "soon"}, 422),
        ("snooze", {"until_own": "2020-01-01T10:00"}, 422),
        ("snooze", {}, 422),
        ("hand_over", {"to": "cara"}, 403),
        ("hand_over", {"to": "nobody"}, 403),
        ("take_back", {"draft_version": "x"}, 409),
    ],
)
def test_what_can_not_be_done_is_refused_in_words(
    care: Care, action: str, fields: dict[str, Any], status: int
) -> None:
    case = care.waiting()
    page = care.anna.decide(case, action, **fields)
    assert page.status_code == status
    assert 'role="alert"' in page.text
    assert care.world.case(case).status is Status.AWAITING


def test_who_is_on_another_queue_changes_nothing(care: Care) -> None:
    case = care.waiting()
    cara = sign_in(care.world.kulanz, CARA)
    assert cara.decide(case, "take").status_code == 403
    assert cara.decide(case, "snooze", until="an_hour").status_code == 403
    ben = sign_in(care.world.kulanz, BEN)
    ben.decide(case, "send", reply=DRAFT)
    assert 'value="take_back"' in ben.get(f"/cases/{case}").text
    assert 'value="take_back"' not in cara.get(f"/cases/{case}").text
    assert cara.decide(case, "take_back").status_code == 403
    assert care.world.case(case).status is Status.APPROVED


def test_programs_do_the_same(care: Care) -> None:
    case, client = care.waiting(), care.anna.client

    def post(what: str, **given: Any) -> tuple[int, dict[str, Any]]:
        answer = client.post(f"/api/cases/{case}/{what}", json=given)
        return answer.status_code, answer.json()

    assert post("assignment", to="ben")[1]["assigned_to"] == "ben"
    assert post("assignment", to="anna")[1]["assigned_to"] == "anna"
    assert post("assignment", to=None)[1]["assigned_to"] is None
    assert post("assignment", to="nobody")[0] == 403
    until = (utc_now() + timedelta(hours=3)).isoformat()
    assert post("snooze", until=until)[1]["snoozed_until"] is not None
    assert post("snooze", until=None)[1]["snoozed_until"] is None
    assert post("snooze", until="2026-01-01T00:00:00Z")[0] == 422
    assert post("snooze", until="2026-01-01T00:00:00")[0] == 422, "whose clock?"
    assert post("undo", draft_version=1)[0] == 409, "nothing is approved"
    assert post("decisions", kind="approve", draft_version=1)[1]["status"] == "approved"
    status, undone = post("undo", draft_version=1)
    assert (status, undone["status"], undone["draft_version"]) == (200, "awaiting", 2)
    assert post("redrafts", draft_version=1, wishes=["shorter"])[0] == 409, "not the present one"
    assert post("redrafts", draft_version=2, wishes=["shorter"])[0] == 202
    care.world.until(lambda: care.world.case(case).draft_version == 3)
    surfaces = [e["details"].get("surface") for e in history(client, case)]
    assert {"api"} <= {*surfaces}


def history(client: Any, case: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/cases/{case}").json()["history"]
    return found


def test_nobody_but_who_is_signed_in_does_any_of_it(care: Care) -> None:
    stranger = TestClient(care.anna.client.app)
    for what in ("assignment", "snooze", "undo", "redrafts", "send-again", "is-out"):
        answer = stranger.post(f"/api/cases/{care.waiting()}/{what}", json={})
        assert answer.status_code == 401
    form = care.anna.client.post(f"/api/cases/{care.waiting()}/undo", data={"draft_version": "1"})
    assert form.status_code == 403
