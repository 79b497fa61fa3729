"""Zendesk's and Chatwoot's exports: who is the customer, what is a turn, which field is missing.

The shapes are those of their public documents; all words and people are made up.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.service.replay_formats.reading import Reading, as_json_lines, read_text

_ASKER, _CLERK, _FRIEND = 101, 201, 102


def _comment(author: int, body: str, minute: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "id": 9000 + minute, "type": "Comment", "author_id": author, "body": body,
        "html_body": f"<div><p>{body}</p></div>", "plain_body": body, "public": True,
        "attachments": [], "via": {"channel": "web"},
        "created_at": f"2026-03-01T10:{minute:02}:00Z", **more,
    }  # fmt: skip


def _ticket(*comments: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "url": "https://example.zendesk.com/api/v2/tickets/7.json", "id": 7, "subject": "Bag",
        "description": "My bag is lost", "status": "closed", "created_at": "2026-03-01T10:00:00Z",
        "via": {"channel": "twitter", "source": {"from": {}, "to": {}}},
        "requester_id": _ASKER, "submitter_id": _ASKER, "assignee_id": _CLERK,
        "comments": [*comments], **more,
    }  # fmt: skip


_LOST = _comment(_ASKER, "My bag is lost")
_SORRY = _comment(_CLERK, "We are looking for it.", 5)


def _read(folder: Path, *documents: dict[str, Any]) -> Reading:
    return read_text(folder, "export.json", as_json_lines(documents))


def test_a_tickets_public_comments_are_its_turns(tmp_path: Path) -> None:
    note = _comment(_CLERK, "What a nuisance", 2, public=False)
    picture = _comment(_ASKER, "", 3)
    reading = _read(tmp_path, _ticket(_LOST, note, picture, _SORRY))
    assert reading.said == [["c:My bag is lost", "a:We are looking for it."]]
    [line] = reading.lines
    assert line.document
    assert line.document["id"] == 7
    assert line.document["channel"] == "x"
    assert line.document["turns"][1]["at"] == "2026-03-01T10:05:00+00:00"


@pytest.mark.parametrize("indent", [None, 1])
def test_the_pages_of_the_tickets_interface_are_read(tmp_path: Path, indent: int | None) -> None:
    page = {"count": 1, "next_page": None, "tickets": [_ticket(_LOST, _SORRY)]}
    reading = read_text(tmp_path, "page.json", json.dumps(page, indent=indent))
    assert reading.said == [["c:My bag is lost", "a:We are looking for it."]]


def test_one_ticket_with_its_comments_beside_it_is_read(tmp_path: Path) -> None:
    ticket = _ticket()
    del ticket["comments"]
    users = [{"id": _ASKER, "role": "end-user"}, {"id": _FRIEND, "role": "end-user"}]
    friend = _comment(_FRIEND, "Mine too", 1)
    page = {"ticket": ticket, "comments": [_LOST, friend, _SORRY], "users": users}
    reading = read_text(tmp_path, "7.json", json.dumps(page, indent=1))
    assert reading.said == [["c:My bag is lost", "c:Mine too", "a:We are looking for it."]]


def test_people_may_be_objects_instead_of_ids(tmp_path: Path) -> None:
    ticket = _ticket(_LOST, _SORRY, requester={"id": _ASKER, "role": "end-user"})
    del ticket["requester_id"]
    assert _read(tmp_path, ticket).said == [["c:My bag is lost", "a:We are looking for it."]]


def test_a_ticket_that_a_colleague_opened_for_himself_has_no_customer(tmp_path: Path) -> None:
    ticket = _ticket(_comment(_CLERK, "Printer"), requester={"id": _CLERK, "role": "agent"})
    reading = _read(tmp_path, ticket)
    assert reading.lines == []
    assert reading.admission.agents_only == 1


def test_an_export_without_comments_has_the_description(tmp_path: Path) -> None:
    ticket = _ticket()
    del ticket["comments"]
    assert _read(tmp_path, ticket).said == [["c:My bag is lost"]]


def test_words_in_html_are_words(tmp_path: Path) -> None:
    html = "<style>p {}</style><div><p>My&nbsp;bag &amp; coat<br>are <b>lost</b></p></div>"
    comment = {k: v for k, v in _LOST.items() if k not in ("body", "plain_body")}
    reading = _read(tmp_path, _ticket({**comment, "html_body": html}))
    assert reading.said == [["c:My bag & coat\nare lost"]]


@pytest.mark.parametrize(
    ("changes", "without", "why"),
    [
        ({}, "id", "id: field required"),
        ({}, "requester_id", "requester_id: field required"),
        ({"comments": [], "description": None}, "url", "comments: field required"),
        ({"comments": ["words"]}, "url", "comments.0: must be an object"),
        ({"comments": [{"author_id": 1}]}, "url", "comments.0.body: field required"),
        ({"comments": [_LOST, {"body": "x"}]}, "url", "comments.1.author_id: field required"),
    ],
)
def test_a_field_that_a_ticket_lacks_is_named(
    tmp_path: Path, changes: dict[str, Any], without: str, why: str
) -> None:
    broken = {k: v for k, v in _ticket(_LOST, **changes).items() if k != without}
    reading = _read(tmp_path, broken, {**_ticket(_LOST), "id": 8})
    assert reading.errors == [(1, f"{why}.")]
    assert reading.ids == ["8"]


# -- Chatwoot ------------------------------------------------------------------------------------


def _message(kind: int | str, content: str | None, at: int | str = 0, **more: Any) -> Any:
    return {
        "id": 1, "content": content, "inbox_id": 3, "conversation_id": 12, "message_type": kind,
        "content_type": "text", "status": "sent", "content_attributes": {}, "private": False,
        "created_at": 1_772_359_200 + at if isinstance(at, int) else at, "source_id": None,
        "sender": {"id": 5, "name": "A name", "type": "contact"}, **more,
    }  # fmt: skip


def _thread(*messages: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": 12, "account_id": 1, "inbox_id": 3, "status": "resolved", "messages": [*messages],
        "meta": {"sender": {"id": 5, "name": "A name"}, "channel": "Channel::FacebookPage"},
        **more,
    }  # fmt: skip


_THREAD = (
    _message(0, "My bag is lost"),
    _message(3, "We will be back at nine", 1),
    _message(2, "A name was assigned", 2),
    _message(1, "What a nuisance", 3, private=True),
    _message(0, None, 4),
    _message(1, "We are looking for it.", 5),
)


def test_a_conversations_incoming_and_outgoing_messages_are_its_turns(tmp_path: Path) -> None:
    reading = _read(tmp_path, _thread(*_THREAD))
    assert reading.said == [["c:My bag is lost", "a:We are looking for it."]]
    [line] = reading.lines
    assert line.document
    assert line.document["channel"] == "facebook"
    assert line.document["author"] == {"id": "5"}


def test_words_for_numbers_and_dates_for_seconds_are_the_same(tmp_path: Path) -> None:
    messages = (
        _message("outgoing", "We are looking for it.", "2026-03-01 10:05:00 UTC"),
        _message("incoming", "My bag is lost", "2026-03-01 10:00:00 UTC"),
    )
    reading = _read(tmp_path, _thread(*messages))
    assert reading.said == [["c:My bag is lost", "a:We are looking for it."]]


def test_a_list_of_conversations_is_read_as_the_interface_gives_it(tmp_path: Path) -> None:
    page = {"data": {"meta": {"all_count": 1}, "payload": [_thread(*_THREAD)]}}
    reading = read_text(tmp_path, "page.json", json.dumps(page))
    assert reading.said == [["c:My bag is lost", "a:We are looking for it."]]


@pytest.mark.parametrize("indent", [None, 2])
def test_messages_are_put_together_wherever_they_stand(tmp_path: Path, indent: int | None) -> None:
    other = _message(0, "Late again", 1, conversation_id=13)
    page = {"meta": {"labels": []}, "payload": [_THREAD[5], other, *_THREAD[:5]]}
    reading = read_text(tmp_path, "page.json", json.dumps(page, indent=indent))
    assert reading.said == [["c:My bag is lost", "a:We are looking for it."], ["c:Late again"]]
    assert reading.ids == ["12", "13"]


def test_messages_of_webhooks_name_their_conversation_within(tmp_path: Path) -> None:
    message = {**_THREAD[0], "event": "message_created", "conversation": {"id": 40}}
    del message["conversation_id"]
    assert _read(tmp_path, message).ids == ["40"]


def test_without_a_type_the_sender_tells(tmp_path: Path) -> None:
    messages = [
        {k: v for k, v in message.items() if k != "message_type"}
        for message in (
            _message(0, "My bag is lost"),
            _message(1, "We are looking for it.", 1, sender_type="User"),
        )
    ]
    reading = _read(tmp_path, _thread(*messages))
    assert reading.said == [["c:My bag is lost", "a:We are looking for it."]]


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        ({"messages": [{"content": "x"}]}, "messages.0.message_type: field required"),
        ({"messages": [{"message_type": 0}]}, "messages.0.content: field required"),
        ({"messages": ["x"]}, "messages.0: must be an object"),
        ({"id": None}, "id: field required"),
    ],
)
def test_a_field_that_a_conversation_lacks_is_named(
    tmp_path: Path, broken: dict[str, Any], why: str
) -> None:
    reading = _read(tmp_path, _thread(*_THREAD, **broken), {**_thread(*_THREAD), "id": 13})
    assert reading.errors == [(1, f"{why}.")]
    assert reading.ids == ["13"]


def test_a_message_without_a_conversation_is_named(tmp_path: Path) -> None:
    lost = {k: v for k, v in _THREAD[0].items() if k != "conversation_id"}
    reading = _read(tmp_path, _THREAD[0], lost)
    assert reading.errors == [(2, "conversation_id: field required.")]
    assert reading.ids == ["12"]
