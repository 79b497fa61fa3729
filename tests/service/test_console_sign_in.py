"""Getting in: one-time links, sessions, and what other sites can't make a browser do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from service.app import create_app
from service.bootstrap import Kulanz, build
from service.console.sign_in import LINK_LIVES, SESSION_LIVES, new_login_link, operator
from service.store.tables import sign_ins
from tests.fakes import ANNA, fake_desk
from tests.service.console_client import BASE, Person, sign_in
from tests.world import settings
from triage.routing import Approver, Desks

PAGE = {"accept": "text/html"}
DECISION = {"kind": "reject", "draft_version": 1}


class SetClock:
    """Stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, span: timedelta) -> None:
        self.now += span


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def kulanz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: SetClock) -> Iterator[Kulanz]:
    built = build(settings(tmp_path, monkeypatch, None), desk=fake_desk(), clock=clock)
    yield built
    built.close()


@pytest.fixture
def visitor(kulanz: Kulanz) -> TestClient:
    """Somebody who is not signed in."""
    return TestClient(create_app(kulanz, workers=False), follow_redirects=False)


def path_of(link: str) -> str:
    return link.removeprefix(BASE)


def test_a_link_signs_in_and_works_once(kulanz: Kulanz, visitor: TestClient) -> None:
    link = path_of(new_login_link(kulanz.database, kulanz.clock(), ANNA, BASE))
    first = visitor.get(link, headers=PAGE)
    assert (first.status_code, first.headers["location"]) == (303, "/")
    assert "Anna Berg" in visitor.get("/", headers=PAGE).text
    visitor.cookies.clear()
    second = visitor.get(link, headers=PAGE)
    assert second.status_code == 401
    assert "used already" in second.text


def test_whoever_is_signed_in_may_click_the_old_link_again(
    kulanz: Kulanz, visitor: TestClient
) -> None:
    link = path_of(new_login_link(kulanz.database, kulanz.clock(), ANNA, BASE))
    visitor.get(link)
    assert visitor.get(link).headers["location"] == "/"


def test_a_link_lasts_a_day(kulanz: Kulanz, visitor: TestClient, clock: SetClock) -> None:
    link = path_of(new_login_link(kulanz.database, kulanz.clock(), ANNA, BASE))
    clock.pass_by(LINK_LIVES)
    assert visitor.get(link, headers=PAGE).status_code == 401


def test_a_browser_that_looks_ahead_does_not_use_the_link_up(
    kulanz: Kulanz, visitor: TestClient
) -> None:
    link = path_of(new_login_link(kulanz.database, kulanz.clock(), ANNA, BASE))
    assert visitor.get(link, headers={"sec-purpose": "prefetch;prerender"}).status_code == 503
    assert visitor.head(link).status_code == 405
    assert visitor.get(link).status_code == 303


def test_a_session_lasts_twelve_hours(kulanz: Kulanz, clock: SetClock) -> None:
    anna = sign_in(kulanz)
    clock.pass_by(SESSION_LIVES - timedelta(minutes=1))
    assert anna.get("/", follow_redirects=False).status_code == 200
    clock.pass_by(timedelta(minutes=1))
    assert anna.get("/", follow_redirects=False).headers["location"] == "/sign-in"


def test_signing_out_ends_the_session_everywhere(kulanz: Kulanz) -> None:
    anna = sign_in(kulanz)
    cookie = anna.client.cookies["kulanz_session"]
    anna.send("/sign-out")
    thief = Person(TestClient(anna.client.app, cookies={"kulanz_session": cookie}))
    assert thief.get("/", follow_redirects=False).status_code == 303


def test_no_token_is_stored(kulanz: Kulanz) -> None:
    link = new_login_link(kulanz.database, kulanz.clock(), ANNA, BASE)
    anna = sign_in(kulanz)
    with kulanz.database.read() as session:
        stored = str(session.execute(sa.select(sign_ins)).all())
    assert link.rpartition("=")[2] not in stored
    assert anna.client.cookies["kulanz_session"] not in stored


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    kulanz: Kulanz, visitor: TestClient
) -> None:
    cookie = visitor.get(
        path_of(new_login_link(kulanz.database, kulanz.clock(), ANNA, BASE))
    ).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


def test_behind_https_the_cookie_stays_there(kulanz: Kulanz) -> None:
    public = kulanz.settings.model_copy(update={"public_url": "https://care.aurora.example"})
    secure = replace(kulanz, settings=public)
    client = TestClient(create_app(secure, workers=False), follow_redirects=False)
    cookie = client.get(
        path_of(new_login_link(secure.database, secure.clock(), ANNA, BASE))
    ).headers["set-cookie"]
    assert "Secure" in cookie


def test_somebody_the_policy_no_longer_names_is_out(kulanz: Kulanz) -> None:
    gone = Approver("gone", "Gus Ohnesorg")
    client = TestClient(create_app(kulanz, workers=False))
    answer = client.get(
        path_of(new_login_link(kulanz.database, kulanz.clock(), gone, BASE)), headers=PAGE
    )
    assert answer.status_code == 401


def test_without_approvers_in_the_policy_the_operator_decides(kulanz: Kulanz) -> None:
    nobody = replace(kulanz, desk=replace(kulanz.desk, desks=Desks()))
    person = sign_in(nobody, operator())
    assert "Operator" in person.get("/settings").text


def test_a_stranger_is_told_how_to_get_in(visitor: TestClient) -> None:
    assert visitor.get("/cases/c1", headers=PAGE).headers["location"] == "/sign-in"
    assert "<code>kulanz login</code>" in visitor.get("/sign-in", headers=PAGE).text


def test_who_is_refused_in_a_demo_hears_how_a_demo_makes_a_link(kulanz: Kulanz) -> None:
    client = TestClient(create_app(kulanz, workers=False, link_command="kulanz demo"))
    told = client.get("/sign-in?token=used", headers=PAGE)
    assert told.status_code == 401
    assert "<code>kulanz demo</code>" in told.text
    assert "kulanz login" not in told.text


@pytest.mark.parametrize("path", ["/api/cases", "/api/cases/c1", "/queue"])
def test_a_program_without_session_gets_401(visitor: TestClient, path: str) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, answer.json()["error"]) == (401, "NotSignedIn")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"content-type": "text/plain"},
    ],
)
def test_another_site_can_not_decide_through_the_api(
    kulanz: Kulanz, headers: dict[str, str]
) -> None:
    anna = sign_in(kulanz)
    sent = {"content-type": "application/json", **headers}
    answer = anna.client.post(
        "/api/cases/c1/decisions", content='{"kind":"reject","draft_version":1}', headers=sent
    )
    assert (answer.status_code, answer.json()["error"]) == (403, "RequestRefused")


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}]
)
def test_our_own_page_and_programs_may(kulanz: Kulanz, headers: dict[str, str]) -> None:
    anna = sign_in(kulanz)
    answer = anna.client.post("/api/cases/c1/decisions", json=DECISION, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (404, "CaseNotFound")


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {}},
        {"data": {"csrf": "guessed"}},
        {"data": {"csrf": "guesséd"}},
        {"json": {"csrf": "guessed"}},
        {"content": b"\xff\xfe", "headers": {"content-type": "application/x-www-form-urlencoded"}},
        {"data": {f"f{i}": "x" for i in range(60)}},
    ],
)
def test_a_form_without_the_sessions_token_changes_nothing(
    kulanz: Kulanz, sent: dict[str, Any]
) -> None:
    anna = sign_in(kulanz)
    headers = {**PAGE, **sent.pop("headers", {})}
    answer = anna.client.post("/sign-out", headers=headers, **sent)
    assert answer.status_code == 403
    assert "This is not allowed" in answer.text
    assert anna.get("/", follow_redirects=False).status_code == 200


def test_the_token_of_one_session_is_no_use_in_another(kulanz: Kulanz) -> None:
    anna, same = sign_in(kulanz), sign_in(kulanz)
    answer = anna.client.post("/sign-out", data={"csrf": same.csrf}, headers=PAGE)
    assert answer.status_code == 403
