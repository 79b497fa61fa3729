"""Sign in with Slack: only a token that Slack signed for this browser just now lets anybody in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from service.app import create_app
from service.bootstrap import Kulanz, build
from tests.fakes import fake_desk
from tests.service.console_client import words_of
from tests.slack_channels import CHANNEL
from tests.slack_directory import person
from tests.slack_identity import CLIENT_ID, CLIENT_SECRET, new_key
from tests.slack_stand_in import SlackStandIn
from tests.world import settings

HOME = "https://kulanz.example"
PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn() as slack:
        yield slack
    assert slack.complaints == []


@pytest.fixture(scope="module")
def kulanz(tmp_path_factory: pytest.TempPathFactory, slack: SlackStandIn) -> Iterator[Kulanz]:
    with pytest.MonkeyPatch.context() as patch:
        chosen = settings(tmp_path_factory.mktemp("sign-in"), patch, None, **given(slack))
        built = build(chosen, desk=fake_desk())
        yield built
        built.close()


def given(slack: SlackStandIn, **more: Any) -> dict[str, Any]:
    return {
        "slack_bot_token": slack.bot_token,
        "slack_api_url": slack.api_url,
        "slack_channel": CHANNEL,
        "slack_client_id": CLIENT_ID,
        "slack_client_secret": CLIENT_SECRET,
        "public_url": HOME,
        **more,
    }


@dataclass
class Browser:
    """Somebody's browser, on its way to Slack and back."""

    slack: SlackStandIn
    client: TestClient

    @classmethod
    def of(cls, kulanz: Kulanz, slack: SlackStandIn) -> Browser:
        app = create_app(kulanz, workers=False)
        return cls(slack, TestClient(app, base_url=HOME, follow_redirects=False))

    def set_out(self) -> str:
        """The address of Slack's page."""
        answer = self.client.get("/sign-in/slack", headers=PAGE)
        assert answer.status_code == 303
        return str(answer.headers["location"])

    def come_back(self, slack_user: str, **more: str) -> Response:
        return self.follow(self.slack.identity.allow(self.set_out(), slack_user, **more))

    def follow(self, address: str) -> Response:
        answer: Response = self.client.get(address.removeprefix(HOME), headers=PAGE)
        return answer

    @property
    def is_in(self) -> bool:
        return self.client.get("/", headers=PAGE).status_code == 200


@pytest.fixture
def browser(kulanz: Kulanz, slack: SlackStandIn) -> Iterator[Browser]:
    yield Browser.of(kulanz, slack)
    slack.identity.claims.clear()
    slack.identity.signing_key, slack.identity.algorithm = None, "RS256"


def test_whoever_the_policy_names_comes_in_and_is_who_they_are(browser: Browser) -> None:
    page = browser.client.get("/sign-in", headers=PAGE)
    assert 'href="/sign-in/slack"' in page.text
    answer = browser.come_back("U0ANNA")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "Anna Berg" in browser.client.get("/", headers=PAGE).text
    cookies = answer.headers.get_list("set-cookie")
    session = next(c for c in cookies if c.startswith("kulanz_session="))
    assert {"HttpOnly", "Secure"} <= {part.strip() for part in session.split(";")}


def test_slack_is_asked_for_no_more_than_who_somebody_is(
    browser: Browser, slack: SlackStandIn
) -> None:
    asked = parse_qs(urlsplit(browser.set_out()).query)
    assert asked["scope"] == ["openid"]
    assert asked["team"] == ["T0HOME"]
    assert CLIENT_SECRET not in str(asked)


def refused(browser: Browser, answer: Response, words: str = "did not work") -> None:
    assert answer.status_code == 401
    assert words in words_of(answer)
    assert not browser.is_in


UNKNOWN = "Nobody with your Slack account decides here"


def test_whom_the_policy_does_not_name_stays_outside(browser: Browser) -> None:
    refused(browser, browser.come_back("U0STRANGER"), UNKNOWN)


def test_guests_and_other_workspaces_stay_outside(
    browser: Browser, kulanz: Kulanz, slack: SlackStandIn
) -> None:
    refused(browser, browser.come_back("U0ANNA", team="T0OTHER"), UNKNOWN)
    slack.directory.users["U0CARA"] = person("U0CARA", "Cara Dorn", is_restricted=True)
    refused(browser, browser.come_back("U0CARA"), UNKNOWN)


def test_the_state_must_be_that_of_this_browser(browser: Browser, kulanz: Kulanz) -> None:
    address = browser.slack.identity.allow(browser.set_out(), "U0ANNA")
    other = Browser.of(kulanz, browser.slack)
    refused(other, other.follow(address))
    other.set_out()
    refused(other, other.follow(address))
    refused(browser, browser.follow("/sign-in/slack/back?code=x&state="))
    refused(browser, browser.follow("/sign-in/slack/back"))


def test_a_code_lets_in_once(browser: Browser, kulanz: Kulanz) -> None:
    address = browser.slack.identity.allow(browser.set_out(), "U0ANNA")
    cookie = browser.client.cookies.get("kulanz_slack_sign_in")
    assert browser.follow(address).status_code == 303
    browser.client.cookies.clear()
    browser.client.cookies.set("kulanz_slack_sign_in", str(cookie))
    refused(browser, browser.follow(address))


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of-another-sign-in"},
        {"aud": "3333.4444"},
        {"iss": "https://slack.example"},
        {"exp": int(time.time()) - 3_600},
        {"iat": int(time.time()) + 3_600},
        {"https://slack.com/user_id": None},
        {"https://slack.com/team_id": None},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_a_token_that_says_anything_else_lets_nobody_in(
    browser: Browser, claims: dict[str, Any]
) -> None:
    browser.slack.identity.claims = claims
    answer = browser.come_back("U0ANNA")
    assert answer.status_code == 401
    assert not browser.is_in


def test_a_token_that_slack_did_not_sign_lets_nobody_in(browser: Browser) -> None:
    browser.slack.identity.signing_key = new_key()
    refused(browser, browser.come_back("U0ANNA"))
    browser.slack.identity.algorithm = "HS256"
    refused(browser, browser.come_back("U0ANNA"))


def test_slack_being_away_is_said_and_lets_nobody_in(browser: Browser) -> None:
    address = browser.slack.identity.allow(browser.set_out(), "U0ANNA")
    browser.slack.faults["openid.connect.token"] = ["500"]
    refused(browser, browser.follow(address))


@pytest.mark.parametrize(
    "missing",
    [{"slack_client_secret": None}, {"slack_client_id": None}, {"public_url": "http://x.example"},
     {"slack_bot_token": None}],
    ids=lambda missing: next(iter(missing)),
)  # fmt: skip
def test_without_set_up_there_is_no_such_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn, missing: dict[str, Any]
) -> None:
    built = build(
        settings(tmp_path, monkeypatch, None, **given(slack, **missing)), desk=fake_desk()
    )
    client = TestClient(create_app(built, workers=False), follow_redirects=False)
    assert "/sign-in/slack" not in client.get("/sign-in", headers=PAGE).text
    for door in ("/sign-in/slack", "/sign-in/slack/back?code=x&state=y"):
        assert client.get(door, headers=PAGE).headers["location"] == "/sign-in"
    built.close()
