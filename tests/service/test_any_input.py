"""Any record, any address, any words of an approver: never a 500."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings as effort, strategies as st

from service.inboxes.mention_form import MentionForm, read_mention
from tests.postgres import PostgresServer
from tests.web import Web, signed_in, web_on
from triage.errors import UnreadableMention
from triage.mention import clean_text


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def web(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgresql_server: PostgresServer,
) -> Iterator[Web]:
    """One program for all stories of this file, each with mentions of its own."""
    folder = tmp_path_factory.mktemp("web")
    with web_on(request.param, postgresql_server, folder) as web:
        yield web


@pytest.fixture(scope="module")
def client(web: Web) -> Iterator[httpx2.Client]:
    with signed_in(web) as client:
        yield client


# -- any JSON at all -------------------------------------------------------------------------------

_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.sampled_from(["x", "blog", "customer", "2026-11-23T07:48:00+01:00", "de"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
#: With halves of characters, which JSON can hold and no database can.
_text = st.text(st.characters())
_fields = dict.fromkeys(
    (
        "id", "channel", "lang", "domain", "author", "url", "posted_at", "conversation",
        "context", "role", "likes", "type", "data",
    ),
    _json,
)  # fmt: skip
_documents = (
    st.dictionaries(_text, _json, max_size=6)
    | st.fixed_dictionaries({}, optional={"text": _json, **_fields})
    | st.fixed_dictionaries(
        {"text": _text}, optional={name: _json for name in ("likes", "id", "url")}
    )
)


@given(_documents)
@effort(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_any_record_is_a_mention_or_says_what_is_wrong(document: dict[str, Any]) -> None:
    try:
        form = read_mention(document, default_id="d1")
    except UnreadableMention:
        return
    assert isinstance(form, MentionForm)
    assert form.mention.id
    assert form.mention.text == clean_text(document["text"])
    json.dumps(form.extra, allow_nan=False).encode()


@given(document=_documents)
@effort(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_any_record_that_is_accepted_can_be_read_again(
    web: Web, client: httpx2.Client, document: dict[str, Any]
) -> None:
    answer = web.post(json.dumps(document).encode())
    assert answer.status_code in {200, 202, 422}
    if answer.status_code == 202:
        stored = web.mention(answer.json()["id"])
        assert stored is not None
        assert client.get(f"/api/cases/{stored.case_id}").status_code == 200


@given(body=st.binary() | st.text(st.characters(codec="utf-8")).map(str.encode))
@effort(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_break_the_webhook(web: Web, body: bytes) -> None:
    assert web.post(body).status_code in {202, 422}


# -- what people and programs ask for --------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/?words=%00", "/?words=%ff%fe", "/?words=%ED%A0%80", "/?words=%25_%5C", "/?status=%00",
        "/?severity=99999999999999999999", "/?severity=x", "/?queue=%00&topic=%00&lang=%00",
        "/?page=-1", "/?page=99999999999999999999", "/?page=x", "/?order=x", "/published?page=0",
        "/dismissed?words=%00", "/cases/%00", "/cases/%ED%A0%80", "/cases/" + "c" * 5000,
        "/cases/..%2f..%2fetc", "/insights?days=x", "/insights?days=99999999999999",
        "/insights?days=-1", "/sign-in?token=%00", "/sign-in?token=" + "t" * 5000,
        "/api/cases/%00", "/api/cases?offset=99999999", "/api/cases?status=%00", "/static/%00",
        "/static/..%2f..%2fpyproject.toml", "/%00", "/webhooks/%00", "/healthz", "/metrics",
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_no_address_breaks_us(client: httpx2.Client, address: str, accept: str) -> None:
    assert client.get(address, headers={"accept": accept}).status_code < 500


@pytest.mark.parametrize("field", ["reply", "reason"])
@pytest.mark.parametrize("words", ["\x00", "\ud800", "ä" * 2_000, "", " "])
def test_no_words_of_an_approver_break_us(
    web: Web, client: httpx2.Client, field: str, words: str
) -> None:
    web.send({"id": "to decide", "text": "My bag is lost"})
    case = web.case("to decide")
    assert case is not None
    for kind in ("edit", "reject", "approve"):
        form = {"kind": kind, "draft_version": 1, field: words}
        answer = client.post(
            f"/api/cases/{case.id}/decisions", content=json.dumps(form).encode(),
            headers={"content-type": "application/json"},
        )  # fmt: skip
        assert answer.status_code in {409, 422}
