"""Whatever comes in is stored as meant or refused with a sentence: never a 500, never lost."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx2
import pytest

from service.inboxes.mention_form import DEEPEST, LONGEST_ID
from tests.postgres import PostgresServer
from tests.web import Web, signed_in, web_on
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


# -- refused with a sentence -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"\x00",
        b"\xff\xfe\x00",
        b"not json",
        b'{"text": "trunc',
        b'{"text": "one"} {"text": "two"}',
        b"[]",
        b"null",
        b"3",
        b'"text"',
        b"{}",
        b'{"id": "no text"}',
        b'{"text": null}',
        b'{"text": 3}',
        b'{"text": ["a"]}',
        b'{"text": {"a": 1}}',
        b'{"text": "a", "id": {}}',
        b'{"text": "a", "id": 1.5}',
        b'{"text": "a", "channel": "pigeon"}',
        b'{"text": "a", "author": "Anna"}',
        b'{"text": "a", "author": {"id": []}}',
        b'{"text": "a", "posted_at": "yesterday"}',
        b'{"text": "a", "posted_at": "0001-01-01T00:00:00+14:00"}',
        b'{"text": "a", "posted_at": "9999-12-31T23:59:59-14:00"}',
        b'{"text": "a", "posted_at": 1e300}',
        b'{"text": "a", "context": [{"role": "stranger", "text": "a"}]}',
        b'{"text": "a", "context": {"role": "agent"}}',
        b'{"text": "a", "context": [{"role": "agent"}]}',
        b'{"text": "a", "role": "robot"}',
        b'{"type": "mention.exploded", "data": {"text": "a"}}',
        b'{"type": "mention.created", "data": {}}',
        b'{"type": "mention.created", "data": []}',
        b'{"text": "a", "number": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"text": "a", "more": ' + b"[" * 300 + b"]" * 300 + b"}",
        b'{"text": "a", "context": ' + b"[" * 900 + b"]" * 900 + b"}",
        json.dumps({"text": "a", "id": "i" * (LONGEST_ID + 1)}).encode(),
        json.dumps({"text": "a", "conversation": "ä" * 100_000}).encode(),
        json.dumps({"text": "a", "author": {"id": "i" * 5000}}).encode(),
        "Mein Flug ist verspätet".encode("latin-1"),
        '{"text": "Mein Flug ist verspätet"}'.encode("latin-1"),
    ],
    ids=lambda body: repr(body[:40]),
)
def test_what_is_no_mention_is_refused_with_a_sentence(web: Web, body: bytes) -> None:
    answer = web.post(body)
    assert answer.status_code == 422, answer.text
    said = answer.json()
    assert said["error"] == "UnreadableMention"
    assert said["detail"].endswith(".")
    assert len(said["detail"]) < 300


# -- stored as it was meant ------------------------------------------------------------------------

LONG = "My flight is late. " * 52_000

WORDS = {
    "html": '<script>alert("late")</script><img src=x onerror=alert(1)> &amp; &lt;b&gt;',
    "emoji only": "😡🤬✈️👨‍👩‍👧‍👦🇩🇪",
    "nothing but space": " \t\n ",
    "empty": "",
    "umlauts": "Verspätung, schönen Dank – ß, Ğ, ẞ, É",
    "umlauts in two pieces": "Verspa\u0308tung, scho\u0308nen Dank",
    "other scripts": "遅延 تأخير опоздание ชักช้า",
    "right to left marks": "late \u202e\u2066 gnol \u2069",
    "nul": "late\x00 and lost",
    "controls": "late\x01\x1b[31m\x7f\x85 and\r\nlost",
    "a lone surrogate": "late \ud800 and lost \udfff",
    "no characters": "late \ufffe \uffff \U0010ffff",
    "a quote and a backslash": 'O\'Hare \\ "lost"; DROP TABLE mentions; -- %s {0} ${x}',
    "a megabyte": LONG,
    "one word without end": "ä" * 200_000,
    "a pile of accents": "e" + "\u0301" * 5_000,
}


@pytest.mark.parametrize("escaped", [True, False], ids=["escaped", "as it is"])
@pytest.mark.parametrize("name", WORDS)
def test_any_text_is_taken_in_and_can_be_read_again(
    web: Web, client: httpx2.Client, name: str, escaped: bool
) -> None:
    text, id = WORDS[name], f"{name} {escaped}"
    body = json.dumps({"id": id, "text": text}, ensure_ascii=escaped)
    if not escaped and "\ud800" in body:
        body = body.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        text = json.loads(body)["text"]
    assert web.post(body.encode()).status_code == 202
    stored, case = web.mention(id), web.case(id)
    assert stored is not None
    assert case is not None
    assert stored.mention.text == clean_text(text)
    shown = client.get(f"/api/cases/{case.id}")
    assert shown.status_code == 200
    assert shown.json()["mentions"][0]["mention"]["text"] == clean_text(text)


@pytest.mark.parametrize(
    "extra",
    [
        '{"likes": 3, "place": {"name": "Köln", "at": [50.9, 6.9]}, "tags": [], "ok": null}',
        '{"likes": NaN, "more": Infinity, "less": -1e999}',
        '{"nul\\u0000": "a\\u0000b", "lone\\ud800": "\\udfff"}',
        '{"big": 123456789012345678901234567890, "neg": -0.0}',
        '{"events": 1, "case_id": "other", "__proto__": {}, "model_config": 1, "": ""}',
        '{"deep": ' + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1) + "}",
    ],
    ids=lambda extra: extra[:24],
)
def test_unknown_fields_are_kept_and_can_be_read_again(
    web: Web, client: httpx2.Client, extra: str
) -> None:
    id = f"extra {extra[:30]!r}"
    body = f'{{"id": {json.dumps(id)}, "text": "late", "extra": {extra}}}'
    assert web.post(body.encode()).status_code == 202
    stored, case = web.mention(id), web.case(id)
    assert stored is not None
    assert case is not None
    assert set(stored.extra) == {"extra"}
    assert len(stored.extra["extra"]) == len(json.loads(extra))
    assert client.get(f"/api/cases/{case.id}").status_code == 200


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://blog.example/post#1", "https://blog.example/post#1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("//blog.example", None),
    ],
)
def test_only_web_addresses_become_links(web: Web, given: str, kept: str | None) -> None:
    web.send({"id": f"url {given}", "text": "late", "url": given})
    stored = web.mention(f"url {given}")
    assert stored is not None
    assert stored.mention.url == kept


@pytest.mark.parametrize("id", ["i" * LONGEST_ID, "🧳" * LONGEST_ID, 10**500, 0])
def test_a_long_id_is_no_trouble_to_either_database(web: Web, id: str | int) -> None:
    words = {"id": id, "text": "late", "conversation": str(id), "author": {"id": id}}
    assert web.send(words) == 202
    assert web.send(words) == 200


@pytest.mark.parametrize("id", [None, "", "\u0000"])
def test_an_id_that_says_nothing_is_replaced_by_the_deliverys(web: Web, id: str | None) -> None:
    delivery = f"delivery of {id!r}"
    assert web.send({"id": id, "text": "late"}, id=delivery) == 202
    assert web.mention(delivery) is not None
