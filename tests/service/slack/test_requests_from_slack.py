"""`POST /slack/events` takes only what Slack signed, and survives whatever else is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from service.bootstrap import build
from tests.fakes import fake_desk
from tests.service.slack.conftest import serving, slack_settings
from tests.slack_directory import TEAM
from tests.slack_fuzz import malformed, status_of
from tests.slack_person import SIGNING_SECRET, signed
from tests.slack_stand_in import SlackStandIn
from tests.world import settings

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """Talks to the endpoint of a program that is built but not at work."""
    with SlackStandIn() as slack, pytest.MonkeyPatch.context() as monkeypatch:
        given = slack_settings(slack, slack_signing_secret=SIGNING_SECRET)
        tmp_path = tmp_path_factory.mktemp("requests")
        kulanz = build(settings(tmp_path, monkeypatch, None, **given), desk=fake_desk())
        with serving(kulanz) as url, httpx2.Client(base_url=url, timeout=30) as client:
            yield client
        kulanz.close()


def send(client: httpx2.Client, body: bytes, headers: dict[str, str]) -> httpx2.Response:
    return client.post("/slack/events", content=body, headers=headers)


def click(**fields: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "user": {"id": "U0ANNA", "team_id": TEAM},
        "team": {"id": TEAM},
        "actions": [{"action_id": "approve", "value": "c0:1"}],
        **fields,
    }


def form(payload: Any) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()


def test_the_address_is_confirmed_with_the_challenge(client: httpx2.Client) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()
    answer = send(client, body, {**JSON, **signed(body)})
    assert (answer.status_code, answer.json()) == (200, {"challenge": "3eZbrw1a"})


def test_events_are_acknowledged(client: httpx2.Client) -> None:
    body = json.dumps({"type": "event_callback", "event": {"type": "app_home_opened"}}).encode()
    assert send(client, body, {**JSON, **signed(body)}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "abc", "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "9" * 400, "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "9" * 5_000, "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "-1", "X-Slack-Signature": "v0=00"},
        signed(b"another body"),
    ],
)
def test_what_is_not_signed_is_refused_before_it_is_read(
    client: httpx2.Client, headers: dict[str, str]
) -> None:
    for body, kind in [(form(click()), FORM), (b"payload=nonsense", FORM), (b"{", JSON)]:
        assert send(client, body, {**kind, **headers}).status_code == 401


def test_another_secret_or_an_old_request_is_refused(client: httpx2.Client) -> None:
    body = form(click())
    refused = [signed(body, secret="guessed"), signed(body, age=301), signed(body, age=-330)]
    for headers in refused:
        assert send(client, body, {**FORM, **headers}).status_code == 401
    assert send(client, body, {**FORM, **signed(body)}).status_code == 200


def test_a_signature_in_other_letters_is_refused(client: httpx2.Client) -> None:
    body = form(click())
    headers = [(b"X-Slack-Request-Timestamp", signed(body)["X-Slack-Request-Timestamp"].encode())]
    answer = client.post(
        "/slack/events", content=body, headers=[*headers, (b"X-Slack-Signature", b"v0=\xff\xe9")]
    )
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"payload=",
        b"payload=nonsense",
        b"payload=%ff%fe",
        b"ssl_check=1",
        form([]),
        form(None),
        form({"type": "block_actions"}),
        form(click(user=None)),
        form(click(user={"id": 7})),
        form(click(actions={"action_id": "approve"})),
        form(click(user={"id": "U\ud800"})),
        ("payload=" + "[" * 50_000).encode(),
        b"&".join(b"a=1" for _ in range(100)),
    ],
)
def test_what_is_signed_but_cannot_be_read_is_a_400(client: httpx2.Client, body: bytes) -> None:
    assert send(client, body, {**FORM, **signed(body)}).status_code == 400


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"type": 1}', b'"\xff"'])
def test_json_that_cannot_be_read_is_refused(client: httpx2.Client, body: bytes) -> None:
    assert send(client, body, {**JSON, **signed(body)}).status_code in {400, 401}


def test_what_is_too_large_is_not_read_to_the_end(client: httpx2.Client) -> None:
    body = b"payload=" + b"x" * 1_200_000
    assert send(client, body, {**FORM, **signed(body)}).status_code == 413


def test_a_click_on_a_case_that_is_gone_is_acknowledged(client: httpx2.Client) -> None:
    body = form(click())
    assert send(client, body, {**FORM, **signed(body)}).status_code == 200


def test_without_a_signing_secret_there_is_no_endpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slack: SlackStandIn
) -> None:
    body = form(click())
    for unset in ({}, slack_settings(slack), slack_settings(slack, slack_signing_secret="")):
        built_with = settings(tmp_path, monkeypatch, None, **unset)
        kulanz = build(built_with, desk=fake_desk())
        with serving(kulanz) as url:
            headers = {**FORM, **signed(body)}
            answer = httpx2.post(f"{url}/slack/events", content=body, headers=headers)
        assert answer.status_code == 404
        kulanz.close()


words = st.text(max_size=30)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
FIELDS = [
    "type", "user", "team", "enterprise", "channel", "trigger_id", "response_url", "actions",
    "view", "container", "message", "state",
]  # fmt: skip
payloads = st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=6)
bent_clicks = payloads.map(lambda fields: click(**fields))
bent_windows = st.builds(
    lambda fields, view: click(**fields) | {"type": "view_submission", "view": view},
    payloads,
    st.fixed_dictionaries(
        {},
        optional={
            "callback_id": st.sampled_from(["edited", "rejected", "x"]) | json_values,
            "private_metadata": st.sampled_from(["c0:1", "::", "c0:999999"]) | json_values,
            "state": json_values,
        },
    ),
)
bodies = (
    st.binary(max_size=300)
    | words.map(lambda w: w.encode("utf-8", "surrogatepass"))
    | (payloads | bent_clicks | bent_windows | json_values).map(form)
    | json_values.map(lambda value: json.dumps(value).encode())
)
odd_headers = st.dictionaries(
    st.sampled_from(["X-Slack-Request-Timestamp", "X-Slack-Signature", "X-Slack-Retry-Num"]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20),
)


@hypothesis_settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=bodies, kind=st.sampled_from([FORM, JSON, {}]), odd=odd_headers, sign=st.booleans())
def test_no_request_however_odd_is_answered_with_a_500(
    client: httpx2.Client, body: bytes, kind: dict[str, str], odd: dict[str, str], sign: bool
) -> None:
    headers = {**kind, **odd, **(signed(body) if sign else {})}
    status = send(client, body, headers).status_code
    assert status in {200, 400, 401}
    assert sign or status == 401


def test_no_stranger_however_odd_is_answered_with_a_500(client: httpx2.Client) -> None:
    """Forged, cut, or no HTTP at all; `make bench` sends ten thousand of them."""
    base = str(client.base_url)
    answered = {status_of(base, request) // 100 for request in malformed(500, seed=1)}
    assert answered <= {0, 3, 4}
    assert 4 in answered
