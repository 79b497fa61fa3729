"""Somebody at a screen with Slack: clicks, types, sends off; over HTTP or over the socket."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx2

from tests.slack_channels import CHANNEL, Message
from tests.slack_directory import TEAM
from tests.slack_limits import view_faults
from tests.slack_stand_in import SlackStandIn

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"

#: Brings a payload to the program; what it answered, None for an empty acknowledgement.
Transport = Callable[[dict[str, Any]], dict[str, Any] | None]


def signed(body: bytes, *, secret: str = SIGNING_SECRET, age: float = 0.0) -> dict[str, str]:
    at = str(int(time.time() - age))
    digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}


def over_http(app_url: str, *, age: float = 0.0) -> Transport:
    """`age`: how many seconds ago Slack signed; below 0 for a program whose clock is ahead."""

    def deliver(payload: dict[str, Any]) -> dict[str, Any] | None:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        url = f"{app_url}/slack/events"
        headers = {**form, **signed(body, age=age)}
        # There is no TLS, and to get ready for it would take longer than the call.
        answer = httpx2.post(url, content=body, headers=headers, timeout=30, verify=False)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] | None = answer.json() if answer.content else None
        return found

    return deliver


def wait_until(seen: Callable[[], Any], seconds: float = 30) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := seen():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def over_socket(
    slack: SlackStandIn,
    kind: str = "interactive",
    until: Callable[[Callable[[], Any]], Any] = wait_until,
) -> Transport:
    """`until` waits for the connection, and for the acknowledgement."""

    def deliver(payload: dict[str, Any]) -> dict[str, Any] | None:
        until(lambda: slack.sockets)
        envelope = slack.send_envelope(kind, payload)
        until(lambda: envelope in slack.acknowledged)
        found: dict[str, Any] | None = slack.acknowledged[envelope]
        return found

    return deliver


@dataclass
class Person:
    slack: SlackStandIn
    deliver: Transport
    user: str
    team: str = TEAM
    #: Every payload this person has caused, to be delivered again.
    sent: list[dict[str, Any]] = field(default_factory=list)

    def click(self, message: Message, action_id: str, option: str | None = None) -> None:
        """Click what stands on a card, which may be an old copy of it."""
        block, element = _element(message, action_id)
        action = {
            "action_id": action_id,
            "block_id": block["block_id"],
            "type": element["type"],
            "action_ts": f"{time.time():.6f}",
        }
        if option is None:
            action |= {"text": element["text"], "value": element["value"]}
        else:
            chosen = next(o for o in element["options"] if o["text"]["text"] == option)
            action["selected_option"] = chosen
        answer = self._send(
            {
                "type": "block_actions",
                "actions": [action],
                "trigger_id": self.slack.new_trigger(),
                "response_url": self.slack.new_response_url(self.user),
                "channel": {"id": message.channel, "name": "care"},
                "container": {
                    "type": "message",
                    "message_ts": message.ts,
                    "channel_id": message.channel,
                    "is_ephemeral": False,
                },
                "message": {"ts": message.ts, "text": message.text, "blocks": message.blocks},
                "state": {"values": {}},
            }
        )
        assert not answer, "a click is acknowledged with nothing"

    def click_in(self, view: dict[str, Any], action_id: str) -> None:
        """Click a button that stands in a window."""
        row, button = next(
            (b, e) for b in view["blocks"] for e in b.get("elements", [])
            if e.get("action_id") == action_id
        )  # fmt: skip
        answer = self._send(
            {
                "type": "block_actions",
                "actions": [{**button, "block_id": row["block_id"], "action_ts": "1.0"}],
                "trigger_id": self.slack.new_trigger(),
                "container": {"type": "view", "view_id": view["id"]},
                "view": {"root_view_id": view["id"], **view, "state": {"values": {}}},
            }
        )
        assert not answer, "a click is acknowledged with nothing"

    def submit(self, view: dict[str, Any], words: str = "", **chosen: Any) -> dict[str, Any] | None:
        """Type into the window's first text input and send it off; what Slack is told to do.

        `chosen`: by the input's name, the words, the text of an option, a list of those, or a time.
        """
        inputs = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
        first = next((n for n, e in inputs.items() if e["type"] == "plain_text_input"), None)
        given = ({first: words} if first else {}) | chosen
        state = {
            "values": {n: {e["action_id"]: _filled(e, given.get(n))} for n, e in inputs.items()}
        }
        answer = self._send(
            {
                "type": "view_submission",
                "trigger_id": self.slack.new_trigger(),
                "view": {
                    "root_view_id": view.get("id"),
                    **view,
                    "team_id": self.team,
                    "state": state,
                    "hash": "1.abc",
                },
                "response_urls": [],
            }
        )
        _check_answer(answer, set(inputs))
        return answer

    def close(self, view: dict[str, Any]) -> None:
        """Close a window without sending it off; Slack tells of it only where it was asked to."""
        if view.get("notify_on_close"):
            closed = {"root_view_id": view.get("id"), **view, "team_id": self.team}
            self._send({"type": "view_closed", "view": closed, "is_cleared": False})

    def again(self, payload: dict[str, Any] | None = None) -> dict[str, Any] | None:
        """The last payload, or an earlier one, once more, as after a lost acknowledgement."""
        return self.deliver(deepcopy(payload or self.sent[-1]))

    def told(self) -> list[str]:
        return [words for user, words in self.slack.private if user == self.user]

    def _send(self, payload: dict[str, Any]) -> dict[str, Any] | None:
        person = {"id": self.user, "username": "someone", "name": "someone", "team_id": self.team}
        whole = {
            "user": person,
            "api_app_id": "A0KULANZ",
            "token": "out-of-use",
            "team": {"id": TEAM, "domain": "home"},
            "enterprise": None,
            "is_enterprise_install": False,
            **payload,
        }
        self.sent.append(whole)
        return self.deliver(whole)


def _element(message: Message, action_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    for block in message.blocks:
        clickable = block.get("elements", []) if block["type"] == "actions" else []
        for element in [*clickable, *filter(None, [block.get("accessory")])]:
            if element["action_id"] == action_id:
                return block, element
    raise AssertionError(f"there is no {action_id} on the card")


def _filled(element: dict[str, Any], given: Any) -> dict[str, Any]:
    """An input as Slack sends it."""
    kind = element["type"]
    if kind == "plain_text_input":
        assert len(given or "") <= element["max_length"]
        return {"type": kind, "value": given or None}
    if kind == "datetimepicker":
        return {"type": kind, "selected_date_time": given}
    options = {o["text"]["text"]: o for o in element["options"]}
    if kind == "checkboxes":
        return {"type": kind, "selected_options": [options[words] for words in given or []]}
    chosen = options[given] if given else element.get("initial_option")
    return {"type": kind, "selected_option": chosen}


def _check_answer(answer: dict[str, Any] | None, input_blocks: set[str]) -> None:
    """Slack shows an error for any answer to a window that it does not know."""
    if not answer:
        return
    if answer["response_action"] == "errors":
        assert set(answer["errors"]) <= input_blocks
        assert all(answer["errors"].values())
        return
    if answer["response_action"] == "clear":
        return
    assert answer["response_action"] == "update"
    assert view_faults(answer["view"]) == []


def words_of(tree: Any) -> str:
    """All text in blocks, one after the other."""
    if isinstance(tree, dict):
        return " ".join(
            value if key == "text" and isinstance(value, str) else words_of(value)
            for key, value in tree.items()
            if isinstance(value, dict | list) or key == "text"
        )
    return " ".join(words_of(item) for item in tree) if isinstance(tree, list) else ""


__all__ = ["CHANNEL", "Person", "over_http", "over_socket", "signed", "wait_until", "words_of"]
